"""Files: kept as drafts while a form is filled in, attached when it is sent, cleaned by a child process, swept."""

import hmac
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from django.db import connection, transaction
from django.db.models import Q, Sum

from answerable.base.actor import Actor
from answerable.base.ids import EPOCH_MS, id_after, id_of_day
from answerable.base.subject import Subject
from answerable.ledger.actions import record
from answerable.ledger.queries import last_entry
from answerable.vault import file_store, keys, queries
from answerable.vault.actions.renewing import inward_for
from answerable.vault.confinement import run_child
from answerable.vault.models import File
from answerable.vault.rules import codes, fields, files, streams, wraps
from answerable.vault.rules.subkeys import subkey
from answerable.vault.sealed_fields import FILE_KEY, FILE_NAME
from answerable.vault.terms import FileFamily, FileKind, FileRefusedError, FileState, UnreadableError

log = logging.getLogger(__name__)

DRAFT_LIVES: Final = timedelta(hours=24)
_CLEANED: Final = (FileFamily.IMAGE, FileFamily.PDF, FileFamily.OFFICE, FileFamily.TEXT)
_MOST_TRIES: Final = 3
_MOST_OUT: Final = 80 * 1024 * 1024


class Upload(Protocol):
    """What Django hands over for an uploaded file."""

    @property
    def name(self) -> str | None:
        """What its sender calls it."""

    @property
    def size(self) -> int | None:
        """How many bytes it has, as far as that is known."""

    def read(self) -> bytes:
        """Give the bytes."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that did not come by a form: with its bytes."""

    name: str | None
    content: bytes = field(repr=False, default=b"")

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content)

    def read(self) -> bytes:
        """Its bytes."""
        return self.content


def keep_draft(*, token: str, upload: Upload, at: datetime) -> File:
    """Keep a file for a form that is not sent yet. Sealed and on disk when this returns; gone after 24 hours.

    The same content again is the same file. Raises FileRefused with a reason; the rest of the form is not touched.
    """
    if (upload.size or 0) > files.MOST_BYTES:
        raise FileRefusedError("big")
    content = upload.read()
    kind = files.admit(upload.name or "", content)
    name = files.tidy_name(upload.name or "", kind)
    mark = hmac.digest(subkey(keys.server_key(), "file/mark"), content, "sha256")
    if (known := queries.drafts(token).filter(mark=mark).first()) is not None:
        return known
    file, key = _ref_of_day(token, at), streams.new_file_key()
    file_store.store_part(file, "original", streams.seal_stream(key, file=file, part="original", plain=content))
    try:
        return _write_draft(
            file, key, token=token, name=name, mark=mark, kind=kind, size=streams.told_size(len(content)), at=at
        )
    except BaseException:
        file_store.remove_parts(file)
        raise


def _ref_of_day(token: str, at: datetime) -> int:
    """An id that tells the day and the order within the form, no minute: the file may belong to a sealed record."""
    last = queries.drafts(token).values_list("id", flat=True).last()
    return id_of_day(_start(at)) if last is None else id_after(last)


