"""Case 1, the thorough way: each fsync and each rename of the sequencer's process fails, or kills it, one after another.

`strace` injects the fault into the system call itself, so nothing of Python can catch what a real disk would do.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from answerable.ledger import testing
from answerable.ledger.models import PublicLeaf, Tree

STRACE = shutil.which("strace")
CALLS = ("fsync", "rename")
FAULTS = ("error=EIO", "signal=SIGKILL")
LEAVES = 90  # a round: every third one fills a tile

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(STRACE is None, reason="strace is not installed"),
]


def sequence(home: Path, *strace: str) -> "subprocess.CompletedProcess[str]":
    order = [sys.executable, "-m", "tests.log.sequence", str(connection.settings_dict["NAME"]), str(home)]
    return subprocess.run([*strace, *order], check=False, capture_output=True, text=True, timeout=120)


def counted(home: Path, call: str) -> int:
    """How often a whole round makes a call."""
    trace = home / "trace"
    sequence(home, str(STRACE), "-f", "-qq", "-e", f"trace={call}", "-o", str(trace))
    return len(re.findall(rf"\b{call}\(", trace.read_text()))


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("step", [13, pytest.param(1, marks=pytest.mark.long)])
def test_case01_each_file_call(wide_home: Path, call: str, fault: str, step: int) -> None:
    """Let the n-th call fail, for every n (each thirteenth and the last in the usual run): what is published is whole,
    and the next start completes it.
    """
    wait_for_places(0)
    times = counted(wide_home, call)
    assert times > 3
    for n in sorted({*range(1, times + 1, step), times}):
        wait_for_places(n)
        inject = f"inject={call}:{fault}:when={n}"
        sequence(wide_home, str(STRACE), "-f", "-qq", "-e", f"trace={call}", "-e", inject, "-o", "/dev/null")
        assert testing.sound(testing.audited(wide_home)), n
        done = sequence(wide_home)
        assert done.returncode == 0, done.stderr
        report = testing.audited(wide_home)
        assert testing.sound(report), (n, report.findings.kept)
        assert report.head is not None
        assert report.head.size == Tree.objects.get().size == PublicLeaf.objects.count()


def wait_for_places(round_: int) -> None:
    for case in range(LEAVES):
        testing.record_public_act(round_ * 1000 + case)
