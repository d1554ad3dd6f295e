"""Time to an event with competing ends, the unfinished counted as long as they wait: the Aalen-Johansen estimator.

Cause 1 is what is waited for (an answer), cause 2 whatever ends the waiting otherwise, 0 that it goes on when the watching
ends. Somebody who comes under watch late (an appeal that another authority sent on) is at risk from then: `entry` < t <=
`exit`. At each time with an event, n are at risk, d have cause j, D any:

    S(t) = prod (1 - D/n)          F(t) = sum S(t-) d/n
    Var S = S^2 sum D / (n (n - D))                                                             (Greenwood)
    Var F(t) = sum (F(t) - F_i)^2 D_i / (n_i (n_i - D_i)) + sum S_{i-1}^2 d_i (n_i - d_i) / n_i^3
             - 2 sum (F(t) - F_i) S_{i-1} d_i / n_i^2                                            (delta method)

Intervals by log(-log). Aalen and Johansen (1978); the values equal R's survfit (contract of open data, section 7).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from answerable_verify.numbers.intervals import Z

ANSWERED, OTHERWISE, WAITING = 1, 2, 0


@dataclass(slots=True)
class Spells:
    """Spells of waiting, counted by their whole times: entries, and ends by cause."""

    entries: Counter[int] = field(default_factory=Counter)
    ends: Counter[tuple[int, int]] = field(default_factory=Counter)
    n: int = 0

    def add(self, entry: int, end: int, cause: int) -> None:
        """One spell. One that ends where it begins was never at risk and isn't counted."""
        if entry < end:
            self.entries[entry] += 1
            self.ends[end, cause] += 1
            self.n += 1


@dataclass(frozen=True, slots=True)
class SurvivalStep:
    """One time at which something ended: how many were at risk, and the two shares just after it with their errors."""

    time: int
    at_risk: int
    waiting: float
    waiting_error: float
    answered: float
    answered_error: float


@dataclass(slots=True)
class _Sums:
    """The sums from which Var F follows at every later time: expanded in powers of F(t), so that one pass does."""

    one: float = 0.0  # D / (n (n - D))
    first: float = 0.0  # F_i D / (n (n - D))
    second: float = 0.0  # F_i^2 D / (n (n - D))
    own: float = 0.0  # S^2 d (n - d) / n^3
    cross: float = 0.0  # S d / n^2
    cross_first: float = 0.0  # F_i S d / n^2

    def add(self, *, at_risk: int, all_ends: int, of_cause: int, before: float, share: float) -> None:
        rest = at_risk - all_ends
        greenwood = all_ends / (at_risk * rest) if rest else 0.0  # the last one: no later time asks for it
        self.one += greenwood
        self.first += share * greenwood
        self.second += share * share * greenwood
        self.own += before * before * of_cause * (at_risk - of_cause) / at_risk**3
        self.cross += before * of_cause / at_risk**2
        self.cross_first += share * before * of_cause / at_risk**2

    def variance(self, share: float) -> float:
        spread = share * share * self.one - 2 * share * self.first + self.second
        return max(0.0, spread + self.own - 2 * (share * self.cross - self.cross_first))


def steps(spells: Spells, cause: int = ANSWERED) -> list[SurvivalStep]:
    """The estimate at each time with an event, in order. `cause`: whose share is asked for."""
    found: list[SurvivalStep] = []
    sums, waiting, share, greenwood = _Sums(), 1.0, 0.0, 0.0
    for time, at_risk, of_cause, all_ends in _events(spells, cause):
        before = waiting
        share += before * of_cause / at_risk
        waiting *= 1 - all_ends / at_risk
        if all_ends < at_risk:
            greenwood += all_ends / (at_risk * (at_risk - all_ends))
        sums.add(at_risk=at_risk, all_ends=all_ends, of_cause=of_cause, before=before, share=share)
        found.append(
            SurvivalStep(time, at_risk, waiting, waiting * math.sqrt(greenwood), share, math.sqrt(sums.variance(share)))
        )
    return found


def _events(spells: Spells, cause: int) -> Iterable[tuple[int, int, int, int]]:
    """(time, at risk, ends of the cause, all ends) for each time at which anything but the watching ended."""
    times = sorted({time for time, ended in spells.ends if ended != WAITING})
    entries, ends = sorted(spells.entries.items()), sorted(_by_time(spells.ends).items())
    entered = left = place = gone = 0
    for time in times:
        while place < len(entries) and entries[place][0] < time:
            entered += entries[place][1]
            place += 1
        while gone < len(ends) and ends[gone][0] < time:
            left += ends[gone][1]
            gone += 1
        all_ends = spells.ends[time, ANSWERED] + spells.ends[time, OTHERWISE]
        yield time, entered - left, spells.ends[time, cause], all_ends


def _by_time(ends: Mapping[tuple[int, int], int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for (time, _), count in ends.items():
        found[time] += count
    return found


def interval(share: float, error: float) -> tuple[float, float]:
    """The 95 % interval of a share strictly between 0 and 1, by log(-log); the share itself where it is 0 or 1."""
    if not 0 < share < 1 or error == 0:
        return share, share
    turn = Z * error / (share * math.log(share))  # below zero, as log(share) is
    return share ** math.exp(-turn), share ** math.exp(turn)


def at(found: list[SurvivalStep], time: int) -> SurvivalStep | None:
    """The estimate as it stands at a time; None before the first event."""
    standing = None
    for step in found:
        if step.time > time:
            break
        standing = step
    return standing


@dataclass(frozen=True, slots=True)
class Median:
    """The first time by which half have ended by the cause, and the times by which the interval's ends have; None: not yet."""

    time: int | None
    low: int | None
    high: int | None


def median(found: list[SurvivalStep]) -> Median:
    """The median of the waiting, over those who are answered and those who still wait or went otherwise."""
    reached: dict[str, int] = {}
    for step in found:
        low, high = interval(step.answered, step.answered_error)
        for name, value in (("time", step.answered), ("low", high), ("high", low)):
            if value >= 0.5 and name not in reached:
                reached[name] = step.time
    return Median(reached.get("time"), reached.get("low"), reached.get("high"))
