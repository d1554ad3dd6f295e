"""Who may, in the vault. What decides about content is the list of wraps; these are the rules about making that list."""

from datetime import datetime, timedelta
from typing import Final

from answerable.base.actor import Actor, ActorKind
from answerable.base.verdict import Verdict
from answerable.people.terms import Power
from answerable.vault.terms import Holder, RecordBar

YOUNG: Final = timedelta(hours=24)  # a pair this new is wrapped to only when two agree


def can_enrol(actor: Actor) -> Verdict:
    """Whoever holds a seat for sealed things makes a pair of keys, for themselves only."""
    return Verdict() if actor.kind is ActorKind.OFFICER and actor.has_anywhere(Power.KEYS) else Verdict("key.not-yours")


def can_confirm(actor: Actor, *, holder: str, owner: int, enrolled_by: str) -> Verdict:
    """A second key holder confirms: not the owner, nor who enrolled the pair, nor who stands in for the owner."""
    if actor.kind is not ActorKind.OFFICER or not actor.has_anywhere(Power.KEYS):
        return Verdict("key.not-yours")
    own = holder == Holder.ACCOUNT and owner in {actor.id, *actor.persons}
    return Verdict("key.own") if own or enrolled_by == actor.word else Verdict()


def can_retire(actor: Actor, *, owner: int, in_office: bool) -> Verdict:
    """The owner; a colleague only once the owner's seat is gone: nobody shuts out whoever still works."""
    allowed = can_enrol(actor)
    if not allowed or owner == actor.id:
        return allowed
    return Verdict("key.in-office") if in_office else Verdict()


def can_be_wrapped_to(
    *,
    holder: str,
    owner: int,
    confirmed_at: datetime | None,
    retired: bool,
    bar: RecordBar,
    at: datetime,
    two_agree: bool,
) -> Verdict:
    """A record is opened to a pair that is confirmed, living, not barred, and a day old unless two agree."""
    if bar.bars(holder, owner):
        return Verdict("key.barred")
    if confirmed_at is None or retired:
        return Verdict("key.not-confirmed")
    if holder in {Holder.ACCOUNT, Holder.BODY} and at - confirmed_at < YOUNG and not two_agree:
        return Verdict("key.young")
    return Verdict()


def can_audit(actor: Actor) -> Verdict:
    """The auditor reads who looked at what, never the thing itself."""
    return Verdict() if actor.has_anywhere(Power.AUDIT) else Verdict("look.not-yours")


def can_ask_quorum(actor: Actor, *, is_holder: bool, bar: RecordBar) -> Verdict:
    """A holder of a share, unless the bar meets them: the accused does not open the complaint by way of the quorum."""
    if actor.kind is not ActorKind.OFFICER or not is_holder:
        return Verdict("quorum.not-holder")
    barred = any(bar.bars(Holder.ACCOUNT, person) for person in {actor.id, *actor.persons})
    barred = barred or any(bar.bars(Holder.BODY, body) for body in actor.bodies | actor.tied_to)
    return Verdict("key.barred") if barred else Verdict()
