"""The test clock: which instant a test stands at. The clock of `base`, Django's and Python's own all go by it.

No test reads the real clock, so no test passes on a Tuesday and fails on a Saturday. The plugin of the tests
(`site.testing`) sets the clock before a test's fixtures and ticks on from there; a test asks it (`now`) or lets time pass (`later`).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

import time_machine
from django.db import transaction

from answerable.base import clock, ids

PLAIN: Final = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)
"""The instant of a test that names none: a Tuesday morning in all zones of the packs, far from any change of the hour."""

ZONES: Final = (
    "Asia/Kamchatka", "Asia/Vladivostok", "Asia/Irkutsk", "Asia/Novosibirsk", "Asia/Novokuznetsk", "Asia/Tomsk",
    "Asia/Omsk", "Asia/Yekaterinburg", "Europe/Samara", "Europe/Moscow", "Europe/Kirov", "Europe/Kyiv",
    "Europe/Kaliningrad", "Europe/Warsaw",
)  # fmt: skip
"""Every zone that a pack of ours names; `tests/packs` holds this to them."""
_LAST_MINUTES: Final = {
    f"last-minute-{zone.partition('/')[2].lower()}": datetime(2027, 4, 14, 23, 59, tzinfo=ZoneInfo(zone)).astimezone(
        UTC
    )
    for zone in ZONES
}
INSTANTS: Final[dict[str, datetime]] = {
    "plain": PLAIN,
    "saturday": datetime(2026, 11, 28, 10, 0, tzinfo=UTC),
    "sunday-night": datetime(2027, 6, 6, 22, 30, tzinfo=UTC),
    "year-end-kyiv": datetime(2026, 12, 31, 21, 59, tzinfo=UTC),
    "new-year-kyiv": datetime(2026, 12, 31, 22, 0, tzinfo=UTC),
    "year-end-utc": datetime(2027, 12, 31, 23, 59, tzinfo=UTC),
    "holiday": datetime(
        2027, 5, 10, 7, 0, tzinfo=UTC
    ),  # Victory Day, moved to the Monday (Labour Code of RU, art. 112)
    "holiday-week": datetime(2027, 1, 4, 9, 0, tzinfo=UTC),
    "thirty-first": datetime(2027, 8, 31, 12, 0, tzinfo=UTC),
    "before-leap-day": datetime(2028, 2, 28, 21, 59, tzinfo=UTC),
    "leap-day": datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
    "before-summer-time": datetime(2027, 3, 28, 0, 59, tzinfo=UTC),
    "summer-time": datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    "the-hour-once": datetime(2027, 10, 31, 0, 30, tzinfo=UTC),  # 03:30 in Kyiv, for the first time
    "the-hour-twice": datetime(2027, 10, 31, 1, 30, tzinfo=UTC),  # 03:30 again
} | _LAST_MINUTES
"""At which tests marked `instants` must hold: the days of a year on which dates go wrong."""


def some_instant(seed: int) -> datetime:
    """Any second of the two years after the plain instant, by the seed."""
    return PLAIN + timedelta(seconds=Random(seed).randrange(2 * 365 * 86_400))


def of_the_machine() -> datetime:
    """The machine's own instant, for tests of processes that no test can set to another (mark `machine_clock`)."""
    hatch = time_machine.escape_hatch
    return datetime.fromtimestamp(hatch.time.time() if hatch.is_travelling() else time.time(), UTC)


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Let it be this instant, and time go on from it, for as long as the `with` lasts."""
    with time_machine.travel(instant, tick=True):
        yield


def now() -> datetime:
    """The test's present instant, in UTC. Refuses where no test clock was set: that would be the real one."""
    if not time_machine.escape_hatch.is_travelling():
        raise RuntimeError("no test clock is set here")
    return clock.now()


@contextmanager
def beginning_at(instant: datetime) -> Iterator[None]:
    """Stand at an instant as a process that has just started: nothing agreed with a database, no id given out."""
    clock.go_alone()
    # else every id after a test in the future would be one of the future; a maker of its own, since tests begin at the
    # same instant: with the same ids the revision would be the same too, and what is kept of the law an earlier test's
    ids._state.update(ms=0, maker=(ids._state["maker"] + 1) % 1024)  # noqa: SLF001 -- see above
    with standing_at(instant):
        yield


@contextmanager
def later(by: timedelta) -> Iterator[None]:
    """Let that much time have passed, for as long as the `with` lasts."""
    with standing_at(now() + by):
        yield


@contextmanager
def undone() -> Iterator[None]:
    """Undo at its end whatever is done within.

    The transaction is a test's own, as those of Django's TestCase are: rows that it holds keep nobody waiting, so a slow
    hash may be made in it (`site.testing` refuses one in a transaction of the product's).
    """
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined] # noqa: SLF001 -- what Django's TestCase sets on its own
    with block:
        yield
        transaction.set_rollback(True)
