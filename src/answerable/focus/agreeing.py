"""Agreement of two coders on a study, as a page and a report show it."""

from dataclasses import dataclass
from typing import Any

from answerable.focus import agreement, queries
from answerable.focus.models import Study

SEED = 20_190_612  # of the intervals: the same for everybody


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One code: turns by who marked them, and the measures; None where nothing can be told."""

    code: str
    units: agreement.Units
    on_turns: float | None
    alpha: float | None
    interval: tuple[float, float] | None

    def said(self) -> dict[str, Any]:
        """The line as it is published."""
        kappa = self.units.kappa
        return {
            "code": self.code,
            "both": self.units.both,
            "first": self.units.first,
            "second": self.units.second,
            "none": self.units.none,
            "jaccard": _rounded(self.units.jaccard),
            "kappa": _rounded(kappa[0] if kappa else None),
            "on_turns": _rounded(self.on_turns),
            "alpha": _rounded(self.alpha),
            "low": _rounded(self.interval[0] if self.interval else None),
            "high": _rounded(self.interval[1] if self.interval else None),
        }


def agreements(study: Study, first: str, second: str) -> list[CodeLine]:
    """A line for each code that one of the two gave on the turns that both were to code."""
    coded = queries.doubly_coded(study, first, second)
    used = {mark.code for mark in (*coded.first, *coded.second)}
    both = (coded.first, coded.second)
    return [
        CodeLine(
            code=code.name,
            units=agreement.units_of(coded.turns, str(code.id), *both),
            on_turns=agreement.alpha_of_turns(coded.turns, str(code.id), both),
            alpha=agreement.alpha_of_code(str(code.id), both, coded.length),
            interval=agreement.interval(coded.turns, str(code.id), both, seed=SEED, draws=400),
        )
        for code in queries.codes_of(study)
        if str(code.id) in used
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
