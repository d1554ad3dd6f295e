"""What is wrong with a pack: each fault by file and line, with the cure; all at once, never only the first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

LINES: Final = 8  # how many of a fault's other lines are told


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. `line` counts from 1; 0 stands for the file as a whole."""

    file: str
    line: int
    says: str
    cure: str = ""

    def __str__(self) -> str:
        """As an editor or a compiler writes it: file:line: what. Cure."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.says}. {self.cure}".rstrip(". ") + "."


@dataclass(slots=True)
class Faults:
    """The faults found so far, and the files that could not be read whole: what others miss of them is no fault of theirs."""

    found: list[Fault] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def add(self, file: str, line: int, says: str, cure: str = "") -> None:
        """Note a fault."""
        self.found.append(Fault(file, line, says, cure))

    def lose(self, file: str, line: int, says: str, cure: str = "") -> None:
        """Note a fault for which a file, or a part of it, is not read."""
        self.broken.add(file)
        self.add(file, line, says, cure)

    def __bool__(self) -> bool:
        """Say whether there are any."""
        return bool(self.found)


class PackError(Exception):
    """The pack can't be loaded, and nothing was changed."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = together(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def together(faults: Iterable[Fault]) -> list[Fault]:
    """The same fault in many places of a file as one, with the lines: whoever mends it mends it everywhere."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for fault in sorted(set(faults)):
        groups.setdefault((fault.file, fault.says, fault.cure), []).append(fault.line)
    found = []
    for (file, says, cure), (first, *others) in groups.items():
        more = ", ".join(map(str, others[:LINES])) + (" ..." if len(others) > LINES else "")
        found.append(Fault(file, first, f"{says} (and in {len(others)} more: {more})" if others else says, cure))
    return sorted(found)


def meant(word: str, known: object) -> str:
    """The cure for a word that isn't known: the nearest one, or the list when it is short."""
    words = sorted(map(str, known))  # type: ignore[call-overload]
    if near := get_close_matches(word, words, n=1):
        return f"Did you mean {near[0]!r}?"
    if len(words) <= 12:
        return f"Known: {', '.join(words)}"
    return f"{len(words)} others are known"
