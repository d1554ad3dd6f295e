"""A figure as a page says it: a sentence, what stands under it, its parts; each carries the id of its figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.base import dates
from answerable.figures import closing_days, wording
from answerable.figures.queries import ReadEdition
from answerable.law.queries import standing_order
from answerable.law.queries.order import StandingOrder
from answerable.ledger import leaves
from answerable.people.queries import in_language
from answerable_verify.numbers import intervals
from answerable_verify.numbers.cells import ALL
from answerable_verify.numbers.wording import words_of
from answerable_verify.numbers.wording.shape import FigureWords

NOTHING: Final = "–"
DAYS: Final = (5, 15, 30)
LEAST: Final = intervals.FEWEST


@dataclass(frozen=True, slots=True)
class CountedPart:
    """What became of some of those that are counted."""

    says: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Said:
    """A figure of a group in words. `value` is the number alone, `between` its interval, empty where it has none."""

    id: str
    name: str
    period: str
    title: str
    value: str
    between: str
    n: int
    parts: tuple[CountedPart, ...] = ()
    raw: str = ""
    waiting: int = 0
    among: int = 0
    """Of how many in all, where n speaks of some of them: `value` is a count of all of these then."""
    share: str = ""
    """The share that the figure is, where `value` is the count: of few, or of those among whom n speaks; else empty."""
    spoke: str = ""
    """How many of all they are, in a sentence."""
    calendar: closing_days.ClosingDays | None = None
    """Of the calendar of closing: its days, each with what chance alone would give."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group in the table of a figure, with the ranks that its interval leaves it."""

    code: str
    name: str
    said: Said
    best: int = 0
    worst: int = 0
    page: str = ""
    shares: tuple[str, ...] = field(default=())


def words(shown: ReadEdition) -> FigureWords:
    """What is said of the figure, in the language of the page."""
    return words_of(shown.row.name, dates.language())


def percent(value: str) -> str:
    """A share as a page says it."""
    return f"{100 * float(value):.0f}\u00a0%"


def days(value: str) -> str:
    """A number of days."""
    count = int(value)
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def said(shown: ReadEdition, group: str = ALL) -> Said:
    """A figure of a group."""
    cell, name = shown.cell(group), shown.row.name
    unit = shown.definition.unit
    value, between = _valued(cell, unit)
    among, share, spoke = cell.get("of", 0), "", ""
    if unit == "share" and not among and 0 < cell["n"] < LEAST:  # of so few a share is a large word: the count says it
        part = cell["parts"].get(shown.definition.part, 0)
        share, value = value, _("%(some)d of %(all)d") % {"some": part, "all": cell["n"]}
    if among:  # a share of the few who spoke never stands large above the many who did not
        share, value = value, _("%(some)d of %(all)d") % {"some": cell["parts"].get("solved", 0), "all": among}
        spoke = _("%(n)d of the %(all)d who were answered said how it ended (%(heard)s)") % {
            "n": cell["n"],
            "all": among,
            "heard": percent(str(cell["n"] / among)),
        }
    return Said(
        id=f"{name}/{shown.row.period}",
        name=name,
        period=wording.period_name(shown.period),
        title=words(shown).title,
        value=value,
        between=between,
        n=cell["n"],
        parts=() if "chance" in cell else tuple(_parts(cell, name)),
        calendar=closing_days.closing_days(cell) if "chance" in cell else None,
        raw=str(cell.get("value", "")),
        waiting=cell["parts"].get("waiting", 0) if unit == "days" else 0,
        among=among,
        share=share,
        spoke=spoke,
    )


