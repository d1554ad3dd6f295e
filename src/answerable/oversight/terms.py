"""The words of this room: why something climbs, what a reader does with it, what is done about a bad answer."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final


class ReaderAct(StrEnum):
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


class PutWhy(StrEnum):
    """Why something is read above though nothing climbed; codes of the public log, beside those of the causes."""

    ADDRESSED = "addressed"  # to the chair itself
    THANKS = "thanks"  # so that the chair can commend


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
class TimeSpan:
    """A stretch of time, its end not included."""

    since: datetime
    until: datetime


FEWEST: Final = 5
"""Of fewer no public page tells how many: a count that goes from none to one says that somebody has written."""


@dataclass(frozen=True, slots=True)
class PublicReading:
    """How the reading goes, as anybody may see it.

    unread           items that waited to be read at that instant
    read_in_time     how many of `n` were read within `hours`
    n                items put before a reader in the period; it ends so long ago that each had its hours
    hours            what the pack promises
    way              by which it came, as `channels.terms.Channel` writes it; empty: by any
    """

    unread: int
    read_in_time: int
    n: int
    period: TimeSpan
    hours: int = 24
    way: str = ""

    @property
    def share(self) -> int | None:
        """Whole percent, rounded down so that a promise is never overstated; None while there is nothing to count."""
        return self.read_in_time * 100 // self.n if self.n else None

    @property
    def is_told(self) -> bool:
        """Whether there were enough in the period to tell how many."""
        return self.n >= FEWEST

    @property
    def told_unread(self) -> int | None:
        """How many waited; None for fewer than are told."""
        return self.unread if self.unread >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Hours:
    """What the pack promises of the chair's day.

    to_read         within what time something is read
    opens, closes   between them letters go out; at the closing the day's reading ends
    """

    to_read: timedelta = timedelta(hours=24)
    opens: time = time(9)
    closes: time = time(18)


@dataclass(frozen=True, slots=True)
class Day:
    """What is to be known of a calendar day for the morning letter: the local instant and whether it is worked."""

    local: datetime
    works: bool

    @property
    def day(self) -> date:
        """The date at the body."""
        return self.local.date()
