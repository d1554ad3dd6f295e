"""What became of every sampled address, and the rates that are counted from it.

AAPOR, Standard Definitions (10th edition, 2023). `e` is the share of the unknown that is taken as eligible; published with
every rate that uses it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from answerable.surveys.estimates.errors import EstimationError


class DispositionError(EstimationError):
    """A code that is no disposition, or nothing that could be counted."""


class Disposition(StrEnum):
    """What became of an address."""

    INTERVIEW = "I"
    PARTIAL = "P"
    REFUSED = "R"
    NO_CONTACT = "NC"
    OTHER = "O"  # eligible, but could not: illness, language
    UNKNOWN_HOUSEHOLD = "UH"  # not known whether anybody lives there
    UNKNOWN_OTHER = "UO"  # somebody does; not known whether eligible
    NOT_ELIGIBLE = "NE"


@dataclass(frozen=True)
class Outcomes:
    """How many (or how much weight) of each disposition."""

    interviews: float = 0
    partials: float = 0
    refused: float = 0
    no_contact: float = 0
    other: float = 0
    unknown_household: float = 0
    unknown_other: float = 0
    not_eligible: float = 0

    @property
    def eligible(self) -> float:
        """Known to be eligible."""
        return self.interviews + self.partials + self.refused + self.no_contact + self.other

    @property
    def unknown(self) -> float:
        """Not known to be eligible."""
        return self.unknown_household + self.unknown_other

    @property
    def e(self) -> float:
        """The share of eligible ones among those of whom it is known (the proportional allocation)."""
        return self.eligible / (self.eligible + self.not_eligible)


def outcomes(rows: Iterable[tuple[str, float]]) -> Outcomes:
    """The outcomes of dispositions with their weights; weight 1 counts addresses."""
    sums: dict[Disposition, float] = dict.fromkeys(Disposition, 0.0)
    for code, weight in rows:
        try:
            sums[Disposition(code)] += weight
        except ValueError:
            raise DispositionError(f"{code!r} is no disposition") from None
    return Outcomes(*sums.values())


def rates(of: Outcomes, e: float | None = None) -> Mapping[str, float]:
    """All rates: response 1-6, cooperation 1-4, refusal 1-3, contact 1-3, and `e` itself."""
    if of.eligible <= 0:
        raise DispositionError("no address is known to be eligible")
    allowed = of.e if e is None else e
    full, all_of_it = of.interviews, of.interviews + of.partials
    everybody, guessed = of.eligible + of.unknown, of.eligible + allowed * of.unknown
    reached = all_of_it + of.refused + of.other
    asked = all_of_it + of.refused
    return {
        "e": allowed,
        "RR1": full / everybody,
        "RR2": all_of_it / everybody,
        "RR3": full / guessed,
        "RR4": all_of_it / guessed,
        "RR5": full / of.eligible,
        "RR6": all_of_it / of.eligible,
        "COOP1": full / reached if reached else float("nan"),
        "COOP2": all_of_it / reached if reached else float("nan"),
        "COOP3": full / asked if asked else float("nan"),
        "COOP4": all_of_it / asked if asked else float("nan"),
        "REF1": of.refused / everybody,
        "REF2": of.refused / guessed,
        "REF3": of.refused / of.eligible,
        "CON1": reached / everybody,
        "CON2": reached / guessed,
        "CON3": reached / of.eligible,
    }
