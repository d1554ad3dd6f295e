"""The system's own public pages: the front, how it works, what is protected, the law, who answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.appeals.queries import public as offered
from answerable.base import alphabets, dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.verdict import MissingError
from answerable.channels.integrations import INTEGRATIONS, KNOWN_BY
from answerable.channels.queries import health as channels_health
from answerable.channels.terms import Light
from answerable.figures import presenting as figures_presenting
from answerable.figures import queries as figures_queries
from answerable.law import queries as law_queries
from answerable.law.rules.kinds import is_acted_on
from answerable.law.terms import Step
from answerable.law.wording import deadlines as deadline_words
from answerable.law.wording.terms import CLOCKS, KINDS_OF_LAW, STATUSES, STEPS
from answerable.oversight import queries as oversight_queries
from answerable.oversight import rules as oversight_rules
from answerable.people import queries as people_queries
from answerable.people.models import Body
from answerable.places.models import Territory
from answerable.places.rules import name_in
from answerable.site import place
from answerable.vault.rules import files

ONION: Final = ".onion"
CONDUCT: Final = "conduct"  # the matter, by its code in a pack, to which the front page leads straight

OF_A_BODY: Final = {
    "figures": ("time-to-answer", "on-time", "outcome", "waiting"),
    "promises": ("promises",),
    "closing": ("closing-days", "closing", "reopened", "entered", "time-to-answer-sent"),
}
"""The parts of a body's page, each with its figures."""


def _language() -> str:
    return dates.language()


def _short_lived(answer: HttpResponse) -> HttpResponse:
    """The same for everybody, so anybody may keep it for a minute."""
    answer["Cache-Control"] = "public, max-age=60"
    return answer


@door("public")
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Two ways on, and only such figures as exist."""
    began = oversight_rules.last_midnight(now(), zone=settings.TIME_ZONE)
    words = {
        "reading": oversight_queries.public_reading(at=began),
        "began": began,
        "ways": ways_in(now()),
        "conduct": offered.category_called(CONDUCT),
        "figures": figures_presenting.together(figures_queries.of_last_month("time-to-answer", "outcome")),
    }
    return _short_lived(render(request, "site/front.html", words))


@door("public")
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How it works, from writing to the chair."""
    words = {"ways": ways_in(now()), "dispute_days": place.setting("dispute_days", 30), "law": law_name()}
    return _short_lived(render(request, "site/about.html", words))


