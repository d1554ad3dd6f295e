"""The standing order: everything that registering and handing over ask of a pack, in one snapshot.

Kept by each process and renewed when the pack's revision has moved on, which one short query says.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from answerable.law import shapes
from answerable.law.models import Category, Jurisdiction, Rung, Setting
from answerable.law.models import Profile as ProfileRow
from answerable.law.rules import clocks, deadlines, kinds, ladder, routing
from answerable.law.rules.deadlines import ByContent, DayOff, Extension, FirstDay, Profile, Term, TermUnit
from answerable.law.rules.levels import NAME as LEVELS
from answerable.law.rules.levels import Levels, read_levels
from answerable.law.terms import Step
from answerable.ledger import leaves
from answerable.ledger import queries as ledger_queries
from answerable.ledger.terms import ALL, PublicPlace
from answerable.people.models import Body
from answerable.people.queries import bodies_of_person, command_tree, revision
from answerable.people.rules import CommandTree
from answerable.people.terms import BodyKind
from answerable.places.models import Territory
from answerable.places.queries import calendars, places_in_use
from answerable.places.rules import Calendar, TerritoryTree


@dataclass(frozen=True)
class BodyInOrder:
    """What intake needs of a body."""

    id: int
    code: str
    kind: str
    root: int
    prefix: str
    zone: str
    calendar: str
    answers: bool
    unsuitable: bool
    name: Mapping[str, str]
    authority: bool = False  # one in law; a top is one in any case


@dataclass(frozen=True)
class StandingOrder:
    """The law and order of the installation at one revision."""

    revision: int
    tree: CommandTree
    bodies: Mapping[int, BodyInOrder]
    by_code: Mapping[str, int]
    profiles: Sequence[Profile]
    calendars: Mapping[str, Calendar]
    competences: Sequence[tuple[routing.Competence, date, date | None]]
    rungs: Sequence[ladder.Rung]
    settings: Mapping[str, Any]
    territory_parents: Mapping[int, int | None]
    category_parents: Mapping[int, int | None]
    categories: Sequence[Category]  # those in use, in the pack's order; shared, not to be changed
    places: TerritoryTree
    sensitive: frozenset[int] = field(default_factory=frozenset)
    category_codes: Mapping[int, str] = field(default_factory=dict)  # of all, retired ones too
    place_codes: Mapping[int, str] = field(default_factory=dict)
    levels: Levels = field(default_factory=Levels)

    def order_on(self, day: date) -> routing.RoutingOrder:
        """Who answers on a day, as routing wants it."""
        return routing.RoutingOrder(
            competences=[
                one for one, since, until in self.competences if since <= day and (until is None or day <= until)
            ],
            fallback=self.fallback,
            named=self.bodies_called("conflict_bodies"),
            holding=self.bodies_called("holding_bodies"),
            answering=frozenset(body.id for body in self.bodies.values() if body.answers),
            unsuitable=frozenset(body.id for body in self.bodies.values() if body.unsuitable),
            judges=self.judges,
        )

    @cached_property
    def fallback(self) -> int:
        """The body that sorts what names no place or matter; a top that takes appeals where the setting was damaged."""
        named = self.by_code.get(str(self.settings.get("fallback")))
        tops = (body.id for body in self.bodies.values() if body.id == body.root and body.answers)
        return next(tops) if named is None else named

    def bodies_called(self, setting: str) -> list[int]:
        """The bodies that a setting names, in its order."""
        return [self.by_code[code] for code in self.settings.get(setting, []) if code in self.by_code]

    @cached_property
    def judges(self) -> tuple[routing.Judge, ...]:
        """Who decides by law about whom, as the pack says it of each body."""
        categories = {code: ref for ref, code in self.category_codes.items()}
        return tuple(
            routing.Judge(self.by_code[one["of"]], self.by_code[one["by"]], categories.get(one["category"]))
            for one in self.settings.get("judges", [])
            if {one["of"], one["by"]} <= self.by_code.keys()
        )

    def barred_by(self, *, about_body: int | None, about_person: int | None, at: datetime) -> routing.Bars:
        """Whom a matter is about, and whatever they command: they neither handle nor see it, in no room."""
        return routing.bars(
            self.tree,
            about_body=about_body,
            about_person=about_person,
            serves_in=[] if about_person is None else bodies_of_person(about_person, at),
            same_unit=bool(self.settings.get("same_unit", True)),
        )

    def is_about_staff(self, *, about_body: int | None, about_person: int | None) -> bool:
        """Whether it is about the force or somebody of it: then the law sets other terms, and it is sealed."""
        force = about_body is not None and self.bodies[about_body].kind in {BodyKind.POLICE, BodyKind.CHAIR}
        return about_person is not None or force

    def addressee(
        self,
        *,
        on: date,
        barred: routing.Bars,
        addressed_to: int | None = None,
        territory: int | None = None,
        category: int | None = None,
    ) -> routing.Routed:
        """The body that handles a matter, and the way there. Raises NotNow("law.nobody-may-handle")."""
        ask = routing.RoutingQuestion(
            addressed_to=addressed_to,
            territories=self.line_of(self.territory_parents, territory),
            categories=self.line_of(self.category_parents, category),
        )
        return routing.route(self.tree, ask=ask, order=self.order_on(on), barred=barred)

    @cached_property
    def law_kinds(self) -> tuple[kinds.LawKind, ...]:
        """The kinds of matter that the law knows besides the five plain ones."""
        return kinds.read(self.settings.get("kinds", []))

    @cached_property
    def authorities(self) -> frozenset[int]:
        """The bodies that are authorities in law: a term is theirs, whichever of their units has the matter."""
        return frozenset(body.id for body in self.bodies.values() if body.authority)

    def authority_of(self, body: int) -> int:
        """The authority that a body belongs to."""
        return self.tree.authority(body, self.authorities)

    def profile_for(self, *, kind: str, channel: str, on: date, body: int, step: str = Step.ANSWER) -> Profile | None:
        """The term that the law sets a body for a step, or the place's own promise where the law sets none."""
        if step == Step.ANSWER and not kinds.is_answered(self.law_kinds, kind):
            return None
        code = self.bodies[body].code
        return deadlines.pick(self.profiles, kind=kind, channel=channel, step=step, on=on, body=code)

    def first_term(self, *, kind: str, channel: str, on: date, body: int) -> Profile | None:
        """The term that a new matter runs by: of the answer; where the law sets none, of entering it in its register."""
        if not kinds.is_answered(self.law_kinds, kind):
            return None
        found = self.profile_for(kind=kind, channel=channel, on=on, body=body)
        return found or self.profile_for(kind=kind, channel=channel, on=on, body=body, step=Step.REGISTER)

    def steps_for(self, *, kind: str, channel: str, on: date, body: int) -> list[Profile]:
        """The steps of the law that the desk reports on a kind of matter, one term for each, in the pack's order."""
        if not kinds.is_answered(self.law_kinds, kind):
            return []
        found = [self.profile_for(kind=kind, channel=channel, on=on, body=body, step=step) for step in kinds.REPORTED]
        return sorted((one for one in found if one is not None), key=lambda one: one.place)

    def profile_called(self, code: str, *, on: date) -> Profile | None:
        """A term of law by its code, as it was on a day."""
        return next((one for one in self.profiles if one.code == code and one.valid_on(on)), None)

    def due(self, profile: Profile, *, body: int, start: datetime) -> deadlines.Due:
        """When a term ends that starts at an instant, by the zone and the days off of a body."""
        return deadlines.due(profile.term, start=start, zone=self.bodies[body].zone, calendar=self.calendar_of(body))

    def clock(self, profile: Profile, *, body: int, start: datetime) -> clocks.Clock:
        """The clock of an authority for which a body of it has a matter, from an instant on."""
        due = self.due(profile, body=body, start=start)
        return clocks.Clock(due.legal, due.safe, profile.id, facts=deadlines.explain(due, profile))

    def line_of(self, parents: Mapping[int, int | None], leaf: int | None) -> list[int]:
        """A place or a category and what it lies in, the nearest first; a ring (a damaged row) is gone round once."""
        line: list[int] = []
        while leaf is not None and leaf not in line:
            line.append(leaf)
            leaf = parents.get(leaf)
        return line

    def calendar_of(self, body: int) -> Calendar:
        """The calendar that a body works by."""
        code = self.bodies[body].calendar
        return self.calendars.get(code) or Calendar(code)

    def start_of_day(self, body: int, at: datetime) -> datetime:
        """The beginning of the day that it is at the body."""
        return at.astimezone(ZoneInfo(self.bodies[body].zone)).replace(hour=0, minute=0, second=0, microsecond=0)

    def is_sensitive(self, category: int | None) -> bool:
        """Whether a category, or one that it stands in, is of what is published as one group only."""
        return not self.sensitive.isdisjoint(self.line_of(self.category_parents, category))

    def group_of(self, category: int | None) -> str:
        """The group of a category in public: its topmost one; none for a sensitive or an unknown kind."""
        line = self.line_of(self.category_parents, category)
        if not line or self.sensitive.intersection(line):
            return ALL
        return leaves.token(self.category_codes[line[-1]])

    def shown(self, body: str, *, territory: int | None, category: int | None) -> PublicPlace:
        """Where the public log shows a new case: as finely as the levels in force allow."""
        places = [
            leaves.token(self.place_codes[one])
            for one in self.line_of(self.territory_parents, territory)
            if one in self.place_codes
        ]
        return self.levels.place_of(body, places=places, group=self.group_of(category))

    def today(self, at: datetime) -> date:
        """The day that it is at the place: what law holds is asked of it where no body is known yet."""
        return at.astimezone(ZoneInfo(str(self.settings.get("zone", "UTC")))).date()

    def day_at(self, body: int, at: datetime) -> date:
        """The day that it is at the body."""
        return at.astimezone(ZoneInfo(self.bodies[body].zone)).date()


