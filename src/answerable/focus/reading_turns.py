"""A text as its coder sees it: turn by turn, what has a code marked, and where each piece begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from answerable.focus.models import Mark
from answerable.focus.transcript import SpeechTurn


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a turn under the same codes; `names` are those of the codes, none: not marked."""

    words: str
    start: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A turn with its pieces, the marks that touch it, and whether two people code it."""

    number: int
    turn: SpeechTurn
    pieces: tuple[Piece, ...]
    marks: tuple[tuple[Mark, str], ...]  # with the words
    is_double: bool


def shown(
    text: str, turns: Sequence[SpeechTurn], marks: Sequence[Mark], *, double: frozenset[int], first: int, count: int
) -> list[ShownTurn]:
    """So many turns, beginning with the first."""
    return [
        ShownTurn(
            number=place + 1,
            turn=turns[place],
            pieces=pieces_of(text, turns[place], marks),
            marks=tuple((mark, text[mark.start : mark.end]) for mark in _touching(turns[place], marks)),
            is_double=place in double,
        )
        for place in range(first, min(first + count, len(turns)))
    ]


def pieces_of(text: str, turn: SpeechTurn, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """A turn cut wherever a mark begins or ends."""
    own = _touching(turn, marks)
    cuts = {turn.start, turn.end}
    for mark in own:
        cuts |= {max(mark.start, turn.start), min(mark.end, turn.end)}
    ends = sorted(cuts)
    return tuple(
        Piece(
            text[start:end],
            start,
            tuple(dict.fromkeys(mark.code.name for mark in own if mark.start < end and start < mark.end)),
        )
        for start, end in pairwise(ends)
    )


def _touching(turn: SpeechTurn, marks: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.start < turn.end and turn.start < mark.end]
