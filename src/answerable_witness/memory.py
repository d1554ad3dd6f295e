"""A witness's memory: for each log the last tree it cosigned, and every refused request that a log had signed.

One SQLite file with synchronous=FULL. Beside it the high-water mark, written after every cosignature: a memory older
than its mark was restored from a backup, and such a witness could cosign a second history. It then refuses for ever:
its key must be retired.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from answerable_verify.mirror import write_durably
from answerable_verify.note import COSIGNATURE, Signer, VerifierKey, parse_vkey
from answerable_verify.strict import RejectedError

KEY: Final = "witness.key"
DATABASE: Final = "witness.sqlite"
MARK: Final = "high-water"
MOST_EVIDENCE: Final = 10_000

_TABLES: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE keys (origin TEXT NOT NULL, vkey TEXT PRIMARY KEY, url TEXT) WITHOUT ROWID;
CREATE TABLE heads (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
    line TEXT NOT NULL, time INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE evidence (digest BLOB PRIMARY KEY, time INTEGER NOT NULL, origin TEXT NOT NULL, status INTEGER NOT NULL,
    why TEXT NOT NULL, held TEXT NOT NULL, body BLOB NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class CosignedHead:
    """The last tree of a log that was cosigned: its note as the log signed it, and the witness's own line."""

    size: int
    root: bytes
    note: str
    line: str
    time: int


