"""A small log for tests: publishes entries, is witnessed, and can lie in all the ways a log can."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from .canonical import Json
from .commitment import commit
from .cosignature import cosign_line
from .leaf import WITH_DUE, write_leaf
from .note import COSIGNATURE, Signer, sign_note
from .policy import Policy
from .strict import base64_of
from .tiles import build_tiles
from .tree import leaf_hash, root

NOON: int = 1_788_264_000
"""2026-09-01 12:00 UTC."""
DAY: int = 86_400


def case_id(number: int) -> str:
    """A case id of the right form."""
    return sha256(b"case %d" % number).hexdigest()[:21] + "A"


def act(kind: str, *, case: int = 0, n: int = 0, on: date, due: date | None = None, **extra: Any) -> bytes:
    """The leaf of an act, complete with a commitment; `due` is set 30 days ahead where the kind needs one."""
    h, _ = commit(b"k" * 32, n, {"text": f"{case}/{n}"})
    entry: Json = {
        "v": 1,
        "k": kind,
        "c": case_id(case),
        "n": n,
        "d": on.isoformat(),
        "b": "d01",
        "t": "r00",
        "g": "g01",
    }
    entry["h"] = base64_of(h)
    if kind in WITH_DUE:
        entry["due"] = (due or on + timedelta(30)).isoformat()
    if kind == "registered":
        entry["ch"] = "web"
    if extra:
        entry["x"] = extra
    return write_leaf(entry)


def config(name: str, digest: str) -> bytes:
    """A leaf that fixes rules."""
    return write_leaf({"v": 1, "k": "config", "x": {"name": name, "sha256": sha256(digest.encode()).hexdigest()}})


def plain_case(number: int, on: date) -> list[bytes]:
    """A case that is registered, acknowledged and answered in time."""
    days = (on, on + timedelta(1), on + timedelta(9))
    kinds = ("registered", "acknowledged", "answered")
    return [act(kind, case=number, n=n, on=day) for n, (kind, day) in enumerate(zip(kinds, days, strict=True))]


@dataclass
class SmallLog:
    """A log in memory, its key, and witnesses that cosign whatever they are told to."""

    name: str = "log.example.org/tlog/t"
    entries: list[bytes] = field(default_factory=list)
    witnesses: int = 2

    def __post_init__(self) -> None:
        """Make the keys of the name."""
        self.signer = Signer.from_seed(self.name, sha256(self.name.encode()).digest())
        self.promiser = Signer.from_seed(f"{self.name}/promise", sha256(b"promise").digest())
        self.seers = [
            Signer.from_seed(f"w{i}.example.org/w", sha256(b"w%d" % i).digest(), COSIGNATURE)
            for i in range(self.witnesses)
        ]

    @property
    def policy(self) -> Policy:
        """Believe this log and all its witnesses."""
        policy = Policy.of([self.signer.key], [seer.key for seer in self.seers], len(self.seers))
        policy.promise = self.promiser.key
        return policy

    def note(self, size: int | None = None, *, at: int | None = NOON, entries: Sequence[bytes] | None = None) -> bytes:
        """The checkpoint over the first entries, cosigned by all witnesses at `at` (by none for None)."""
        held = (self.entries if entries is None else entries)[:size]
        text = f"{self.name}\n{len(held)}\n{base64_of(root([leaf_hash(entry) for entry in held]))}\n"
        lines = "" if at is None else "".join(cosign_line(seer, text, at + i) for i, seer in enumerate(self.seers))
        return sign_note(text, self.signer) + lines.encode()

    def anchor(self, *, at: int) -> None:
        """Put the present checkpoint, as the witnesses saw it at `at`, into the log."""
        self.entries.append(write_leaf({"v": 1, "k": "anchor", "note": self.note(at=at).decode()}))

    def publish(self, folder: Path, *, at: int | None = NOON, size: int | None = None) -> None:
        """Write the log's files as a server would serve them."""
        held = self.entries[:size]
        folder.mkdir(parents=True, exist_ok=True)
        for path, raw in build_tiles(held).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(raw)
        (folder / "checkpoint").write_bytes(self.note(size, at=at))
        lines = [f"log {self.signer.key.vkey}"]
        lines += [f"witness w{i} {seer.key.vkey}" for i, seer in enumerate(self.seers)]
        names = " ".join(f"w{i}" for i in range(len(self.seers)))
        lines += [f"group all all {names}", "quorum all"] if self.seers else ["quorum none"]
        (folder / "keys").write_text("\n".join([*lines, f"#: promise {self.promiser.key.vkey}", ""]), encoding="utf-8")


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: otherwise each answer waits 40 ms for the client's word

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name of the base class
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The folder on loopback, at the address given."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
