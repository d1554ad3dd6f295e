"""What "95 %" means is tried: 400 surveys of a town whose truth is known, and how many of their intervals hold it.

The town is that of the surveys contract (2.3): four strata, 24 sampling points of 14 addresses, about 200 interviews, people
of one point alike, young men answering more rarely. Each survey goes the way of a published one: cells of non-response, raking
to sex and age, every replicate weighted again, an interval by t.
"""

from typing import Final

import numpy as np
import pytest
from numpy.random import PCG64, Generator

from answerable.surveys.estimates import proportions, rows
from answerable.surveys.estimates.arrays import Mask

SURVEYS: Final = 400
STRATA, POINTS, PEOPLE = 4, 60, 150
DRAWN, ADDRESSES = 6, 14
AGES: Final = ("18-39", "40+")


class Town:
    """Everybody who lives there, and what they think."""

    def __init__(self, chance: Generator) -> None:
        self.point = np.repeat(np.arange(STRATA * POINTS), PEOPLE)
        self.stratum = self.point // POINTS
        size = len(self.point)
        self.sex, self.age = chance.integers(0, 2, size), chance.integers(0, 2, size)
        like = chance.normal(0, 0.45, STRATA * POINTS)[self.point]
        leaning = -0.2 + 0.3 * self.stratum - 0.5 * (self.age == 0) + 0.25 * self.sex + like
        self.trusts: Mask = chance.random(size) < 1 / (1 + np.exp(-leaning))
        self.answers = 0.68 - 0.22 * ((self.age == 0) & (self.sex == 0))
        self.truth = float(self.trusts.mean())

    def margins(self) -> dict[str, dict[str, float]]:
        """What the census says."""
        return {
            "sex": {name: float((self.sex == code).sum()) for code, name in enumerate("MF")},
            "age": {name: float((self.age == code).sum()) for code, name in enumerate(AGES)},
        }

    def surveyed(self, chance: Generator) -> rows.Rows:
        """One survey: points by chance in each stratum, addresses by chance in each point."""
        said = []
        for stratum in range(STRATA):
            for point in stratum * POINTS + chance.choice(POINTS, DRAWN, replace=False):
                for one in point * PEOPLE + chance.choice(PEOPLE, ADDRESSES, replace=False):
                    answered = chance.random() < self.answers[one]
                    said.append(
                        {
                            "stratum": f"s{stratum}",
                            "cluster": f"p{point}",
                            "chance": f"{DRAWN * ADDRESSES}/{POINTS * PEOPLE}",
                            "disposition": "I" if answered else "NC",
                            "answers": {
                                "sex": "MF"[self.sex[one]],
                                "age": AGES[self.age[one]],
                                "trust": str(int(self.trusts[one])),
                            }
                            if answered
                            else {},
                        }
                    )
        return rows.rows_of(said)


@pytest.mark.long
@pytest.mark.slow
def test_intervals_hold_the_truth_in_95_of_100_surveys() -> None:
    chance = Generator(PCG64(95))
    town = Town(chance)
    held, widths, counts = 0, [], []
    for number in range(SURVEYS):
        sample = town.surveyed(chance)
        weighed = rows.weighing_of(sample, {"margins": town.margins()}).weighed
        replicates = rows.sample_of(sample, weighed, seed=number)
        said = [float(each) if each else np.nan for each in sample.column("trust")]
        found = proportions.share(replicates, said)
        held += found.interval.low <= town.truth <= found.interval.high
        widths.append(found.interval.high - found.interval.low)
        counts.append(int(sample.answered.sum()))
    # 400 surveys tell a share of 95 to 1.1 points: three of these on either side, and the contract's own run gave 96.0
    assert 0.917 <= held / SURVEYS <= 0.983
    assert (190 < np.mean(counts) < 230, 0.12 < np.mean(widths) < 0.2) == (True, True)
