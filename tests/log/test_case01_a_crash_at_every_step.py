"""Case 1: the sequencer ends at any step, or any file call of it fails; what is published is always whole."""

import errno
import os
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from answerable.ledger import files, freezing, sequencing, testing, witness_file
from answerable.ledger.models import PublicLeaf, Tree
from answerable_verify import mirror
from answerable_verify.note import Signer
from answerable_verify.source import CHECKPOINT, KEYS

STEPS = (
    "before the batch",
    "after the batch",
    "after the mark",
    "after the tiles",
    "before the checkpoint",
    "after the checkpoint",
)


class Killed(BaseException):
    """The process is gone."""


class Dying(files.DurableFolder):
    """The folder of a process that ends where it reads or writes a file, before or after."""

    def __init__(self, root: Path, step: str) -> None:
        super().__init__(root)
        self.step = step

    def read(self, path: str) -> bytes | None:
        if (path, self.step) == (KEYS, "after the tiles"):  # what is looked at next
            raise Killed
        return super().read(path)

    def write(self, path: str, raw: bytes) -> None:
        if (path, self.step) == (CHECKPOINT, "before the checkpoint"):
            raise Killed
        super().write(path, raw)
        if (path, self.step) == (CHECKPOINT, "after the checkpoint"):
            raise Killed


class Forgotten(freezing.Outside):
    """The mark outside the folder, at which a process ends before or after it is moved."""

    step: ClassVar[str] = "after the mark"

    def remember(self, note: bytes) -> None:
        if self.step == "after the mark":
            super().remember(note)
        raise Killed


class NeverMarked(Forgotten):
    """The same, before it is moved: the batch is in the database, and nobody outside knows."""

    step = "after the batch"


def killed_at(one: sequencing.Sequencer, step: str) -> None:
    """Let the process end at a step of its next round."""

    def nobody() -> list[Signer]:
        raise Killed

    if step == "before the batch":
        one.signers = nobody
    for mark in (Forgotten, NeverMarked):
        if step == mark.step:
            one.outside = mark(**{each.name: getattr(one.outside, each.name) for each in fields(one.outside)})
    one.folder = Dying(one.folder.root, step)


@pytest.mark.parametrize("step", STEPS)
def test_case01_killed_at_a_step_the_next_start_completes(home: Path, step: str) -> None:
    first = testing.sequencer()
    for case in range(300):
        testing.record_public_act(case)
    first.step(at=testing.AT, everything=True)
    for case in range(300, 340):
        testing.record_public_act(case)
    killed_at(first, step)
    with pytest.raises(Killed):
        first.step(at=testing.AT + timedelta(minutes=2), everything=True)
    assert testing.sound(testing.audited(home))
    again = testing.sequencer()
    again.step(at=testing.AT + timedelta(minutes=3), everything=True)
    report = testing.audited(home)
    assert testing.sound(report), report.findings.kept
    tree = Tree.objects.get()
    assert report.head is not None
    assert report.head.size == tree.size == PublicLeaf.objects.count() >= 340
    assert testing.places() == list(range(tree.size))


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Durable writes fail from the given one on, once: `[n]`; counts what was written."""
    left: list[int] = []
    real = mirror.write_durably

    def write(path: Path, raw: bytes) -> None:
        if left:
            left[0] -= 1
            if left[0] < 0:
                left.clear()
                path.with_name(f"{path.name}.tmp{os.getpid()}").write_bytes(raw[: len(raw) // 2])
                raise OSError(errno.EIO, "Input/output error")
        real(path, raw)

    for room in (files, freezing, witness_file):
        if hasattr(room, "write_durably"):
            monkeypatch.setattr(room, "write_durably", write)
    return left


@pytest.mark.parametrize("call", range(9))
def test_case01_each_failing_write_leaves_the_published_log_whole(home: Path, failing: list[int], call: int) -> None:
    one = testing.sequencer()
    for case in range(260):
        testing.record_public_act(case)
    failing.append(call)
    assert one.step(at=testing.AT, everything=True) > 260
    assert testing.sound(testing.audited(home))
    failing.clear()
    assert one.publish(at=testing.AT + timedelta(minutes=1))
    report = testing.audited(home)
    assert testing.sound(report), report.findings.kept
    assert report.head is not None
    assert report.head.size == Tree.objects.get().size


def test_case01_the_mark_is_moved_before_anybody_sees_the_checkpoint(home: Path) -> None:
    one = testing.sequencer()
    testing.record_public_act(1)
    killed_at(one, "after the mark")
    with pytest.raises(Killed):
        one.step(at=testing.AT, everything=True)
    mark = (home / "log-highwater" / freezing.MARK).read_bytes()
    assert files.head_of(mark).size == Tree.objects.get().size > sequencing.DurableFolder(home / "log").head().size  # type: ignore[union-attr]
