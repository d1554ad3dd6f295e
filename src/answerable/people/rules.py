"""The command tree, and what the conflict rule takes from it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class CommandTree:
    """Who stands above whom. `parents` maps each body to the one that commands it, None at a top."""

    parents: Mapping[int, int | None]

    @cached_property
    def _below(self) -> dict[int, list[int]]:
        below: dict[int, list[int]] = {body: [] for body in self.parents}
        for body, parent in self.parents.items():
            if parent is not None:
                below[parent].append(body)
        return below

    def upwards(self, body: int) -> Sequence[int]:
        """The body, its chief, its chief's chief ... to the top."""
        line = [body]
        while (parent := self.parents[line[-1]]) is not None:
            line.append(parent)
        return line

    def commanded_by(self, body: int) -> frozenset[int]:
        """The body and everything it commands, however deep."""
        found, waiting = {body}, [body]
        while waiting:
            children = self._below[waiting.pop()]
            found.update(children)
            waiting.extend(children)
        return frozenset(found)

    def all_commanded_by(self, bodies: Iterable[int]) -> frozenset[int]:
        """Several bodies and everything that they command."""
        return frozenset().union(*(self.commanded_by(body) for body in bodies))

    def root(self, body: int) -> int:
        """The top of the body's tree."""
        return self.upwards(body)[-1]
