"""Who may give out what was found."""

from typing import Final

from answerable.base.actor import Actor
from answerable.base.verdict import Verdict

POWER: Final = "finds"


def can_give_out(actor: Actor, *, body: int) -> Verdict:
    """Whoever keeps the shelf on which it lies."""
    return Verdict() if actor.has(POWER, body) else Verdict("toy.not-your-shelf")
