"""What the chair asked of a body, as the body sees it; and the page on which it explains."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from answerable.appeals.queries import standing
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError
from answerable.oversight import actions, policy, queries
from answerable.oversight.forms import ExplainForm
from answerable.oversight.terms import Ask
from answerable.oversight.views.lists import told
from answerable.oversight.wording.reasons import sentence_for


@door("desk")
@require_safe
def instructions(request: DoorRequest) -> HttpResponse:
    """Instructions to the bodies in which the actor works."""
    rows = [told(row) for row in queries.asked_of(request.actor)]
    return render(request, "oversight/desk/instructions.html", {"rows": rows, "at": now()})


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def instruction(request: DoorRequest, ref: int) -> HttpResponse:
    """One instruction; where an explanation is asked for, the form for it."""
    row = queries.instruction_for(request.actor, ref)
    asked = row.asks == Ask.EXPLAIN and row.done_at is None
    may = asked and bool(policy.can_explain(request.actor, to=row.to_id, appeal=standing(row.appeal)))
    form = ExplainForm(request.POST or None) if may else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.explain(by=request.actor, at=now(), instruction=ref, text=form.cleaned_data["text"])
        except InvalidError as invalid:
            for reason in invalid.faults.values():
                form.add_error("text", sentence_for(reason))
        else:
            messages.success(request, _("The explanation is sent."), extra_tags="good")
            return redirect("desk:oversight:instructions")
    status = 400 if form is not None and form.errors else 200
    shown = {"told": told(row), "form": form, "at": now()}
    return render(request, "oversight/desk/instruction.html", shown, status=status)
