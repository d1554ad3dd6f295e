"""When the law wants a thing done. Pure; the law itself is data (`Profile`), read from a pack.

The rules are those of the contract of deadline profiles, section 1:

1. Instants are UTC; days are those of the responsible body's zone. A term of days ends at 23:59:59 of its last day
   there; a term of hours ends to the second and never shifts for days off.
2. A month ends on the same day number of the target month, else on its last day.
3. Only the last day shifts when it is a day off; weekends and holidays inside a term of calendar days count.
4. `legal` is what lateness is counted by, `safe` the strictest defensible reading (the first day counts, the previous
   working day), by which work is ordered.
5. An extension is a separate act: before the original due instant only, so many times, never past its cap.
6. Nothing here can pause a clock.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from answerable.base.verdict import NotNowError
from answerable.law.rules.clocks import OnForward
from answerable.places.rules import ONE, Calendar, add_working_days, next_working, previous_working

YEAR: Final = 12  # months
DAY_ENDS: Final = time(23, 59, 59, fold=1)  # where a clock goes back at midnight, the later of the two


class TermUnit(StrEnum):
    """What a term is counted in."""

    HOUR = "hour"
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"


class FirstDay(StrEnum):
    """Whether the day of the event is day 1 or the day before day 1."""

    EXCLUDE = "exclude"
    INCLUDE = "include"


class DayOff(StrEnum):
    """Where a last day that is a day off goes."""

    NEXT = "next_working"
    PREVIOUS = "previous_working"
    NONE = "none"


class Shift(StrEnum):
    """Where the last day did go."""

    STAYED = ""
    NEXT = "next"
    PREVIOUS = "previous"
    FIRST_AFTER = "first_after"  # should have gone back, but the whole term has no working day


@dataclass(frozen=True, slots=True)
class Term:
    """So many units, and how they are counted."""

    count: int
    unit: TermUnit
    first_day: FirstDay = FirstDay.EXCLUDE
    day_off: DayOff = DayOff.NEXT

    def __post_init__(self) -> None:
        """Refuse a term that can't be counted."""
        if self.count < 1:
            raise ValueError(f"a term of {self.count} can't be counted")


@dataclass(frozen=True, slots=True)
class Extension:
    """Whether and how far a term may be lengthened.

    most      the longest lengthening at once, counted from the last day before it; None: up to the cap
    cap       the longest whole term, counted from where the first clock started; None: the law knows none (KPA 36)
    times     how often; None: as often as is needed, each time with a reason and a new day
    """

    cap: Term | None
    most: Term | None = None
    times: int | None = 1
    by: tuple[str, ...] = ()  # the law's words for who decides; the desk asks for the power `extend`
    notice: bool = True
    reasons: bool = True


