"""Entering what came by phone, visit or letter: one page, one press, and the same code on a slip as the web gives."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override

from answerable.appeals import actions, policy, queries
from answerable.appeals.desk_forms.choices import Pairs, by_id
from answerable.appeals.desk_forms.entry import EntryForm
from answerable.appeals.queries import public as public_queries
from answerable.appeals.views.desk import acting
from answerable.appeals.views.desk.lists import beside
from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, NotNowError, must
from answerable.law import queries as law_queries
from answerable.law.wording import deadlines as deadline_words
from answerable.places import queries as places_queries


@door("desk")
def entry(request: DoorRequest) -> HttpResponse:
    """The page; sent, it answers with the slip. The code stands in this one response and nowhere else.

    Refuses whoever has no seat with the power to enter. Sent twice, it is one appeal.
    """
    must(policy.can_enter(request.actor))
    form = _form(request)
    if not form.is_bound:
        return _page(request, form)
    if request.POST.get("do") == "look":
        return _page(request, form, alike=queries.like_these_words(request.actor, request.POST.get("text", "")))
    if not form.is_valid():
        return _page(request, form, status=acting.BAD)
    at = now()
    intake = form.intake(at=at, zone=settings.TIME_ZONE)
    alike = queries.like_these_words(request.actor, intake.text)
    try:
        made = actions.register(by=request.actor, at=at, intake=intake)
    except InvalidError as error:
        acting.fault(form, error)
        return _page(request, form, status=acting.BAD)
    except NotNowError as error:
        form.add_error(None, acting.why_not_now(error))
        return _page(request, form, status=acting.CONFLICT)
    with override(intake.language):  # the slip is the sender's
        why = deadline_words.why(made.due_facts)
    shown = {
        "made": made,
        "at": at,
        "why": why,
        "alike": [row for row in alike if row.id != made.appeal],
        "seen": queries.seen_by(request.actor).filter(id=made.appeal).exists(),
        "language": intake.language,
    }
    answer = render(request, "appeals/desk/slip.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


@door("desk")
def alike(request: DoorRequest) -> JsonResponse:
    """Appeals that share most words with what is being typed: a hint, asked for by script while somebody talks."""
    must(policy.can_enter(request.actor))
    rows = queries.like_these_words(request.actor, request.POST.get("text", ""))
    return JsonResponse({"rows": [{"number": row.number, "gist": row.gist} for row in rows]})


def _form(request: DoorRequest) -> EntryForm:
    language = dates.language()
    listed = [(str(place), name) for place, name in places_queries.to_pick(language)]
    return EntryForm(
        acting.typed(request),
        about=_about(request, language),
        places=listed,
        categories=by_id(law_queries.categories(), empty=_("not sure")),
        languages=list(settings.LANGUAGES),
        matters={kind.code: kind for kind in law_queries.standing_order().law_kinds if not kind.plain},
    )


def _about(request: DoorRequest, language: str) -> Pairs:
    """Bodies, and officers by name and post; an officer's id is written with a minus, so that one field holds both."""
    del request
    bodies = [(str(body.id), body.name) for body in public_queries.bodies_to_name(language)]
    officers = public_queries.officers_to_name(language, now())
    return [*bodies, *((str(-one.id), f"{one.name}, {one.post}" if one.post else one.name) for one in officers)]


def _page(request: DoorRequest, form: EntryForm, *, status: int = acting.OK, alike: object = None) -> HttpResponse:
    shown = {
        "form": form,
        "faults": alike is None,
        "alike": alike,
        "looked": alike is not None,
        "views": beside(request.actor, at=now(), here="entry"),
    }
    return render(request, "appeals/desk/entry.html", shown, status=status)
