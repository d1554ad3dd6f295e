"""Writing deeds into the journal, each with its leaf of the public log in the same transaction."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from answerable.base import clock, statement
from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.room import installed
from answerable.ledger import casekeys, leaves, rows, rules
from answerable.ledger.actions.positions import deeds_recorded
from answerable.ledger.models import Case, CaseKey, Entry, Leaf, PublicLeaf
from answerable.ledger.terms import PublicAct, PublicNote, PublicPlace
from answerable_verify import turns
from answerable_verify.leaf import version_of
from answerable_verify.tree import leaf_hash

Written = list[statement.Row]
_TAKE_NUMBER: Final = (
    "WITH took AS (UPDATE ledger_case SET next = next + 1, last_on = greatest(last_on, %s) WHERE thing = %s "
    "RETURNING thing, code, next - 1 AS n, last_on, territory, category_group) "
    "SELECT code, n, last_on, territory, category_group, sealed, (SELECT first.slow FROM ledger_public_leaf first "
    "WHERE first.case_code = code AND first.n = 0) FROM took LEFT JOIN ledger_case_key USING (thing)"
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
    along: bool = False,
) -> int:
    """Record a deed in the caller's transaction; returns the entry's id.

    With `public` the deed is an act on the case of `case` (of the thing itself when empty), and its leaf is written
    with it; a thing that never had a first act (taken over from another register when it was closed there, or older
    than the log) has no case and gets none. A `PublicNote` is the log's own, of no case.
    `entry` is the id to use where one has been drawn that tells nothing of the time (sealed senders). `along` is said by
    what goes along with words that somebody sent in, whoever types them: these are never refused for a clock.
    Refuses to work outside a transaction, facts that could be somebody's words, a kind of leaf that no room
    declares, an instant that can't be (`rules.must_be_now`), and (`turns.OutOfTurnError`) a leaf that an auditor would
    convict beside those of its case.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{deed} is recorded in the transaction of its action")
    if not along:
        rules.must_be_now(by.kind, at, floor=clock.floor(), ceiling=clock.ceiling())
    entry = new_id() if entry is None else entry
    facts = dict(facts or {})
    deed_row = rows.entry(ref=entry, at=at, by=by, deed=deed, thing=thing, root=root, facts=facts)
    public_rows = [] if public is None else _leaf(public, case or thing, ref=entry)
    statement.write((Entry, deed_row), (Leaf, rows.leaf(entry=entry)), *public_rows)
    deeds_recorded()
    return entry


def _leaf(act: PublicAct | PublicNote, case: str, *, ref: int) -> Written:
    """The row of an act's leaf, its case's row held; with those of the case where it opens one; none without a case."""
    _must_be_declared(act.kind)
    if isinstance(act, PublicNote):
        return _placed(ref, act, body=_stands(leaves.leaf_of_note(act)))
    if act.place is not None:
        return _first(act, case, ref=ref)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_NUMBER, [act.on, case])
        row = cursor.fetchone()
    if row is None:
        return []
    code, n, on, territory, group, sealed, first_waits = row
    # after an erasure there is no key: what is committed to then can't be opened by anybody, and need not be
    key = casekeys.new_case_key() if sealed is None else casekeys.open_case_key(sealed, bytes(code))
    place = PublicPlace(territory, group)
    act = dataclasses.replace(act, slow=act.slow or bool(first_waits))  # a case that waited once waits always
    body = leaves.leaf_of(dataclasses.replace(act, on=on, channel=None), code=bytes(code), n=n, place=place, key=key)
    return _placed(ref, act, body=_in_turn(body, bytes(code), act), code=bytes(code), n=n)


def _in_turn(body: bytes, code: bytes, act: PublicAct) -> bytes:
    """The leaf, held against those of its case, whose row is held; an act of version 1 on an appeal is not read twice."""
    if (act.version or version_of(act.kind)) == 1 and act.kind != "registered":
        return body
    before = PublicLeaf.objects.filter(case=code).order_by("n").values_list("body", flat=True)
    return _stands(body, [bytes(one) for one in before])


def _stands(body: bytes, before: Sequence[bytes] = ()) -> bytes:
    turns.must_stand(body, before)
    return body


def _placed(
    ref: int, act: PublicAct | PublicNote, *, body: bytes, code: bytes | None = None, n: int | None = None
) -> Written:
    """The row of a leaf. The first act of a case waits as its place does."""
    slow = act.place.slow if isinstance(act, PublicAct) and act.place is not None else act.slow
    slow = leaves.waits(act.kind, slow=slow)
    leaf = rows.public_leaf(ref=ref, case=code, n=n, body=body, leaf_hash=leaf_hash(body), slow=slow)
    return [(PublicLeaf, leaf)]


def _must_be_declared(kind: str) -> None:
    """Raise ValueError for a kind of leaf that no room of this installation says that it writes."""
    if not any(kind in room.leaves for room in installed()):
        raise ValueError(f"no room declares that it writes leaves of the kind {kind!r}")


def _first(act: PublicAct, thing: str, *, ref: int) -> Written:
    """Open the case with its first act."""
    place = act.place or PublicPlace()
    code, key = rules.new_code(), casekeys.new_case_key()
    opened: Written = [
        (Case, rows.case(thing=thing, code=code, on=act.on, place=place)),
        (CaseKey, rows.case_key(thing=thing, sealed=casekeys.seal_case_key(key, code))),
    ]
    body = _stands(leaves.leaf_of(act, code=code, n=0, place=place, key=key))
    return opened + _placed(ref, act, body=body, code=code, n=0)


def erase_case_key(*, thing: str) -> bool:
    """Delete the key to everything the public log committed to about a thing; False when it is gone already."""
    return CaseKey.objects.filter(thing=thing).delete()[0] > 0


def add_to_log(*, body: bytes, slow: bool = False) -> int:
    """Give the log an act of its own (rules in force, an anchor, the week's root of the private log); returns its id."""
    leaf = PublicLeaf(body=body, leaf_hash=leaf_hash(body), slow=slow)
    leaf.save(force_insert=True)
    return leaf.id


def note(*, public: PublicNote) -> int:
    """Give the log an act of its own that no deed of a room stands for (an alarm, the week's sum); returns its id."""
    _must_be_declared(public.kind)
    return add_to_log(body=_stands(leaves.leaf_of_note(public)), slow=leaves.waits(public.kind, slow=public.slow))
