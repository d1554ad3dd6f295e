"""A memory of codes outside the database: who comes with a code whose record was removed is told so, not "unknown code".

Somebody with the database in his hands can take a record out with its code; the sender would then be told that there
never was such a code. So a job copies to a small file beside the database what a code is recognised by: locator, salt,
slow hash, day. It opens nothing. Whoever can also write this file can lie here, too; against him there is the receipt.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.db.models import Q

from answerable.base import row_scope
from answerable.base.room import subject_kinds
from answerable.base.subject import Subject
from answerable.ledger.models import Entry
from answerable.vault import keys
from answerable.vault.models import FollowUpCode

FILE: Final = "codes.sqlite"
BACK: Final = timedelta(days=3)
"""So far each run looks back: a code may wait for its slow hash for a while."""
# The second column holds the id of the subject; in files made by earlier versions it has another name, so no column is
# named below.
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS codes (locator TEXT PRIMARY KEY, subject INTEGER NOT NULL, salt BLOB NOT NULL, "
    "params TEXT NOT NULL, hash BLOB NOT NULL, day TEXT NOT NULL) WITHOUT ROWID"
)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of a code whose row is gone."""

    salt: bytes
    params: str
    hash: bytes
    on: date


def _path() -> Path:
    return keys.files_home().parent / FILE


@row_scope.as_system()
def remember(*, at: datetime) -> int:
    """Copy the codes made or changed lately, all of them the first time; returns how many."""
    path = _path()
    path.touch(mode=0o600, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=30)) as file:
        file.execute(_TABLE)
        rows = FollowUpCode.objects.filter(hash__isnull=False)
        if file.execute("SELECT 1 FROM codes LIMIT 1").fetchone():
            rows = rows.filter(Q(created_on__gte=(at - BACK).date()) | Q(changed_at__gte=at - BACK))
        return _kept(file, rows.iterator(chunk_size=5000))


def _kept(file: sqlite3.Connection, rows: Iterable[FollowUpCode]) -> int:
    count = 0
    with file:
        for row in rows:
            found = (bytes(row.salt), row.params, bytes(row.hash or b""), str(row.created_on))
            values = (row.locator, row.subject_id, *found)
            file.execute("INSERT OR REPLACE INTO codes VALUES (?, ?, ?, ?, ?, ?)", values)
            count += 1
    return count


def lost(locator: str) -> Remembered | None:
    """The code of this locator whose record is gone without an erasure; nothing for every other locator."""
    path = _path()
    if not path.is_file():
        return None
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)) as file:
        try:
            row = file.execute("SELECT * FROM codes WHERE locator = ?", (locator,)).fetchone()
        except sqlite3.Error:
            return None
    if row is None or FollowUpCode.objects.filter(subject_id=row[1]).exists():
        return None  # the sender has taken another code since
    if _is_erased(row[1]):
        return None
    _, _, salt, params, hashed, day = row
    return Remembered(salt, params, hashed, date.fromisoformat(day))


def _is_erased(ref: int) -> bool:
    """Say whether the journal knows that a subject was erased; its id is unique over the kinds that there are."""
    written = [str(Subject(kind.word, ref)) for kind in subject_kinds()]
    return Entry.objects.filter(thing__in=written, deed__endswith=".erased").exists()
