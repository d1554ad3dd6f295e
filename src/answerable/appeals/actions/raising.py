"""Raising an appeal to the sealed tier after it was registered: it turned out to be about staff, so its words go to its readers.

What was sealed under the server key is put under a record of its own, and what could be looked for is taken away; the row's own
place, instant and number stay. The sender's key waits under the server key until they come by their code. What bodies wrote
elsewhere (instructions, measures) stays where it is.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from answerable.appeals import queries
from answerable.appeals.actions.acting import record_deed
from answerable.appeals.models import Answer, Appeal, Draft, Point, Reason, Sender, Sketch, Tokens
from answerable.appeals.sealed_fields import (
    ANSWER_TEXT,
    APPEAL_CHOSEN,
    APPEAL_GIST,
    APPEAL_WHEREABOUTS,
    DRAFT_BODY,
    POINT_REPLY,
    POINT_TEXT,
    REASON_TEXT,
    SENDER_ADDRESS,
    SENDER_NAME,
)
from answerable.appeals.terms import Deed, Tier, subject_of
from answerable.base.actor import Actor
from answerable.base.sealed import SealedField
from answerable.channels.queries import messages_of
from answerable.channels.sealed_fields import MESSAGE_TEXT
from answerable.law.queries import standing_order
from answerable.promises.queries import made_in
from answerable.promises.sealed_fields import PROMISE_EVIDENCE, PROMISE_TEXT
from answerable.vault import actions as vault_actions
from answerable.vault.sealing import open_text, seal_into


def raise_tier(appeal: Appeal, *, by: Actor, at: datetime, after: int) -> None:
    """Seal a working appeal to its readers, in the transaction of the deed `after` that says why.

    Does nothing for a sealed one. The row is locked, and the caller reaches everything of it. Raises Unreadable where a word
    of it is damaged: what can't be opened can't be sealed anew, and the act is refused with it.
    """
    if appeal.tier == Tier.SEALED:
        return
    watching = set(queries.monitors(standing_order())) - set(appeal.barred_bodies) - {appeal.body_id}
    appeal.tier, appeal.readers = Tier.SEALED.value, sorted({*appeal.readers, *watching})
    appeal.save(update_fields=["tier", "readers"])
    drawn = vault_actions.draw_record(subject=subject_of(appeal.id), root=appeal.root)
    readers = queries.readers_of(appeal, at)
    vault_actions.lay_down(by=by, at=at, drawn=drawn, readers=readers, opener=None, after=after)
    _put_rows_in(appeal)
    for what, field, rows in (
        ("message", MESSAGE_TEXT, messages_of(subject_of(appeal.id))),
        ("answer", ANSWER_TEXT, Answer.objects.filter(appeal=appeal)),
        ("reason", REASON_TEXT, Reason.objects.filter(appeal=appeal.id)),
    ):
        _put_words_in(appeal, what, field, rows)
    vault_actions.put_files_in(subject_of(appeal.id))
    vault_actions.shut_stages(subject=subject_of(appeal.id))
    Tokens.objects.filter(appeal=appeal.id).update(tokens=[])
    Sketch.objects.filter(appeal=appeal.id).delete()
    if appeal.incident_id is not None:  # one title and one answer to many would not be sealed to its readers
        was, appeal.incident_id = appeal.incident_id, None
        appeal.save(update_fields=["incident"])
        record_deed(appeal, by=by, at=at, deed=Deed.UNGROUPED, facts={"incident": was})


def _put_rows_in(appeal: Appeal) -> None:
    """Columns that may change: of the row itself, its sender, points, drafts and the promises made in it."""
    rows: tuple[tuple[Iterable[Any], tuple[SealedField, ...]], ...] = (
        ([appeal], (APPEAL_GIST, APPEAL_WHEREABOUTS, APPEAL_CHOSEN)),
        (Sender.objects.filter(appeal=appeal.id), (SENDER_NAME, SENDER_ADDRESS)),
        (Point.objects.filter(appeal=appeal), (POINT_TEXT, POINT_REPLY)),
        (Draft.objects.filter(appeal=appeal), (DRAFT_BODY,)),
        (made_in(subject_of(appeal.id)), (PROMISE_TEXT, PROMISE_EVIDENCE)),
    )
    for found, fields in rows:
        for row in found:
            for field in fields:
                if (sealed := getattr(row, field.column)) is not None:
                    setattr(row, field.column, _into(appeal, field, sealed, getattr(row, field.ref)))
            row.save(update_fields=[field.column for field in fields])


def _put_words_in(appeal: Appeal, what: str, field: SealedField, rows: Iterable[Any]) -> None:
    """What nobody may change otherwise: messages, answers, reasons."""
    found = [(getattr(row, field.ref), row.text) for row in rows]
    texts = [_into(appeal, field, sealed, ref) for ref, sealed in found]
    refs = [ref for ref, _sealed in found]
    with connection.cursor() as cursor:
        cursor.execute("SELECT appeals_put_in(%s, %s, %s::bigint[], %s::bytea[])", [appeal.id, what, refs, texts])


def _into(appeal: Appeal, field: SealedField, sealed: bytes | memoryview, ref: int) -> bytes:
    """The same words, in the record."""
    text = open_text(field, sealed, root=appeal.root, ref=ref)
    return seal_into(subject_of(appeal.id), field, text, root=appeal.root, ref=ref)
