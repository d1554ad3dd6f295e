"""Who may say how a promise ended: one pure function, asked by the action."""

from typing import Final

from answerable.base.actor import Actor, ActorKind
from answerable.base.verdict import Verdict
from answerable.people.terms import Power

YES: Final = Verdict()


def can_end(actor: Actor, *, body: int, owner: int | None) -> Verdict:
    """The one who owes it, who handles in the body that gave it or above, and the chair above that body.

    body   that gave the promise, wherever what it was made in has gone since
    owner  the account that owes it, if one was named
    """
    if actor.kind is ActorKind.SYSTEM:
        return YES
    if actor.kind is not ActorKind.OFFICER:
        return Verdict("promise.of-another-body")
    works = actor.has(Power.HANDLE, body)
    above = body in actor.oversees and (actor.has_anywhere(Power.HANDLE) or actor.has_anywhere(Power.CHAIR))
    owes = owner is not None and owner in actor.persons and body in actor.bodies
    return YES if works or above or owes else Verdict("promise.of-another-body")
