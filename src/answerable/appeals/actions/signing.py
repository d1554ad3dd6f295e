"""Putting an answer up for signature, giving the signature from the list, and sending it back with a remark."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from answerable.appeals import policy
from answerable.appeals.actions.acting import lock_appeal, move_to, record_deed
from answerable.appeals.actions.answering import PointReply, answer_appeal, keep_draft
from answerable.appeals.models import Answer, Appeal, Draft
from answerable.appeals.queries import signing
from answerable.appeals.terms import Deed, subject_of
from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, MissingError, NotNowError
from answerable.channels.actions import write_notice
from answerable.channels.terms import NoticeKind, Way
from answerable.people.models import Account


@transaction.atomic
def offer_draft(*, by: Actor, at: datetime, ref: int, typed: Mapping[str, object]) -> Draft:
    """Keep an answer and put it up for signature; whoever is to sign gets a letter. Again with the same words: nothing more."""
    draft = keep_draft(by=by, at=at, ref=ref, typed=typed)
    appeal = lock_appeal(by, ref, policy.can_handle)
    move_to(appeal, Deed.OFFERED)
    draft.offered_at, draft.returned = at, None
    draft.save(update_fields=["offered_at", "returned"])
    entry = record_deed(appeal, by=by, at=at, deed=Deed.OFFERED, facts={"draft": draft.id})
    for account in signing.signers_of(appeal, at=at):
        if account.id != by.id:
            _tell(appeal, account, kind=NoticeKind.TO_SIGN, entry=entry, at=at)
    return draft


@transaction.atomic
def sign_draft(
    *, by: Actor, at: datetime, ref: int, draft: int, read: datetime, text: str, replies: Sequence[PointReply]
) -> Answer:
    """Send an answer that waits for a signature, as it was read.

    `read` is the instant of saving of the words that the signer has read; NotNow where they were changed since.
    """
    offered = _offered(lock_appeal(by, ref, policy.can_sign), draft)
    if offered.saved_at != read:
        raise NotNowError("draft.changed-since-read")
    return answer_appeal(by=by, at=at, ref=ref, text=text, replies=replies)


@transaction.atomic
def return_draft(*, by: Actor, at: datetime, ref: int, draft: int, text: str) -> Draft:
    """Send an answer back to who wrote it, with a remark that they and their colleagues read, never the sender."""
    appeal = lock_appeal(by, ref, policy.can_sign)
    if not text.strip():
        raise InvalidError(text="field.needed")
    offered = _offered(appeal, draft)
    move_to(appeal, Deed.RETURNED)
    entry = record_deed(
        appeal,
        by=by,
        at=at,
        deed=Deed.RETURNED,
        facts={"draft": draft, "to": offered.account_id},
        words=text,
        inner=True,
    )
    offered.offered_at, offered.returned = None, entry
    offered.save(update_fields=["offered_at", "returned"])
    if offered.account_id != by.id:
        _tell(appeal, offered.account, kind=NoticeKind.RETURNED, entry=entry, at=at)
    return offered


def _offered(appeal: Appeal, draft: int) -> Draft:
    """The draft as long as it waits; Missing when it was signed, returned or typed on meanwhile."""
    found = Draft.objects.filter(appeal=appeal, id=draft, offered_at__isnull=False).select_related("account").first()
    if found is None:
        raise MissingError
    return found


def _tell(appeal: Appeal, account: Account, *, kind: NoticeKind, entry: int, at: datetime) -> None:
    """A letter with the number alone, to the address of the person; without one the list has to do."""
    if not account.email:
        return
    signing_page, case_page = reverse("desk:appeals:signing"), reverse("desk:appeals:case", args=[appeal.number])
    page = signing_page if kind is NoticeKind.TO_SIGN else case_page
    subject = subject_of(appeal.id)
    write_notice(
        root=appeal.root,
        subject=subject,
        dedupe=f"{subject}/{entry}/{account.id}",
        way=Way.EMAIL,
        address=account.email,
        language=account.language,
        kind=kind,
        words={"number": appeal.number, "page": page},
        at=at,
    )
