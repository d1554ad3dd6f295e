"""Who may do what with figures: one pure function, asked by actions and pages."""

from answerable.base.actor import Actor, ActorKind
from answerable.base.verdict import Verdict
from answerable.people.terms import Power


def can_attest(actor: Actor, *, body: int) -> Verdict:
    """Whoever signs for the body: an attested count is its word, as an answer is. The system attests its own cells."""
    may = actor.kind == ActorKind.SYSTEM or actor.has(Power.SIGN, body)
    return Verdict() if may else Verdict("series.not-in-your-name")
