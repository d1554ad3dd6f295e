"""Who may read as the chair, act on what was read, and answer the chair. Pure."""

from collections.abc import Collection
from typing import Final

from answerable.appeals.policy import AppealStanding, is_barred
from answerable.base.actor import Actor, ActorKind
from answerable.base.verdict import Verdict
from answerable.people.terms import Power

YES: Final = Verdict()


def chairs(actor: Actor) -> frozenset[int]:
    """The bodies whose reading is the actor's."""
    if actor.kind is not ActorKind.OFFICER:
        return frozenset()
    return frozenset(seat.body for seat in actor.seats if Power.CHAIR in seat.powers)


def can_read(actor: Actor, *, body: int, appeal: AppealStanding) -> Verdict:
    """The one who chairs the body before which it was put; never somebody whom the appeal is about."""
    if body not in chairs(actor):
        return Verdict("reading.of-another-body")
    return Verdict("appeal.about-your-own-body") if is_barred(actor, appeal) else YES


def can_tell(actor: Actor, *, body: int, to: int, appeal: AppealStanding) -> Verdict:
    """To whom a reader may give an instruction or a question.

    The body that has the appeal, or one that the reader's seat stands above; never a barred one, nor the reader's own:
    an instruction goes to somebody else.
    """
    readable = can_read(actor, body=body, appeal=appeal)
    if not readable:
        return readable
    if to in appeal.barred_bodies:
        return Verdict("instruction.to-a-barred-body")
    if to == appeal.body or to in actor.oversees:
        return YES
    return Verdict("instruction.to-a-body-not-below")


def bodies_to_tell(actor: Actor, *, body: int, appeal: AppealStanding, answering: Collection[int]) -> list[int]:
    """The bodies that a form offers, the one that has the appeal first."""
    others = sorted(actor.oversees - {appeal.body})
    offered = [appeal.body, *(one for one in others if one in answering)]
    return [one for one in offered if can_tell(actor, body=body, to=one, appeal=appeal)]


def can_explain(actor: Actor, *, to: int, appeal: AppealStanding) -> Verdict:
    """The body that was asked explains by one who may sign or handle there; never somebody barred."""
    if is_barred(actor, appeal):
        return Verdict("appeal.about-your-own-body")
    if actor.has(Power.SIGN, to) or actor.has(Power.HANDLE, to):
        return YES
    return Verdict("instruction.of-another-body")


def can_ask(actor: Actor, *, asker: int) -> Verdict:
    """Who asks senders how they were treated: the people of the body that watches, by their power to monitor."""
    return YES if actor.has(Power.MONITOR, asker) else Verdict("hotline.of-the-monitor")


def can_call(actor: Actor, *, asker: int, appeal: AppealStanding, concerned: Collection[int]) -> Verdict:
    """Who rings the sender of one matter: never whom it is about, nor anybody of a body that has or answered it."""
    if is_barred(actor, appeal):
        return Verdict("appeal.about-your-own-body")
    if actor.tied_to & frozenset(concerned):
        return Verdict("word.of-a-body-concerned")
    return can_ask(actor, asker=asker)
