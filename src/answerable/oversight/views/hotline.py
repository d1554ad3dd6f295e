"""The hotline: calls for those who watch, three questions for a sender, and its weeks for anybody."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from answerable.appeals.terms import subject_of
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError, NotNowError
from answerable.law.queries import standing_order
from answerable.oversight import actions, queries
from answerable.oversight.hotline_forms import HotlineCallForm, HowForm
from answerable.oversight.models import Sample
from answerable.oversight.queries import HotlineCall, HotlineWeek
from answerable.oversight.terms import HotlineOutcome, SaidBy
from answerable.oversight.wording import hotline as words
from answerable.oversight.wording.reasons import sentence_for
from answerable.people import desk_marks
from answerable.people.templatetags.names import body_name, named
from answerable.people.terms import Power
from answerable.vault import queries as vault_queries
from answerable_verify.numbers import hotline as numbers

FILES: Final[Mapping[str, Callable[[Sample], Any]]] = {
    "frame.csv": lambda week: week.frame,
    "design.json": lambda week: week.design,
    "drawn.csv": lambda week: week.drawn,
    "counts.csv": lambda week: week.counts,
}


@door("desk")
@require_safe
def calls(request: DoorRequest) -> HttpResponse:
    """Whom to ring now, and whose time comes. Missing for whoever does not watch."""
    if not request.actor.has_anywhere(Power.MONITOR):
        raise MissingError
    found = queries.hotline_calls(request.actor, at=now())
    shown = {
        "due": [_line(call) for call in found if call.is_due],
        "later": [_line(call) for call in found if not call.is_due],
    }
    return _private(render(request, "oversight/desk/hotline.html", shown))


def _line(call: HotlineCall) -> tuple[HotlineCall, Any, str]:
    """A call with how the last attempt went and the name of the body in which the matter ended."""
    order = standing_order()
    ref = order.by_code.get(call.body)
    return call, words.OUTCOMES.get(call.last, ""), body_name(ref) if ref else call.body


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: DoorRequest, ref: int) -> HttpResponse:
    """One call: the number, what to say, what was said. A dispute is read back before anything is written."""
    at = now()
    found = queries.hotline_call(request.actor, ref, at=at)
    posted = request.method == "POST"
    form = HotlineCallForm(
        request.POST if posted else None,
        can_dispute=found.can_dispute,
        initial={"token": secrets.token_urlsafe(32)},
    )
    shown = {"call": found, "form": form, "script": _script(request, found)}
    if not posted or request.POST.get("go") == "change" or not form.is_valid():
        status = 400 if posted and request.POST.get("go") != "change" else 200
        return _private(render(request, "oversight/desk/hotline_call.html", shown, status=status))
    text = str(form.cleaned_data.get("text") or "").strip()
    reached = form.cleaned_data["how"] == HotlineOutcome.REACHED
    if reached and text and not request.POST.get("agreed"):
        shown["lines"] = words.read_back(text, number=found.number, language=found.language)
        shown["unread"] = request.POST.get("go") == "write"
        return _private(render(request, "oversight/desk/hotline_call.html", shown))
    if reached:
        said, token = form.said(), form.cleaned_data["token"]
        actions.finish_call(by=request.actor, at=at, callback=ref, said=said, words=text, token=token)
    else:
        actions.mark_call(by=request.actor, at=at, callback=ref, how=form.cleaned_data["how"])
    messages.success(request, _("Written down."))
    return redirect("desk:oversight:hotline")


def _script(request: DoorRequest, found: HotlineCall) -> list[str]:
    bodies = standing_order().bodies
    mine = next(seat.body for seat in request.actor.seats if Power.MONITOR in seat.powers)
    return words.script(found.number, language=found.language, asker=named(bodies[mine].name))


@door("follow")
@require_http_methods(["GET", "HEAD", "POST"])
def how(request: DoorRequest) -> HttpResponse:
    """Three questions to a sender who was drawn. Missing for everybody else, and once they were answered."""
    at = now()
    asked = queries.asked_now(subject_of(request.actor.id), at)
    if asked is None:
        raise MissingError
    form = HowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        _only_the_sender(request)
        if request.POST.get("go") == "decline":
            actions.decline(by=request.actor, at=at, callback=asked.id)
            return _private(render(request, "oversight/follow/how_thanks.html", {"declined": True}))
        if form.is_valid():
            try:
                said = form.said()
                actions.say_how(by=request.actor, at=at, callback=asked.id, said=said, door=SaidBy.PAGE)
            except InvalidError as no:
                form.add_error(None, " ".join(sentence_for(reason) for reason in no.faults.values()))
            else:
                return _private(render(request, "oversight/follow/how_thanks.html", {"said": said}))
    status = 400 if form.errors else 200
    return _private(render(request, "oversight/follow/how.html", {"form": form, "asked": asked}, status=status))


def _only_the_sender(request: DoorRequest) -> None:
    """Refuse a code that an operator has seen, and a browser of a desk: what is said here is the sender's alone."""
    at = now()
    session = vault_queries.follow_session(request.COOKIES.get(settings.FOLLOW_COOKIE_NAME, ""), at)
    if session is None or session.must_change:
        raise NotNowError("code.must-change")
    if desk_marks.is_desk_browser(request, at):
        raise NotNowError("word.of-a-desk")


@door("public")
@require_safe
def weeks(request: HttpRequest) -> HttpResponse:
    """The weeks of the hotline: how many were asked, reached and refused, and what they said, with intervals."""
    shown = [_week(week) for week in queries.hotline_weeks()]
    return render(request, "oversight/public/hotline.html", {"weeks": shown})


def _week(week: HotlineWeek) -> dict[str, Any]:
    order = standing_order()
    rows = list(week.rows.values())
    shares = [(name, numbers.share(rows, name)) for name in numbers.MEASURES]
    return {
        "sample": week.sample,
        "tree": body_name(week.sample.root),
        "total": week.total,
        "shares": [
            (name, share and [round(100 * each) for each in (share.value, share.low, share.high)])
            for name, share in shares
        ],
        "rows": [
            (body_name(order.by_code[code]) if code in order.by_code else _("all others together"), row)
            for code, row in week.rows.items()
        ],
    }


@door("public")
@require_safe
def week_file(request: HttpRequest, ref: int, name: str) -> HttpResponse:  # noqa: ARG001 -- anybody's
    """A file of a week whose asking is over: with these anybody draws the same, and computes the same shares."""
    content = FILES.get(name)
    if content is None:
        raise MissingError
    kind = "application/json" if name.endswith(".json") else "text/csv; charset=utf-8"
    return HttpResponse(bytes(content(queries.hotline_week(ref)) or b""), content_type=kind)


def _private(answer: HttpResponse) -> HttpResponse:
    add_never_cache_headers(answer)
    answer["Cache-Control"] = "no-store, private"
    return answer
