"""Kinds of matter as the pack's law has them, and which steps of a term are acted on. Pure.

A resident chooses one of five plain kinds (`MatterKind`); a law may know more: a crime report, a request for public
information, a deputy's request. They are offered by plain questions, confirmed at the desk, and each has its own terms.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from answerable.law.terms import ClockFrom, Evidence, MatterKind, Step


@dataclass(frozen=True, slots=True)
class LawKind:
    """One kind of matter of a law.

    of        the plain kind under which it is chosen
    asks      the plain question that offers it to a sender, by language; empty: offered at the desk only
    told      what a sender of it is told besides, by language
    call      a number to call first
    answered  whether the law wants an answer at all (not of thanks)
    """

    code: str
    of: MatterKind
    name: Mapping[str, str]
    asks: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    call: str = ""
    answered: bool = True

    @property
    def plain(self) -> bool:
        """Whether it is one of the five itself, only with something said about it."""
        return self.code == self.of


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[LawKind, ...]:
    """Kinds as a setting of the place keeps them (`Setting` "kinds")."""
    return tuple(LawKind(**{**row, "of": MatterKind(row["of"])}) for row in rows)


def offered(kinds: Sequence[LawKind], of: str, *, desk: bool) -> list[LawKind]:
    """The kinds that may be chosen besides a plain kind: all at the desk, those with a question for a sender."""
    return [kind for kind in kinds if kind.of == of and not kind.plain and (desk or kind.asks)]


def chosen(kinds: Sequence[LawKind], code: str, of: str) -> LawKind | None:
    """The kind of that code, where it belongs to the plain kind; None for anything else that was typed."""
    return next((kind for kind in kinds if kind.code == code and kind.of == of and not kind.plain), None)


def is_answered(kinds: Sequence[LawKind], code: str) -> bool:
    """Say whether the law wants an answer to a kind."""
    return next((kind.answered for kind in kinds if kind.code == code), True)


_STARTS: Final = frozenset({ClockFrom.RECEIVED, ClockFrom.REGISTERED})
ACTED_ON: Final[Mapping[Step, frozenset[ClockFrom]]] = {
    Step.ANSWER: _STARTS,
    Step.FORWARD: _STARTS,  # forwarding later is refused
    Step.RETURN_DEFECTIVE: _STARTS,  # returning later is refused
    Step.ACKNOWLEDGE: frozenset({ClockFrom.RECEIVED}),  # the number is given at once
    Step.REGISTER: _STARTS,  # a step that the desk reports, with the number
    Step.UPDATE: frozenset({ClockFrom.PREVIOUS_STEP}),  # news to the sender, again and again
    Step.NOTIFY_OUTCOME: frozenset({ClockFrom.PREVIOUS_STEP, ClockFrom.OUTCOME}),
    Step.REVIEW_WINDOW: frozenset({ClockFrom.OUTCOME}),  # the time to dispute
}
"""Which steps the product does something about, by where their clock starts. Others are refused when a pack is loaded."""

EVIDENCE: Final[Mapping[Step, frozenset[str]]] = {
    Step.ANSWER: frozenset({Evidence.ANSWER_SENT, Evidence.ANSWER_SIGNED}),
    Step.FORWARD: frozenset({Evidence.NOTICE_SENT}),
    Step.RETURN_DEFECTIVE: frozenset({Evidence.NOTICE_SENT}),
    Step.ACKNOWLEDGE: frozenset({Evidence.NUMBER_GIVEN}),
    Step.REGISTER: frozenset({Evidence.REGISTRY_NUMBER}),
    Step.UPDATE: frozenset({Evidence.NEWS_SENT}),
    Step.NOTIFY_OUTCOME: frozenset({Evidence.EXTRACT_GIVEN, Evidence.COPY_SENT}),
    Step.REVIEW_WINDOW: frozenset(),
}
"""What closes a step. The act that does it asks for it."""

REPORTED: Final = (Step.REGISTER, Step.UPDATE, Step.NOTIFY_OUTCOME)
"""Steps whose end somebody at the desk reports; the others end by an act of their own."""


def is_acted_on(step: str, clock_from: str) -> bool:
    """Say whether the product does something about a step whose clock starts there."""
    return clock_from in ACTED_ON.get(Step(step), frozenset())
