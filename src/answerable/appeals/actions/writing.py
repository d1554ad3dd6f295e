"""The hot path: an appeal and everything that belongs to it, written by one statement in one commit.

Five round trips through the ORM cost half of what a small machine can register (see `bench/`), and a crash between
them could leave half an appeal. Every part hangs on the delivery's row: where that was there before, nothing is
written. `number` comes from a sequence for the root and year: unique, in order, with gaps after a refused statement.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import psycopg
from django.db import connection, models

from answerable.appeals.actions import publishing
from answerable.appeals.actions.sending import Intake, Plan
from answerable.appeals.models import Appeal, Sender, Tokens
from answerable.appeals.rules.points import gist
from answerable.appeals.sealed_fields import (
    APPEAL_CHOSEN,
    APPEAL_GIST,
    APPEAL_WHEREABOUTS,
    SENDER_ADDRESS,
    SENDER_CONTACT,
    SENDER_NAME,
)
from answerable.appeals.terms import Deed, State, subject_of
from answerable.base import reach
from answerable.base.actor import Actor
from answerable.base.ids import id_of_day, new_id
from answerable.base.sealed import SealedField
from answerable.base.subject import Subject
from answerable.channels.models import Delivery, Message, Notice
from answerable.channels.rules import delivery_id
from answerable.channels.sealed_fields import MESSAGE_TEXT, NOTICE_ADDRESS
from answerable.channels.terms import Channel, MessageKind
from answerable.ledger import leaves
from answerable.ledger import rules as ledger_rules
from answerable.ledger.actions import deeds_recorded
from answerable.ledger.models import Entry, Leaf, PublicLeaf
from answerable.vault import actions as vault
from answerable.vault.keys import server_key
from answerable.vault.models import FollowUpCode
from answerable.vault.rules.search import tokens
from answerable.vault.sealing import seal_text
from answerable.vault.terms import Code, MadeBy
from answerable_verify.tree import leaf_hash

Columns = dict[str, object]
Model = type[models.Model]
NUMBER: Final = object()  # a column that the statement fills with the number it drew
# The statement tells its own reach (base/reach.py), before its first row: a round trip of its own would cost more.
_REACH: Final = (
    "reach AS MATERIALIZED (SELECT set_config('answerable.reach', 'sender', true) AS word, "
    "set_config('answerable.roots', '', true), set_config('answerable.bodies', '', true), "
    "set_config('answerable.subject', %s, true))"
)
_CAME: Final = (
    "came AS (INSERT INTO channels_delivery (id, message, thing) SELECT %s::bytea, %s::bigint, %s::varchar FROM reach "
    "WHERE word <> '' ON CONFLICT DO NOTHING RETURNING id)"
)
_NUMBERED: Final = (
    "drawn AS (SELECT %s::text || lpad(appeals_next_number(%s::bigint, %s::int)::text, 5, '0') AS number FROM came), "
    # the leaf of the public log commits to the number, too: ledger.leaves.Unfinished says how it is put together
    "hashed AS (SELECT number, sha256(%s::bytea || sha256(%s::bytea || sha256(%s::bytea || convert_to(number, 'UTF8'))) "
    "|| %s::bytea) AS h FROM drawn), "
    "numbered AS (SELECT number, %s::bytea || convert_to(encode(h, 'base64'), 'UTF8') || %s::bytea AS body FROM hashed)"
)
WORDS: Final = object()  # the words of a notice: the number, and nothing else
BODY: Final = object()  # the leaf of the public log
HASH: Final = object()  # and its hash
_DRAWN: Final = {
    NUMBER: "numbered.number",
    WORDS: "jsonb_build_object('number', numbered.number)",
    BODY: "numbered.body",
    HASH: "sha256('\\x00'::bytea || numbered.body)",
}


@dataclass(slots=True)
class Writing:
    """One appeal about to be written."""

    intake: Intake
    plan: Plan
    by: Actor
    at: datetime
    code: Code
    slow: vault.Slow | None = None  # the code, hashed already
    drawn: vault.Drawn | None = None  # the record under which a sealed appeal is written
    ref: int = field(default_factory=new_id)
    message: int = field(default_factory=new_id)
    entry: int = field(default_factory=new_id)
    files: tuple[str, ...] = ()  # SHA-256 of what is sent along
    leaf: bytes = b""  # hash of its leaf in the public log, once it is written

    @property
    def subject(self) -> Subject:
        """The appeal as the vault and the letterbox name it."""
        return subject_of(self.ref)

    @property
    def thing(self) -> str:
        """The same as the journal writes it."""
        return str(self.subject)

    def seal(self, sealed: SealedField, text: str, ref: int) -> bytes:
        """Seal one field under its own place: to the readers of a sealed appeal, else under the server key."""
        if self.drawn is not None:
            return self.drawn.put(sealed, text, ref=ref)
        return self.keep(sealed, text, ref)

    def keep(self, sealed: SealedField, text: str, ref: int) -> bytes:
        """Seal one field under the server key in either tier: what a letter needs while nobody's key is open."""
        return seal_text(sealed, text, root=self.plan.root, ref=ref)


