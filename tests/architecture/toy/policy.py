"""Who may give out what was found."""

from answerable.base.actor import Actor
from answerable.base.verdict import Verdict
from answerable.toy.terms import FindPower


def can_give_out(actor: Actor, *, body: int) -> Verdict:
    """Whoever keeps the shelf on which it lies."""
    return Verdict() if actor.has(FindPower.FINDS, body) else Verdict("toy.not-your-shelf")
