"""What a machine can check of an answer before somebody signs it. It never decides: whoever signs has read it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from answerable.appeals.terms import Outcome

RUN: Final = 5  # words in a row that two texts share, to count as the same words
MUCH: Final = 0.5  # of an answer's runs of words: more of a template than of an answer
_WORD: Final = re.compile(r"\w+")


class Check(StrEnum):
    """What is looked at."""

    POINTS = "points"  # each point has a word
    GROUNDS = "grounds"  # each refusal has a ground
    PROMISES = "promises"  # each promise has a day and somebody who sees to it
    OWN_WORDS = "own_words"  # it is more than a template


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """How one check came out. `of` is out of how many points; `share` (0 to 1) how much of it is a template's words."""

    check: Check
    holds: bool
    met: int = 0
    of: int = 0
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class DraftedReply:
    """What a draft says to one point, as it was typed."""

    outcome: str = ""
    text: str = ""
    ground: str = ""
    due_on: str = ""
    owner: str = ""


def replies_in(typed: Mapping[str, object], points: Iterable[int]) -> list[DraftedReply]:
    """What a draft says to each of these points, in their order."""

    def part(point: int, name: str) -> str:
        return str(typed.get(f"point_{point}_{name}") or "").strip()

    return [
        DraftedReply(**{name: part(point, name) for name in ("outcome", "text", "ground", "due_on", "owner")})
        for point in points
    ]


def checks(text: str, replies: Sequence[DraftedReply], *, templates: Iterable[str]) -> list[CheckOutcome]:
    """Look at an answer; promises and grounds are looked at only where it makes or names any."""
    said = [reply for reply in replies if reply.outcome and reply.text]
    found = [CheckOutcome(Check.POINTS, len(said) == len(replies) > 0, len(said), len(replies))]
    refused = [reply for reply in replies if reply.outcome == Outcome.REFUSED]
    if refused:
        grounded = sum(bool(reply.ground) for reply in refused)
        found.append(CheckOutcome(Check.GROUNDS, grounded == len(refused), grounded, len(refused)))
    promised = [reply for reply in replies if reply.outcome == Outcome.PROMISED]
    if promised:
        owned = sum(bool(reply.due_on and reply.owner) for reply in promised)
        found.append(CheckOutcome(Check.PROMISES, owned == len(promised), owned, len(promised)))
    share = copied_share("\n".join([text, *(reply.text for reply in replies)]), templates)
    found.append(CheckOutcome(Check.OWN_WORDS, share <= MUCH, share=share))
    return found


def copied_share(text: str, templates: Iterable[str]) -> float:
    """How much of a text stands in any of the templates: the share of its runs of five words, 0 to 1.

    A text shorter than a run shares nothing.
    """
    own = _runs(text)
    known = set().union(*(_runs(each) for each in templates))
    return len(own & known) / len(own) if own else 0.0


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}
