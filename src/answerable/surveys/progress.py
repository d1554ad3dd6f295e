"""How far the field is: what the addresses of each stratum came to, and AAPOR's rates."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from answerable.surveys.estimates import dispositions
from answerable.surveys.estimates.dispositions import Disposition

BEHIND_FROM: Final = 10.0
RATES: Final = ("RR1", "RR3", "COOP1", "REF1", "CON1")


@dataclass(frozen=True, slots=True)
class StratumProgress:
    """One stratum: how many addresses, how many were tried, and what they came to, in the order of `Disposition`."""

    name: str
    units: int
    tried: int
    counts: tuple[int, ...]

    @property
    def answered(self) -> float:
        """The percentage of its addresses that answered, in part too."""
        return 100 * sum(self.counts[:2]) / self.units if self.units else 0.0


@dataclass(frozen=True, slots=True)
class FieldProgress:
    """The strata, their sum, and the rates in percent; no rates while nobody is known to be eligible."""

    strata: tuple[StratumProgress, ...]
    whole: StratumProgress
    rates: tuple[tuple[str, float], ...]
    e: float | None

    @property
    def behind(self) -> tuple[StratumProgress, ...]:
        """The strata that answer not half as often as the whole does, once that is one in ten."""
        share = self.whole.answered
        return tuple(each for each in self.strata if share >= BEHIND_FROM and each.answered < share / 2)


def progress_of(outcomes: Sequence[tuple[str, Mapping[str, int]]]) -> FieldProgress:
    """The progress out of dispositions by stratum; empty ones are addresses where nobody has been."""
    strata = tuple(_stratum(name, counts) for name, counts in outcomes)
    together: Counter[str] = Counter()
    for _, counts in outcomes:
        together.update(counts)
    found = rates_of(together)
    return FieldProgress(
        strata=strata,
        whole=_stratum("", together),
        rates=tuple((name, 100 * found[name]) for name in RATES if name in found and found[name] >= 0),
        e=found.get("e"),
    )


def rates_of(counts: Mapping[str, int]) -> Mapping[str, float]:
    """AAPOR's rates; an address where nobody has been counts as a household of which nothing is known."""
    rows = [(disposition or Disposition.UNKNOWN_HOUSEHOLD, float(count)) for disposition, count in counts.items()]
    try:
        return dispositions.rates(dispositions.outcomes(rows))
    except dispositions.DispositionError:
        return {}


def _stratum(name: str, counts: Mapping[str, int]) -> StratumProgress:
    return StratumProgress(
        name=name,
        units=sum(counts.values()),
        tried=sum(count for disposition, count in counts.items() if disposition),
        counts=tuple(counts.get(disposition, 0) for disposition in Disposition),
    )
