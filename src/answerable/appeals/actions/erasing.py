"""Erasing an appeal: every word and every key goes, the record that there was one stays.

What stays are codes, days and counts, and in the public log commitments that nobody can open any more but the sender,
whose receipt holds what it needs. What officials wrote about it elsewhere (instructions, promises) is theirs.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from answerable.appeals.actions.acting import record_deed
from answerable.appeals.models import (
    Answer,
    Appeal,
    Draft,
    Point,
    PublicAppeal,
    PublicUpdate,
    Reason,
    Sender,
    Sketch,
    Tokens,
)
from answerable.appeals.sealed_fields import ANSWER_TEXT, APPEAL_GIST, POINT_REPLY, POINT_TEXT, REASON_TEXT
from answerable.appeals.terms import Deed, subject_of
from answerable.base.actor import Actor, ActorKind
from answerable.base.sealed import SealedField
from answerable.base.verdict import MissingError, RefusedError
from answerable.channels.actions import letterbox
from answerable.channels.models import Message, Notice
from answerable.channels.sealed_fields import MESSAGE_TEXT
from answerable.ledger import actions as ledger_actions
from answerable.ledger import queries as ledger_queries
from answerable.vault import actions as vault_actions
from answerable.vault.sealing import seal_text


@transaction.atomic
def erase(*, by: Actor, at: datetime, ref: int, basis: str = "law") -> bool:
    """Erase an appeal. False when it is erased already and nothing came back; after a restore it is done again.

    Refuses everybody but the system: an operator does it at the command line, on a decision that names its basis (a code).
    """
    appeal = Appeal.objects.select_for_update().filter(id=ref).first()
    if appeal is None:
        raise MissingError
    if by.kind is not ActorKind.SYSTEM:
        raise RefusedError("appeal.erased-by-the-house-alone")
    if is_erased(appeal):
        return False
    record_deed(appeal, by=by, at=at, deed=Deed.ERASED, facts={"basis": basis})
    _empty_words(appeal)
    _empty_columns(appeal)
    for rows in (
        Sender.objects.filter(appeal=ref),
        Tokens.objects.filter(appeal=ref),
        Sketch.objects.filter(appeal=ref),
        PublicAppeal.objects.filter(appeal=ref),
        PublicUpdate.objects.filter(appeal=ref),
    ):
        rows.delete()
    Draft.objects.filter(appeal=appeal).delete()
    subject = subject_of(ref)
    Notice.objects.filter(thing=str(subject)).delete()
    letterbox.empty_deliveries(subject)
    vault_actions.erase_subject(subject=subject)
    ledger_actions.erase_case_key(thing=str(subject))
    return True


def is_erased(appeal: Appeal) -> bool:
    """Say whether it was erased and nothing of it came back since."""
    name = str(subject_of(appeal.id))
    told = any(entry.deed == Deed.ERASED for entry in ledger_queries.history_of(name))
    return told and ledger_queries.case_key(name) is None and not Sender.objects.filter(appeal=appeal.id).exists()


def _empty_words(appeal: Appeal) -> None:
    """Empty what nobody may change otherwise: messages, answers, reasons."""
    name = str(subject_of(appeal.id))
    for what, field, refs in (
        ("message", MESSAGE_TEXT, Message.objects.filter(thing=name).values_list("id", flat=True)),
        ("answer", ANSWER_TEXT, Answer.objects.filter(appeal=appeal).values_list("id", flat=True)),
        ("reason", REASON_TEXT, Reason.objects.filter(appeal=appeal.id).values_list("entry", flat=True)),
    ):
        _empty(appeal, what, field, refs)


def _empty(appeal: Appeal, what: str, field: SealedField, refs: Iterable[int]) -> None:
    ids = list(refs)
    empties = [_nothing(appeal, field, ref) for ref in ids]
    with connection.cursor() as cursor:
        cursor.execute("SELECT appeals_empty(%s, %s, %s::bigint[], %s::bytea[])", [appeal.id, what, ids, empties])


def _empty_columns(appeal: Appeal) -> None:
    appeal.gist = _nothing(appeal, APPEAL_GIST, appeal.id)
    appeal.whereabouts = appeal.chosen = None
    appeal.save(update_fields=["gist", "whereabouts", "chosen"])
    for point in Point.objects.filter(appeal=appeal):
        point.text = _nothing(appeal, POINT_TEXT, point.id)
        point.reply = None if point.reply is None else _nothing(appeal, POINT_REPLY, point.id)
        point.save(update_fields=["text", "reply"])


def _nothing(appeal: Appeal, field: SealedField, ref: int) -> bytes:
    """An empty text in its place, under the server key in either tier."""
    return seal_text(field, "", root=appeal.root, ref=ref)
