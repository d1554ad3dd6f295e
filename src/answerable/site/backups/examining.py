"""What a restored installation says of itself: do its names and files open, are all there.

Run inside the restored installation (Django and its database at hand); the answer is plain data for whoever drills.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db.models import QuerySet

from answerable.base.sealed import SealedField, SealedOtherwise, Under
from answerable.site import rooms
from answerable.vault import file_store, keys
from answerable.vault.models import File
from answerable.vault.queries import content, place_of
from answerable.vault.rules import fields
from answerable.vault.terms import FileState, UnreadableError

RECORDS: Final = b"\0"  # first byte of what is sealed to a record: its readers' to open, not the server's
MOST_NAMED: Final = 50  # missing files that are named one by one


def report(*, sample: int) -> dict[str, Any]:
    """Sealed fields and files that open and that do not, files that are missing."""
    opened, shut = _fields(sample)
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


def _fields(sample: int) -> tuple[int, int]:
    """How many sealed fields open with the server key and how many do not, of a sample of each that a room declares."""
    models = {model._meta.db_table: model for model in apps.get_models()}  # noqa: SLF001 -- Django's way to a table's name
    opened = shut = 0
    for field in (field for room in rooms.ROOMS for field in room.sealed if field.under is not Under.HOLDER):
        rows = models[field.table]._base_manager.filter(**dict(field.only))  # noqa: SLF001 -- every row
        if isinstance(field, SealedOtherwise):
            found = [field.opens(row) for row in _spread(rows.order_by("pk"), sample)] if field.opens else []
            opened, shut = opened + sum(found), shut + found.count(False)
            continue
        rows = rows.order_by(field.ref)
        columns = [field.ref, field.column, *([field.root] if field.root else [])]
        for ref, sealed, *root in _spread(rows, sample).values_list(*columns):
            if sealed and bytes(sealed)[:1] != RECORDS:
                whole = _opens(field, sealed, ref=ref, root=root[0] if root else 0)
                opened, shut = opened + whole, shut + (not whole)
    return opened, shut


def _opens(field: SealedField, sealed: bytes, *, ref: int, root: int) -> bool:
    try:
        fields.open_field(keys.server_key(), **place_of(field, ref, root=root), sealed=sealed)
    except UnreadableError:
        return False
    return True


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
    there = set(file_store.stored_files())
    for file in File.objects.exclude(state=FileState.REFUSED).values_list("id", flat=True).iterator():
        if file not in there:
            yield file


def _spread(rows: QuerySet[Any], sample: int) -> QuerySet[Any]:
    """A sample spread evenly over all rows, the newest among them."""
    refs = list(rows.values_list("pk", flat=True))
    step = max(len(refs) // sample, 1) if sample else 0
    return rows.filter(pk__in=refs[::-1][::step][:sample] if step else [])
