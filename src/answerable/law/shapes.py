"""What the JSON columns of the law hold, as the pack's reader writes it (`law.pack`)."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, NotRequired
from zoneinfo import ZoneInfo

from typing_extensions import TypedDict

from answerable.base.shapes import Lists, Names, Shape, read_by
from answerable.law.rules import kinds
from answerable.law.rules.deadlines import TermUnit
from answerable.law.terms import Nameless


class StopperMap(TypedDict):
    """Stop and call instead."""

    text: Names
    call: str


class OptionMap(TypedDict):
    """One answer to a question, and where it leads."""

    code: str
    text: Names
    leads_to: NotRequired[str | None]


class QuestionMap(TypedDict):
    """One branching question of a category."""

    code: str
    text: Names
    options: list[OptionMap]


class LengthMap(TypedDict):
    """So many of a unit."""

    count: int
    unit: Annotated[str, read_by(TermUnit)]


class ExtensionMap(TypedDict):
    """How a term may be lengthened."""

    by: NotRequired[list[str]]
    times: NotRequired[int]
    notice_to_applicant: NotRequired[bool]
    reasons_required: NotRequired[bool]
    uncapped: NotRequired[bool]
    max: NotRequired[LengthMap]
    cap_total: NotRequired[LengthMap]


def read_extension(words: Mapping[str, Any]) -> None:
    """Look whether an extension has its cap, or says that it has none. Raises KeyError."""
    if not words.get("uncapped"):
        words["cap_total"]


class ByContentMap(TypedDict):
    """That the content decides between two terms."""

    instead: str
    when: Names


class EmergencyNumberMap(TypedDict):
    """A number to call in danger."""

    call: str
    name: Names


class OfficeMap(TypedDict, total=False):
    """Where a person can be reached."""

    phone: str
    hours: Names
    address: Names


class JudgeMap(TypedDict):
    """Who decides by law about whom, in which category."""

    of: str
    by: str
    category: str | None


class WorkingHoursMap(TypedDict):
    """Between which hours of the day."""

    opens: int
    closes: int


class PopulationMap(TypedDict):
    """Where the numbers of people are from, and of which day."""

    source: Names
    as_of: str


SETTINGS: Final[Mapping[str, Shape]] = {
    **{name: Shape(Names) for name in ("place_name", "tagline", "public_note", "law")},
    **{name: Shape(str) for name in ("pack", "calendar", "law_code", "emergency", "fallback", "monitor")},
    **{name: Shape(list[str]) for name in ("languages", "chairs", "conflict_bodies", "holding_bodies")},
    **{name: Shape(int) for name in ("dispute_days", "withdrawal_days", "reading_hours")},
    "zone": Shape(Annotated[str, read_by(ZoneInfo)]),
    "emergency_numbers": Shape(list[EmergencyNumberMap]),
    "urgent_words": Shape(Lists),
    "office": Shape(OfficeMap),
    "same_unit": Shape(bool),
    "seal_nameless": Shape(Annotated[str, read_by(Nameless)]),
    "working_hours": Shape(WorkingHoursMap),
    "limits": Shape(dict[str, int]),
    "sources": Shape(list[dict[str, str]]),
    "population": Shape(PopulationMap),
    "boundaries": Shape(dict[str, list[list[list[float]]]]),
    "judges": Shape(list[JudgeMap]),
    "kinds": Shape(list[dict[str, Any]], kinds.read),
}
"""Of the settings by name; of one that stands here no more anything fits."""


def whole_settings(found: Mapping[str, Any]) -> dict[str, Any]:
    """The settings without those that were bent: as if the place had not decided that."""
    return {name: value for name, value in found.items() if name not in SETTINGS or SETTINGS[name].fits(value)}
