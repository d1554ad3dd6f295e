"""What was taken down in a sender's name and what of it stands. Pure.

Three kinds of word: the sender's own, what is *taken down* (by an operator who writes what the sender says, or said with the
sender's code where a desk works), the body's. What is taken down closes nothing, never takes the place of the sender's own word,
and is cancelled by them (docs/decisions/0156).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from answerable.appeals.rules import life
from answerable.appeals.terms import Deed, State, WhoseWord

DISPUTE, RATING, WITHDRAWAL = "dispute", "rating", "withdrawal"
WHAT: Final[Mapping[str, str]] = {Deed.DISPUTED: DISPUTE, Deed.RATED: RATING, Deed.WITHDRAWN: WITHDRAWAL}
"""What a deed of the sender's is called where it is cancelled."""


@dataclass(frozen=True, slots=True)
class WordSaid:
    """A deed by which a sender decided: its id in the journal, the deed, its facts."""

    entry: int
    deed: str
    facts: Mapping[str, Any]

    @property
    def taken(self) -> bool:
        """Whether it is counted apart from the sender's own word."""
        return bool(self.facts.get("word") == WhoseWord.TAKEN)

    @property
    def places(self) -> tuple[int, ...]:
        """The points of which it speaks, by their places; none where what was recorded is damaged."""
        said = self.facts.get("points", []) if self.deed == Deed.DISPUTED else [self.facts.get("point", 0)]
        return tuple(int(place) for place in said if str(place).isdigit()) if isinstance(said, list) else ()


def words_of(history: Iterable[WordSaid]) -> list[WordSaid]:
    """The ratings, disputes and withdrawals that were not cancelled, oldest first."""
    said = list(history)
    cancelled = {one.facts.get("entry") for one in said if one.deed == Deed.WORD_CANCELLED}
    return [one for one in said if one.deed in WHAT and one.entry not in cancelled]


def last_on(history: Iterable[WordSaid]) -> dict[int, WordSaid]:
    """By the place of a point, the word by which it was rated last; a dispute that names it rates it too."""
    rating = [one for one in words_of(history) if one.deed != Deed.WITHDRAWN]
    return {place: one for one in rating for place in one.places}


def own_ratings(history: Iterable[WordSaid], rated: Mapping[int, str]) -> dict[int, str]:
    """What the sender says of each point by their own word; "" where what stands was taken down."""
    last = last_on(history)
    return {place: "" if place in last and last[place].taken else rating for place, rating in rated.items()}


def that_stand(history: Iterable[WordSaid], *, state: str, rated: Mapping[int, str]) -> list[WordSaid]:
    """What was taken down, holds now, and can be cancelled: by which points are rated, or the appeal stands where it does.

    state  of the appeal      rated  what stands of each point, by its place
    """
    said = list(history)
    last = last_on(said)
    on_points = [last[place] for place, rating in sorted(rated.items()) if rating and place in last]
    found = [one for one in on_points if one.deed == Deed.RATED and life.allows(state, Deed.WORD_CANCELLED)]
    deed = {State.DISPUTED.value: Deed.DISPUTED, State.WITHDRAWN.value: Deed.WITHDRAWN}.get(str(state))
    found += [one for one in words_of(said) if one.deed == deed][-1:]
    return [one for one in found if one.taken]
