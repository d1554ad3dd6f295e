"""Who lets other people's programs be told of things. Pure."""

from collections.abc import Collection

from answerable.base.actor import Actor, ActorKind
from answerable.base.verdict import Verdict
from answerable.people.terms import Power


def can_set_webhook(actor: Actor, *, line: Collection[int]) -> Verdict:
    """Whoever grants seats in a body says which programs are told of it. `line`: the body and everybody above it."""
    sets = actor.kind is ActorKind.SYSTEM or any(actor.has(Power.PEOPLE, body) for body in line)
    return Verdict() if sets else Verdict("webhook.not-yours")
