"""The steps of the law and the kind of a matter, as pages say them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from answerable.base import dates
from answerable.law.queries import standing_order
from answerable.law.rules.steps import StepOwed
from answerable.law.terms import ABOUT_POLICE
from answerable.law.wording.terms import KINDS_OF_LAW, STEPS
from answerable.places.rules import name_in


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: what it is, by when, of which law, when it was done, and whether it is late."""

    name: str
    due_at: datetime
    basis: str
    done_at: datetime | None
    late: bool


def lines(owed: Sequence[StepOwed], at: datetime) -> list[StepLine]:
    """The steps as lines of a page."""
    return [
        StepLine(
            name=str(STEPS[one.profile.step]),
            due_at=one.due.legal,
            basis=name_in(one.profile.basis_name, dates.language()) if one.profile.basis_name else one.profile.basis,
            done_at=one.done_at,
            late=one.is_late(at),
        )
        for one in owed
    ]


def matter_name(code: str) -> str:
    """The name of a kind of the law; empty for none."""
    if code == ABOUT_POLICE:
        return str(KINDS_OF_LAW[code])
    found = next((kind for kind in standing_order().law_kinds if kind.code == code), None)
    return "" if found is None else name_in(found.name, dates.language())
