"""What a restored house says of itself: do its names and files open, are all there.

Run inside the restored house (Django and its database at hand); the answer is plain data for whoever drills.
"""

from collections.abc import Iterator
from typing import Any, Final

from answerable.appeals.models import Sender
from answerable.vault import keys, shelf
from answerable.vault.models import File
from answerable.vault.queries import content
from answerable.vault.rules import fields
from answerable.vault.terms import FileState, Unreadable

FIELDS: Final = ("name", "address", "contact")
MOST_NAMED: Final = 50  # missing files that are named one by one


def report(*, sample: int) -> dict[str, Any]:
    """Sealed fields and files that open and that do not, files that are missing."""
    opened, shut = _senders(sample)
    files, shut_files = _files(sample)
    missing = [f"{file:016x}" for file in _missing()]
    return {
        "fields_opened": opened,
        "fields_shut": shut,
        "files_opened": files,
        "files_shut": shut_files,
        "files_missing": len(missing),
        "missing": missing[:MOST_NAMED],
    }


def _senders(sample: int) -> tuple[int, int]:
    """How many fields of senders open and how many do not, of a sample spread over all; record-sealed ones are not ours."""
    opened = shut = 0
    for row in _spread(Sender.objects.order_by("appeal"), sample):
        for field in FIELDS:
            sealed = getattr(row, field)
            if not sealed or bytes(sealed)[:1] == b"\0":
                continue
            try:
                fields.open_field(
                    keys.server_key(),
                    root=row.root, table="appeals_sender", ref=row.appeal, field=field, revision=0, sealed=sealed,
                )  # fmt: skip
                opened += 1
            except Unreadable:
                shut += 1
    return opened, shut


def _files(sample: int) -> tuple[int, int]:
    """The same for files that the server key opens."""
    opened = shut = 0
    for file in _spread(File.objects.filter(epoch=0).exclude(state=FileState.REFUSED).order_by("id"), sample):
        try:
            content(file, "original")
            opened += 1
        except Exception:  # noqa: BLE001 -- whatever it is, the file does not open, and that is the answer
            shut += 1
    return opened, shut


def _missing() -> Iterator[int]:
    """Files of which a row is there and no bytes."""
    there = set(shelf.listed())
    for file in File.objects.exclude(state=FileState.REFUSED).values_list("id", flat=True).iterator():
        if file not in there:
            yield file


def _spread(rows: Any, sample: int) -> list[Any]:
    """A sample spread evenly over all rows, the newest among them."""
    refs = list(rows.values_list("pk", flat=True))
    step = max(len(refs) // sample, 1) if sample else 0
    chosen = refs[::-1][::step][:sample] if step else []
    return list(rows.filter(pk__in=chosen)) if chosen else []