class LostMemoryError(Exception):
    """The memory is missing, or older than what was cosigned. `why` says which; the key must be retired."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Memory:
    """The memory in a folder. Changes happen inside `changing()`, one at a time, over all processes."""

    def __init__(self, folder: Path, *, mark: Path | None = None) -> None:
        self.folder = folder
        self._mark = mark or folder / MARK
        if not (folder / DATABASE).is_file():
            raise LostMemoryError("the memory of this witness is missing, though its key was used; retire the key")
        self._lock = threading.Lock()
        self._database = sqlite3.connect(folder / DATABASE, isolation_level=None, check_same_thread=False, timeout=30)
        self._database.execute("PRAGMA synchronous=FULL")
        self._check_mark()

    @classmethod
    def begin(cls, folder: Path, signer: Signer, *, mark: Path | None = None) -> "Memory":
        """The empty memory of a new key. Refuses a folder that has one already."""
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / DATABASE).exists():
            raise RejectedError("witness", "this folder is a witness's already")
        spare = folder / f"{DATABASE}.new"
        spare.unlink(missing_ok=True)
        database = sqlite3.connect(spare)
        database.executescript(_TABLES)
        database.execute("INSERT INTO meta VALUES ('vkey', ?)", (signer.key.vkey,))
        database.commit()
        database.close()
        write_durably(mark or folder / MARK, _mark_of(signer.key.vkey, {}))
        spare.rename(folder / DATABASE)
        return cls(folder, mark=mark)

    def close(self) -> None:
        """Let the database go."""
        self._database.close()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """A change that is durable when the block ends, or did not happen."""
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:  # a failed COMMIT may have ended it, or not
                    self._database.execute("ROLLBACK")
                raise

    def _check_mark(self) -> None:
        try:
            marked = json.loads(self._mark.read_bytes())
            sizes, vkey = dict(marked["sizes"]), str(marked["vkey"])
        except (OSError, ValueError, KeyError, TypeError):
            raise LostMemoryError("the high-water mark of this witness is missing; retire the key") from None
        if vkey != self.get("vkey"):
            raise LostMemoryError("the memory and the high-water mark belong to different keys; retire both")
        held = {origin: head.size for origin, head in self.heads().items()}
        if any(held.get(origin, -1) < size for origin, size in sizes.items()):
            raise LostMemoryError("the memory is older than what was cosigned; it was restored. Retire the key")

    def mark(self) -> None:
        """Write down how far was cosigned, where a restored database does not reach."""
        with self._lock:
            sizes = {origin: head.size for origin, head in self.heads().items()}
            write_durably(self._mark, _mark_of(self.get("vkey"), sizes))

    def get(self, key: str) -> str:
        """A remembered text, empty by default."""
        row = self._database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return "" if row is None else str(row[0])

    def put(self, key: str, value: str) -> None:
        """Remember a text."""
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def delivered(self, origin: str) -> int:
        """The time of the newest cosignature that a log took; 0 where it took none."""
        return int(self.get(f"delivered {origin}") or 0)

    def was_delivered(self, origin: str, at: int) -> None:
        """Remember that a log took the cosignature made `at` then."""
        with self.changing():
            self.put(f"delivered {origin}", str(at))

    def know(self, key: VerifierKey, url: str | None = None) -> None:
        """Follow a log by one more of its keys; a log's key name is its origin."""
        row = (key.name, key.vkey, url)
        self._database.execute("INSERT OR REPLACE INTO keys (origin, vkey, url) VALUES (?, ?, ?)", row)

    def forget(self, vkey: str) -> bool:
        """Trust a key no longer; what was cosigned stays. Whether it was known."""
        return self._database.execute("DELETE FROM keys WHERE vkey = ?", (vkey,)).rowcount > 0

    def keys(self, origin: str) -> list[VerifierKey]:
        """The keys a log is known by."""
        rows = self._database.execute("SELECT vkey FROM keys WHERE origin = ? ORDER BY vkey", (origin,))
        return [parse_vkey(vkey) for (vkey,) in rows.fetchall()]

    def logs(self) -> list[tuple[str, str | None]]:
        """(origin, address) of every log followed."""
        rows = self._database.execute("SELECT origin, max(url) FROM keys GROUP BY origin ORDER BY origin")
        return [(str(origin), url) for origin, url in rows.fetchall()]

    def head(self, origin: str) -> CosignedHead | None:
        """The last tree cosigned for a log."""
        return self.heads().get(origin)

    def heads(self) -> dict[str, CosignedHead]:
        """The last tree cosigned for every log."""
        rows = self._database.execute("SELECT origin, size, root, note, line, time FROM heads").fetchall()
        return {
            str(origin): CosignedHead(int(size), bytes(root), note, line, time)
            for origin, size, root, note, line, time in rows
        }

    def set_head(self, origin: str, head: CosignedHead) -> None:
        """Remember what is being cosigned."""
        row = (origin, head.size, head.root, head.note, head.line, head.time)
        self._database.execute("INSERT OR REPLACE INTO heads VALUES (?, ?, ?, ?, ?, ?)", row)

    def keep_evidence(self, *, at: int, origin: str, status: int, why: str, body: bytes) -> None:
        """Keep a refused request that a log had signed, and what was held against it."""
        held = self.head(origin)
        row = (sha256(body).digest(), at, origin, status, why, held.note if held else "", body)
        if self._database.execute("SELECT count(*) FROM evidence").fetchone()[0] < MOST_EVIDENCE:
            self._database.execute("INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def evidence(self) -> list[tuple[int, str, int, str, str, bytes]]:
        """(time, origin, status, why, note held then, body) of every request kept, oldest first."""
        rows = self._database.execute(
            "SELECT time, origin, status, why, held, body FROM evidence ORDER BY time, digest"
        )
        return rows.fetchall()


def _mark_of(vkey: str, sizes: dict[str, int]) -> bytes:
    return json.dumps({"vkey": vkey, "sizes": sizes}, sort_keys=True).encode()


def write_key(folder: Path, name: str, seed: bytes) -> Signer:
    """Write a new witness's key, readable by its owner only. Refuses to replace one."""
    signer = Signer.from_seed(name, seed, COSIGNATURE)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / KEY
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise RejectedError("witness", "this folder has a key already") from None
    path.write_text(f"{name}\n{seed.hex()}\n", encoding="utf-8")
    return signer


def read_key(folder: Path) -> Signer:
    """The witness's key."""
    path = folder / KEY
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise RejectedError(
                KEY, "readable by others; set its mode to 0600, and retire the key if others could read it"
            )
        lines = path.read_text(encoding="utf-8").split("\n")
        return Signer.from_seed(lines[0], bytes.fromhex(lines[1]), COSIGNATURE)
    except FileNotFoundError:
        raise RejectedError(KEY, "missing; is this a witness's folder?") from None
    except (IndexError, ValueError) as fault:
        if isinstance(fault, RejectedError):
            raise
        raise RejectedError(KEY, "damaged") from None
