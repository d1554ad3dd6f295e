"""A server that lies to one request, whichever it is: no lie is believed by any command, and no honest log is accused.

Every GET of every command is doctored at its n-th read, for all n, in six ways; the strongest lie is the same file of
another history of the same log. What is said is then what an honest server would have had said, or that what is served
is damaged, or that it can't be reached. A log that did rewrite its past is never called whole.
"""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from answerable_verify import build_receipt, inclusion_proof, leaf_hash, sign_promise
from answerable_verify.cli import main
from answerable_verify.exits import BROKEN, DAMAGED, FINE, RETIRED, UNREACHABLE
from answerable_verify.testing import DAY, NOON, SmallLog, plain_case
from answerable_verify.tiles import bundle

LIES: dict[str, Callable[[bytes, bytes | None], bytes | None]] = {
    "a bit": lambda raw, _: raw[: len(raw) // 2] + bytes([raw[len(raw) // 2] ^ 1]) + raw[len(raw) // 2 + 1 :],
    "the other history": lambda raw, other: raw if other is None else other,
    "nothing": lambda _raw, _: None,
    "half": lambda raw, _: raw[: len(raw) // 2],
    "a page": lambda _raw, _: b"<html><body>Not found</body></html>\n",
    "more": lambda raw, _: raw + b"\x00",
}
TELLING = {DAMAGED, UNREACHABLE, RETIRED}
ACCUSING = ("changed its past", "two different histories", "was broken", "went back")


@dataclass
class Town:
    """Two histories of one log, which part at leaf 280; what people kept of the first."""

    home: Path
    honest: Path = field(init=False)
    false: Path = field(init=False)

    def __post_init__(self) -> None:
        """Tell both histories and keep what people keep."""
        self.honest, self.false = self.home / "honest", self.home / "false"
        log = SmallLog(entries=[entry for i in range(100) for entry in plain_case(i, date(2026, 8, 20))])
        hashes = [leaf_hash(entry) for entry in log.entries]
        proof = inclusion_proof(hashes, 280)
        raw = build_receipt(entry=log.entries[280], opening={}, index=280, proof=proof, checkpoint=log.note())
        (self.home / "receipt").write_bytes(raw)
        for name, leaf in (("there", hashes[280]), ("nowhere", b"x" * 32)):
            note = sign_promise(log.promiser, leaf=leaf, issued=NOON, by=NOON + DAY)
            (self.home / name).write_bytes(note)
        log.publish(self.home / "old")
        (self.home / "policy").write_bytes((self.home / "old" / "keys").read_bytes())
        code = main(["audit", str(self.home / "old"), "--state", str(self.home / "state"), *self.trust])
        assert code == FINE
        more = [entry for i in range(100, 200) for entry in plain_case(i, date(2026, 8, 20))]
        for folder, first in ((self.honest, log.entries), (self.false, self._rewritten(log.entries))):
            SmallLog(entries=[*first, *more]).publish(folder, at=NOON + 2 * DAY)

    @staticmethod
    def _rewritten(entries: list[bytes]) -> list[bytes]:
        return [*entries[:280], entries[280].replace(b'"t":"r00"', b'"t":"r77"'), *entries[281:]]

    @property
    def trust(self) -> list[str]:
        return ["--policy", str(self.home / "policy"), "--max-age", "999999999", "--no-witnesses"]


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> Town:
    return Town(tmp_path_factory.mktemp("town"))


class Liar:
    """Serves a history and doctors one answer: the n-th (from 1), in one way."""

    def __init__(self, truth: Path, other: Path) -> None:
        self.truth, self.other = truth, other
        self.nth, self.lie, self.asked = 0, "a bit", 0
        self.only, self.own = "", LIES
        self.lock = threading.Lock()

    def answer(self, path: str) -> bytes | None:
        with self.lock:
            counts = path.startswith(self.only)
            self.asked += counts
            lies = counts and self.asked == self.nth
        raw, other = ((folder / path) for folder in (self.truth, self.other))
        told = raw.read_bytes() if raw.is_file() else None
        if not lies or told is None:
            return told
        signed = path == "checkpoint"  # both are signed: a second history of the log's own making is no doctored answer
        return self.own[self.lie](told, other.read_bytes() if other.is_file() and not signed else None)


@contextmanager
def lying(liar: Liar) -> Iterator[str]:
    class One(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet: otherwise each answer waits 40 ms for the client's word

        def do_GET(self) -> None:
            raw = liar.answer(self.path.lstrip("/"))
            self.send_response(404 if raw is None else 200)
            self.send_header("Content-Length", str(len(raw or b"")))
            self.end_headers()
            self.wfile.write(raw or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), One)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


COMMANDS: dict[str, Callable[[Town, str, Path], list[str]]] = {
    "audit": lambda town, log, _: ["audit", log, *town.trust],
    "audit by keys of its own": lambda town, log, _: ["audit", log, *town.trust[2:]],
    "audit from a state": lambda town, log, work: ["audit", log, "--state", str(work), *town.trust],
    "receipt": lambda town, log, _: ["receipt", str(town.home / "receipt"), "--log", log, *town.trust[:2]],
    "stats": lambda town, log, _: ["stats", log, "2026-08", *town.trust[:2]],
    "leaf": lambda town, log, _: ["leaf", log, "280", *town.trust[:2]],
    "log": lambda town, log, _: ["log", log, *town.trust[:2]],
    "promise kept": lambda town, log, _: ["audit", log, *town.trust, "--promise", str(town.home / "there")],
    "promise broken": lambda town, log, _: ["audit", log, *town.trust, "--promise", str(town.home / "nowhere")],
    "mirror": lambda town, log, work: ["mirror", log, str(work / "copy"), *town.trust[:2]],
}


def answered(town: Town, command: str, log: str, work: Path, capsys) -> tuple[int, str]:
    """The exit code and the words of a command, begun from the same memory each time."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(town.home / "state", work)
    capsys.readouterr()
    code = main(COMMANDS[command](town, log, work))
    return code, capsys.readouterr().out


def every_lie(town: Town, liar: Liar, log: str, command: str, *, work: Path, capsys) -> Iterator[tuple[int, str]]:
    """What a command says when its n-th answer is doctored, for all n and all ways."""
    for lie in list(liar.own):
        liar.lie = lie
        liar.nth = liar.asked = 0
        while liar.nth <= liar.asked:
            liar.nth, liar.asked = liar.nth + 1, 0
            yield answered(town, command, log, work, capsys)


@pytest.mark.parametrize("command", COMMANDS)
def test_any_lie_to_any_request_is_not_believed_and_an_honest_log_is_never_accused(town, tmp_path, capsys, command):
    liar = Liar(town.honest, town.false)
    with lying(liar) as log:
        truth = answered(town, command, log, tmp_path / "work", capsys)
        assert truth[0] == (BROKEN if command == "promise broken" else FINE)
        for code, words in every_lie(town, liar, log, command, work=tmp_path / "work", capsys=capsys):
            if (code, words) != truth:
                assert code in TELLING, (liar.lie, liar.nth, words)
                assert not [accusing for accusing in ACCUSING if accusing in words], (liar.lie, liar.nth)
            elif command == "mirror":
                copied = {path.relative_to(town.honest): path.read_bytes() for path in town.honest.rglob("tile/**/*")
                          if path.is_file()}  # fmt: skip
                assert {path: (tmp_path / "work" / "copy" / path).read_bytes() for path in copied} == copied


def _emptied(raw: bytes, _: bytes | None) -> bytes:
    """A bundle with its middle entry at length 0, as one whose contents were removed."""
    entries, rest = [], raw
    while rest:
        size = int.from_bytes(rest[:2], "big")
        entries, rest = [*entries, rest[2 : 2 + size]], rest[2 + size :]
    entries[len(entries) // 2] = b""
    return bundle(entries)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_entry_that_is_served_empty_is_damaged_unless_the_log_says_so(town, tmp_path, capsys, command):
    liar = Liar(town.honest, town.false)
    liar.only, liar.own = "tile/entries/", {"emptied": _emptied}
    with lying(liar) as log:
        truth = answered(town, command, log, tmp_path / "work", capsys)
        for code, words in every_lie(town, liar, log, command, work=tmp_path / "work", capsys=capsys):
            if (code, words) != truth:
                assert code == DAMAGED, (liar.nth, words)
                assert not [accusing for accusing in ACCUSING if accusing in words]


@pytest.mark.parametrize("command", COMMANDS)
def test_an_older_view_accuses_nobody(town, tmp_path, capsys, command):
    """The checkpoint of a week ago is signed and true, with its witnesses' words or without: anybody on the way can show it."""
    old = (town.home / "old" / "checkpoint").read_bytes()
    head, signed = old.split(b"\n\n", 1)
    stripped = head + b"\n\n" + signed.splitlines(keepends=True)[0]
    liar = Liar(town.honest, town.false)
    liar.only, liar.own = "checkpoint", {"old": lambda *_: old, "stripped": lambda *_: stripped}
    with lying(liar) as log:
        for code, words in every_lie(town, liar, log, command, work=tmp_path / "work", capsys=capsys):
            told = command == "promise broken" and liar.nth > liar.asked  # the last time nothing was doctored
            assert (code == BROKEN) == told, (liar.lie, liar.nth, words)
            assert told or not [accusing for accusing in ACCUSING if accusing in words]


@pytest.mark.parametrize("command", ["audit from a state", "receipt"])
def test_any_lie_to_any_request_never_makes_a_rewritten_log_whole(town, tmp_path, capsys, command):
    liar = Liar(town.false, town.honest)
    with lying(liar) as log:
        code, words = answered(town, command, log, tmp_path / "work", capsys)
        assert (code, "changed its past" in words) == (BROKEN, True)
        for code, words in every_lie(town, liar, log, command, work=tmp_path / "work", capsys=capsys):
            assert code in {BROKEN, *TELLING}, (liar.lie, liar.nth, words)
            assert "changed its past" in words or code in TELLING
