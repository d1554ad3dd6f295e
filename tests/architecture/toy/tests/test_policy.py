"""Who may give out what was found."""

import pytest

from answerable.base.actor import Actor, ActorKind, SeatHeld
from answerable.toy import policy
from answerable.toy.terms import FindPower


@pytest.mark.parametrize(("body", "reason"), [(1, ""), (2, "toy.not-your-shelf")])
def test_only_whoever_keeps_the_shelf_gives_out(body: int, reason: str) -> None:
    keeper = Actor(ActorKind.OFFICER, 7, seats=(SeatHeld(1, "keeper", frozenset({FindPower.FINDS})),))
    assert policy.can_give_out(keeper, body=body).reason == reason
