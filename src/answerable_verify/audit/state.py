"""What an auditor remembers between runs: the last verified checkpoint, all cases, and what the log said of itself.

One SQLite file, changed in one transaction at the end of a run, so that a killed audit has simply not happened. An
audit that found the log broken changes nothing: the next one starts from the last good checkpoint again.
"""

import json
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from answerable_verify.strict import RejectedError

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cases (id BLOB PRIMARY KEY, state INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS configs (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, leaf INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS subjects (
    id BLOB PRIMARY KEY, subject TEXT NOT NULL, last TEXT NOT NULL, next INTEGER NOT NULL, day INTEGER NOT NULL,
    first_day INTEGER NOT NULL, due INTEGER NOT NULL, leaf INTEGER NOT NULL, facts TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS told (
    kind TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (kind, name)
) WITHOUT ROWID;
"""
_FORGET: Final = (
    "DELETE FROM cases", "DELETE FROM configs", "DELETE FROM subjects", "DELETE FROM told",
)  # fmt: skip
_CASES: Final = "SELECT (SELECT count(*) FROM cases) + (SELECT count(*) FROM subjects)"
VERSION: Final = "2"
READABLE: Final = ("1", VERSION)
"""Version 1 kept acts that wait in another form, and the edge of the tree, which is asked of the log now."""


class BusyStateError(Exception):
    """Another audit works on this state."""


class AuditState:
    """The remembered state in a folder; in memory when no folder is given. Use as a context."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        # without a folder SQLite keeps a temporary file of its own, gone afterwards
        self.database = sqlite3.connect(folder / "state.sqlite" if folder else "", isolation_level=None, timeout=0)
        try:
            self.database.executescript(_TABLES)
            self.database.execute("PRAGMA synchronous=FULL")
            self.database.execute("PRAGMA cache_size=-16000")
            self.database.execute("BEGIN IMMEDIATE")  # held to the end: one audit at a time
        except sqlite3.OperationalError:
            self.database.close()
            raise BusyStateError from None
        except sqlite3.DatabaseError:
            self.database.close()
            raise RejectedError("state", "damaged; begin with an empty folder") from None
        if self.get("version", VERSION) not in READABLE:
            raise RejectedError("state", "written by another version; begin with an empty folder")

    def __enter__(self) -> Self:
        """The state itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget everything not kept."""
        if self.database.in_transaction:
            self.database.execute("ROLLBACK")
        self.database.close()

    def forget(self) -> None:
        """Begin anew, with the policy and the checkpoint kept."""
        for delete in _FORGET:
            self.database.execute(delete)
        for key, nothing in (("waiting", ""), ("seen_at", "null"), ("covered", "null")):
            self.put(key, nothing)

    def keep(self) -> None:
        """Make everything written durable."""
        self.put("version", VERSION)
        self.database.execute("COMMIT")

    def get(self, key: str, otherwise: str = "") -> str:
        """A remembered text."""
        row = self.database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return otherwise if row is None else str(row[0])

    def put(self, key: str, value: str) -> None:
        """Remember a text."""
        self.database.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))

    def cases(self) -> int:
        """How many cases have been read, of appeals and of every other subject."""
        return int(self.database.execute(_CASES).fetchone()[0])

    def numbers(self, key: str) -> Any:
        """A remembered JSON value, None by default."""
        return json.loads(self.get(key, "null"))
