"""What the JSON columns of an appeal hold."""

from collections.abc import Mapping
from typing import Any, NotRequired

from typing_extensions import TypedDict

from answerable.base.shapes import Day, Names
from answerable.law.rules import clocks, deadlines


class StepMap(TypedDict):
    """One step of the way to its body, in codes (`law.rules.routing`)."""

    step: str
    body: NotRequired[int]
    because: NotRequired[str]
    by: NotRequired[int]


class DueFacts(TypedDict, total=False):
    """Why that date, as far as pages read more of it than `deadlines.recall` does."""

    last: Day
    instruction: str
    basis: str
    basis_name: Names
    status: str
    stood: int


class ClockLeftMap(TypedDict):
    """The clock of an authority that gave it away (`clocks.Clock.written`)."""

    due_at: str | None
    safe_at: str | None
    profile: int | None
    extended: int
    facts: DueFacts


class SuspectsMap(TypedDict, total=False):
    """Whom it may be about, and the bars that this set; empty where nobody is."""

    persons: list[int]
    bodies: list[int]
    barred_persons: list[int]
    barred_bodies: list[int]


def read_due_facts(facts: Mapping[str, Any]) -> None:
    """Read what stands there: a term of law, or a day that somebody set. Raises KeyError or ValueError."""
    if "count" in facts:
        deadlines.recall(facts)
    elif "last" not in facts:
        raise ValueError("no day")


def read_clocks(left: Mapping[str, Mapping[str, Any]]) -> None:
    """Read each clock. Raises KeyError or ValueError."""
    for authority, written in left.items():
        read_due_facts(clocks.read(written).facts or {"last": ""})
        int(authority)


def read_suspects(found: Mapping[str, Any]) -> None:
    """Look whether all four lists are there. Raises KeyError."""
    for each in SuspectsMap.__annotations__:
        found[each]
