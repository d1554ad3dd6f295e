"""What a sender does about the receipt: have it sent by e-mail, or say that none shall be made."""

from datetime import datetime

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.acting import lock_appeal, record_deed, when
from answerable.appeals.models import Appeal
from answerable.appeals.queries import receipts
from answerable.appeals.terms import Deed, subject_of
from answerable.base.actor import Actor
from answerable.base.verdict import NotNowError
from answerable.channels.actions import write_notice
from answerable.channels.terms import NoticeKind, Way


@transaction.atomic
def decline_receipt(*, by: Actor, at: datetime, ref: int) -> Appeal:
    """Say that no receipt shall be made from now on. It cannot be taken back: whoever forces the code gets none."""
    appeal = lock_appeal(by, ref, policy.can_follow)
    at = when(appeal, by, at)
    if not receipts.declined(ref):
        record_deed(appeal, by=by, at=at, deed=Deed.RECEIPT_DECLINED)
    return appeal


@transaction.atomic
def mail_receipt(*, by: Actor, at: datetime, ref: int, with_words: bool = False) -> Appeal:
    """Send the receipt to the address that the sender left; without their words unless they ask for them.

    Refuses while there is none, where none shall be made, and where no address was left.
    """
    appeal = lock_appeal(by, ref, policy.can_follow)
    way, address = queries.contact_of(appeal)
    if receipts.declined(ref):
        raise NotNowError("receipt.declined")
    if way != Way.EMAIL:
        raise NotNowError("receipt.no-address")
    raw = receipts.receipt_of(appeal, hide=() if with_words else receipts.PRIVATE)
    if raw is None:
        raise NotNowError("receipt.not-yet")
    entry = record_deed(appeal, by=by, at=when(appeal, by, at), deed=Deed.RECEIPT_SENT)
    subject = subject_of(appeal.id)
    write_notice(
        root=appeal.root,
        subject=subject,
        dedupe=f"{subject}/{entry}",
        way=way,
        address=address,
        language=appeal.language,
        kind=NoticeKind.RECEIPT,
        words={"number": appeal.number},
        at=at,
        enclosed=raw,
    )
    return appeal
