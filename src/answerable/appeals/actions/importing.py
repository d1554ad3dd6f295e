"""Taking over another register: rows in bulk, each on the record, each once however often the file comes."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, models, transaction

from answerable.appeals.models import Appeal, Tokens
from answerable.appeals.queries.opening import first_fields
from answerable.appeals.rules.importing import Imported, RegisterMap
from answerable.appeals.rules.points import gist
from answerable.appeals.sealed_fields import APPEAL_GIST, APPEAL_WHEREABOUTS
from answerable.appeals.terms import Deed, State, subject_of
from answerable.base.actor import HOUSE
from answerable.base.ids import new_id
from answerable.channels.models import Delivery, Message
from answerable.channels.rules import delivery_id
from answerable.channels.sealed_fields import MESSAGE_TEXT
from answerable.channels.terms import Channel, MessageKind
from answerable.law.queries import StandingOrder, standing_order
from answerable.law.rules import deadlines
from answerable.ledger import casekeys, leaves
from answerable.ledger.actions import deeds_recorded
from answerable.ledger.models import Case, CaseKey, Entry, Leaf, PublicLeaf
from answerable.ledger.rules import new_code
from answerable.vault.keys import server_key
from answerable.vault.rules.search import tokens
from answerable.vault.sealing import seal_text
from answerable_verify.tree import leaf_hash

Rows = list[dict[str, Any]]
BATCH: Final = 1000
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
    """Write rows that aren't here yet, all or none; answers how many.

    The deed is the house's, of now: it was imported; when it was registered there stands in its facts. What is still
    open there is open here, with the date of the register or else of the law.
    """
    order = standing_order()
    written: dict[type[models.Model], Rows] = {table: [] for table in _TABLES}
    categories, places = _codes("appeals_category"), _codes("places_territory")
    count = 0
    for row in rows:
        ids = (categories.get(row.category), places.get(row.territory))
        _put(written, row, by, order, ids=ids, at=at)
        count += 1
    for table, lines in written.items():
        _insert(table, lines)
    deeds_recorded()
    return count


def _codes(table: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT code, id FROM {table}")  # noqa: S608 -- one of two names above
        return dict(cursor.fetchall())


def _put(
    written: dict[type[models.Model], Rows],
    row: Imported,
    by: RegisterMap,
    order: StandingOrder,
    *,
    ids: tuple[int | None, int | None],
    at: datetime,
) -> None:
    """One row's lines of every table."""
    ref, message, entry = new_id(), new_id(), new_id()
    body = order.bodies[order.by_code[row.body]]
    thing, root = str(subject_of(ref)), body.root
    written[Message].append(_message(row, by, root=root, thing=thing, ref=message))
    if row.answer:
        written[Message].append(_message(row, by, root=root, thing=thing, ref=new_id(), answer=True))
    mark = delivery_id(Channel.IMPORT, f"{by.register}/{row.key}")
    written[Delivery].append({"id": mark, "message": message, "thing": thing})
    written[Appeal].append(_appeal(row, by, order, ref=ref, ids=ids))
    looked = tokens(server_key(), f"{row.text} {row.where} {row.key}")
    written[Tokens].append({"appeal": ref, "root": root, "tokens": looked})
    facts = {
        "register": by.register[:64],
        "registered": row.registered_at.date().isoformat(),
        "closed": row.closed_at.date().isoformat() if row.closed_at else "",
        "body": body.id,
        "kind": row.kind,
    }
    deed = {"id": entry, "at": at, "actor": HOUSE.word, "deed": Deed.IMPORTED.value, "thing": thing, "root": root}
    written[Entry].append(deed | {"facts": json.dumps(facts), "xact": 0})
    written[Leaf].append({"entry": entry})
    if row.closed_at is None:
        _publish(written, row, order, entry=entry, line=written[Appeal][-1], at=at)