@door("public")
@require_safe
def protection(request: HttpRequest) -> HttpResponse:
    """What is protected, and plainly what is not promised."""
    words = {
        "onion": request.get_host().partition(":")[0].endswith(ONION),
        "secure": settings.ANSWERABLE.secure,
        "second_factor": settings.ANSWERABLE.require_second_factor,
        "files": {"count": files.MOST_FILES, "megabytes": files.MOST_BYTES // 2**20},
    }
    return _short_lived(render(request, "site/protection.html", words))


@door("public")
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What this site does for everybody to be able to use it, and what it does not do yet."""
    return _short_lived(render(request, "site/accessibility.html"))


@dataclass(frozen=True, slots=True)
class WayIn:
    """A way to write beside this site: what it is, by what it is reached, and whether it works at present."""

    title: object
    address: str
    works: bool


def ways_in(at: datetime) -> list[WayIn]:
    """The ways beside this site that people know by an address, a number or a name."""
    return [
        WayIn(INTEGRATIONS[each.channel].title, each.public, each.light is not Light.RED)
        for each in channels_health.health(at=at, known_by=KNOWN_BY)
        if each.public
    ]


def law_name() -> str:
    """The law of the place, as its pack names it."""
    return place.in_language(place.setting("law"))


@dataclass(frozen=True, slots=True)
class TermInForce:
    """One term of law as a row of the page shows it."""

    step: str
    kinds: str
    term: str
    clock: str
    longest: str
    basis: str
    status: str
    verified: bool
    source: str
    checked_on: object
    since: object


@door("public")
@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """The terms in force today, each with its source and whether somebody has checked it; the days off."""
    at = now()
    words = {
        "law": law_name(),
        "terms": [_term(row) for row in law_queries.terms_in_force(at) if is_acted_on(row.step, row.clock_from)],
        "calendars": law_queries.calendars_of(law_queries.standing_order().today(at).year),
        "today": at,
    }
    return _short_lived(render(request, "site/law.html", words))


def _term(row: Any) -> TermInForce:
    """A profile in words."""
    cap = (row.extend or {}).get("cap_total")
    return TermInForce(
        step=str(STEPS.get(row.step, row.step)),
        kinds=", ".join(_kinds(row)),
        term=deadline_words.term(row.count, row.unit),
        clock=str(CLOCKS.get(row.clock_from, "")),
        longest=deadline_words.term(int(cap["count"]), cap["unit"]) if cap else "",
        basis=name_in(row.basis_name, _language()) if row.basis_name else row.basis,
        status=str(STATUSES.get(row.status, row.status)),
        verified=row.status == "verified",
        source=row.source,
        checked_on=row.checked_on,
        since=row.valid_from,
    )


def _kinds(row: Any) -> list[str]:
    """The kinds to which a term applies, by their names; not those that the law wants no answer to."""
    known = {kind.code: kind for kind in law_queries.standing_order().law_kinds}
    codes = [code for code in row.applies_to if row.step != Step.ANSWER or code not in known or known[code].answered]
    return [
        str(KINDS_OF_LAW[code]) if code in KINDS_OF_LAW else name_in(known[code].name, _language())
        for code in codes
        if code in KINDS_OF_LAW or code in known
    ]


@door("public")
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Everybody who answers, in the order of command."""
    language = _language()
    rows = [
        (people_queries.body(facts.id), depth)
        for facts, depth in offered.bodies_in_order(language)
        if people_queries.body(facts.id).retired_on is None
    ]
    return _short_lived(render(request, "site/bodies.html", {"rows": rows}))


@door("public")
@require_safe
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One body: what it answers for, who commands it and whom it commands, who heads it."""
    found = people_queries.body(code)
    if found.retired_on is not None:
        raise MissingError
    at = now()
    order = law_queries.standing_order()
    below = [people_queries.body(ref) for ref, parent in order.tree.parents.items() if parent == found.id]
    words = {
        "body": found,
        "above": [people_queries.body(ref) for ref in reversed(order.tree.upwards(found.id)[1:])],
        "below": sorted(below, key=lambda one: alphabets.in_order(name_in(one.name, _language()), _language())),
        "heads": [name_in(head.post, _language()) for head in people_queries.heads_of(found.id, at) if head.post],
        "matters": _matters(found, at),
        "judges": _judges(found),
        **_figures(found),
        "authority": order.authority_of(found.id),
    }
    return _short_lived(render(request, "site/body.html", words))


def _figures(found: Body) -> dict[str, list[tuple[figures_presenting.Said, str]]]:
    """What the last month says of the authority that a body belongs to, part by part of its page; one query."""
    group = figures_presenting.group_of(found.id)
    of_all = figures_queries.of_last_month(*(name for names in OF_A_BODY.values() for name in names))
    told = figures_presenting.together(of_all, group)
    return {part: [one for one in told if one[0].name in names] for part, names in OF_A_BODY.items()}


def _judges(found: Body) -> list[tuple[str, int]]:
    """Who decides by law about complaints about a body, as pairs of a matter and a body; an empty matter means any."""
    categories = {row.id: name_in(row.name, _language()) for row in law_queries.categories()}
    return [
        ("" if one.category is None else categories.get(one.category, ""), one.by)
        for one in law_queries.standing_order().judges
        if one.of == found.id
    ]


def _matters(found: Body, at: datetime) -> list[tuple[str, str]]:
    """What a body answers for, as pairs of a matter and a place; an empty one means any."""
    order = law_queries.standing_order()
    today = order.order_on(order.day_at(found.id, at))
    mine = [one for one in today.competences if one.body == found.id and not one.care]
    language = _language()
    places = Territory.objects.in_bulk([one.territory for one in mine if one.territory is not None])
    categories = {row.id: row for row in law_queries.categories()}
    return [
        (
            name_in(categories[one.category].name, language) if one.category in categories else "",
            name_in(places[one.territory].name, language) if one.territory in places else "",
        )
        for one in mine
    ]
