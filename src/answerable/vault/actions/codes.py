"""Follow-up codes: made with their subject, opened by whoever types them, changed, hashed later by a job."""

import hmac
import os
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from answerable.base import row_scope
from answerable.base.actor import resident
from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, NotNowError
from answerable.ledger.actions import record
from answerable.vault import keys, queries, remembered, rows
from answerable.vault.actions import slips
from answerable.vault.actions.senders import move_opener
from answerable.vault.hash_slots import SLOW_HASH
from answerable.vault.models import FailedAttempt, FollowSession, FollowUpCode, FormerCode
from answerable.vault.rules import codes, fields
from answerable.vault.sealed_fields import CODE_SECRET
from answerable.vault.terms import CodeDeed, Entered, MadeBy, SecretCode, UnreadableError

SESSION: Final = timedelta(minutes=20)  # since the last page
LONGEST_SESSION: Final = timedelta(hours=2)
FORGETS: Final = timedelta(hours=1)  # failures in a row are forgotten after so long a rest
_HURRY: Final = 3.0  # seconds that a registration waits for its slow hash before it leaves it to the job
_WORN: Final = 3  # failures after which a locator has one place of two
_NOBODY: Final = os.urandom(codes.SALT)  # salt of codes that do not exist: theirs takes as long


@dataclass(frozen=True, slots=True)
class Slow:
    """A code slow-hashed before it was written: what is stored, and what opens the sender's private key."""

    salt: bytes
    hash: bytes
    opener: bytes


def hash_now(code: SecretCode) -> Slow | None:
    """Slow-hash a code of the sealed tier before it is written; None under load: then the job does it afterwards."""
    salt = os.urandom(codes.SALT)
    try:
        with SLOW_HASH.slot(worn=False, patience=_HURRY):
            hashed, opener = codes.slow_hash(code.secret, salt, codes.PARAMS)
    except NotNowError:
        return None
    return Slow(salt, hashed, opener)


def code_row(
    *,
    code: SecretCode,
    subject: Subject,
    root: int,
    made_by: MadeBy,
    on: date,
    slow: Slow | None = None,
    ref: int | None = None,
) -> rows.Columns:
    """Give the row of a new code, field by field, for the statement that writes its subject.

    The secret is sealed under the server key, and slow-hashed by a job afterwards, unless it is hashed already
    (`slow`). The locator may be taken: then the statement is refused by `vault_follow_up_code_locator_key` and is tried
    again with the next attempt's code.
    """
    plain = code.secret.encode()
    sealed = (
        None if slow else fields.seal_field(keys.server_key(), **queries.place_of(CODE_SECRET, subject.id), plain=plain)
    )
    return rows.follow_up_code(
        ref=ref or new_id(),
        code=code,
        subject=subject,
        root=root,
        salt=slow.salt if slow else os.urandom(codes.SALT),
        params=codes.PARAMS,
        hashed=slow.hash if slow else None,
        sealed=sealed,
        made_by=made_by,
        on=on,
    )


def code_for_form(token: str, attempt: int) -> SecretCode:
    """Give the code that belongs to one sent form; the next attempt's when the locator is taken."""
    return codes.code_for(keys.server_key(), token, attempt)


def code_shown_again(token: str, *, subject: Subject, attempts: int) -> str:
    """Give the 24 digits once more to whoever has the form's token; "" when the code was changed meanwhile."""
    code = queries.code_again(subject=subject, form_token=token, attempts=attempts)
    return code.digits if code else ""


@dataclass(frozen=True, slots=True)
class _Tried:
    slowed: bool
    worn: bool


def _count_attempt(locator: str, at: datetime) -> _Tried:
    """Count a failure before it is one, in a transaction of its own: parallel guesses cannot outrun the count."""
    with transaction.atomic(durable=True):
        FailedAttempt.objects.bulk_create([FailedAttempt(locator=locator, at=at)], ignore_conflicts=True)
        attempt = FailedAttempt.objects.select_for_update().get(locator=locator)
        if attempt.slowed_until and attempt.slowed_until > at:
            return _Tried(slowed=True, worn=True)  # not counted: or a guesser could shut the owner out for good
        attempt.failures = 1 if at - attempt.at > FORGETS else attempt.failures + 1
        wait = codes.wait_after(attempt.failures)
        attempt.slowed_until, attempt.at = (at + timedelta(seconds=wait) if wait else None), at
        attempt.save(update_fields=["failures", "slowed_until", "at"])
        return _Tried(slowed=False, worn=attempt.failures > _WORN)


