"""Who may attest counts: pure, each branch."""

from answerable.base.actor import STRANGER, SYSTEM, Actor, ActorKind, SeatHeld
from answerable.figures.policy import can_attest
from answerable.people.terms import Power

SIGNS = Actor(kind=ActorKind.OFFICER, id=1, seats=(SeatHeld(body=7, role="head", powers=frozenset({Power.SIGN})),))


def test_who_signs_for_a_body_attests_its_counts_and_nobody_else():
    assert can_attest(SIGNS, body=7)
    assert can_attest(SYSTEM, body=7)
    for actor, body in ((SIGNS, 8), (STRANGER, 7)):
        assert can_attest(actor, body=body).reason == "series.not-in-your-name"
