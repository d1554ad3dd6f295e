"""The law of the telephone: what a call comes to, when is called again, and which quotas close an interview.

Whoever is asked says first what the quotas are by: those who are turned away then are known, and can be weighed (a quota
that closes before the strata are known makes every weight impossible). No number is called more than eight times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.questionnaire.form import Form, NodeKind
from answerable.surveys.questionnaire.screens import Screen

MOST_ATTEMPTS: Final = 8
ON_THE_LINE: Final = timedelta(minutes=40)
"""So long nobody else is given the number that somebody has taken."""
LATEST: Final = timedelta(days=60)
CONSENT: Final = "consent"


class CallOutcome(StrEnum):
    """What a call came to that was no interview."""

    NO_ANSWER = "no-answer"
    BUSY = "busy"
    CALL_BACK = "call-back"
    REFUSED = "refused"
    UNABLE = "unable"
    DEAD = "dead"
    NOT_ELIGIBLE = "not-eligible"


CAME_TO: Final[Mapping[CallOutcome, Disposition]] = {
    CallOutcome.NO_ANSWER: Disposition.NO_CONTACT,
    CallOutcome.BUSY: Disposition.NO_CONTACT,
    CallOutcome.CALL_BACK: Disposition.OTHER,  # somebody was there, and has not refused (AAPOR 2.20, 2.30)
    CallOutcome.REFUSED: Disposition.REFUSED,
    CallOutcome.UNABLE: Disposition.OTHER,
    CallOutcome.DEAD: Disposition.NOT_ELIGIBLE,
    CallOutcome.NOT_ELIGIBLE: Disposition.NOT_ELIGIBLE,
}
PAUSE: Final[Mapping[CallOutcome, timedelta]] = {
    CallOutcome.NO_ANSWER: timedelta(hours=5),
    CallOutcome.BUSY: timedelta(minutes=30),
}
"""How long a number rests; what is not named here is not called again, but for an agreed call-back."""


@dataclass(frozen=True, slots=True)
class QuotaState:
    """One quota: a question, one of its answers, how many are wanted and how many have answered so."""

    question: str
    choice: str
    wanted: int
    taken: int

    @property
    def is_full(self) -> bool:
        """Nobody else is needed who answers so."""
        return self.taken >= self.wanted


def next_call(outcome: CallOutcome, *, at: datetime, attempts: int, agreed: datetime | None) -> datetime | None:
    """When the number is called again; None: never. `attempts`: how many there were, this one counted."""
    if attempts >= MOST_ATTEMPTS:
        return None
    if outcome is CallOutcome.CALL_BACK:
        return agreed if agreed and at < agreed <= at + LATEST else at + timedelta(days=1)
    pause = PAUSE.get(outcome)
    return at + pause if pause else None


def full_quota(answers: Mapping[str, str], quotas: Sequence[QuotaState]) -> QuotaState | None:
    """The first full quota that the answers fall into."""
    said = named(answers)
    return next((quota for quota in quotas if quota.is_full and said.get(quota.question) == quota.choice), None)


def counted_in(answers: Mapping[str, str], quotas: Sequence[QuotaState]) -> list[QuotaState]:
    """The quotas that an interview counts for."""
    said = named(answers)
    return [quota for quota in quotas if said.get(quota.question) == quota.choice]


def named(answers: Mapping[str, str]) -> dict[str, str]:
    """Answers by the name of their question; those in repeats are left out."""
    return {key.rpartition("/")[2]: value for key, value in answers.items() if "[" not in key}


def quotas_first(steps: Sequence[Screen], names: frozenset[str]) -> list[Screen]:
    """The screens with the questions of the quotas on one of their own, as soon as consent has been asked for."""
    pulled = tuple(asked for step in steps for asked in step.asked if asked.node.name in names)
    if not pulled:
        return list(steps)
    group = next(step.group for step in steps if pulled[0] in step.asked)
    first = Screen(f"{pulled[0].key}.quotas", group, pulled)
    found: list[Screen] = []
    for step in steps:
        left = tuple(asked for asked in step.asked if asked.node.name not in names)
        if any(asked.node.kind is NodeKind.QUESTION for asked in left) or (left and len(left) == len(step.asked)):
            found.append(replace(step, asked=left))
    consent = next((place for place, step in enumerate(found) if _asks_consent(step)), -1)
    return [*found[: consent + 1], first, *found[consent + 1 :]]


def _asks_consent(step: Screen) -> bool:
    return any(asked.node.name == CONSENT for asked in step.asked)


def unknown_quotas(form: Form, wanted: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What of wanted quotas is no choice of a question outside of repeats: "question answer", as they were written."""
    repeats = tuple(f"{path}/" for path in form.repeats)
    known = {
        node.name: {choice.value for choice in node.choices}
        for node in form.questions()
        if not node.path.startswith(repeats)
    }
    return [
        f"{name} {choice}"
        for name, choices in wanted.items()
        for choice in choices
        if choice not in known.get(name, set())
    ]
