"""Case 7: while nothing can be written the checkpoint stays as it was; later everything is published."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from answerable.ledger import testing
from answerable.ledger.models import Tree


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes into read-only folders, too")
def test_case07_a_read_only_folder_holds_up_publishing_only(home: Path) -> None:
    one = testing.sequencer()
    (home / "log").chmod(0o500)
    testing.record_public_act(1)
    one.step(at=testing.AT, everything=True)
    held_up(one, home)


def test_case07_a_disk_without_room_holds_up_publishing_only(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = testing.sequencer()
    testing.record_public_act(1)
    (home / "log" / "tile").write_bytes(b"")  # a file where the folder of tiles belongs: no tile can be written
    one.step(at=testing.AT, everything=True)
    head = one.folder.head()
    assert head is not None
    assert (head.size, Tree.objects.get().size > 0) == (0, True)
    assert testing.sound(testing.audited(home))
    (home / "log" / "tile").unlink()
    testing.record_public_act(2)
    one.step(at=testing.AT + timedelta(minutes=2), everything=True)
    report = testing.audited(home)
    assert testing.sound(report)
    assert report.head is not None
    assert report.head.size == Tree.objects.get().size


def held_up(one: object, home: Path) -> None:
    head = one.folder.head()  # type: ignore[attr-defined]
    assert head.size == 0
    (home / "log").chmod(0o700)
    assert one.publish(at=testing.AT + timedelta(minutes=1))  # type: ignore[attr-defined]
    assert testing.sound(testing.audited(home))