def _fits(row: FollowUpCode | FormerCode | None, secret: str, hashed: bytes) -> bool:
    """Compare in constant time, whichever form of the secret the row still has."""
    if row is None:
        return hmac.compare_digest(hashed, os.urandom(32))
    if row.sealed is not None:
        kept = fields.open_field(keys.server_key(), **queries.place_of(CODE_SECRET, row.subject_id), sealed=row.sealed)
        return hmac.compare_digest(kept, secret.encode())
    return hmac.compare_digest(hashed, bytes(row.hash or b""))


@row_scope.as_system()
def open_row(typed: str, at: datetime, *, ended: bool = False) -> tuple[FollowUpCode | FormerCode, bytes] | None:
    """Try a typed code: one slow hash, whether the code is known, unknown, waiting, wrong or resting.

    Raises CodeMisread before anything is looked up, NotNow("code.busy") when too many wait, and NotNow("code.gone") for
    the right code of a record that somebody took out of the database (`remembered`), and NotNow("code.slip-ended") for
    an operator's slip after the newer code was used elsewhere, unless `ended` slips are asked for.
    """
    code = codes.read_code(typed)
    tried = _count_attempt(code.locator, at)
    row = (
        FollowUpCode.objects.filter(locator=code.locator).first()
        or FormerCode.objects.filter(locator=code.locator).first()
    )
    lost = None if row else remembered.lost(code.locator)
    known = row or lost
    with SLOW_HASH.slot(worn=tried.worn):
        salt, params = (bytes(known.salt), known.params) if known else (_NOBODY, codes.PARAMS)
        hashed, opener = codes.slow_hash(code.secret, salt, params)
    fits = _fits(row, code.secret, hashed)
    if lost and not tried.slowed and hmac.compare_digest(hashed, lost.hash):
        raise NotNowError("code.gone", day=lost.on)
    if row is None or tried.slowed or not fits:
        return None
    FailedAttempt.objects.filter(locator=code.locator).update(failures=0, slowed_until=None)
    if isinstance(row, FollowUpCode) and row.sealed is not None:
        _settle(row, hashed, opener)
    if isinstance(row, FormerCode) and row.ended_on and not ended:
        raise NotNowError("code.slip-ended", day=row.ended_on)
    return row, opener


def open_by_code(*, typed: str, at: datetime) -> Subject | None:
    """Give the subject that a typed code opens, or None: the same for wrong, unknown and resting codes alike.

    A page uses `enter`, which begins the session as well.
    """
    opened = open_row(typed, at)
    return opened[0].subject if opened else None


def enter_code(*, typed: str, at: datetime, cookie: str = "") -> Entered | None:
    """Open by a typed code and begin a session of twenty minutes; None as in `open_by_code`.

    `cookie` is what the browser has of an earlier visit: from another browser than its maker's a new code ends the slip.
    """
    opened = open_row(typed, at)
    if opened is None:
        return None
    row, opener = opened
    slip = isinstance(row, FormerCode)
    must_change = isinstance(row, FormerCode) or (row.changed_at is None and _was_seen(row))
    must_change = must_change or queries.is_contested(row.subject)
    fresh = begin_follow(subject=row.subject, root=row.root, at=at, must_change=must_change, opener=opener, slip=slip)
    if not slip:
        slips.use_new_code(subject=row.subject, cookie=cookie, fresh=fresh, at=at)
    return Entered(fresh, row.subject, row.root, must_change)


def _was_seen(row: FollowUpCode) -> bool:
    """Whether others than the sender may know a code: an operator, or, where it opens more than a stage, who carried it."""
    if row.made_by == MadeBy.CHANNEL:
        return queries.inward_of(row.subject) is not None
    return row.made_by == MadeBy.OPERATOR


@row_scope.as_system()
def begin_follow(
    *,
    subject: Subject,
    root: int,
    at: datetime,
    must_change: bool = False,
    opener: bytes | None = None,
    slip: bool = False,
) -> str:
    """Begin a session of the holder of a code; returns the cookie's value, which the database never has."""
    cookie = secrets.token_urlsafe(32)
    FollowSession.objects.create(
        id=codes.token_digest(cookie),
        kind=subject.kind,
        subject_id=subject.id,
        root=root,
        must_change=must_change,
        slip=slip,
        opener=queries.seal_opener(cookie, opener) if opener else None,
        begun_at=at,
        expires_at=at + SESSION,
    )
    return cookie


