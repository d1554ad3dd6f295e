"""To whom a matter climbs when it is overdue, disputed or badly answered. Pure; the ladder is the pack's."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from answerable.law.rules.routing import Bars, RoutingOrder
from answerable.people.rules import CommandTree

ABOVE: Final = "above"
CHAIR: Final = "chair"


@dataclass(frozen=True, slots=True)
class Rung:
    """For this cause, after so many days: before the first of these that may have it.

    `to` holds "above" (the nearest above who may), "chair" (the chair of the tree, else any chair), or codes of bodies.
    """

    cause: str
    place: int
    to: tuple[str, ...]
    after_days: int = 0
    valid_from: date = date.min
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Climb:
    """One escalation: which rung, before whom, and by which word of the pack."""

    cause: str
    place: int
    body: int
    word: str


@dataclass(frozen=True, slots=True)
class LadderStanding:
    """Where a matter stands when the ladder is asked.

    chairs     bodies that chair, in the pack's order
    codes      ids by a body's code
    raised     (cause, place) of the rungs that were climbed already: each is climbed once
    """

    body: int
    days: int
    chairs: Sequence[int] = ()
    codes: Mapping[str, int] | None = None
    raised: Collection[tuple[str, int]] = ()


def next_rung(
    rungs: Sequence[Rung],
    *,
    cause: str,
    standing: LadderStanding,
    barred: Bars,
    tree: CommandTree,
    order: RoutingOrder,
    on: date,
) -> Climb | None:
    """The next escalation for a cause, or None.

    Always another decision-maker than the one who has it, and never a barred one. A rung is climbed once; one for which
    nobody is left is passed over.
    """
    for rung in sorted((one for one in rungs if one.cause == cause and _valid(one, on)), key=lambda one: one.place):
        if (cause, rung.place) in standing.raised or standing.days < rung.after_days:
            continue
        for word in rung.to:
            body = _who(word, standing, barred, tree, order)
            if body is not None:
                return Climb(cause, rung.place, body, word)
    return None


def _valid(rung: Rung, on: date) -> bool:
    return rung.valid_from <= on and (rung.valid_to is None or on <= rung.valid_to)


def _who(word: str, standing: LadderStanding, barred: Bars, tree: CommandTree, order: RoutingOrder) -> int | None:
    """The body that a word of the pack means here; None when it may not, or would be the same again."""
    if word == ABOVE:
        line: Sequence[int] = [body for body in tree.upwards(standing.body)[1:] if body in order.answering]
    elif word == CHAIR:
        own = tree.root(standing.body)  # the chair of one's own tree first
        line = sorted(standing.chairs, key=lambda chair: tree.root(chair) != own)
    else:
        known = (standing.codes or {}).get(word)
        line = [] if known is None else [known]
    return next((body for body in line if body != standing.body and body not in barred.bodies), None)
