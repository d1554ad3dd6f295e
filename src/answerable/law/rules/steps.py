"""Which steps of the law are owed on a matter, until when, and which are done. Pure.

A step is owed from where its clock starts: the day the matter came, the step before, the outcome. A repeated one (news to
the sender) is owed again after each time, until the outcome.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from answerable.law.rules.deadlines import Due, Profile
from answerable.law.rules.kinds import REPORTED
from answerable.law.terms import ClockFrom, Step


@dataclass(frozen=True, slots=True)
class Happened:
    """What has happened to a matter.

    done     when each reported step was done last, by the code of its profile
    outcome  when it was answered or refused, if it was
    """

    received: datetime
    registered: datetime
    done: Mapping[str, datetime]
    outcome: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepOwed:
    """One step: by when it is owed; `done_at` where it is done (a repeated one is owed again instead)."""

    profile: Profile
    due: Due
    done_at: datetime | None = None

    def is_late(self, at: datetime) -> bool:
        """Say whether it was done, or is still not done, after its date."""
        return (self.done_at or at) > self.due.legal


def owed(profiles: Sequence[Profile], happened: Happened, *, due: Callable[[Profile, datetime], Due]) -> list[StepOwed]:
    """The reported steps of a matter, in the pack's order; those whose clock has not started are left out."""
    found: list[StepOwed] = []
    for profile in sorted((one for one in profiles if one.step in REPORTED), key=lambda one: one.place):
        done = happened.done.get(profile.code)
        again = profile.step == Step.UPDATE
        if again and happened.outcome is not None:
            continue
        start = _start(profile, happened, found)
        if again and done is not None:
            start, done = done, None
        if start is not None:
            found.append(StepOwed(profile, due(profile, start), done))
    return found


def _start(profile: Profile, happened: Happened, before: Sequence[StepOwed]) -> datetime | None:
    """Where the clock of a step starts; None where it has not started yet."""
    if profile.clock_from == ClockFrom.OUTCOME:
        return happened.outcome
    if profile.clock_from == ClockFrom.REGISTERED:
        return happened.registered
    if profile.clock_from == ClockFrom.PREVIOUS_STEP and profile.step != Step.UPDATE:
        steps = [step for step in before if step.profile.step == Step.REGISTER]
        return steps[-1].done_at if steps else happened.outcome
    return happened.received
