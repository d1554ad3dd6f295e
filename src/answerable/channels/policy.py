"""Who may set up the ways in and out, and who may look whether they work. Pure."""

from collections.abc import Collection
from typing import Final

from answerable.base.actor import Actor, ActorKind
from answerable.base.verdict import Verdict
from answerable.people.terms import Power

LOOKS: Final = frozenset({Power.PEOPLE, Power.MONITOR, Power.AUDIT, Power.CHAIR})


def can_set_account(actor: Actor, *, line: Collection[int]) -> Verdict:
    """Whoever grants seats in a body sets up its mailboxes and numbers. `line`: the body and everybody above it."""
    sets = actor.kind is ActorKind.SYSTEM or any(actor.has(Power.PEOPLE, body) for body in line)
    return Verdict() if sets else Verdict("channel.not-yours")


def can_see_health(actor: Actor) -> Verdict:
    """Whoever sets some up, chairs, or watches over the installation sees which work."""
    return Verdict() if any(actor.has_anywhere(power) for power in LOOKS) else Verdict("channel.not-yours")