@dataclass(frozen=True, slots=True)
class ByContent:
    """That the content of a matter decides its term (UA 393/96 art. 20: fifteen days, or a month where it needs study).

    instead  code of the profile that holds when the content is otherwise
    when     what has to be so for this one, by language
    """

    instead: str
    when: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Profile:
    """One term of one law (contract, section 1), valid from one day to another."""

    id: int
    code: str
    jurisdiction: str
    basis: str
    step: str
    clock_from: str
    term: Term
    applies_to: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()  # empty: every channel
    bodies: frozenset[str] = frozenset()  # codes; empty: every body
    basis_name: Mapping[str, str] = field(default_factory=dict)
    extension: Extension | None = None
    forbid_handler: Mapping[str, bool] = field(default_factory=dict)
    silence: Mapping[str, object] = field(default_factory=dict)
    evidence: str = ""
    on_forward: OnForward = OnForward.RESTARTS
    by_content: ByContent | None = None
    place: int = 0
    valid_from: date = date.min
    valid_to: date | None = None  # the last day
    source: str = ""
    checked_on: date = date.min
    status: str = "unverified"

    def valid_on(self, day: date) -> bool:
        """Say whether the law said so on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Due:
    """A due date and everything that explains it.

    legal, safe   instants, UTC
    start, last   first and last local day as the law reads them; `nominal` is the last day before any shift
    shift, off    where the last day went, and why the nominal one would not do (`weekend`, `holiday`)
    guessed       a year without calendar data was touched: plain weekends were taken
    extended      how often the term was lengthened
    """

    term: Term
    started: datetime
    zone: str
    legal: datetime
    safe: datetime
    start: date
    nominal: date
    last: date
    shift: Shift = Shift.STAYED
    off: str = ""
    guessed: bool = False
    extended: int = 0


def due(term: Term, *, start: datetime, zone: str, calendar: Calendar) -> Due:
    """When a term ends that starts at an instant. Raises ValueError for an instant without a zone."""
    if start.tzinfo is None:
        raise ValueError("an instant without a zone isn't an instant")
    started = start.astimezone(UTC)
    first = started.astimezone(ZoneInfo(zone)).date()
    if term.unit is TermUnit.HOUR:
        end = started + timedelta(hours=term.count)
        last = end.astimezone(ZoneInfo(zone)).date()
        return Due(term, started, zone, end, end, first, last, last)
    nominal = _nominal(term, first, calendar)
    last, shift = _shifted(term, first, nominal, calendar)
    safe = _safe_day(term, first, nominal, calendar)
    return Due(
        term=term,
        started=started,
        zone=zone,
        legal=_end_of(last, zone),
        safe=_end_of(min(safe or last, last), zone),
        start=first,
        nominal=nominal,
        last=last,
        shift=shift,
        off=calendar.why_off(nominal) if shift else "",
        guessed=calendar.guessed(first, max(nominal, last)),
    )


def _nominal(term: Term, first: date, calendar: Calendar) -> date:
    """The last day before any shift."""
    included = term.first_day is FirstDay.INCLUDE
    if term.unit is TermUnit.WORKING_DAY:
        return add_working_days(calendar, first - ONE if included else first, term.count)
    if term.unit is TermUnit.MONTH:
        last = months_later(first, term.count)
    else:
        last = first + timedelta(days=term.count * (7 if term.unit is TermUnit.WEEK else 1))
    return last - ONE if included else last


def months_later(day: date, months: int) -> date:
    """The same day number so many months later, else that month's last day (UA Civil Code 254, RU Civil Code 192)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _shifted(term: Term, first: date, nominal: date, calendar: Calendar) -> tuple[date, Shift]:
    """The last day after the shift of rule 3.

    Going back never goes to the day of the event or before it: there the first working day after is taken, because a
    term that is over before it began can't be kept by anybody.
    """
    if term.day_off is DayOff.NONE or calendar.is_working(nominal):
        return nominal, Shift.STAYED
    if term.day_off is DayOff.NEXT:
        return next_working(calendar, nominal), Shift.NEXT
    back = previous_working(calendar, nominal)
    if back > first or (back == first and term.first_day is FirstDay.INCLUDE):
        return back, Shift.PREVIOUS
    return next_working(calendar, nominal), Shift.FIRST_AFTER


def _safe_day(term: Term, first: date, nominal: date, calendar: Calendar) -> date | None:
    """The last day by the strictest defensible reading; None when that reading leaves no working day."""
    strict = (
        nominal
        if term.first_day is FirstDay.INCLUDE
        else _nominal(replace(term, first_day=FirstDay.INCLUDE), first, calendar)
    )
    day = previous_working(calendar, strict)
    return day if day >= first else None


