"""What is committed to about an act on an appeal, and the leaf that the public log gets of it.

The fields of an act are exactly what can be read again from the appeal later (`queries.opening`), so that a receipt can
be made at any time without keeping everything twice.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from answerable.appeals import queries
from answerable.appeals.actions.sending import Intake, SendingPlan
from answerable.appeals.models import Appeal
from answerable.appeals.queries.opening import first_fields, later_fields
from answerable.appeals.rules import public_acts
from answerable.appeals.terms import Tier
from answerable.base import statement
from answerable.base.actor import Actor
from answerable.base.leaf_kind import LeafKind
from answerable.law import queries as law_queries
from answerable.ledger import casekeys, leaves, rows
from answerable.ledger.models import Case, CaseKey, PublicLeaf
from answerable.ledger.rules import Fact, new_code
from answerable.ledger.terms import NO_TERM, PublicAct
from answerable_verify.kinds import VERSION

# what the part `numbered` of a statement (see `numbering`) gives to the rows made from it
NUMBER: Final = statement.FilledValue("numbered.number")
BODY: Final = statement.FilledValue("numbered.body")  # the leaf of the public log
HASH: Final = statement.FilledValue("sha256('\\x00'::bytea || numbered.body)")


def case_rows(
    *, entry: int, thing: str, intake: Intake, plan: SendingPlan, by: Actor, at: datetime, files: tuple[str, ...] = ()
) -> tuple[list[statement.Row], leaves.Unfinished]:
    """The rows that open the case of a new appeal with its first leaf, and that leaf all but the number."""
    code, key = new_code(), casekeys.new_case_key()
    on = plan.on or at.date()
    due = None if plan.due is None else plan.due.last
    fields = first_fields(by=by.word, at=at, text=intake.text, category=plan.category, place=plan.place, files=files)
    leaf = leaves.first_leaf(
        code=code, key=key, on=on, due=due, body=plan.code, channel=intake.channel, place=plan.shown, fields=fields
    )
    slow = plan.shown.slow or plan.waits
    public = rows.public_leaf(ref=entry, case=code, n=0, body=BODY, leaf_hash=HASH, slow=slow)
    return [
        (Case, rows.case(thing=thing, code=code, on=on, place=plan.shown)),
        (CaseKey, rows.case_key(thing=thing, sealed=casekeys.seal_case_key(key, code))),
        (PublicLeaf, public),
    ], leaf


def numbering(*, prefix: str, root: int, year: int, leaf: leaves.Unfinished) -> list[statement.StatementPart]:
    """The parts of a statement that draw the number, once for each row of `came`, and finish the leaf with it.

    The leaf commits to the number, too: `ledger.leaves.Unfinished` says how it is put together.
    """
    drawn = "drawn AS (SELECT %s::text || to_char(appeals_next_number(%s::bigint, %s::int), 'FM999999900000') AS n FROM came)"
    hashed = (
        "hashed AS (SELECT n, sha256(%s::bytea || sha256(%s::bytea || sha256(%s::bytea || convert_to(n, 'UTF8'))) "
        "|| %s::bytea) AS h FROM drawn)"
    )
    numbered = (
        "numbered AS (SELECT n AS number, %s::bytea || convert_to(encode(h, 'base64'), 'UTF8') || %s::bytea AS body "
        "FROM hashed)"
    )
    return [
        statement.StatementPart(drawn, (f"{prefix}-{year}-", root, year)),
        statement.StatementPart(hashed, (leaf.before, leaf.outer, leaf.inner, leaf.after)),
        statement.StatementPart(numbered, (leaf.head, leaf.tail)),
    ]


def public_act(
    appeal: Appeal,
    *,
    by: Actor,
    at: datetime,
    deed: str,
    facts: Mapping[str, Fact | list[int]],
    text: str = "",
) -> PublicAct | None:
    """The public act that a deed on an appeal is; None for an inner one."""
    if deed not in public_acts.KIND:
        return None
    order = law_queries.standing_order()
    kind = public_acts.act_of(deed, due=queries.due_day(appeal), on=order.day_at(appeal.body_id, at))
    codes = {body.id: body.code for body in order.bodies.values()}
    extra: dict[str, str | int] = {**public_acts.extras(deed, facts, codes)}
    if kind == "corrected":
        extra.pop("from", None)
    return of(appeal, kind=kind, by=by, at=at, text=text, extra=extra, more=public_acts.says_more(deed, facts))


def of(
    appeal: Appeal,
    *,
    kind: LeafKind,
    by: Actor,
    at: datetime,
    text: str = "",
    extra: Mapping[str, str | int] | None = None,
    more: bool = False,
) -> PublicAct:
    """An act on an appeal's case; for rooms above, whose deeds are on things of their own.

    more  it says what only version 2 of a leaf can, and so names the authority
    """
    order = law_queries.standing_order()
    body = order.bodies[appeal.body_id]
    extra = dict(extra or {})
    if more:
        extra["a"] = order.bodies[order.authority_of(body.id)].code
    return PublicAct(
        kind=kind,
        on=order.day_at(appeal.body_id, at),
        body=body.code,
        fields=later_fields(by=by.word, at=at, number=appeal.number, text=text),
        due=queries.due_day(appeal) or (None if more else NO_TERM) if kind in public_acts.WITH_DUE else None,
        extra=extra,
        slow=body.code not in order.levels.quick or appeal.tier != Tier.WORKING,
        version=VERSION if more else 0,
    )
