"""The words of this room: why something climbs, what a reader does with it, what is done about a bad answer."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Cause(StrEnum):
    """Why an appeal goes before another decision-maker; a pack's ladder is written in these words."""

    OVERDUE = "overdue"  # the date passed without an answer
    DISPUTED = "disputed"  # the sender disputes the answer or the refusal
    INADEQUATE = "inadequate"  # the sender says that a point was not answered
    INSTRUCTION = "instruction"  # the date of an instruction passed


class Act(StrEnum):
    """What a reader did with an item, beyond reading it."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    INSTRUCTED = "instructed"
    MEASURED = "measured"
    COMMENDED = "commended"


class Ask(StrEnum):
    """What an instruction asks of a body."""

    ANSWER = "answer"  # look again and answer the sender: reopens the appeal
    EXPLAIN = "explain"  # tell the chair why: the sender's answer stays as it is meanwhile


class MeasureKind(StrEnum):
    """What was done about an inadequate answer."""

    TALK = "talk"
    TRAINING = "training"
    ORDER_CHANGED = "order_changed"
    CHECK = "check"
    WARNING = "warning"
    DISCIPLINE = "discipline"
    OTHER = "other"


class Deed(StrEnum):
    """Deeds of this room."""

    RAISED = "escalation.raised"
    PUT = "reading.put"
    READ = "reading.read"
    ACCEPTED = "reading.accepted"
    RETURNED = "reading.returned"
    INSTRUCTED = "reading.instructed"
    MEASURED = "reading.measured"
    COMMENDED = "reading.commended"
    GIVEN = "instruction.given"
    DONE = "instruction.done"
    EXPLAINED = "instruction.explained"
    ENDED = "instruction.ended"
    TAKEN = "measure.taken"
    PRAISED = "commendation.given"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, its end not included."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class PublicReading:
    """How the reading goes, as anybody may see it.

    unread           items that wait to be read now
    read_within_day  how many of `n` were read within 24 hours
    n                items put before a reader in the period; it ends a day ago, so that each had its 24 hours
    """

    unread: int
    read_within_day: int
    n: int
    period: Period

    @property
    def share(self) -> int | None:
        """Whole percent, rounded down so that a promise is never overstated; None while there is nothing to count."""
        return self.read_within_day * 100 // self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Day:
    """What is to be known of a calendar day for the morning letter: the local instant and whether it is worked."""

    local: datetime
    works: bool

    @property
    def day(self) -> date:
        """The date at the body."""
        return self.local.date()