def _end_of(day: date, zone: str) -> datetime:
    return datetime.combine(day, DAY_ENDS, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def furthest(extension: Extension, current: Due, *, calendar: Calendar) -> date:
    """The latest last day that an extension may give: the cap, or the longest step from the last day, if that is less.

    Where the law sets no cap it is a year at once: a slip in the year is no promise.
    """
    if extension.cap is None:
        cap = months_later(current.nominal, YEAR)
    else:
        cap = _nominal(extension.cap, current.start, calendar)
    if extension.most is None:
        return cap
    return min(cap, _nominal(extension.most, current.nominal, calendar))


def extend_due(extension: Extension | None, current: Due, *, until: date, at: datetime, calendar: Calendar) -> Due:
    """Lengthen a term to the end of another day.

    Refuses (NotNow) where the law knows no extension, after the original due instant, more often than the law allows,
    a day that isn't later, and a day past the cap. A day off is shifted as the term says, but never past the cap.
    """
    if extension is None or current.term.unit is TermUnit.HOUR:
        raise NotNowError("law.extension-unknown")
    if at > current.legal:
        raise NotNowError("law.extension-after-due")
    if extension.times is not None and current.extended >= extension.times:
        raise NotNowError("law.extension-used-up", times=extension.times)
    cap = furthest(extension, current, calendar=calendar)
    if not current.last < until <= cap:
        raise NotNowError("law.extension-past-cap", earliest=current.last + ONE, latest=cap)
    counted = replace(
        current.term, first_day=FirstDay.EXCLUDE
    )  # a shift back must still be later than the old last day
    last, shift = _shifted(counted, current.last, until, calendar)
    if last > cap:  # the cap is the law's last word: no shift goes past it
        last, shift = cap, Shift.STAYED
    safe = min(max(previous_working(calendar, last - ONE), current.last), last)
    return replace(
        current,
        legal=_end_of(last, current.zone),
        safe=_end_of(safe, current.zone),
        nominal=until,
        last=last,
        shift=shift,
        off=calendar.why_off(until) if shift else "",
        guessed=calendar.guessed(current.start, max(until, last)),
        extended=current.extended + 1,
    )


def otherwise(current: Due, other: Due, *, at: datetime) -> Due:
    """The term that holds because somebody found the content to be otherwise, counted from the same beginning.

    Refuses (NotNow) once the date has passed, after an extension, and where the other term would be over already: nobody
    is made late by a decision.
    """
    if at > current.legal:
        raise NotNowError("law.term-has-passed")
    if current.extended:
        raise NotNowError("law.term-was-extended")
    if other.legal < at:
        raise NotNowError("law.term-would-be-over", last=other.last)
    return other


def stood(current: Due, *, days: int, calendar: Calendar) -> Due:
    """The term of a matter on which nothing was owed for so many days, because its sender had withdrawn it.

    A term of hours goes on by the day, too: nobody counts the minutes of a withdrawal.
    """
    aside = timedelta(days=days)
    if current.term.unit is TermUnit.HOUR:
        return replace(current, legal=current.legal + aside, safe=current.safe + aside, last=current.last + aside)
    nominal = current.last + aside
    keeps = current.term.day_off is DayOff.NONE or calendar.is_working(nominal)
    last = nominal if keeps else next_working(calendar, nominal)
    safe = max(previous_working(calendar, last), current.last)
    return replace(
        current,
        legal=_end_of(last, current.zone),
        safe=_end_of(min(safe, last), current.zone),
        nominal=nominal,
        last=last,
        shift=Shift.STAYED if last == nominal else Shift.NEXT,
        off="" if last == nominal else calendar.why_off(nominal),
    )


def pick(
    profiles: Sequence[Profile], *, kind: str, channel: str, step: str, on: date, body: str = ""
) -> Profile | None:
    """The profile that applies: dated, for this kind and channel; the first by place, then the youngest."""
    fitting = [
        one for one in profiles if _fits(one, kind=kind, channel=channel, step=step, body=body) and one.valid_on(on)
    ]
    return min(fitting, key=lambda one: (one.place, -one.valid_from.toordinal(), one.code), default=None)


def _fits(profile: Profile, *, kind: str, channel: str, step: str, body: str) -> bool:
    return (
        profile.step == step
        and kind in profile.applies_to
        and (not profile.channels or channel in profile.channels)
        and (not profile.bodies or body in profile.bodies)
    )


def explain(end: Due, profile: Profile | None = None) -> dict[str, object]:
    """Why that date, in codes and dates that fit a JSON column; `wording.deadlines` says it in words."""
    facts: dict[str, object] = {
        "count": end.term.count,
        "unit": end.term.unit.value,
        "first_day": end.term.first_day.value,
        "day_off": end.term.day_off.value,
        "started": end.started.isoformat(),
        "zone": end.zone,
        "start": end.start.isoformat(),
        "nominal": end.nominal.isoformat(),
        "last": end.last.isoformat(),
        "legal": end.legal.isoformat(),
        "safe": end.safe.isoformat(),
        "shift": end.shift.value,
        "off": end.off,
        "guessed": end.guessed,
        "extended": end.extended,
    }
    if profile is not None:
        facts |= {
            "profile": profile.code,
            "basis": profile.basis,
            "basis_name": dict(profile.basis_name),
            "status": profile.status,
        }
    return facts


def recall(facts: Mapping[str, object]) -> Due:
    """The due date that `explain` wrote down, so that an old matter is extended by the term that it began with."""
    words = {name: str(value) for name, value in facts.items()}
    return Due(
        term=Term(int(words["count"]), TermUnit(words["unit"]), FirstDay(words["first_day"]), DayOff(words["day_off"])),
        started=datetime.fromisoformat(words["started"]),
        zone=words["zone"],
        legal=datetime.fromisoformat(words["legal"]),
        safe=datetime.fromisoformat(words["safe"]),
        start=date.fromisoformat(words["start"]),
        nominal=date.fromisoformat(words["nominal"]),
        last=date.fromisoformat(words["last"]),
        shift=Shift(words["shift"]),
        off=words["off"],
        guessed=facts["guessed"] is True,
        extended=int(words["extended"]),
    )
