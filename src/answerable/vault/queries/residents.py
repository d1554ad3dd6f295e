"""What a resident is shown: codes and sessions, files and their bytes."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final, TypedDict

from django.db.models import QuerySet

from answerable.base import prepared, row_scope
from answerable.base.sealed import SealedField
from answerable.base.subject import Subject, SubjectError
from answerable.base.verdict import MissingError
from answerable.people import queries as people_queries
from answerable.vault import file_store, keys, opening, wording
from answerable.vault.models import File, FollowSession, FollowUpCode, FormerCode, Record
from answerable.vault.rules import codes, fields, streams
from answerable.vault.rules import wraps as wrapping
from answerable.vault.rules.returning import HolderHeard
from answerable.vault.sealed_fields import FILE_KEY, FILE_NAME, SESSION_OPENER
from answerable.vault.terms import FileState, MadeBy, SecretCode, UnreadableError


class FieldBinding(TypedDict):
    """Where a sealed field stands, as `rules.fields` wants it."""

    root: int
    table: str
    ref: int
    field: str
    revision: int


def place_of(field: SealedField, ref: int, *, root: int = 0) -> FieldBinding:
    """Give the place of a declared field in one row; `root` is passed over where the field is bound to none."""
    return FieldBinding(root=root if field.root else 0, table=field.table, ref=ref, field=field.word, revision=0)


@row_scope.as_system()
def codes_to_hash() -> int:
    """Count the codes that are not yet slow-hashed."""
    return FollowUpCode.objects.filter(hash=None).count()


@row_scope.as_system()
def locator_taken(locator: str) -> bool:
    """Say whether a locator has a code. For making codes; a page never asks this."""
    return any(table.objects.filter(locator=locator).exists() for table in (FollowUpCode, FormerCode))


@row_scope.as_system()
def code_begins(subject: Subject, digits: str) -> bool:
    """Say whether the code of a subject begins with these seven digits, which find it and open nothing.

    Whoever says them has the slip before them; whoever hears them can't follow the subject. The slip that an operator
    wrote counts after another code was made, too: by it alone a sender who was locked out can be heard.
    """
    return _begins(FollowUpCode, subject, digits) or begins_slip(subject, digits)


@row_scope.as_system()
def begins_slip(subject: Subject, digits: str) -> bool:
    """Say whether the slip that an operator wrote begins with these digits, beside a newer code."""
    return _begins(FormerCode, subject, digits)


def _begins(table: type[FollowUpCode] | type[FormerCode], subject: Subject, digits: str) -> bool:
    typed = "".join(sign for sign in digits if sign.isascii() and sign.isdigit())[: codes.LOCATOR]
    rows: QuerySet[Any] = table._default_manager.filter(kind=subject.kind, subject_id=subject.id)  # noqa: SLF001 -- Django's way to a model's manager
    return any(compare_digest(locator, typed) for locator in rows.values_list("locator", flat=True))


@row_scope.as_system()
def code_was_seen(subject: Subject) -> bool:
    """Say whether the first code of a subject went through the hands of others than its sender."""
    found = FollowUpCode.objects.filter(kind=subject.kind, subject_id=subject.id)
    return found.exclude(made_by=MadeBy.SENDER).exists()


@row_scope.as_system()
def former_code(subject: Subject) -> FormerCode | None:
    """Give the code of a slip that still opens a subject beside the new one."""
    return FormerCode.objects.filter(kind=subject.kind, subject_id=subject.id, ended_on=None).first()


@row_scope.as_system()
def is_contested(subject: Subject) -> bool:
    """Say whether it is not settled whose code is the sender's: said with the slip, or in person."""
    return FormerCode.objects.filter(kind=subject.kind, subject_id=subject.id, contested_on__isnull=False).exists()


@row_scope.as_system()
def heard_of(subject: Subject) -> HolderHeard | None:
    """Give who was heard in person last about a contested code; None where nobody was."""
    former = FormerCode.objects.filter(kind=subject.kind, subject_id=subject.id, heard__isnull=False).first()
    if former is None or former.heard_on is None:
        return None
    return HolderHeard(by_slip=bool(former.heard_slip), on=former.heard_on, tries=former.heard_tries)


@row_scope.as_system()
def code_again(*, subject: Subject, form_token: str, attempts: int = 50) -> SecretCode | None:
    """Give the code of a subject once more to the one who sent its form; None after it was changed.

    Nothing is stored for this: the code follows from the server key and the form token, and the locator says with
    which attempt it was made.
    """
    row = FollowUpCode.objects.filter(kind=subject.kind, subject_id=subject.id, changed_at=None).first()
    tries = (codes.code_for(keys.server_key(), form_token, attempt) for attempt in range(attempts)) if row else ()
    return next((code for code in tries if row and code.locator == row.locator), None)


def followed(cookie: str, at: datetime) -> Subject | None:
    """Give the subject that the holder of a cookie follows; None without a living session."""
    session = follow_session(cookie, at)
    return session.subject if session else None


@row_scope.as_system()
def follow_session(cookie: str, at: datetime) -> FollowSession | None:
    """Give the living session of a cookie."""
    if not cookie or len(cookie) > 100:
        return None
    return FollowSession.objects.filter(id=codes.token_digest(cookie), expires_at__gt=at).first()


def _cookie_key(cookie: str) -> bytes:
    return sha256(b"answerable/vault/opener|" + cookie.encode()).digest()


_OPENER = place_of(SESSION_OPENER, 0)


