"""What of a text that is to be published may not be read by everybody: the dictionaries are asked, the rules decide."""

from dataclasses import dataclass

from answerable.people import morphology
from answerable.people.rules import guard
from answerable.people.rules.guard import HitKind


@dataclass(frozen=True, slots=True)
class FoundWords:
    """One hit with what stands around it, for whoever decides."""

    kind: HitKind
    before: str
    words: str
    after: str


def hits_in(text: str) -> list[guard.GuardHit]:
    """What the guard finds in the words between the marks, in their order. Takes half a second where there is a word to ask."""
    read = guard.without_marks(text)
    return guard.hits(read, morphology.kinds_of(guard.words_to_ask(read)))


def shown_hits(text: str) -> list[FoundWords]:
    """What the guard finds, each with some words before and after."""
    return [
        FoundWords(hit.kind, text[max(0, hit.start - 30) : hit.start], text[hit.start : hit.end], text[hit.end :][:30])
        for hit in hits_in(text)
    ]


def struck_out(text: str) -> str:
    """The text with a mark in the place of whatever the guard finds."""
    return guard.strike_out(text, hits_in(text))