def write(new: Writing) -> str | None:
    """Write it; answers the number, or None when this delivery came before."""
    public, leaf = _public(new)
    rows: list[tuple[Model, Columns]] = [
        (Message, _message(new)),
        (Appeal, _appeal(new)),
        (Tokens, _tokens(new)),
        (Entry, _entry(new)),
        (Leaf, {"entry": new.entry}),
        (FollowUpCode, _code(new)),
        *public,
    ]
    if sender := _sender(new):
        rows.append((Sender, sender))
    if notice := _notice(new):
        rows.append((Notice, notice))
    shape = tuple((model, tuple((name, value) for name, value in _drawn(columns))) for model, columns in rows)
    given: list[Any] = [value for _, columns in rows for value in columns.values() if not _is_drawn(value)]
    came: list[Any] = [new.thing, delivery_id(Channel(new.intake.channel), new.intake.token), new.message, new.thing]
    numbered = [f"{new.plan.prefix}-{new.plan.year}-", new.plan.root, new.plan.year]
    pieces = [leaf.before, leaf.outer, leaf.inner, leaf.after, leaf.head, leaf.tail]
    row = execute(_statement(shape), [*came, *numbered, *pieces, *given])
    if row is None:
        return None
    deeds_recorded()
    new.leaf = leaf_hash(leaf.finished(str(row[0])))
    return str(row[0])


def _public(new: Writing) -> tuple[list[tuple[Model, Columns]], leaves.Unfinished]:
    """What the public log gets: the case, its key, and its first leaf, which lacks the number only."""
    opened, code, leaf = publishing.opened(
        thing=new.thing, intake=new.intake, plan=new.plan, by=new.by, at=new.at, files=new.files
    )
    columns = {"id": new.entry, "case": code, "n": 0, "body": BODY, "leaf_hash": HASH, "slow": new.plan.shown.slow}
    return [*opened, (PublicLeaf, columns)], leaf


def execute(statement: str, values: list[Any]) -> tuple[Any, ...] | None:
    """Run the statement as the server's own prepared one, and answer its row.

    Django's cursor would have PostgreSQL plan these inserts anew each time, and psycopg translate ten thousand
    characters of placeholders: together a third of what the database spends on an appeal. So this is psycopg's cursor
    for `$1`, on Django's connection and in its transaction.
    """
    connection.ensure_connection()
    if connection.queries_logged:
        connection.queries_log.append({"sql": statement, "time": "0"})  # so that budgets of queries see it
    with connection.wrap_database_errors, psycopg.RawCursor(connection.connection) as cursor:
        cursor.execute(statement.encode(), values, prepare=True)
        reach.forget(connection.connection)  # a transaction around it was told something narrower or wider
        return cursor.fetchone()


def _drawn(columns: Columns) -> list[tuple[str, object]]:
    """Column names, each with whether the statement itself fills it."""
    return [(name, value if _is_drawn(value) else None) for name, value in columns.items()]