_kept: dict[str, StandingOrder] = {}
_lock: Final = threading.Lock()


def emergency_numbers() -> tuple[str, ...]:
    """The numbers to call in danger, as the pack names them, the first one first; 112 where no pack is loaded."""
    said = standing_order().settings.get("emergency_numbers", [])
    return tuple(str(one["call"]) for one in said) or ("112",)


def standing_order() -> StandingOrder:
    """The snapshot of now."""
    number = revision()
    kept = _kept.get("order")
    if kept is not None and kept.revision == number:
        return kept
    with _lock:
        kept = _read(number)
        _kept["order"] = kept
    return kept


def _read(number: int) -> StandingOrder:
    """Read the whole order from the database."""
    bodies = _bodies()
    categories = list(Category.objects.all())
    places = list(Territory.objects.values_list("id", "parent_id", "code"))
    return StandingOrder(
        revision=number,
        tree=command_tree(),
        bodies=bodies,
        by_code={body.code: body.id for body in bodies.values()},
        profiles=[profile_of(row) for row in ProfileRow.objects.all()],
        calendars=calendars(),
        competences=[
            (routing.Competence(row.body_id, row.territory_id, row.category_id, row.care), row.valid_from, row.valid_to)
            for row in Jurisdiction.objects.order_by("id")
        ],
        rungs=[
            ladder.Rung(row.cause, row.place, tuple(row.to), row.after_days, row.valid_from, row.valid_to)
            for row in Rung.objects.all()
        ],
        settings=shapes.whole_settings(dict(Setting.objects.values_list("name", "value"))),
        territory_parents={ref: parent for ref, parent, _ in places},
        category_parents={row.id: row.parent_id for row in categories},
        categories=sorted((row for row in categories if row.retired_on is None), key=lambda row: (row.place, row.code)),
        places=places_in_use(),
        sensitive=frozenset(row.id for row in categories if row.sensitive),
        category_codes={row.id: row.code for row in categories},
        place_codes={ref: code for ref, _, code in places},
        levels=read_levels(ledger_queries.announced(LEVELS)),
    )