def _start(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _write_draft(
    file: int, key: bytes, *, token: str, name: str, mark: bytes, kind: FileKind, size: int, at: datetime
) -> File:
    """Write the row of a draft, under a lock of its form so that the limits hold against two uploads at once."""
    server = keys.server_key()
    with transaction.atomic(), connection.cursor() as cursor:
        lock = int.from_bytes(codes.token_digest(token)[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
        there = queries.drafts(token)
        if there.count() >= files.MOST_FILES:
            raise FileRefusedError("many")
        if (there.aggregate(all=Sum("size"))["all"] or 0) + size > files.MOST_TOGETHER * streams.MOST_PADDED:
            raise FileRefusedError("together")
        return File.objects.create(
            id=file,
            draft=codes.token_digest(token),
            expires_at=at + DRAFT_LIVES,
            name=fields.seal_text(server, **queries.place_of(FILE_NAME, file), text=name),
            media=kind.media,
            size=size,
            mark=mark,
            key=fields.seal_field(server, **queries.place_of(FILE_KEY, file), plain=key),
            state=FileState.PENDING if kind.family in _CLEANED else FileState.KEPT,
            created_on=at.date(),
        )


def drop_draft(*, token: str, file: int) -> None:
    """Take a file back before the form is sent."""
    if queries.drafts(token).filter(id=file).delete()[0]:
        file_store.remove_parts(file)


def attach(
    *,
    by: Actor,
    at: datetime,
    subject: Subject,
    root: int,
    message: int | None = None,
    token: str | None = None,
    drafts: Iterable[int] | None = None,
) -> int:
    """Give drafts to a subject, in the caller's transaction; returns how many.

    With the form's `token` only its own drafts are taken, all or those named by `drafts`; ids of another form are
    passed over. Without a token the caller vouches that `drafts` came from `queries.drafts(token)`. Files that need no
    cleaning go under the record's key at once where the subject is sealed, the others once they are cleaned.
    """
    found = File.objects.filter(draft__isnull=False) if token is None else queries.drafts(token)
    if drafts is not None or token is None:
        found = found.filter(id__in=list(drafts or ()))
    with transaction.atomic():
        ids = list(found.values_list("id", flat=True))
        if not ids:
            return 0
        thing = str(subject)
        values = {"thing": thing, "root": root, "message": message, "draft": None, "expires_at": None}
        count = File.objects.filter(id__in=ids, thing="").update(**values)
        for file in File.objects.filter(id__in=ids).exclude(state=FileState.PENDING):
            _put_under_record(file)
        last = last_entry(thing) if queries.inward_of(subject) else None
        entry = id_after(last) if last else None  # of a sealed sender's deed the id tells no time either
        facts = {"files": count}
        record(by=by, at=at, deed="file.attached", thing=thing, root=root, facts=facts, entry=entry, along=True)
    return count


def _put_under_record(file: File) -> None:
    """Move a file's key from the server key to the record's, where its thing is in the sealed tier."""
    found = inward_for(Subject.parse(file.thing)) if file.thing else None  # a draft belongs to nothing yet
    if found is None or file.epoch:
        return
    epoch, public = found
    context = f"file/{file.id}/{epoch}"
    name = fields.to_bytes(queries.file_name(file))
    file.key, file.epoch = wraps.seal_to(public, context=context, plain=queries.file_key(file)), epoch
    file.name = wraps.seal_to(public, context=queries.name_context(file), plain=name)
    file.save(update_fields=["key", "epoch", "name"])


def put_files_in(subject: Subject) -> int:
    """Put the files of a subject that was raised to the sealed tier under its record; those to be cleaned follow then."""
    found = list(File.objects.filter(thing=str(subject), epoch=0).exclude(state=FileState.PENDING).order_by("id"))
    for file in found:
        _put_under_record(file)
    return len(found)


def clean_one_file() -> bool:
    """Make the copy of the oldest file that waits for one; False when none waits.

    The count of tries is kept before the child starts: a file that kills its cleaner is left alone after three.
    """
    with transaction.atomic():
        waiting = File.objects.filter(state=FileState.PENDING).order_by("tries", "id")
        file = waiting.select_for_update(skip_locked=True).first()
        if file is None:
            return False
        File.objects.filter(id=file.id).update(tries=file.tries + 1)
    clean(file)
    return True


def clean(file: File) -> None:
    """Make the cleaned copy and the thumbnail of one file in a limited child process."""
    try:
        key, content = queries.file_key(file), queries.content(file, "original")
    except UnreadableError:
        log.critical("file %d does not open: it is damaged, or was changed; it is left as it is", file.id)
        _settle(file.id, {"state": FileState.KEPT})
        return
    found = in_child(content, files.KINDS[file.media])
    changed: dict[str, object] = {}
    if isinstance(found, FileRefusedError):
        changed = {"state": FileState.REFUSED, "reason": found.reason}
    elif found is not None:
        copy, media, thumb = found
        file_store.store_part(file.id, "copy", streams.seal_stream(key, file=file.id, part="copy", plain=copy))
        if thumb:
            file_store.store_part(file.id, "thumb", streams.seal_stream(key, file=file.id, part="thumb", plain=thumb))
        sizes = {"copy_size": streams.told_size(len(copy)), "thumb_size": streams.told_size(len(thumb))}
        changed = {"state": FileState.DERIVED, "copy_media": media, **sizes}
    elif file.tries + 1 >= _MOST_TRIES:
        changed = {"state": FileState.KEPT}
    if changed:
        _settle(file.id, changed)


def _settle(file: int, changed: dict[str, object]) -> None:
    """Write what became of a file, and move it under its record's key; a draft taken back meanwhile leaves nothing."""
    with transaction.atomic():
        fresh = File.objects.select_for_update().filter(id=file, state=FileState.PENDING).first()
        if fresh is None:
            return
        for name, value in changed.items():
            setattr(fresh, name, value)
        fresh.save(update_fields=list(changed))
        _put_under_record(fresh)


def in_child(content: bytes, kind: FileKind) -> tuple[bytes, str, bytes] | FileRefusedError | None:
    """Clean in a child that has nothing to lose; None when it died, ran out of its limits or answered nonsense."""
    done = run_child("answerable.vault.cleaning", kind.family.value, kind.ending, given=content)
    if done is None:
        return None
    head, _, body = done.partition(b"\n")
    try:
        said = json.loads(head)
        if "refused" in said:
            return FileRefusedError(str(said["refused"]))
        copy, thumb = int(said["copy"]), int(said["thumb"])
    except (ValueError, KeyError, TypeError):
        return None
    whole = len(body) == copy + thumb <= _MOST_OUT
    return (body[:copy], str(said["media"]), body[copy:]) if whole else None


def sweep_files(*, at: datetime) -> int:
    """Remove drafts that were never sent, what refused files left, and parts on disk without a row; returns how many.

    A part without a row is left for a day: its row may be about to be committed. The day is in the id.
    """
    gone = list(File.objects.filter(expires_at__lt=at).values_list("id", flat=True))
    File.objects.filter(id__in=gone, thing="").delete()
    known = set(File.objects.exclude(state=FileState.REFUSED).values_list("id", flat=True))
    before = int((_start(at) - timedelta(days=1)).timestamp() * 1000) - EPOCH_MS
    orphans = [file for file in file_store.stored_files() if file not in known and file >> 21 < before]
    for file in {*gone, *orphans}:
        if not File.objects.filter(~Q(state=FileState.REFUSED), id=file).exists():
            file_store.remove_parts(file)
    file_store.drop_drafts(before=(at - timedelta(days=1)).timestamp())
    return len({*gone, *orphans})
