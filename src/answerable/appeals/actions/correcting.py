"""Setting right at the desk what a message is: which kind, whom it is about, what it is about and where.

With a reason, which the sender reads.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.acting import lock_appeal, move_to, record_deed, tell_sender
from answerable.appeals.actions.barring import say_about, suspect_unknown
from answerable.appeals.actions.handing_over import clock_columns
from answerable.appeals.actions.steps import first_clock
from answerable.appeals.models import Appeal
from answerable.appeals.rules.meaning import named_by
from answerable.appeals.terms import Deed
from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError
from answerable.law import queries as law_queries
from answerable.law.rules import kinds
from answerable.law.terms import MatterKind
from answerable.ledger.rules import Fact

KINDS: Final = frozenset(kind.value for kind in MatterKind)


@transaction.atomic
def correct(*, by: Actor, at: datetime, ref: int, kind: str, about: Collection[str], text: str) -> Appeal:
    """Set right which kind an appeal is and whom it is about; its terms, bars, way and seal follow at once. The sender is told.

    The terms of the right kind hold from the day on which it came. Refuses what changes nothing, no reason, and to make anything
    else of a complaint about somebody: that would take the bars' ground away. A complaint that names nobody lies outside until
    somebody there has looked. Afterwards it may be out of the actor's sight.
    """
    appeal = lock_appeal(by, ref, policy.can_handle)
    new = _unknown_about(appeal, about)
    kind = MatterKind.COMPLAINT.value if new else kind
    faults = _faults(appeal, kind, text, changes=bool(new) or kind != appeal.kind)
    if faults:
        raise InvalidError(**faults)
    if kind != appeal.kind:
        _set_kind(appeal, kind, by=by, at=at, text=text)
    if not new and kind == MatterKind.COMPLAINT:
        suspect_unknown(appeal, by=by, at=at)
    if not new:
        return appeal
    return say_about(by=by, at=at, ref=ref, about=new, text=text)


@transaction.atomic
def categorise(
    *, by: Actor, at: datetime, ref: int, category: int | None, territory: int | None, text: str = ""
) -> Appeal:
    """Say what the appeal is about and where. Moves nothing: forwarding is an act of its own.

    Where that changes what was said before, refuses to do it without a reason, which the sender is told.
    """
    appeal = lock_appeal(by, ref, policy.can_handle)
    before = {"category": appeal.category_id, "territory": appeal.territory_id}
    now = {"category": category, "territory": territory}
    changed = sorted(name for name, was in before.items() if was is not None and was != now[name])
    if changed and not text.strip():
        raise InvalidError(text="field.needed")
    move_to(appeal, Deed.CATEGORISED, category_id=category, territory_id=territory)
    facts: dict[str, Fact | list[int]] = {**now, **{f"was_{name}": before[name] for name in changed}}
    entry = record_deed(appeal, by=by, at=at, deed=Deed.CATEGORISED, facts=facts, words=text)
    if changed:
        tell_sender(appeal, at=at, kind="corrected", entry=entry)
    return appeal


def _faults(appeal: Appeal, kind: str, text: str, *, changes: bool) -> Mapping[str, str]:
    if kind not in KINDS:
        return {"kind": "field.needed"}
    if not text.strip():
        return {"text": "field.needed"}
    if not changes:
        return {"kind": "correct.changes-nothing"}
    about_somebody = appeal.about_body_id is not None or appeal.about_person_id is not None
    return {"kind": "correct.stays-a-complaint"} if about_somebody and kind != MatterKind.COMPLAINT else {}


def _unknown_about(appeal: Appeal, about: Collection[str]) -> list[str]:
    """Of those who were chosen, whom the appeal does not name yet."""
    known = {(True, appeal.about_body_id), (False, appeal.about_person_id)}
    return [key for key in about if named_by(key) not in known]


def _set_kind(appeal: Appeal, kind: str, *, by: Actor, at: datetime, text: str) -> None:
    was, before, start = appeal.kind, queries.due_day(appeal), queries.received_at(appeal)
    appeal.kind = kind
    known = kinds.chosen(law_queries.standing_order().law_kinds, appeal.matter, kind)
    appeal.matter = "" if known is None else appeal.matter
    columns = {} if appeal.due_facts.get("instruction") else clock_columns(first_clock(appeal, start))
    move_to(appeal, Deed.CORRECTED, kind=kind, matter=appeal.matter, **columns)
    due = queries.due_day(appeal)
    facts = {
        "was": was,
        "kind": kind,
        "was_due": before.isoformat() if before else "",
        "due": due.isoformat() if due else "",
    }
    entry = record_deed(appeal, by=by, at=at, deed=Deed.CORRECTED, facts=facts, words=text)
    tell_sender(appeal, at=at, kind="corrected", entry=entry)
