"""Erasing an appeal: every word and every key goes, the record that there was one stays.

What stays are codes, days and counts, and in the public log commitments that nobody can open any more but the sender,
whose receipt holds what it needs. What officials wrote about it elsewhere (instructions, promises) is theirs.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from answerable.appeals.actions.holding import record, thing
from answerable.appeals.models import Answer, Appeal, Draft, Point, Reason, Sender, Sketch, Tokens
from answerable.appeals.terms import Deed
from answerable.base.actor import Actor, Kind
from answerable.base.verdict import Missing, Refused
from answerable.channels.models import Message, Notice
from answerable.ledger import actions as ledger
from answerable.ledger import queries as ledger_queries
from answerable.vault import actions as vault
from answerable.vault.sealing import seal_text


@transaction.atomic
def erase(*, by: Actor, at: datetime, ref: int, basis: str = "law") -> bool:
    """Erase an appeal. False when it is erased already and nothing came back; after a restore it is done again.

    Refuses everybody but the house: an operator does it at the command line, on a decision that names its basis (a code).
    """
    appeal = Appeal.objects.select_for_update().filter(id=ref).first()
    if appeal is None:
        raise Missing
    if by.kind is not Kind.HOUSE:
        raise Refused("appeal.erased-by-the-house-alone")
    if is_erased(appeal):
        return False
    record(appeal, by=by, at=at, deed=Deed.ERASED, facts={"basis": basis})
    _empty_words(appeal)
    _empty_columns(appeal)
    for rows in (
        Sender.objects.filter(appeal=ref),
        Tokens.objects.filter(appeal=ref),
        Sketch.objects.filter(appeal=ref),
    ):
        rows.delete()
    Draft.objects.filter(appeal=appeal).delete()
    Notice.objects.filter(thing=thing(ref)).delete()
    vault.forget(appeal=ref)
    ledger.forget(thing=thing(ref))
    return True


def is_erased(appeal: Appeal) -> bool:
    """Say whether it was erased and nothing of it came back since."""
    name = thing(appeal.id)
    told = any(entry.deed == Deed.ERASED for entry in ledger_queries.history_of(name))
    return told and ledger_queries.case_key(name) is None and not Sender.objects.filter(appeal=appeal.id).exists()


def _empty_words(appeal: Appeal) -> None:
    """Empty what nobody may change otherwise: messages, answers, reasons."""
    for what, table, refs in (
        ("message", "channels_message", Message.objects.filter(thing=thing(appeal.id)).values_list("id", flat=True)),
        ("answer", "appeals_answer", Answer.objects.filter(appeal=appeal).values_list("id", flat=True)),
        ("reason", "appeals_reason", Reason.objects.filter(appeal=appeal.id).values_list("entry", flat=True)),
    ):
        _empty(appeal, what, table, refs)


def _empty(appeal: Appeal, what: str, table: str, refs: Iterable[int]) -> None:
    ids = list(refs)
    empties = [_nothing(appeal, table, ref, "text") for ref in ids]
    with connection.cursor() as cursor:
        cursor.execute("SELECT appeals_empty(%s, %s, %s::bigint[], %s::bytea[])", [appeal.id, what, ids, empties])


def _empty_columns(appeal: Appeal) -> None:
    appeal.gist = _nothing(appeal, "appeals_appeal", appeal.id, "gist")
    appeal.whereabouts = appeal.chosen = None
    appeal.save(update_fields=["gist", "whereabouts", "chosen"])
    for point in Point.objects.filter(appeal=appeal):
        point.text = _nothing(appeal, "appeals_point", point.id, "text")
        point.reply = None if point.reply is None else _nothing(appeal, "appeals_point", point.id, "reply")
        point.save(update_fields=["text", "reply"])


def _nothing(appeal: Appeal, table: str, ref: int, field: str) -> bytes:
    """An empty text in its place, under the server key in either tier."""
    return seal_text("", root=appeal.root, table=table, ref=ref, field=field)
