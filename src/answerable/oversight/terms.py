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
    COMMITTED = "sample.committed"  # to the seed by which a week's endings will be drawn
    FRAMED = "sample.framed"
    DRAWN = "sample.drawn"  # inside: told in the log when the week of asking is over
    OPENED = "sample.opened"
    LISTED = "sample.listed"
    COUNTED = "sample.counted"
    INVITED = "callback.invited"
    TRIED = "callback.tried"
    SAID = "callback.said"
    REFUSED = "callback.refused"
    LET_BE = "callback.let_be"  # the week of asking is over


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


class AskedState(StrEnum):
    """Where somebody stands who is asked how their matter was handled."""

    WAITING = "waiting"
    ANSWERED = "answered"
    REFUSED = "refused"
    UNREACHED = "unreached"


class HotlineOutcome(StrEnum):
    """How a call of the hotline went."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    LATER = "later"
    REFUSED = "refused"
    WRONG_NUMBER = "wrong_number"


class SaidBy(StrEnum):
    """How somebody said it."""

    CALL = "call"
    PAGE = "page"
    CHAT = "chat"  # a bot or a short message


NOT_SOLVED, PARTLY, SOLVED = 1, 2, 3
"""How a matter ended, by its sender's word to the hotline."""


@dataclass(frozen=True, slots=True)
class Experience:
    """What a sender says of how their matter was handled.

    prompt, respect  how promptly and how respectfully, 1 (badly) to 5 (well)
    result           NOT_SOLVED, PARTLY or SOLVED
    """

    prompt: int
    respect: int
    result: int
