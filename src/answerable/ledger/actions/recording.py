"""Writing deeds into the book, each with its leaf of the public log in the same transaction."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.room import installed
from answerable.ledger import casekeys, leaves, rules
from answerable.ledger.actions.positions import deeds_recorded
from answerable.ledger.models import Case, CaseKey, PublicLeaf
from answerable.ledger.terms import Place, PublicAct, PublicNote
from answerable_verify.tree import leaf_hash

_DEED: Final = (
    "WITH deed AS (INSERT INTO ledger_entry (id, at, actor, deed, thing, root, facts, xact) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, 0)) INSERT INTO ledger_leaf (entry) VALUES (%s)"
)
_DEED_WITH_LEAF: Final = (
    "WITH deed AS (INSERT INTO ledger_entry (id, at, actor, deed, thing, root, facts, xact) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, 0)), placed AS (INSERT INTO ledger_leaf (entry) VALUES (%s)) "
    "INSERT INTO ledger_public_leaf (id, case_code, n, body, leaf_hash, slow) VALUES (%s, %s, %s, %s, %s, %s)"
)
_TAKE_NUMBER: Final = (
    "WITH took AS (UPDATE ledger_case SET next = next + 1, last_on = greatest(last_on, %s) WHERE thing = %s "
    "RETURNING thing, code, next - 1 AS n, last_on, territory, category_group) "
    "SELECT code, n, last_on, territory, category_group, sealed FROM took LEFT JOIN ledger_case_key USING (thing)"
)


def record(
    *,
    by: Actor,
    at: datetime,
    deed: str,
    thing: str,
    root: int = 0,
    facts: Mapping[str, rules.Fact | list[int]] | None = None,
    case: str = "",
    public: PublicAct | PublicNote | None = None,
    entry: int | None = None,
) -> int:
    """Record a deed in the caller's transaction; answers the entry's id.

    With `public` the deed is an act on the case of `case` (of the thing itself when empty), and its leaf is written
    with it; a thing that never had a first act (taken over from another register when it was closed there, or older
    than the log) has no case and gets none. A `PublicNote` is the log's own, of no case.
    `entry` is the id to use where one has been drawn that tells nothing of the time (sealed senders).
    Refuses to work outside a transaction, facts that could be somebody's words, and a kind of leaf that no room
    declares.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{deed} is recorded in the transaction of its action")
    facts = dict(facts or {})
    rules.fit(deed=deed, thing=thing, facts=facts)
    entry = new_id() if entry is None else entry
    values: list[Any] = [entry, at, by.word, deed, thing, root, json.dumps(facts), entry]
    with connection.cursor() as cursor:
        leaf = None if public is None else _leaf(cursor, public, case or thing)
        if leaf is None:
            cursor.execute(_DEED, values)
        else:
            cursor.execute(_DEED_WITH_LEAF, [*values, entry, *leaf])
    deeds_recorded()
    return entry


def _leaf(cursor: CursorWrapper, act: PublicAct | PublicNote, case: str) -> Sequence[Any] | None:
    """The columns of an act's leaf, its case's row held; None where there is no case."""
    _must_be_declared(act.kind)
    if isinstance(act, PublicNote):
        body = leaves.leaf_of_note(act)
        return [None, None, body, leaf_hash(body), leaves.waits(act.kind, slow=act.slow)]
    if act.place is not None:
        return _first(act, case)
    cursor.execute(_TAKE_NUMBER, [act.on, case])
    row = cursor.fetchone()
    if row is None:
        return None
    code, n, on, territory, group, sealed = row
    # after an erasure there is no key: what is committed to then can't be opened by anybody, and need not be
    key = casekeys.new() if sealed is None else casekeys.opened(sealed, bytes(code))
    place = Place(territory, group)
    body = leaves.leaf_of(dataclasses.replace(act, on=on, channel=None), code=bytes(code), n=n, place=place, key=key)
    return [bytes(code), n, body, leaf_hash(body), leaves.waits(act.kind, slow=act.slow)]


def _must_be_declared(kind: str) -> None:
    """Raise ValueError for a kind of leaf that no room of this installation says that it writes."""
    if not any(kind in room.leaves for room in installed()):
        raise ValueError(f"no room declares that it writes leaves of the kind {kind!r}")


def _first(act: PublicAct, thing: str) -> Sequence[Any]:
    """Open the case with its first act."""
    place = act.place or Place()
    code, key = rules.new_code(), casekeys.new()
    Case.objects.create(
        thing=thing, code=code, next=1, last_on=act.on, territory=place.territory, category_group=place.group
    )
    CaseKey.objects.create(thing=thing, sealed=casekeys.seal(key, code))
    body = leaves.leaf_of(act, code=code, n=0, place=place, key=key)
    return [code, 0, body, leaf_hash(body), leaves.waits(act.kind, slow=place.slow)]


def forget(*, thing: str) -> bool:
    """Delete the key to everything the public log committed to about a thing; False when it is gone already."""
    return CaseKey.objects.filter(thing=thing).delete()[0] > 0


def add_to_log(*, body: bytes, slow: bool = False) -> int:
    """Give the log an act of its own (rules in force, an anchor, the week's root of the private log); answers its id."""
    leaf = PublicLeaf(body=body, leaf_hash=leaf_hash(body), slow=slow)
    leaf.save(force_insert=True)
    return leaf.id


def note(*, public: PublicNote) -> int:
    """Give the log an act of its own that no deed of a room stands for (an alarm, the week's sum); answers its id."""
    _must_be_declared(public.kind)
    return add_to_log(body=leaves.leaf_of_note(public), slow=leaves.waits(public.kind, slow=public.slow))
