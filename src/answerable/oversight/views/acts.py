"""What a reader does with an item: a small page for each act, the words of the appeal always beside the form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError
from answerable.law.queries import standing_order
from answerable.oversight import actions, queries, rules
from answerable.oversight.forms import (
    NO_TARGET,
    AcceptForm,
    ActForm,
    CommendForm,
    InstructForm,
    MeasureForm,
    ReturnForm,
    no_target,
)
from answerable.oversight.models import Item
from answerable.oversight.views.reading import onward, page_of
from answerable.oversight.wording.reasons import sentence_for
from answerable.people.queries import in_language, staff_of


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act: its form, what writes it, and what its page says. `days` ahead is the day that the form offers."""

    form: type[ActForm]
    write: Callable[..., object]
    title: str | Promise
    lead: str | Promise
    button: str | Promise
    done: str | Promise
    days: int = 0


PAGES: Final[dict[str, ActPage]] = {
    "instruct": ActPage(
        InstructForm,
        actions.instruct,
        _("Instruct with a date"),
        _("The appeal goes back to work at the body that you choose. If the day passes without an answer, it climbs."),
        _("Give this instruction"),
        _("The instruction is given; the sender is told who answers and by when."),
        rules.TO_ANSWER,
    ),
    "return": ActPage(
        ReturnForm,
        actions.ask_why,
        _("Return with a question"),
        _("The body that has the appeal explains to you. The answer to the sender stays as it is meanwhile."),
        _("Ask this"),
        _("The question is sent; the explanation comes back into your reading."),
        rules.TO_EXPLAIN,
    ),
    "accept": ActPage(
        AcceptForm,
        actions.accept_answer,
        _("Accept the answer"),
        _("You say that the answer is sufficient. The sender is told so, with your reasons."),
        _("Accept the answer"),
        _("The answer is accepted; the sender is told why."),
    ),
    "measure": ActPage(
        MeasureForm,
        actions.measure,
        _("Record a measure"),
        _("What was done about an answer that was not good enough. These words stay inside."),
        _("Record this measure"),
        _("The measure is recorded."),
    ),
    "commend": ActPage(
        CommendForm,
        actions.commend,
        _("Commend"),
        _("A good answer deserves to be said so. It is recorded like any other act."),
        _("Commend"),
        _("The commendation is recorded."),
    ),
}


@door("chair")
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: DoorRequest, ref: int, name: str) -> HttpResponse:
    """The page of one act on one item."""
    if name not in PAGES:
        raise MissingError
    at, page = now(), PAGES[name]
    row = queries.item_for(request.actor, ref)
    shown = page_of(request, row, at)
    form = page.form(request.POST or None, **_offered(request, row, shown["sheet"].bodies, page, at))
    if request.method == "POST" and form.is_valid() and _written(page, request, ref, form):
        messages.success(request, str(page.done), extra_tags="good")
        return onward(shown["reading"], ref)
    status = 400 if form.errors else 200
    return render(
        request, "oversight/chair/act.html", {**shown, "form": form, "page": page, "name": name}, status=status
    )


def _written(page: ActPage, request: DoorRequest, ref: int, form: ActForm) -> bool:
    """Do it; what the action refuses as typed is said beside its field and kept."""
    try:
        page.write(by=request.actor, at=now(), item=ref, **form.cleaned_data)
    except InvalidError as invalid:
        for field, reason in invalid.faults.items():
            form.add_error(field if field in form.fields else None, sentence_for(reason))
            if reason == "instruction.volume-target":
                form.fields[NO_TARGET] = no_target()
        return False
    return True


def _offered(request: DoorRequest, row: Item, bodies: list[int], page: ActPage, at: datetime) -> dict[str, Any]:
    """What the form offers: bodies by name, the people of the body that has it, a working day ahead."""
    order, language = standing_order(), dates.language()
    names = [(body, in_language(order.bodies[body].name, language)) for body in bodies]
    calendar = order.calendar_of(row.appeal.body_id)
    ahead = order.day_at(row.appeal.body_id, at) + timedelta(days=page.days)
    people = []
    if page.form is CommendForm:
        people = [
            (account.id, ", ".join(part for part in (account.said_name, in_language(account.post, language)) if part))
            for account in staff_of(row.appeal.body_id, at)
            if account.id != request.actor.id
        ]
    return {"bodies": names, "people": people, "offered": rules.first_working(ahead, calendar.is_working)}