def seal_opener(cookie: str, opener: bytes) -> bytes:
    """Seal what a code opens so that only the cookie's value opens it again."""
    return fields.seal_field(_cookie_key(cookie), **_OPENER, plain=opener)


def follow_opener(session: FollowSession, cookie: str) -> bytes | None:
    """Give what the code of this session opens in the sealed tier; nothing by a code that went through a channel."""
    return None if came_by_channel(session) else opener_to_move(session, cookie)


def opener_to_move(session: FollowSession, cookie: str) -> bytes | None:
    """Give what has to be put under a new code when the code of this session is changed."""
    return fields.open_field(_cookie_key(cookie), **_OPENER, sealed=session.opener) if session.opener else None


def came_by_channel(session: FollowSession) -> bool:
    """Say whether the code of this session opens a stage alone: it was sent in a chat or a letter, and is not changed yet."""
    return (
        session.must_change
        and FollowUpCode.objects.filter(
            kind=session.kind, subject_id=session.subject_id, made_by=MadeBy.CHANNEL, changed_at=None
        ).exists()
    )


_DRAFTS: Final = f"SELECT ({people_queries.REVISION}), ARRAY(SELECT id FROM vault_file WHERE draft = %s ORDER BY id)"  # noqa: S608 -- two constants


def drafts(token: str) -> QuerySet[File]:
    """Give the files uploaded for a form that is not sent yet, oldest first."""
    return File.objects.filter(draft=codes.token_digest(token)).order_by("id")


def draft_ids(token: str) -> tuple[int, ...]:
    """Give their ids alone, by plain SQL: every registration asks, and almost none has any.

    The revision is read along: whoever asks this first in a request has saved a round trip.
    """
    ((number, found),) = prepared.rows(_DRAFTS, [codes.token_digest(token)])
    people_queries.revision_read(int(number))
    return tuple(found)


def files_of(subject: Subject) -> QuerySet[File]:
    """Give the files of a subject, oldest first. The caller has asked whether the actor may."""
    return File.objects.filter(thing=str(subject)).order_by("id")


def file_of(subject: Subject, file: int) -> File:
    """Give one file of a subject the actor may read. Raises Missing for any other."""
    found = File.objects.filter(thing=str(subject), id=file).first()
    if found is None:
        raise MissingError
    return found


@row_scope.as_system()
def uncleaned() -> int:
    """Count the files whose copy is not made yet."""
    return File.objects.filter(state=FileState.PENDING).count()


def shown_name(file: File) -> str:
    """Give the name of a file for a page: a damaged one shows as damaged."""
    try:
        return file_name(file)
    except UnreadableError:
        return str(wording.DAMAGED)


def file_name(file: File) -> str:
    """Give the tidied name under which a file came. In the sealed tier it opens as `file_key` does."""
    if file.epoch == 0:
        return fields.open_text(keys.server_key(), **place_of(FILE_NAME, file.id), sealed=file.name)
    plain = wrapping.open_inward(_record_key(file), context=name_context(file), sealed=bytes(file.name))
    return fields.to_text(plain)


def name_context(file: File) -> str:
    """Give the context in which the name of a file is sealed to a record."""
    return f"file/{file.id}/{file.epoch}/name"


def file_key(file: File, record_key: bytes | None = None) -> bytes:
    """Give the key of a file: with the server key, or with the record's key in the sealed tier.

    Without a given record key the sealed tier is opened through `opening.keys`, which commits the look first.
    Raises Unreadable when the reader has no key of the file's epoch.
    """
    if file.epoch == 0:
        return fields.open_field(keys.server_key(), **place_of(FILE_KEY, file.id), sealed=file.key)
    record_key = record_key or _record_key(file)
    return wrapping.open_inward(record_key, context=f"file/{file.id}/{file.epoch}", sealed=bytes(file.key))


def _record_key(file: File) -> bytes:
    """Give the key of the record to which a file is sealed, for whoever is served now."""
    try:
        record = Subject.parse(file.thing).id
    except SubjectError:
        raise UnreadableError from None
    found = opening.record_keys(record).get(file.epoch)
    if found is None:
        raise UnreadableError
    return found


def content(file: File, part: str = "copy", record_key: bytes | None = None) -> bytes:
    """Give the bytes of a part: "original", "copy" or "thumb". Raises Missing when that part was never made."""
    made = {"original": file.state != FileState.REFUSED, "copy": file.copy_size, "thumb": file.thumb_size}
    if not made.get(part):
        raise MissingError
    key = file_key(file, record_key)
    return streams.open_stream(key, file=file.id, part=part, sealed=_stored(file.id, part))


def _stored(file: int, part: str) -> bytes:
    """A part as it lies on disk. Raises Unreadable where it is gone though its row says that it was made."""
    try:
        return file_store.read_part(file, part)
    except FileNotFoundError:
        raise UnreadableError from None


def digests(files: Iterable[File]) -> tuple[str, ...]:
    """Give the SHA-256 of the files as they came, in hexadecimal; what the public log commits to. Opens as `file_key`."""
    found = []
    for file in files:
        sealed = _stored(file.id, "original")
        found.append(
            sha256(streams.open_stream(file_key(file), file=file.id, part="original", sealed=sealed)).hexdigest()
        )
    return tuple(found)


def inward_of(subject: Subject) -> tuple[int, bytes] | None:
    """Give epoch and public key with which something is put into a sealed record; None outside the sealed tier."""
    found = Record.objects.filter(id=subject.id, kind=subject.kind).values_list("epoch", "inward").first()
    return (found[0], bytes(found[1])) if found else None
