"""The law of the reading: occasions, lateness, what a day's reading is, when a letter may go. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from answerable.appeals.terms import OPEN, State
from answerable.base.ids import EPOCH_MS
from answerable.law.terms import Cause
from answerable.oversight.terms import FEWEST, Day, Hours, TimeSpan

COUNTED: Final = timedelta(days=30)
LONGEST: Final = timedelta(days=366)  # an instruction is for a day that its reader will live to see
TO_EXPLAIN: Final = 3  # days offered for an explanation
TO_ANSWER: Final = 10  # days offered for an instruction


def occasion_of_date(due_at: datetime) -> str:
    """Which passing of a date: an extended or reopened appeal has a new date and so a new occasion."""
    return f"due/{due_at.astimezone(ZoneInfo('UTC')).strftime('%Y%m%dT%H%M%SZ')}"


def occasion_of_deed(entry: int) -> str:
    """Which dispute: each is a deed of its own."""
    return f"deed/{entry}"


def occasion_of_answer(answer: int) -> str:
    """Which answer was found wanting: however many of its points were, it climbs once."""
    return f"answer/{answer}"


def occasion_of_instruction(instruction: int) -> str:
    """Which instruction was not followed."""
    return f"instruction/{instruction}"


def days_since(since: datetime, *, at: datetime, zone: str) -> int:
    """Whole days by the calendar on the wall of the body, never less than none."""
    where = ZoneInfo(zone)
    return max(0, (at.astimezone(where).date() - since.astimezone(where).date()).days)


def still_stands(cause: Cause, *, state: str, due_at: datetime | None, at: datetime) -> bool:
    """Say whether the cause is still there when the row is held: work may have been done meanwhile."""
    if cause is Cause.OVERDUE:
        return state in OPEN and due_at is not None and due_at < at
    if cause is Cause.DISPUTED:
        return state == State.DISPUTED
    if cause is Cause.INADEQUATE:
        return state in {State.ANSWERED, State.REFUSED}
    return state in OPEN or state in {State.ANSWERED, State.REFUSED, State.DISPUTED, State.CLOSED}


def late_before_it_came(ref: int, due_at: datetime) -> bool:
    """Say whether the date had passed when the row was made; an id tells its instant (`base.ids`)."""
    return due_at < datetime.fromtimestamp(((ref >> 21) + EPOCH_MS) / 1000, tz=UTC)


def hours_of(settings: Mapping[str, Any]) -> Hours:
    """The chair's hours as the pack says them; the system's own where it says nothing."""
    plain, worked = Hours(), settings.get("working_hours") or {}
    return Hours(
        to_read=timedelta(hours=int(settings.get("reading_hours", plain.to_read // timedelta(hours=1)))),
        opens=time(int(worked.get("opens", plain.opens.hour))),
        closes=time(int(worked.get("closes", plain.closes.hour))),
    )


def last_midnight(at: datetime, *, zone: str) -> datetime:
    """When the day began: public counts are those of this instant, all day long."""
    return at.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def told(count: int) -> int | None:
    """A count as a public page may say it; None for fewer than are told."""
    return count if count >= FEWEST else None


def counted_period(at: datetime, *, to_read: timedelta) -> TimeSpan:
    """The 30 days whose items have all had their time to be read."""
    until = at - to_read
    return TimeSpan(until - COUNTED, until)


def reading_since(at: datetime, *, zone: str, works: Callable[[date], bool], closes: time) -> datetime:
    """When the last working day ended before today's: the day's reading holds everything since then."""
    where = ZoneInfo(zone)
    day = at.astimezone(where).date() - timedelta(days=1)
    for _ in range(31):  # no calendar has a longer holiday; a faulty one must not stop the reading
        if works(day):
            break
        day -= timedelta(days=1)
    return datetime.combine(day, closes, tzinfo=where)


def may_send_digest(day: Day, hours: Hours) -> bool:
    """Say whether the morning letter may go now: a working day, in working hours."""
    return day.works and hours.opens <= day.local.time() < hours.closes


def due_end(due_on: date, *, zone: str) -> datetime:
    """The last second of a day at the body: until then an instruction is followed in time."""
    return datetime.combine(due_on, time(23, 59, 59), tzinfo=ZoneInfo(zone))


def is_day_to_ask(due_on: date, *, today: date) -> bool:
    """Say whether a day can be asked for: later than today, within a year."""
    return today < due_on <= today + LONGEST


def first_working(day: date, works: Callable[[date], bool]) -> date:
    """The day itself or the next worked one: what a form offers."""
    for ahead in range(31):
        if works(day + timedelta(days=ahead)):
            return day + timedelta(days=ahead)
    return day


def place_of(item: int, line: Sequence[int]) -> int:
    """The place of an item in a list as people count it, 0 when it is not in it."""
    return line.index(item) + 1 if item in line else 0


def next_item(item: int, line: Sequence[int]) -> int | None:
    """What comes after an item; None at the end and for a stranger to the list."""
    place = place_of(item, line)
    return line[place] if 0 < place < len(line) else None


def before(item: int, line: Sequence[int]) -> int | None:
    """What stands before an item; None at the beginning."""
    place = place_of(item, line)
    return line[place - 2] if place > 1 else None
