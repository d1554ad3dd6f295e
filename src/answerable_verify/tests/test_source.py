"""Sources and mirrors: hostile servers are bounded and named, and a mirror never publishes what was not signed."""

import gzip
import shutil
import threading
from contextlib import closing, contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from answerable_verify import RejectedError, leaf_hash, verify_checkpoint, write_leaf
from answerable_verify.mirror import mirror
from answerable_verify.reader import Reader
from answerable_verify.source import (
    FolderSource,
    MissingEntryError,
    UnreachableError,
    Web,
    open_source,
)
from answerable_verify.strict import DamagedLogError
from answerable_verify.testing import SmallLog, plain_case, serving
from answerable_verify.tiles import LogTile, build_tiles, bundle


@contextmanager
def answering(answer):
    """A server that gives one raw answer to everything and hangs up."""

    class One(BaseHTTPRequestHandler):
        def handle(self) -> None:
            self.rfile.readline()
            self.wfile.write(answer)

    server = ThreadingHTTPServer(("127.0.0.1", 0), One)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(status: str, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + body


BOMB = gzip.compress(b"\0" * 5_000_000)


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (_answer("404 Not Found", b""), MissingEntryError),
        (_answer("302 Found", b"", "Location: file:///etc/passwd"), UnreachableError),
        (_answer("500 Oops", b"x"), UnreachableError),
        (_answer("200 OK", b"x" * 2000), RejectedError),
        (_answer("200 OK", BOMB, "Content-Encoding: gzip"), RejectedError),
        (_answer("200 OK", b"not gzip", "Content-Encoding: gzip"), RejectedError),
        (_answer("200 OK", gzip.compress(b"abc")[:-4], "Content-Encoding: gzip"), RejectedError),
        (b"SSH-2.0-nothing\r\n", UnreachableError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", UnreachableError),
        (b"", UnreachableError),
    ],
)
def test_hostile_answer_is_refused_or_called_unreachable(answer, refusal):
    with answering(answer) as address, closing(Web(address)) as source, pytest.raises(refusal) as refused:
        source.read("checkpoint", 1000)
    assert "Traceback" not in str(refused.value)


def test_packed_answer_is_unpacked():
    answer = _answer("200 OK", gzip.compress(b"abc"), "Content-Encoding: gzip")
    with answering(answer) as address, closing(Web(address)) as source:
        assert source.read("checkpoint", 1000) == b"abc"


@pytest.mark.parametrize(
    "address", ["ftp://host/log", "file:///etc/passwd", "http:///x", "https://host/log?x=1", "http://h/#f"]
)
def test_address_that_is_not_of_the_web_is_refused(address):
    with pytest.raises(RejectedError):
        open_source(address)


def test_nobody_listening_is_unreachable():
    with pytest.raises(UnreachableError):
        Web("http://127.0.0.1:9").read("checkpoint", 10)


def test_partial_tile_that_has_gone_is_cut_from_the_full_one(tmp_path):
    log = SmallLog(entries=[b"%d" % i for i in range(256)])
    old = verify_checkpoint(log.note(7), log.policy)
    log.publish(tmp_path)
    reader = Reader(old, FolderSource(str(tmp_path)))
    assert list(reader.entries()) == log.entries[:7]
    assert reader.tile(LogTile(0, 0, 7)) == [leaf_hash(entry) for entry in log.entries[:7]]
    (tmp_path / "tile" / "entries" / "000").unlink()
    with pytest.raises(DamagedLogError, match=r"tile/entries/000\.p/7: missing"):
        reader.entry(3)


def _log(cases: int) -> SmallLog:
    log = SmallLog()
    for number in range(cases):
        log.entries += plain_case(number, date(2026, 8, 20))
    return log


def _copied(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_case_10_mirror_grows_in_any_steps_and_is_the_log(tmp_path):
    log, served, copy = _log(300), tmp_path / "log", tmp_path / "copy"
    for size in (0, 1, 255, 256, 300, 511, 512, 513, 900, 900):
        shutil.rmtree(served, ignore_errors=True)
        log.publish(served, size=size)
        with serving(served) as address, closing(Web(address)) as source:
            assert mirror(source, copy, log.policy).head.size == size
        expected = build_tiles(log.entries[:size])
        held = _copied(copy)
        assert {path: held[path] for path in expected} == expected
        assert held["checkpoint"] == (served / "checkpoint").read_bytes()


def test_case_10_mirror_of_a_redacted_log_vouches_for_the_rest(tmp_path):
    log = _log(2)
    log.entries.append(write_leaf({"v": 1, "k": "redaction", "x": {"index": 0}}))
    _with_the_first_emptied(log, tmp_path / "log")
    assert mirror(FolderSource(str(tmp_path / "log")), tmp_path / "copy", log.policy).head.size == 7


def _with_the_first_emptied(log, folder):
    log.publish(folder)
    path = folder / "tile" / "entries" / "000.p" / str(len(log.entries))
    path.write_bytes(bundle([b"", *log.entries[1:]]))


def test_a_mirror_takes_no_entry_emptied_on_the_way(tmp_path):
    """One lie in transit must not destroy the copy that is to bring the log back."""
    log = _log(2)
    _with_the_first_emptied(log, tmp_path / "log")
    with pytest.raises(DamagedLogError, match="served empty"):
        mirror(FolderSource(str(tmp_path / "log")), tmp_path / "copy", log.policy)
    assert _copied(tmp_path / "copy") == {}
    log.publish(tmp_path / "log")
    assert mirror(FolderSource(str(tmp_path / "log")), tmp_path / "copy", log.policy).head.size == 6
    assert _copied(tmp_path / "copy")["tile/entries/000.p/6"] == bundle(log.entries)


@pytest.mark.parametrize("size", [300, 512])
@pytest.mark.parametrize("liar", ["swap", "fork", "back", "other", "damaged"])
def test_mirror_refuses_a_log_that_lies_and_keeps_what_it_had(tmp_path, size, liar):
    log, served, copy = _log(300), tmp_path / "log", tmp_path / "copy"
    log.publish(served, size=size)
    mirror(FolderSource(str(served)), copy, log.policy)
    before = (copy / "checkpoint").read_bytes()
    shutil.rmtree(served)
    false = SmallLog(entries=list(log.entries))
    if liar == "swap":
        false.entries[3], false.entries[5] = false.entries[5], false.entries[3]
    if liar == "fork":
        false.entries = [*false.entries[: size - 1], false.entries[0]]
    if liar == "other":
        false = SmallLog(name="log.example.org/tlog/u", entries=false.entries)
    false.publish(served, size=100 if liar == "back" else None)
    if liar == "damaged":
        path = served / "tile" / "entries" / "002"
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(UnreachableError if liar == "other" else RejectedError):
        mirror(FolderSource(str(served)), copy, log.policy)
    assert (copy / "checkpoint").read_bytes() == before
