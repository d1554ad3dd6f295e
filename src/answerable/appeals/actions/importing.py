"""Taking over another register: rows in bulk, each on the record, each once however often the file comes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import models, transaction

from answerable.appeals import rows as appeal_rows
from answerable.appeals.actions.barring import suspect_unknown
from answerable.appeals.actions.hearing import hear_later
from answerable.appeals.models import Appeal, Tokens
from answerable.appeals.queries.opening import first_fields
from answerable.appeals.rules.importing import Imported, RegisterMap
from answerable.appeals.rules.points import gist
from answerable.appeals.sealed_fields import APPEAL_GIST, APPEAL_WHEREABOUTS
from answerable.appeals.terms import Deed, State, Tier, subject_of
from answerable.base import statement
from answerable.base.actor import SYSTEM
from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.channels import rows as channel_rows
from answerable.channels.models import Delivery, Message
from answerable.channels.rules import delivery_id
from answerable.channels.sealed_fields import MESSAGE_TEXT
from answerable.channels.terms import Channel, MessageKind
from answerable.law.queries import StandingOrder, standing_order
from answerable.law.rules import deadlines
from answerable.law.terms import MatterKind
from answerable.ledger import casekeys, leaves
from answerable.ledger import rows as ledger_rows
from answerable.ledger.actions import deeds_recorded
from answerable.ledger.models import Case, CaseKey, Entry, Leaf, PublicLeaf
from answerable.ledger.rules import Fact, new_code
from answerable.people.queries.mentions import mentions_in
from answerable.vault.keys import server_key
from answerable.vault.rules.search import tokens
from answerable.vault.sealing import seal_text
from answerable_verify.tree import leaf_hash

Columns = dict[str, Any]
Rows = list[Columns]
_TABLES: Final = (Message, Delivery, Appeal, Tokens, Entry, Leaf, Case, CaseKey, PublicLeaf)


def already_here(rows: Sequence[Imported], by: RegisterMap) -> set[str]:
    """Keys of rows that an earlier run took over."""
    marks = {delivery_id(Channel.IMPORT, f"{by.register}/{row.key}"): row.key for row in rows}
    found = Delivery.objects.filter(id__in=list(marks)).values_list("id", flat=True)
    return {marks[bytes(mark)] for mark in found}


def numbers_taken(rows: Sequence[Imported]) -> set[str]:
    """Numbers of these rows that some other appeal bears."""
    return set(Appeal.objects.filter(number__in=[row.number for row in rows]).values_list("number", flat=True))


@transaction.atomic
def take_over(*, at: datetime, rows: Iterable[Imported], by: RegisterMap) -> int:
    """Write rows that aren't here yet, all or none; returns how many.

    The deed is the system's, of now: it was imported; when it was registered there stands in its facts. What is still
    open there is open here, with the date of the register or else of the law.
    """
    order = standing_order()
    written: dict[type[models.Model], Rows] = {table: [] for table in _TABLES}
    categories = {code: ref for ref, code in order.category_codes.items()}
    places = {code: ref for ref, code in order.place_codes.items()}
    count, looked = 0, []
    for row in rows:
        ids = (categories.get(row.category), places.get(row.territory))
        looked.append((_put(written, row, by, order, ids=ids, at=at), row))
        count += 1
    for table, lines in written.items():
        statement.write_many(table, lines)
    deeds_recorded()
    _hear(looked, order, at=at)
    return count


def _hear(rows: Iterable[tuple[int, Imported]], order: StandingOrder, *, at: datetime) -> None:
    """Look through what was written there for people, like everything that is sent here: whom it may be about has it not."""
    for ref, row in rows:
        open_complaint = row.kind == MatterKind.COMPLAINT and row.closed_at is None
        if not (open_complaint or mentions_in((row.text, row.where), revision=order.revision)):
            continue
        appeal = Appeal.objects.select_for_update().get(id=ref)
        hear_later(appeal, by=SYSTEM, at=at, text=f"{row.text}\n{row.where}")
        if open_complaint:
            suspect_unknown(appeal, by=SYSTEM, at=at)


def _put(
    written: dict[type[models.Model], Rows],
    row: Imported,
    by: RegisterMap,
    order: StandingOrder,
    *,
    ids: tuple[int | None, int | None],
    at: datetime,
) -> int:
    """One row's lines of every table; the appeal's id."""
    ref, message, entry = new_id(), new_id(), new_id()
    body, subject = order.bodies[order.by_code[row.body]], subject_of(ref)
    thing, root = str(subject), body.root
    written[Message].append(_message(row, by, root=root, subject=subject, ref=message))
    if row.answer:
        written[Message].append(_message(row, by, root=root, subject=subject, ref=new_id(), answer=True))
    mark = f"{by.register}/{row.key}"
    delivery = channel_rows.delivery(channel=Channel.IMPORT, external=mark, message=message, subject=subject)
    written[Delivery].append(delivery)
    written[Appeal].append(_appeal(row, by, order, ref=ref, ids=ids))
    looked = tokens(server_key(), f"{row.text} {row.where} {row.key}")
    written[Tokens].append(appeal_rows.tokens(appeal=ref, root=root, found=looked))
    facts: dict[str, Fact | list[int]] = {
        "register": by.register[:64],
        "registered": row.registered_at.date().isoformat(),
        "closed": row.closed_at.date().isoformat() if row.closed_at else "",
        "body": body.id,
        "kind": row.kind,
    }
    deed = Deed.IMPORTED.value
    written[Entry].append(
        ledger_rows.entry(ref=entry, at=at, by=SYSTEM, deed=deed, thing=thing, root=root, facts=facts)
    )
    written[Leaf].append(ledger_rows.leaf(entry=entry))
    if row.closed_at is None:
        _publish(written, row, order, entry=entry, line=written[Appeal][-1], at=at)
    return ref


def _publish(
    written: dict[type[models.Model], Rows],
    row: Imported,
    order: StandingOrder,
    *,
    entry: int,
    line: Columns,
    at: datetime,
) -> None:
    """What is still open there begins a case here, on the day on which this log first knew of it; due when it is due."""
    body, thing = order.bodies[line["body"]], str(subject_of(line["id"]))
    place = order.shown(body.code, territory=line["territory"], category=line["category"])
    code, key, on = new_code(), casekeys.new_case_key(), order.day_at(body.id, at)
    due = None if line["due_at"] is None else order.day_at(body.id, line["due_at"])
    fields = first_fields(by=SYSTEM.word, at=at, text=row.text, category="", place="")
    leaf = leaves.first_leaf(
        code=code, key=key, on=on, due=due, body=body.code, channel=Channel.IMPORT, place=place, fields=fields
    )
    raw = leaf.finished(row.number)
    leaf_columns = ledger_rows.public_leaf(
        ref=entry, case=code, n=0, body=raw, leaf_hash=leaf_hash(raw), slow=place.slow
    )
    written[Case].append(ledger_rows.case(thing=thing, code=code, on=on, place=place))
    written[CaseKey].append(ledger_rows.case_key(thing=thing, sealed=casekeys.seal_case_key(key, code)))
    written[PublicLeaf].append(leaf_columns)


def _message(row: Imported, by: RegisterMap, *, root: int, subject: Subject, ref: int, answer: bool = False) -> Columns:
    """What the register says was written, or what it says was answered."""
    text = row.answer if answer else row.text
    return channel_rows.message(
        ref=ref,
        root=root,
        subject=subject,
        channel=Channel.IMPORT,
        incoming=not answer,
        kind=MessageKind.ANSWER if answer else MessageKind.APPEAL,
        author=SYSTEM,
        at=(row.closed_at or row.registered_at) if answer else row.registered_at,
        language=by.language,
        text=seal_text(MESSAGE_TEXT, text, root=root, ref=ref),
    )


def _appeal(
    row: Imported, by: RegisterMap, order: StandingOrder, *, ref: int, ids: tuple[int | None, int | None]
) -> Columns:
    """The narrow row."""
    body = order.bodies[order.by_code[row.body]]
    category, territory = ids
    due, facts, profile = _due(row, order)
    new_row = appeal_rows.NewAppeal(
        ref=ref,
        root=body.root,
        number=row.number,
        kind=row.kind,
        channel=Channel.IMPORT.value,
        language=by.language,
        tier=Tier.WORKING,
        state=State.CLOSED if row.closed_at else State.REGISTERED,
        body=body.id,
        category=category,
        territory=territory,
        registered_at=row.registered_at,
        profile=profile,
        due=due,
        due_facts=facts,
        closed_at=row.closed_at,
        gist=seal_text(APPEAL_GIST, gist(row.text), root=body.root, ref=ref),
        whereabouts=seal_text(APPEAL_WHEREABOUTS, row.where, root=body.root, ref=ref) if row.where else None,
    )
    return appeal_rows.appeal(new_row)


def _due(
    row: Imported, order: StandingOrder
) -> tuple[tuple[datetime | None, datetime | None], dict[str, object], int | None]:
    """The date of the register, else the law's: (legal, safe), why in codes, the profile."""
    body = order.by_code[row.body]
    profile = order.profile_for(
        kind=row.kind, channel=Channel.IMPORT, on=order.day_at(body, row.registered_at), body=body
    )
    if row.due_at is not None:
        return (row.due_at, row.due_at), {}, profile.id if profile else None
    if profile is None:
        return (None, None), {}, None
    due = order.due(profile, body=body, start=row.registered_at)
    return (due.legal, due.safe), deadlines.explain(due, profile), profile.id
