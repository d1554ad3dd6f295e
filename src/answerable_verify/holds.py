"""What must hold between the values of an act and those of its case: lines of the table of kinds, and how they are read.

Terms are names: of a field of the act itself (its day is `on`, its due day `due`), of what its case said first
(`first.size`) or last (`last.sha256`) under a name, a sum (`met+refused`), the smaller of two (`first.wanted|first.size`),
or a code in quotes (`'sealed'`). Where a term has no value nothing is asked. Days compare as they are written; a week stands for its Monday.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

GIVEN: Final = "given"
"""The one relation without a right side: the field must be there."""
_RELATIONS: Final[Mapping[str, tuple[Callable[[Any, Any], bool], str]]] = {
    "==": (operator.eq, "must be"),
    "!=": (operator.ne, "must be other than"),
    "<=": (operator.le, "must be at most"),
    ">=": (operator.ge, "must be at least"),
    ">": (operator.gt, "must be more than"),
}


@dataclass(frozen=True, slots=True)
class Holds:
    """`left` stands to `right` as `relation` says; with `when` only where that field says that code (empty: any)."""

    left: str
    relation: str
    right: str = ""
    when: tuple[str, str] | None = None

    def fault(self, own: Mapping[str, Any], case: Mapping[str, Any]) -> str:
        """Why it does not hold, as a sentence; empty where it holds or where there is nothing to compare."""
        if not self._asked(own):
            return ""
        left = _value(self.left, own, case)
        if self.relation == GIVEN:
            return f"it leaves out '{self.left}', which must be there." if left is None else ""
        right = _value(self.right, own, case)
        holds, words = _RELATIONS[self.relation]
        if left is None or right is None or holds(left, right):
            return ""
        told = self.right if self.right.startswith("'") else f"{right} ('{self.right}')"
        return f"its '{self.left}' is {left}; it {words} {told}."

    def _asked(self, own: Mapping[str, Any]) -> bool:
        if self.when is None:
            return True
        name, code = self.when
        return name in own and code in {"", own[name]}


def _value(term: str, own: Mapping[str, Any], case: Mapping[str, Any]) -> Any:
    if term.startswith("'"):
        return term.strip("'")
    if "|" in term:
        both = [_value(name, own, case) for name in term.split("|")]
        return None if None in both else min(both)
    if "+" in term:
        parts = [own[name] for name in term.split("+") if name in own]
        return sum(parts) if parts else None
    return case.get(term.removeprefix("first.")) if "." in term else own.get(term)
