"""Two servers and two witnesses on loopback, one of them lying: each lie is noticed, and what it leaves convinces."""

import socket
import threading
import time
from contextlib import ExitStack, suppress
from datetime import date

import pytest

from answerable_verify import Signer, leaf_hash, verify_checkpoint
from answerable_verify.audit import Options, audit, evidence
from answerable_verify.audit.report import exit_code, render
from answerable_verify.note import COSIGNATURE
from answerable_verify.policy import KnownKey, Policy, WitnessGroup
from answerable_verify.testing import DAY, NOON, SmallLog, plain_case, serving
from answerable_verify.tests.test_source import _answer, answering
from answerable_verify.tree import consistency_proof
from answerable_witness import NotCosignedError, cosigned_by
from answerable_witness.cli import main as witness
from answerable_witness.testing import witness_at_work


def bare_log(cases: int) -> SmallLog:
    log = SmallLog(witnesses=0)
    for number in range(cases):
        log.entries += plain_case(number, date(2026, 8, 28))
    return log


class World:
    """A log, its two witnesses and what its server shows."""

    def __init__(self, stack: ExitStack, tmp_path) -> None:
        self.log, self.home = bare_log(100), tmp_path
        names = ("north", "south")
        made = [stack.enter_context(witness_at_work(tmp_path / n, self.log)) for n in names]
        self.servers = [server for server, _ in made]
        self.policy = Policy.of([self.log.signer.key])
        self.policy.witnesses = {
            name: KnownKey(server.witness.signer.key, url) for name, (server, url) in zip(names, made, strict=True)
        }
        self.policy.groups["both"] = WitnessGroup(2, names)
        self.policy.quorum = "both"

    def witnessed(self, log: SmallLog, size: int, *, at: int, old: int = 0, by=("north", "south")) -> bytes:
        """The log's checkpoint with the cosignatures its witnesses give."""
        note, hashes = log.note(size, at=None), [leaf_hash(entry) for entry in log.entries[:size]]
        for server in self.servers:
            server.at = at
        for name in by:
            known = self.policy.witnesses[name]
            line = cosigned_by(
                known.key, known.url, note, size=size, old=old, prove=lambda held: consistency_proof(hashes, held)
            )
            note += line.encode()
        return note

    def publish(self, folder, log: SmallLog, size: int, note: bytes) -> None:
        log.publish(folder, size=size)
        (folder / "checkpoint").write_bytes(note)

    def audit(self, where, *, now: int, state: str, others=()):
        options = Options(where, now=now, folder=self.home / state, policy=self.policy, others=others)
        return audit(options)


@pytest.fixture
def world(tmp_path):
    with ExitStack() as stack:
        yield World(stack, tmp_path)


def test_honest_log_is_cosigned_by_both_and_everybody_agrees(world, tmp_path):
    folder = tmp_path / "shown"
    world.publish(folder, world.log, 200, world.witnessed(world.log, 200, at=NOON))
    with serving(folder) as address:
        first = world.audit(address, now=NOON + 60, state="a")
        world.publish(folder, world.log, 300, world.witnessed(world.log, 300, at=NOON + 90, old=200))
        second = world.audit(address, now=NOON + 120, state="a")
    assert [exit_code(report) for report in (first, second)] == [0, 0]
    assert [report.findings.counts["agrees"] for report in (first, second)] == [2, 2]
    assert verify_checkpoint((folder / "checkpoint").read_bytes(), world.policy).size == 300


def test_forked_log_gets_one_witness_at_most_and_the_other_keeps_the_proof(world, tmp_path):
    liar = SmallLog(witnesses=0, entries=[*world.log.entries[:199], world.log.entries[0], *world.log.entries[200:]])
    world.publish(tmp_path / "one", world.log, 200, world.witnessed(world.log, 200, at=NOON, by=("north",)))
    world.publish(tmp_path / "two", liar, 200, world.witnessed(liar, 200, at=NOON, by=("south",)))
    with pytest.raises(NotCosignedError):
        world.witnessed(liar, 200, at=NOON, old=200, by=("north",))
    with serving(tmp_path / "one") as one, serving(tmp_path / "two") as two:
        report = world.audit(one, now=NOON + 60, state="a", others=(two,))
    assert report.findings.counts["quorum"] == 1
    assert report.findings.counts["fork"] == 2  # told by the witness "south" and by the other server
    assert "two different histories of 200 entries" in render(report)
    for place in report.evidence:
        assert "two different histories of 200 entries" in evidence.check_evidence(place, world.policy)
    assert witness(["evidence", str(tmp_path / "north"), str(tmp_path / "out")]) == 0
    (place,) = (tmp_path / "out").iterdir()
    assert "two different histories of 200 entries" in evidence.check_evidence(place, world.policy)