def _publish(
    written: dict[type[models.Model], Rows],
    row: Imported,
    order: StandingOrder,
    *,
    entry: int,
    line: dict[str, Any],
    at: datetime,
) -> None:
    """What is still open there begins a case here, on the day on which this log first knew of it; due when it is due."""
    body, thing = order.bodies[line["body_id"]], str(subject_of(line["id"]))
    place = order.shown(body.code, territory=line["territory_id"], category=line["category_id"])
    code, key, on = new_code(), casekeys.new(), order.day_at(body.id, at)
    due = None if line["due_at"] is None else order.day_at(body.id, line["due_at"])
    fields = first_fields(by=HOUSE.word, at=at, text=row.text, category="", place="")
    leaf = leaves.first_leaf(
        code=code, key=key, on=on, due=due, body=body.code, channel=Channel.IMPORT, place=place, fields=fields
    )
    raw = leaf.finished(row.number)
    case = {"thing": thing, "code": code, "next": 1, "last_on": on}
    written[Case].append(case | {"territory": place.territory, "category_group": place.group})
    written[CaseKey].append({"thing": thing, "sealed": casekeys.seal(key, code)})
    shown = {"id": entry, "case_code": code, "n": 0, "body": raw, "leaf_hash": leaf_hash(raw), "slow": place.slow}
    written[PublicLeaf].append(shown)


def _message(
    row: Imported, by: RegisterMap, *, root: int, thing: str, ref: int, answer: bool = False
) -> dict[str, Any]:
    """What the register says was written, or what it says was answered."""
    text = row.answer if answer else row.text
    return {
        "id": ref,
        "root": root,
        "thing": thing,
        "channel": Channel.IMPORT.value,
        "incoming": not answer,
        "kind": (MessageKind.ANSWER if answer else MessageKind.APPEAL).value,
        "author": HOUSE.word,
        "at": (row.closed_at or row.registered_at) if answer else row.registered_at,
        "language": by.language,
        "text": seal_text(MESSAGE_TEXT, text, root=root, ref=ref),
    }


def _appeal(
    row: Imported, by: RegisterMap, order: StandingOrder, *, ref: int, ids: tuple[int | None, int | None]
) -> dict[str, Any]:
    """The narrow row."""
    body = order.bodies[order.by_code[row.body]]
    category, territory = ids
    due, facts, profile = _due(row, order)
    sealed_where = seal_text(APPEAL_WHEREABOUTS, row.where, root=body.root, ref=ref) if row.where else None
    return {
        "id": ref,
        "root": body.root,
        "number": row.number,
        "kind": row.kind,
        "channel": Channel.IMPORT.value,
        "language": by.language,
        "tier": "W",
        "state": (State.CLOSED if row.closed_at else State.REGISTERED).value,
        "body_id": body.id,
        "category_id": category,
        "territory_id": territory,
        "barred_bodies": [],
        "barred_persons": [],
        "readers": [],
        "routed": json.dumps([]),
        "care": [],
        "registered_at": row.registered_at,
        "profile_id": profile,
        "due_at": due[0],
        "safe_at": due[1],
        "due_facts": json.dumps(facts),
        "extended": 0,
        "answered_at": row.closed_at,
        "closed_at": row.closed_at,
        "suspected": False,
        "gist": seal_text(APPEAL_GIST, gist(row.text), root=body.root, ref=ref),
        "whereabouts": sealed_where,
    }


def _due(
    row: Imported, order: StandingOrder
) -> tuple[tuple[datetime | None, datetime | None], dict[str, object], int | None]:
    """The date of the register, else the law's: (legal, safe), why in codes, the profile."""
    body = order.by_code[row.body]
    profile = order.profile_for(kind=row.kind, channel=Channel.IMPORT, on=row.registered_at.date(), body=body)
    if row.due_at is not None:
        return (row.due_at, row.due_at), {}, profile.id if profile else None
    if profile is None:
        return (None, None), {}, None
    due = order.due(profile, body=body, start=row.registered_at)
    return (due.legal, due.safe), deadlines.explain(due, profile), profile.id


def _insert(table: type[models.Model], lines: Rows) -> None:
    """Write lines, a thousand with one statement. Not by COPY, which PostgreSQL refuses where rows are guarded."""
    meta = table._meta  # noqa: SLF001 -- Django's documented way to a table's name and columns
    documents = {str(field.column) for field in meta.concrete_fields if isinstance(field, models.JSONField)}
    with connection.cursor() as cursor:
        for begin in range(0, len(lines), BATCH):
            some = lines[begin : begin + BATCH]
            names = ", ".join(some[0])
            given = [{name: _plain(name in documents, value) for name, value in line.items()} for line in some]
            cursor.execute(
                f"INSERT INTO {meta.db_table} ({names}) "  # noqa: S608 -- names of our own models
                f"SELECT {names} FROM json_populate_recordset(NULL::{meta.db_table}, %s::json)",
                [json.dumps(given, default=str)],
            )


def _plain(is_document: bool, value: Any) -> Any:
    """A value as JSON carries it to a column."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    return json.loads(value) if is_document else value
