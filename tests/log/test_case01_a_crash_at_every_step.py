"""Case 1: the sequencer ends at any step, or any file call of it fails; what is published is always whole."""

import errno
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from answerable.ledger import files, freezing, sequencing, testing, trust
from answerable.ledger.models import PublicLeaf, Tree
from answerable_verify import mirror

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


def killed_at(step: str) -> Callable[[str], None]:
    def listen(name: str) -> None:
        if name == step:
            raise Killed

    return listen


@pytest.mark.parametrize("step", STEPS)
def test_case01_killed_at_a_step_the_next_start_completes(home: Path, step: str) -> None:
    first = testing.sequencer()
    for case in range(300):
        testing.act(case)
    first.step(at=testing.AT, everything=True)
    for case in range(300, 340):
        testing.act(case)
    first.listen = killed_at(step)
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

    for room in (files, freezing, trust):
        if hasattr(room, "write_durably"):
            monkeypatch.setattr(room, "write_durably", write)
    return left


@pytest.mark.parametrize("call", range(9))
def test_case01_each_failing_write_leaves_the_published_log_whole(home: Path, failing: list[int], call: int) -> None:
    one = testing.sequencer()
    for case in range(260):
        testing.act(case)
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
    testing.act(1)
    one.listen = killed_at("after the mark")
    with pytest.raises(Killed):
        one.step(at=testing.AT, everything=True)
    mark = (home / "log-highwater" / freezing.MARK).read_bytes()
    assert files.head_of(mark).size == Tree.objects.get().size > sequencing.Folder(home / "log").head().size  # type: ignore[union-attr]
