"""What is wrong with a pack: each fault by file and line, with the cure; all at once, never only the first."""

from dataclasses import dataclass, field
from difflib import get_close_matches


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
    """The faults found so far."""

    found: list[Fault] = field(default_factory=list)

    def add(self, file: str, line: int, says: str, cure: str = "") -> None:
        """Note a fault."""
        self.found.append(Fault(file, line, says, cure))

    def __bool__(self) -> bool:
        """Say whether there are any."""
        return bool(self.found)


class PackError(Exception):
    """The pack can't be loaded, and nothing was changed."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def meant(word: str, known: object) -> str:
    """The cure for a word that isn't known: the nearest one, or the list when it is short."""
    words = sorted(map(str, known))  # type: ignore[call-overload]
    if near := get_close_matches(word, words, n=1):
        return f"Did you mean {near[0]!r}?"
    if len(words) <= 12:
        return f"Known: {', '.join(words)}"
    return f"{len(words)} others are known"
