"""What an audit finds, graded, in sentences that a journalist can quote."""

from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final


class Grade(IntEnum):
    """How grave a finding is; the worst one decides the exit code."""

    NOTE = 0
    """Worth knowing, nothing wrong."""
    RULE = 1
    """A leaf breaks a rule of the record: proven by the log itself."""
    BROKEN = 2
    """The log does not hold: changed, forked, rolled back, hidden, or not what was signed."""


NEWER: Final = "newer"
"""Code of what this verifier is too old to judge: no fault of the log, and no clean bill either."""

CONTRADICTS: Final = "contradicts"
"""Code of an act whose values don't hold together, or not with those of its case (`holds` of the table of kinds)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: its grade, a stable code, the leaf it is about, and a sentence."""

    grade: Grade
    code: str
    text: str
    index: int | None = None


SHOWN: Final = 50
"""Findings of one code that are kept word for word; more are counted."""


@dataclass(slots=True)
class Findings:
    """Everything found in a run."""

    kept: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    worst: Grade = Grade.NOTE

    def add(self, grade: Grade, code: str, text: str, index: int | None = None) -> None:
        """Take a finding in."""
        self.counts[code] += 1
        self.worst = max(self.worst, grade)
        if self.counts[code] <= SHOWN:
            self.kept.append(Finding(grade, code, text, index))

    def take(self, finding: Finding) -> None:
        """Take in a finding made elsewhere."""
        self.add(finding.grade, finding.code, finding.text, finding.index)

    def of(self, *codes: str) -> list[Finding]:
        """The kept findings with these codes."""
        return [one for one in self.kept if one.code in codes]