def keep_follow(*, cookie: str, at: datetime) -> None:
    """Let a living session go on for twenty minutes from now, two hours at most."""
    session = queries.follow_session(cookie, at)
    if session is not None:
        until = min(at + SESSION, session.begun_at + LONGEST_SESSION)
        FollowSession.objects.filter(id=session.id).update(expires_at=until)


@row_scope.as_system()
def end_follow(*, cookie: str) -> None:
    """End a session at once."""
    FollowSession.objects.filter(id=codes.token_digest(cookie)).delete()


def _settle(row: FollowUpCode, hashed: bytes, opener: bytes) -> None:
    """Replace the sealed secret by its slow hash, and what waits for it; somebody else may have done it meanwhile."""
    with transaction.atomic():
        if FollowUpCode.objects.filter(id=row.id, hash=None, salt=row.salt).update(hash=hashed, sealed=None):
            move_opener(subject=row.subject, opener=opener)


@row_scope.as_system()
def hash_one_code(*, damaged: set[int] | None = None) -> bool:
    """Slow-hash the oldest waiting code; False when none waits. Two at once for one code do the same work twice.

    What stands in `damaged` is passed over. One that can't be opened comes into it; without it that is UnreadableError.
    """
    row = FollowUpCode.objects.filter(hash=None).exclude(id__in=damaged or ()).order_by("id").first()
    if row is None or row.sealed is None:
        return False
    try:
        secret = fields.open_field(
            keys.server_key(), **queries.place_of(CODE_SECRET, row.subject_id), sealed=row.sealed
        ).decode()
    except UnreadableError:
        if damaged is None:
            raise
        damaged.add(row.id)
        return True
    with SLOW_HASH.slot(worn=True):  # the place that the innocent do not need; no row is locked meanwhile
        hashed, opener = codes.slow_hash(secret, bytes(row.salt), row.params)
    _settle(row, hashed, opener)
    return True


def change_code(*, cookie: str, at: datetime, doubtful: bool = False) -> SecretCode:
    """Give the sender a code that nobody else has seen; the old one and all other sessions end.

    `doubtful` where it was asked for from a place where a desk works: the deed says so. The slip that an operator wrote
    goes on opening for reading until the new code was used from another browser (`slips`).

    Refuses without a living session (Missing), by the slip itself once there is a new code, and where that is contested.
    """
    session = queries.follow_session(cookie, at)
    if session is None:
        raise MissingError
    if session.slip or queries.is_contested(session.subject):
        raise NotNowError("code.slip-reads" if session.slip else "code.contested")
    old_opener = queries.opener_to_move(session, cookie)
    salt, code = os.urandom(codes.SALT), fresh_code()
    with SLOW_HASH.slot(worn=False):
        hashed, opener = codes.slow_hash(code.secret, salt, codes.PARAMS)
    with transaction.atomic():
        row = FollowUpCode.objects.select_for_update().get(kind=session.kind, subject_id=session.subject_id)
        slips.keep_former(row=row, session=session, opener=old_opener, at=at)
        row.locator, row.salt, row.params = code.locator, salt, codes.PARAMS
        row.hash, row.sealed, row.changed_at = hashed, None, at
        row.save(update_fields=["locator", "salt", "params", "hash", "sealed", "changed_at"])
        move_opener(subject=row.subject, opener=opener, old=old_opener)
        FollowSession.objects.filter(subject_id=row.subject_id).exclude(id=session.id).delete()
        own = queries.seal_opener(cookie, opener)
        FollowSession.objects.filter(id=session.id).update(must_change=False, opener=own)
        record(
            by=resident(row.subject_id),
            at=at,
            deed=CodeDeed.CHANGED,
            thing=str(row.subject),
            root=row.root,
            facts={"word": "taken"} if doubtful else {},
        )
    return code


def fresh_code() -> SecretCode:
    """Draw a code whose locator is free. Two at once for one locator: the unique column refuses the second."""
    for _ in range(50):
        code = SecretCode(f"{secrets.randbelow(10**codes.LOCATOR):07d}", f"{secrets.randbelow(10**codes.SECRET):016d}")
        if not queries.locator_taken(code.locator):
            return code
    raise NotNowError("code.none-free")


@row_scope.as_system()
def sweep_codes(*, at: datetime) -> None:
    """Forget old failures and sessions that are over."""
    FailedAttempt.objects.filter(at__lt=at - timedelta(days=1)).delete()
    FollowSession.objects.filter(expires_at__lt=at).delete()
