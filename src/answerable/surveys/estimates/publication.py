"""What may be published, and what is refused with its reason (contract 5.3).

Shares: the presentation standards of the NCHS (Parker et al. 2017): hidden with fewer than 30 answers or 30 effective ones,
with an interval of 30 points or more, or of more than 5 points and more than 130 % of the share or of its complement; flagged
below 8 degrees of freedom. Persons: no cell under 10. A figure of the whole needs 20 degrees of freedom. Volunteers and an
asker who is the one judged get no interval, whatever their numbers are.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Final

from answerable.surveys.estimates.proportions import EstimatedShare
from answerable.surveys.estimates.statistic import quantile_of_t

ANSWERS: Final = 30
PERSONS: Final = 10
WIDEST: Final = 0.30
NARROW: Final = 0.05
RELATIVE: Final = 1.30
FREEDOM_FLAGGED: Final = 8
FREEDOM_OF_WHOLE: Final = 20


class Refusal(StrEnum):
    """Why a figure is not shown."""

    FEW_PERSONS = "few-persons"
    FEW_ANSWERS = "few-answers"
    FEW_EFFECTIVE = "few-effective"
    WIDE = "wide"
    WIDE_FOR_ITS_SIZE = "wide-for-its-size"
    FEW_CLUSTERS = "few-clusters"
    VOLUNTEERS = "volunteers"
    ASKED_BY_THE_JUDGED = "asked-by-the-judged"


@dataclass(frozen=True)
class Judgement:
    """Whether a figure may be shown, why not, and whether it is shown with a warning."""

    refusals: tuple[Refusal, ...]
    is_flagged: bool

    @property
    def is_shown(self) -> bool:
        """Nothing speaks against it."""
        return not self.refusals


def of_share(found: EstimatedShare, *, whole: bool = False) -> Judgement:
    """A share of the whole sample or of a domain."""
    width = found.interval.high - found.interval.low
    smaller = min(found.value, 1 - found.value)
    reasons = {
        Refusal.FEW_PERSONS: found.count < PERSONS,
        Refusal.FEW_ANSWERS: found.count < ANSWERS,
        Refusal.FEW_EFFECTIVE: found.effective < ANSWERS,
        Refusal.WIDE: not width < WIDEST,  # an interval that is none is refused, too
        Refusal.WIDE_FOR_ITS_SIZE: width > NARROW and width > RELATIVE * smaller,
        Refusal.FEW_CLUSTERS: whole and found.df < FREEDOM_OF_WHOLE,
    }
    return Judgement(tuple(reason for reason, holds in reasons.items() if holds), found.df < FREEDOM_FLAGGED)


def of_survey(*, by_chance: bool, asked_by_the_judged: bool) -> Judgement:
    """Whether a survey's figures of confidence may have an interval at all."""
    reasons = {Refusal.VOLUNTEERS: not by_chance, Refusal.ASKED_BY_THE_JUDGED: asked_by_the_judged}
    return Judgement(tuple(reason for reason, holds in reasons.items() if holds), is_flagged=False)


def margin_of_error(found: EstimatedShare, level: float = 0.95) -> float:
    """Half of the interval that a share of one half would have with this design effect; of the whole sample only."""
    return quantile_of_t((1 + level) / 2, found.df) * 0.5 / sqrt(found.effective)