def test_log_that_goes_back_gets_no_cosignature_and_the_auditor_says_so(world, tmp_path):
    folder = tmp_path / "shown"
    world.publish(folder, world.log, 300, world.witnessed(world.log, 300, at=NOON))
    with serving(folder) as address:
        world.audit(address, now=NOON + 60, state="a")
        with pytest.raises(NotCosignedError) as refused:
            world.witnessed(world.log, 250, at=NOON + 90)
        assert (refused.value.held, refused.value.why) == (300, "it holds 300 entries, more than the 250 offered")
        world.publish(folder, world.log, 250, world.log.note(250, at=None))
        known = world.audit(address, now=NOON + 2 * 3600, state="a")
        new = world.audit(address, now=NOON + 2 * 3600, state="b")
    assert set(known.findings.counts) >= {"shrank", "quorum"}
    assert new.findings.counts["hidden"] == 2  # one who never saw the log learns it from the witnesses


def test_old_view_is_stale_though_every_signature_in_it_is_genuine(world, tmp_path):
    old = world.witnessed(world.log, 200, at=NOON)
    world.witnessed(world.log, 300, at=NOON + 2 * DAY, old=200)
    world.publish(tmp_path / "shown", world.log, 200, old)
    report = world.audit(str(tmp_path / "shown"), now=NOON + 2 * DAY + 3 * 3600, state="a")
    assert dict(report.findings.counts) == {"stale": 1, "hidden": 2}


def test_case_16_witness_that_holds_another_size_is_asked_again_from_there(world):
    world.witnessed(world.log, 100, at=NOON)
    assert verify_checkpoint(world.witnessed(world.log, 300, at=NOON + 1, old=7), world.policy).size == 300


@pytest.mark.parametrize(
    "answer",
    [
        _answer("503 Service Unavailable", b"the clock is behind\n"),
        _answer("200 OK", b"garbage"),
        _answer("200 OK", b""),
        _answer("200 OK", "\u2014 w.example.org/w AAAAAAAA\n".encode()),
        _answer("409 Conflict", b"+7\n"),
        _answer("409 Conflict", b"9999999\n"),
        _answer("409 Conflict", b"0\n"),
        b"\x00\x01",
        b"",
    ],
)
def test_case_16_witness_that_answers_nonsense_gives_no_cosignature(answer):
    log, key = bare_log(2), Signer.from_seed("w.example.org/w", b"w" * 32, COSIGNATURE).key
    with answering(answer) as url, pytest.raises(NotCosignedError):
        cosigned_by(key, url, log.note(at=None), size=6, old=0, prove=lambda _: [])


def test_case_16_line_of_another_key_is_not_believed(world):
    stranger = Signer.from_seed("north.example.org/w", b"z" * 32, COSIGNATURE).key
    url = world.policy.witnesses["north"].url
    with pytest.raises(NotCosignedError):
        cosigned_by(stranger, url, world.log.note(at=None), size=300, old=0, prove=lambda _: [])


def _slow(url: str) -> NotCosignedError:
    log, key = bare_log(2), Signer.from_seed("w.example.org/w", b"w" * 32, COSIGNATURE).key
    with pytest.raises(NotCosignedError) as refused:
        cosigned_by(key, url, log.note(at=None), size=6, old=0, prove=lambda _: [], patience=0.2)
    return refused.value


def test_case_16_silent_witness_is_left_behind():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert _slow(f"http://127.0.0.1:{silent.getsockname()[1]}").why.endswith("no answer in time")


def test_case_16_witness_that_drips_its_answer_is_left_behind():
    stopped = threading.Event()

    def drip(listening: socket.socket) -> None:
        while not stopped.is_set():
            with suppress(OSError):
                talking, _ = listening.accept()
                with talking:
                    while not stopped.wait(0.05):
                        talking.sendall(b"H")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        thread = threading.Thread(target=drip, args=(listening,))
        thread.start()
        try:
            begun = time.monotonic()
            assert _slow(f"http://127.0.0.1:{listening.getsockname()[1]}").why
            assert time.monotonic() - begun < 30  # the drip itself never ends
        finally:
            stopped.set()
            thread.join()
