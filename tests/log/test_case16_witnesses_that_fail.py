"""Case 16: a witness is down, slow or babbles; the batch goes on and the quorum decides. One behind a router fetches."""

import socket
import threading
from pathlib import Path

import pytest

from answerable.base.testing import now
from answerable.ledger import keys, published, sequencing, testing
from answerable.ledger import queries as ledger_queries
from answerable_verify.note import COSIGNATURE, Signer
from answerable_witness.cli import main
from tests.log import seers

NOON = int(testing.AT.timestamp())


def babbling(answer: bytes) -> tuple[socket.socket, str]:
    """A server that gives everybody the same bytes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                talking, _ = listening.accept()
            except OSError:
                return
            with talking:
                talking.recv(1 << 16)
                talking.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return listening, f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 503 Away\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\ngarbage", b"\0"],
)
def test_case16_one_good_witness_of_two_makes_the_quorum_and_the_batch_goes_on(home: Path, tmp_path: Path, answer):
    keys.ensure(at=testing.AT)
    good = seers.born(tmp_path / "good")
    bad = Signer.from_seed("bad.example.org/w", b"b" * 32, COSIGNATURE).key
    socket_, babble = babbling(answer)
    with socket_, seers.listening(tmp_path / "good", at=NOON) as url:
        seers.relied_on(home, ("good", good, url), ("bad", bad, babble), quorum=1)
        one = testing.sequencer()
        testing.record_public_act(1)
        assert one.step(at=testing.AT, everything=True) > 0
    assert published.head().enough
    said = {row.name: row.fault for row in ledger_queries.witnesses(published.published_policy())}
    assert said["good"] == ""
    assert said["bad"]


def test_case16_a_witness_whose_clock_is_ahead_does_not_count_and_stops_nothing(home: Path, tmp_path: Path):
    keys.ensure(at=testing.AT)
    key = seers.born(tmp_path / "early")
    with seers.listening(tmp_path / "early", at=NOON + 4000) as url:
        seers.relied_on(home, ("early", key, url), quorum=1)
        one = testing.sequencer()
        testing.record_public_act(1)
        assert one.step(at=testing.AT, everything=True) > 0
    assert published.head() is None
    (row,) = ledger_queries.witnesses(keys.log_policy())
    assert row.fault == "cosignatures: signed in the future"


@pytest.mark.django_db(transaction=True)
def test_case16_a_volunteer_behind_a_router_signs_what_waits_for_it(wide_home: Path, tmp_path: Path, live_server):
    keys.ensure(at=testing.AT)
    folder = tmp_path / "ngo"
    key = seers.born(folder, url=f"{live_server.url}/log")
    seers.relied_on(wide_home, ("ngo", key, ""), quorum=1)
    one, at = sequencing.of_this_installation(), now()
    one.start(at=at)
    testing.record_public_act(1)
    one.step(at=at, everything=True)
    assert published.head() is None  # nothing is shown before it was seen from outside
    assert main(["run", str(folder), "--once"]) == 0
    one.publish(at=at)
    assert published.head().enough
    testing.record_public_act(2)
    one.step(at=at, everything=True)
    assert main(["run", str(folder), "--once"]) == 0
    one.publish(at=at)
    assert ledger_queries.offered_checkpoint() is None
    assert published.head().checkpoint.times
