"""The words of this room."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from answerable.appeals.terms import Deed as AppealDeed


class Deed(StrEnum):
    """Deeds of this room."""

    WEBHOOK_SET = "webhook.set"
    WEBHOOK_SHUT = "webhook.shut"
    WEBHOOK_TESTED = "webhook.tested"
    CALL_RETRIED = "call.retried"  # by a person, after it was given up


TEST: Final = "webhook.test"
"""The event of a call that somebody makes to see whether it arrives."""

EVENTS: Final = (
    AppealDeed.REGISTERED,
    AppealDeed.ACCEPTED,
    AppealDeed.HANDED_ON,
    AppealDeed.FORWARDED,
    AppealDeed.EXTENDED,
    AppealDeed.TERM_SET,
    AppealDeed.ANSWERED,
    AppealDeed.EXAMINATION_REFUSED,
    AppealDeed.DISPUTED,
    AppealDeed.REOPENED,
    AppealDeed.WITHDRAWN,
    AppealDeed.CLOSED,
    AppealDeed.MERGED,
)
"""What a webhook may be told of: acts on appeals of the working tier, by their own names."""


@dataclass(frozen=True, slots=True)
class TryOutcome:
    """What became of one try. `status` is what the other server said, 0 where nobody answered; `fault` a code."""

    status: int = 0
    fault: str = ""