def _is_drawn(value: object) -> bool:
    """Say whether the statement fills a column itself."""
    return value is NUMBER or value is WORDS or value is BODY or value is HASH


@lru_cache(maxsize=64)
def _statement(shape: tuple[tuple[Model, tuple[tuple[str, object], ...]], ...]) -> str:
    """The statement for these tables and columns: the same text each time, so that PostgreSQL can keep its plan.

    Every value is cast to its column's type: in INSERT ... SELECT a bare parameter would be taken for text.
    """
    parts = [
        _REACH,
        _CAME,
        _NUMBERED,
    ]
    for model, columns in shape:
        table = model._meta.db_table  # noqa: SLF001 -- Django's documented way to a table's name
        names = ", ".join(str(_field(model, name).column) for name, _ in columns)
        values = ", ".join(_value(model, name, drawn) for name, drawn in columns)
        back = " RETURNING number" if model is Appeal else ""
        parts.append(f"new_{table} AS (INSERT INTO {table} ({names}) SELECT {values} FROM numbered{back})")  # noqa: S608 -- names of our own models
    text = f"WITH {', '.join(parts)} SELECT number FROM new_appeals_appeal"  # noqa: S608 -- names of our own models
    pieces = text.split("%s")
    return pieces[0] + "".join(f"${place}{piece}" for place, piece in enumerate(pieces[1:], start=1))


def _value(model: Model, name: str, drawn: object) -> str:
    """One value of the statement."""
    if drawn is not None:
        return _DRAWN[drawn]
    return f"%s::{_field(model, name).db_type(connection)}"


def _field(model: Model, name: str) -> "models.Field[Any, Any]":
    """One column of a table, as Django knows it."""
    found = model._meta.get_field(name)  # noqa: SLF001 -- Django's documented way to a column
    if not isinstance(found, models.Field) or found.column is None:
        raise TypeError(f"{name} of {model.__name__} isn't a column")
    return found


def _message(new: Writing) -> Columns:
    """The words as they came."""
    return {
        "id": new.message,
        "root": new.plan.root,
        "thing": new.thing,
        "channel": str(new.intake.channel),
        "incoming": True,
        "kind": MessageKind.APPEAL.value,
        "author": new.by.word,
        "at": new.at,
        "language": new.intake.language,
        "text": new.seal(MESSAGE_TEXT, new.intake.text, new.message),
    }


def _appeal(new: Writing) -> Columns:
    """The narrow row."""
    sent, plan = new.intake, new.plan
    said_where = [part for part in (sent.where.strip(), sent.about_words.strip()) if part]
    whereabouts = "\n".join(said_where)
    return {
        "id": new.ref,
        "root": plan.root,
        "number": NUMBER,
        "kind": str(sent.kind),
        "channel": str(sent.channel),
        "language": sent.language,
        "tier": plan.tier.value,
        "state": State.REGISTERED.value,
        "body": plan.body,
        "category": sent.category,
        "territory": sent.territory,
        "addressed_to": sent.addressed_to,
        "about_body": sent.about_body,
        "about_person": sent.about_person,
        "barred_bodies": sorted(plan.bars.bodies),
        "barred_persons": sorted(plan.bars.persons),
        "readers": sorted(plan.readers),
        "routed": json.dumps(plan.why),
        "care": list(sent.care),
        "registered_at": new.at,
        "profile": plan.profile.id if plan.profile else None,
        "due_at": plan.due.legal if plan.due else None,
        "safe_at": plan.due.safe if plan.due else None,
        "due_facts": json.dumps(plan.due_facts),
        "extended": 0,
        "suspected": bool(sent.kind == "complaint" and sent.about_words.strip() and not plan.bars),
        "gist": new.seal(APPEAL_GIST, gist(sent.text), new.ref),
        "whereabouts": new.seal(APPEAL_WHEREABOUTS, whereabouts, new.ref) if whereabouts else None,
        **_chosen(new),
    }


