"""The columns of this room's tables that a hot statement may write: the only spelling of them, a function a table.

Each gives field -> value for one new row (`base.statement`). Recording, the registration in one statement and the import
write what these say. They check what the room's rules ask of a row; they read nothing.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from answerable.base.actor import Actor
from answerable.ledger import rules, seals
from answerable.ledger.terms import PublicPlace

Columns = dict[str, Any]
Facts = Mapping[str, rules.Fact | list[int]]


def entry(*, ref: int, at: datetime, by: Actor, deed: str, thing: str, root: int, facts: Facts) -> Columns:
    """`ledger_entry`: a deed. Raises ValueError for facts that could be somebody's words."""
    rules.fit(deed=deed, thing=thing, facts=facts)
    return {
        "id": ref,
        "at": at,
        "actor": by.word,
        "deed": deed,
        "thing": thing,
        "root": root,
        "facts": json.dumps(facts),
        "xact": 0,  # the database fills it in, whatever is given
        "seal": seals.seal_deed(seals.DeedParts(ref, at, by.word, deed, thing, root, facts)),
    }


def leaf(*, entry: int) -> Columns:
    """`ledger_leaf`: the place of a deed in the order of deeds, not given yet."""
    return {"entry": entry}


def public_leaf(*, ref: int, case: bytes | None, n: int | None, body: object, leaf_hash: object, slow: bool) -> Columns:
    """`ledger_public_leaf`: a leaf of the public log, without its place. `ref` is the deed's id where it has one."""
    return {"id": ref, "case": case, "n": n, "body": body, "leaf_hash": leaf_hash, "slow": slow}


def case(*, thing: str, code: bytes, on: date, place: PublicPlace) -> Columns:
    """`ledger_case`: what joins the acts on one thing, with its first act taken."""
    return {
        "thing": thing,
        "code": code,
        "next": 1,
        "last_on": on,
        "territory": place.territory,
        "category_group": place.group,
    }


def case_key(*, thing: str, sealed: bytes) -> Columns:
    """`ledger_case_key`: the key to everything committed to about one thing, sealed."""
    return {"thing": thing, "sealed": sealed}
