"""Coding a final text from the keyboard, or without any script; and how far two coders agree."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, NotNowError
from answerable.focus import actions, agreeing, queries, reading_turns, rules, transcript, wording
from answerable.focus.forms import MarkForm

AT_ONCE = 40  # turns
KEYS = "123456789abcdefghijklmnopqrstuvwxyz"


@door("desk")
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def coding(request: DoorRequest, ref: int) -> HttpResponse:
    """Forty turns of a text with the actor's own marks; posted, a mark."""
    row = queries.group_for(request.actor, ref)
    if row.fixed_at is None:
        raise NotNowError("focus.not-final-yet")
    first = _number(request.GET.get("from"))
    if request.method == "POST":
        form = MarkForm(request.POST)
        if not form.is_valid():
            raise NotNowError("focus.beyond-the-text")
        try:
            actions.mark_text(by=request.actor, at=now(), group=ref, **form.cleaned_data)
        except InvalidError as invalid:
            raise NotNowError(next(iter(invalid.faults.values()))) from None
        return redirect(f"{request.path}?from={first}#t{_number(request.POST.get('turn'))}")
    text = queries.text_of(row)
    turns = transcript.turns(text)
    mine = queries.coder_of(request.actor, row.study)
    marks = list(queries.marks_of(row, mine)) if mine else []
    double = rules.double_coded(len(turns), seed=row.seed)
    codes = [code for code in queries.codes_of(row.study) if code.is_codable]
    shown = {
        "row": row,
        "coder": mine,
        "turns": reading_turns.shown(text, turns, marks, double=double, first=first, count=AT_ONCE),
        "codes": [(KEYS[place] if place < len(KEYS) else "", code) for place, code in enumerate(codes)],
        "first": first,
        "before": max(first - AT_ONCE, 0) if first else None,
        "after": first + AT_ONCE if first + AT_ONCE < len(turns) else None,
        "count": len(turns),
    }
    return render(request, "focus/desk/coding.html", shown)


@door("desk")
@require_POST
def unmark(request: DoorRequest, ref: int, mark: int) -> HttpResponse:
    """A mark of the actor's own goes."""
    row = queries.group_for(request.actor, ref)
    actions.unmark_text(by=request.actor, at=now(), group=row.id, mark=mark)
    first = _number(request.GET.get("from"))
    return redirect(f"{request.path.rsplit('/', 2)[0]}/?from={first}#t{_number(request.POST.get('turn'))}")


@door("desk")
@require_safe
def agreement(request: DoorRequest, ref: int) -> HttpResponse:
    """How far two coders agree on the turns that both were to code, code by code."""
    row = queries.study_for(request.actor, ref)
    coders = queries.coders_of(row)
    first = request.GET.get("first") if request.GET.get("first") in coders else (coders[0] if coders else "")
    others = [name for name in coders if name != first]
    second = request.GET.get("second") if request.GET.get("second") in others else (others[0] if others else "")
    lines = agreeing.agreements(row, str(first), str(second)) if first and second else []
    shown = {
        "row": row,
        "coders": coders,
        "first": first,
        "second": second,
        "lines": [(line.said(), wording.JUDGED[rules.judged(line.alpha)]) for line in lines],
    }
    return render(request, "focus/desk/agreement.html", shown)


def _number(said: str | None) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 7 else 0
