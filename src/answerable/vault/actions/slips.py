"""The slip that an operator wrote, after another code was made: it opens for reading until that was used elsewhere.

An operator who saw a caller's code could make a new one and lock the caller out. So the slip goes on opening, to read and to write
back, until the new code was used from another browser; and whoever has the slip can say that they did not make the new code: then
neither decides (docs/decisions/0157).
"""

from datetime import datetime

from django.db import transaction

from answerable.base import row_scope
from answerable.base.actor import resident
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError
from answerable.ledger.actions import record
from answerable.vault.actions.senders import keep_slip, rest_slip
from answerable.vault.models import FollowSession, FollowUpCode, FormerCode
from answerable.vault.rules import codes
from answerable.vault.terms import MadeBy


def keep_former(*, row: FollowUpCode, session: FollowSession, opener: bytes | None, at: datetime) -> None:
    """Keep the code of a slip that is about to be replaced; or remember where the next one after it was made.

    Called with the row held, before it is changed. A slip that nobody ever used has no hash yet and is not kept.
    """
    if row.made_by != MadeBy.OPERATOR or (row.changed_at is None and row.hash is None):
        return
    if row.changed_at is not None:
        FormerCode.objects.filter(subject_id=row.subject_id).update(maker=session.id)
        return
    FormerCode.objects.create(
        subject_id=row.subject_id,
        kind=row.kind,
        root=row.root,
        locator=row.locator,
        salt=bytes(row.salt),
        params=row.params,
        hash=bytes(row.hash or b""),
        maker=bytes(session.id),
        changed_on=at.date(),
    )
    if opener is not None:
        keep_slip(subject=row.subject, opener=opener, at=at)


@row_scope.as_system()
def use_new_code(*, subject: Subject, cookie: str, fresh: str, at: datetime) -> None:
    """The new code was typed. From another browser that ends the slip; in the browser in which it was made it does not.

    cookie  what the browser had of an earlier visit      fresh  of the visit that begins
    """
    with transaction.atomic():
        former = FormerCode.objects.select_for_update().filter(kind=subject.kind, subject_id=subject.id).first()
        if former is None or former.contested_on is not None or former.ended_on is not None:
            return
        if cookie and codes.token_digest(cookie) == bytes(former.maker):
            former.maker = codes.token_digest(fresh)
            former.save(update_fields=["maker"])
            return
        FollowSession.objects.filter(kind=subject.kind, subject_id=subject.id, slip=True).delete()
        rest_slip(subject=subject)
        former.ended_on = at.date()
        former.save(update_fields=["ended_on"])
        record(by=resident(subject.id), at=at, deed="code.slip_ended", thing=str(subject), root=former.root)


@row_scope.as_system()
def shut_stages(*, subject: Subject) -> None:
    """A subject becomes sealed: visits begun by a code that went out in a chat or a letter show how it stands, and no more."""
    seen = FollowUpCode.objects.filter(
        kind=subject.kind, subject_id=subject.id, made_by=MadeBy.CHANNEL, changed_at=None
    )
    if seen.exists():
        FollowSession.objects.filter(kind=subject.kind, subject_id=subject.id).update(must_change=True)


@row_scope.as_system()
def contest_code(*, subject: Subject, at: datetime) -> None:
    """Whoever has the slip says that they did not make the new code: from now on neither decides. Missing without a slip."""
    with transaction.atomic():
        former = FormerCode.objects.select_for_update().filter(kind=subject.kind, subject_id=subject.id).first()
        if former is None or former.ended_on is not None:
            raise MissingError
        if former.contested_on is not None:
            return
        former.contested_on = at.date()
        former.save(update_fields=["contested_on"])
        FollowSession.objects.filter(kind=subject.kind, subject_id=subject.id).update(must_change=True)
        record(by=resident(subject.id), at=at, deed="code.contested", thing=str(subject), root=former.root)
