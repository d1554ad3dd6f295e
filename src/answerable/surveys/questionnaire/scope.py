"""What an expression is evaluated on: the answers of one form, seen from one place in it.

An answer's key is its path without the root, each repeat with its number: `main/victim/incident[2]/inc_type`. A path that
leads through a repeat means the same turn where it starts in it, and all turns otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from answerable.surveys.questionnaire.values import Moment, Scalar, Value, number


@dataclass(frozen=True, slots=True)
class Path:
    """A path as it is written: from the root, or so many steps up from where it stands."""

    absolute: bool
    ups: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """The answers, the form's shape, and where the expression stands.

    here     key of the node that it belongs to
    item     what a choice says of itself, where choices are filtered: a bare name means that
    types    type of the node at each bare path
    counts   how many turns the repeat at a key has; bare paths of repeats are its keys with all numbers taken off
    repeats  bare paths of the repeats
    """

    answers: Mapping[str, str]
    types: Mapping[str, str]
    repeats: frozenset[str]
    counts: Mapping[str, int]
    now: datetime
    here: str = ""
    item: Mapping[str, str] | None = None

    def moved(self, here: str, item: Mapping[str, str] | None = None) -> "Scope":
        """The same answers from another place, or of one choice there."""
        return Scope(self.answers, self.types, self.repeats, self.counts, self.now, here, item)

    def at(self, path: Path) -> Value:
        """The values at a path."""
        if self.item is not None and not path.absolute and not path.ups and path.steps:
            return self.item.get(path.steps[0], "")
        keys = self.keys(path)
        return tuple(self._typed(key) for key in keys)

    def keys(self, path: Path) -> list[str]:
        """The keys that a path leads to: of a repeat's own path one for each turn."""
        if path.absolute:
            return self._down(path.steps)
        base = self.here.split("/") if self.here else []
        kept = base[: len(base) - path.ups] if path.ups else base
        return ["/".join([*kept, *path.steps])]

    def _down(self, steps: tuple[str, ...]) -> list[str]:
        found = [("", "")]
        for step in steps:
            found = [each for bare, key in found for each in self._step(bare, key, step)]
        return [key for _, key in found]

    def _step(self, bare: str, key: str, step: str) -> list[tuple[str, str]]:
        bare, key = f"{bare}/{step}".lstrip("/"), f"{key}/{step}".lstrip("/")
        if bare not in self.repeats:
            return [(bare, key)]
        if self.here.startswith(f"{key}["):
            turn = self.here[len(key) + 1 :].partition("]")[0]
            return [(bare, f"{key}[{turn}]")]
        return [(bare, f"{key}[{turn}]") for turn in range(1, self.counts.get(key, 0) + 1)]

    def _typed(self, key: str) -> Scalar:
        said = self.answers.get(key, "")
        kind = self.types.get(bare(key), "string")
        if said and kind in {"int", "decimal"}:
            return number(said)
        return Moment(said) if said and kind in {"date", "dateTime"} else said


def bare(key: str) -> str:
    """A key without the numbers of its turns."""
    if "[" not in key:
        return key
    return "/".join(step.partition("[")[0] for step in key.split("/"))