def _chosen(new: Writing) -> Columns:
    """The category's questions with what was chosen; no column at all where nothing was."""
    if not new.intake.chosen:
        return {}
    said = json.dumps(new.intake.chosen, ensure_ascii=False)
    return {"chosen": new.seal(APPEAL_CHOSEN, said, new.ref)}


def _tokens(new: Writing) -> Columns:
    """What a search finds it by. A sealed appeal has no words that can be looked for."""
    sent = new.intake
    looked = f"{sent.text} {sent.where} {sent.name} {sent.address} {sent.contact} {sent.about_words}"
    found = tokens(server_key(), looked) if new.plan.tier == "W" else []
    return {"appeal": new.ref, "root": new.plan.root, "tokens": found}


def _entry(new: Writing) -> Columns:
    """The deed: codes, ids and the due day."""
    plan = new.plan
    facts: dict[str, ledger_rules.Fact | list[int]] = {
        "kind": str(new.intake.kind),
        "channel": str(new.intake.channel),
        "body": plan.body,
        "tier": plan.tier.value,
        "due": plan.due.last.isoformat() if plan.due else "",
        "rule": plan.profile.code if plan.profile else "",
        "category": new.intake.category,
        "territory": new.intake.territory,
        "addressed_to": new.intake.addressed_to,
    }
    if plan.bars.bodies:
        facts["barred"] = sorted(plan.bars.bodies)
    if new.intake.came:
        facts["came"] = new.intake.came
    ledger_rules.fit(deed=Deed.REGISTERED, thing=new.thing, facts=facts)
    return {
        "id": new.entry,
        "at": new.at,
        "actor": new.by.word,
        "deed": Deed.REGISTERED.value,
        "thing": new.thing,
        "root": plan.root,
        "facts": json.dumps(facts),
        "xact": 0,
    }


def _code(new: Writing) -> Columns:
    """The follow-up code, sealed until the job has slow-hashed it."""
    made_by = MadeBy(new.intake.made_by)
    row = vault.code_row(
        code=new.code,
        subject=new.subject,
        root=new.plan.root,
        made_by=made_by,
        on=new.at.date(),
        slow=new.slow,
        ref=id_of_day(new.at) if new.drawn else None,
    )
    return dict(row)


def _sender(new: Writing) -> Columns:
    """Who wrote, as far as they said it."""
    sent = new.intake
    said = {"name": sent.name.strip(), "address": sent.address.strip(), "contact": sent.contact.strip()}
    if not any(said.values()):
        return {}
    ways = {
        "name": (new.seal, SENDER_NAME),
        "address": (new.seal, SENDER_ADDRESS),
        "contact": (new.keep, SENDER_CONTACT),
    }
    sealed = {name: way(field, said[name], new.ref) if said[name] else None for name, (way, field) in ways.items()}
    return {"appeal": new.ref, "root": new.plan.root, **sealed, "way": str(sent.way) if said["contact"] else ""}


def _notice(new: Writing) -> Columns:
    """The letter that says the appeal is in the book, to who left an e-mail address."""
    sent = new.intake
    if sent.way != "email" or not sent.contact.strip():
        return {}
    ref = id_of_day(new.at) if new.drawn else new_id()
    return {
        "id": ref,
        "root": new.plan.root,
        "thing": new.thing,
        "dedupe": f"{new.thing}/{new.entry}",
        "way": "email",
        "address": new.keep(NOTICE_ADDRESS, sent.contact.strip(), ref),
        "language": sent.language,
        "kind": "registered",
        "words": WORDS,
        "at": new.at,
        "tries": 0,
    }


@reach.as_house()
def delivered(channel: str, token: str) -> Appeal | None:
    """The appeal that an earlier delivery of the same form became."""
    before = Delivery.objects.filter(id=delivery_id(Channel(channel), token)).values_list("thing", flat=True).first()
    if before is None:
        return None
    return Appeal.objects.get(id=Subject.parse(str(before)).id)