def _bodies() -> dict[int, BodyInOrder]:
    """What intake needs of every body, retired ones too."""
    return {
        row.id: BodyInOrder(
            id=row.id,
            code=row.code,
            kind=row.kind,
            root=row.root,
            prefix=row.prefix,
            zone=row.zone,
            calendar=row.calendar,
            answers=row.answers and row.retired_on is None,
            unsuitable=row.unsuitable_for_conflict,
            name=row.name,
            authority=row.authority,
        )
        for row in Body.objects.all()
    }


def profile_of(row: ProfileRow) -> Profile:
    """A profile as the deadline rules want it."""
    return Profile(
        id=row.id,
        code=row.code,
        jurisdiction=row.jurisdiction,
        basis=row.basis,
        step=row.step,
        clock_from=row.clock_from,
        term=_term({"count": row.count, "unit": row.unit, "first_day": row.first_day, "day_off": row.day_off}),
        applies_to=frozenset(row.applies_to),
        channels=frozenset(row.channels),
        bodies=frozenset(row.bodies),
        basis_name=row.basis_name,
        extension=_extension(row.extend),
        forbid_handler=row.forbid_handler or {},
        silence=row.silence or {},
        evidence=row.evidence,
        on_forward=clocks.OnForward(row.on_forward),
        by_content=ByContent(**row.by_content) if row.by_content else None,
        place=row.place,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        checked_on=row.checked_on,
        status=row.status,
    )


def _term(words: Mapping[str, Any]) -> Term:
    return Term(
        count=int(words["count"]),
        unit=TermUnit(words["unit"]),
        first_day=FirstDay(words.get("first_day", FirstDay.EXCLUDE)),
        day_off=DayOff(words.get("day_off", DayOff.NEXT)),
    )


def _extension(words: Mapping[str, Any] | None) -> Extension | None:
    """An extension as the pack writes it: {"max": term, "cap_total": term, "times": 1, "by": [...]}, or `uncapped`."""
    if not words:
        return None
    most, uncapped = words.get("max"), bool(words.get("uncapped"))
    return Extension(
        cap=None if uncapped else _term(words["cap_total"]),
        most=_term(most) if most else None,
        times=None if uncapped else int(words.get("times", 1)),
        by=tuple(words.get("by", ())),
        notice=bool(words.get("notice_to_applicant", True)),
        reasons=bool(words.get("reasons_required", True)),
    )
