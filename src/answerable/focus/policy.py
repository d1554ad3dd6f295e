"""Who may run focus groups, and who may release what was said there: pure functions, asked by actions and pages."""

from answerable.base.actor import Actor
from answerable.base.verdict import Verdict
from answerable.focus.terms import POWER
from answerable.people.terms import BodyKind


def can_run(actor: Actor, *, body: int, kind: str) -> Verdict:
    """Whoever has the power in the body; never in a body of the police: nobody speaks freely before whom it is about."""
    if kind == BodyKind.POLICE:
        return Verdict("focus.not-by-the-judged")
    return Verdict() if actor.has(POWER, body) else Verdict("focus.not-yours")


def can_release(actor: Actor, *, body: int, kind: str, chosen_by: int) -> Verdict:
    """Somebody else than who chose the quote."""
    may = can_run(actor, body=body, kind=kind)
    if not may:
        return may
    return Verdict() if actor.id != chosen_by else Verdict("focus.not-your-own-quote")
