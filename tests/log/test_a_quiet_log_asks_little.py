"""While nothing is new the sequencer asks nothing for a minute; whatever is due before then is due when it was promised."""

from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.ledger import keys, testing
from tests.log import seers

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def test_a_quiet_log_is_looked_at_once_a_minute(wide_home: Path) -> None:
    one, at = testing.sequencer(), testing.AT
    one.step(at=at, everything=True)
    assert one.next_step(at=at) == at, "after a batch there may be more"
    at += SECOND
    assert one.step(at=at) == 0
    assert one.next_step(at=at) == testing.AT + MINUTE
    with CaptureQueriesContext(connection) as asked:
        one.step(at=testing.AT + MINUTE)
    assert len(asked) == 15


def test_leaves_of_larger_bodies_are_placed_after_a_minute_as_before(wide_home: Path) -> None:
    one, at = testing.sequencer(), testing.AT
    one.step(at=at, everything=True)
    one.step(at=at + 59 * SECOND)
    one.step(at=at + 60 * SECOND)
    at += 70 * SECOND
    testing.record_public_act(1)
    assert one.step(at=at) == 0
    assert one.next_step(at=at) == testing.AT + 2 * MINUTE, "the look that is next"
    at = testing.AT + 2 * MINUTE
    assert one.step(at=at) == 0
    assert one.next_step(at=at) == testing.AT + 70 * SECOND + MINUTE
    assert one.step(at=testing.AT + 70 * SECOND + MINUTE) == 1


def test_silent_witnesses_are_asked_again_after_a_quarter_of_a_minute(home: Path, tmp_path: Path) -> None:
    keys.ensure(at=testing.AT)
    seers.relied_on(home, ("press", seers.born(tmp_path / "press"), "http://127.0.0.1:9/nobody"), quorum=1)
    one, at = testing.sequencer(), testing.AT
    one.step(at=at, everything=True)
    one.step(at=at + SECOND)
    assert one.next_step(at=at + SECOND) == at + MINUTE / 4
