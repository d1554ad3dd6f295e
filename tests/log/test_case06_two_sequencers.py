"""Case 6: of two sequencers one works; one that lost its lock ends, and no size is signed twice."""

import threading
from pathlib import Path

import pytest
from django.db import connection

from answerable.ledger import sequencing, testing
from answerable.ledger.actions import appending
from answerable.ledger.models import Tree


def in_another_session(work: object) -> list[BaseException | int]:
    found: list[BaseException | int] = []

    def run() -> None:
        try:
            found.append(work())  # type: ignore[operator]
        except BaseException as error:  # noqa: BLE001 -- handed to the test
            found.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(120)
    return found


def test_case06_the_second_finds_the_lock_taken(wide_home: Path) -> None:
    testing.sequencer()
    (error,) = in_another_session(testing.sequencer)
    assert isinstance(error, sequencing.NotTheSequencerError)


def test_case06_one_that_lost_its_session_ends_without_a_signature(wide_home: Path) -> None:
    one = testing.sequencer()
    testing.record_public_act(1)
    connection.close()  # as after a failover: Django opens another session, the lock is gone
    with pytest.raises(sequencing.NotTheSequencerError):
        one.step(at=testing.AT, everything=True)
    assert Tree.objects.get().size == 0


def test_case06_the_tree_is_compared_and_set(wide_home: Path) -> None:
    one = testing.sequencer()
    stale = Tree.objects.get()
    testing.record_public_act(1)
    one.step(at=testing.AT, everything=True)
    testing.record_public_act(2)
    with pytest.raises(appending.LostTreeError):
        appending.append(before=stale, origin=one.origin, signers=one.signers(), at=testing.AT, everything=True)
    assert testing.places()[-1] is None