def _valued(cell: Mapping[str, Any], unit: str) -> tuple[str, str]:
    """The number and its interval."""
    if unit == "count":
        return str(cell.get("value", "0")), ""
    if "value" not in cell:
        return (_("not reached") if unit == "days" and cell["n"] else NOTHING), _open_end(cell, unit)
    if unit == "share":
        return percent(cell["value"]), _("from %(low)s to %(high)s") % {
            "low": percent(cell["low"]),
            "high": percent(cell["high"]),
        }
    high = cell.get("high")
    if high is None:
        return days(cell["value"]), _open_end(cell, unit)
    return days(cell["value"]), _("from %(low)s to %(high)s") % {"low": cell["low"], "high": days(high)}


def _open_end(cell: Mapping[str, Any], unit: str) -> str:
    return _("%(low)s or more") % {"low": days(cell["low"])} if unit == "days" and "low" in cell else ""


def _parts(cell: Mapping[str, Any], name: str) -> list[CountedPart]:
    """The parts in the order in which they are told, those that are unknown last."""
    told = wording.PARTS.get(name, {})
    counts = {code: count for code, count in cell["parts"].items() if count and not code.startswith("g.")}
    order = [code for code in told if code in counts] + [code for code in counts if code not in told]
    total = sum(counts.values()) or 1
    return [
        CountedPart(
            str(told.get(code, wording.UNTOLD if code == "untold" else code)), counts[code], 100 * counts[code] // total
        )
        for code in order
    ]


def group_names(order: StandingOrder) -> dict[str, tuple[str, str]]:
    """Name and code of the body that a group is called after, by the code that the log has of it."""
    language = dates.language()
    return {leaves.token(body.code): (in_language(body.name, language), body.code) for body in order.bodies.values()}


def rows(shown: ReadEdition) -> list[GroupRow]:
    """Every group of a figure, by its name; an order among them only where an interval leaves one."""
    names = group_names(standing_order())
    found = sorted(shown.groups, key=lambda code: names.get(code, (code, ""))[0])
    places: list[intervals.Ranks | None] = [None] * len(found)
    if shown.definition.unit == "share" and shown.definition.good:
        of = shown.definition.part
        places = intervals.ranks([(shown.cell(code)["parts"].get(of, 0), shown.cell(code)["n"]) for code in found])
        places = places if sum(place is not None for place in places) > 1 else [None] * len(found)
    return [
        GroupRow(
            code=code,
            name=names.get(code, (code, ""))[0],
            said=said(shown, code),
            best=place.best if place else 0,
            worst=place.worst if place else 0,
            page=names.get(code, ("", ""))[1],
            shares=tuple(share_by(shown, code, day) for day in DAYS),
        )
        for code, place in zip(found, places, strict=True)
    ]


def share_by(shown: ReadEdition, group: str, day: int) -> str:
    """The share answered by a day, where the curve goes so far."""
    found = [step for step in shown.cell(group).get("curve", ()) if step[0] == day]
    return percent(found[0][2]) if found else NOTHING


@dataclass(frozen=True, slots=True)
class CurveStep:
    """A row of the table beside the curve."""

    day: int
    waiting: int
    share: str
    between: str


def steps(shown: ReadEdition, group: str = ALL) -> list[CurveStep]:
    """Every fifth day of the curve and its last one: the table says what the chart says."""
    curve = shown.cell(group).get("curve", [])
    return [
        CurveStep(day, at_risk, percent(share), f"{percent(low)} – {percent(high)}")
        for day, at_risk, share, low, high in curve
        if day % 5 == 0 or day == curve[-1][0]
    ]


def together(figures: Sequence[ReadEdition], group: str = ALL) -> list[tuple[Said, str]]:
    """Figures of a group as cards of another room's page: what each says, and its chart where it is everybody's."""
    return [
        (said(one, group), mark_safe(one.row.chart) if group == ALL else "")  # noqa: S308 -- drawn by us, of numbers alone
        for one in figures
    ]


def group_of(body: int) -> str:
    """The group that a body is counted with in the newest figures: its authority, by the code that the log has of it."""
    order = standing_order()
    return leaves.token(order.bodies[order.authority_of(body)].code)
