"""Who may make surveys: one pure function, asked by actions and pages."""

from answerable.base.actor import Actor
from answerable.base.verdict import Verdict
from answerable.surveys.terms import INTERVIEWS, POWER


def can_survey(actor: Actor, *, body: int) -> Verdict:
    """Whoever has the power in the body in whose name is asked."""
    return Verdict() if actor.has(POWER, body) else Verdict("survey.not-in-your-name")


def can_interview(actor: Actor, *, body: int) -> Verdict:
    """Whoever makes its surveys, and whoever has the power to ask people by telephone there."""
    may = actor.has(POWER, body) or actor.has(INTERVIEWS, body)
    return Verdict() if may else Verdict("survey.not-your-calls")
