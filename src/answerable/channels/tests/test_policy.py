"""Who may set up the ways in and out, and who may look whether they work."""

import pytest

from answerable.base.actor import SYSTEM, Actor, ActorKind, SeatHeld
from answerable.channels import policy
from answerable.people.terms import Power


def officer(body: int, *powers: Power) -> Actor:
    return Actor(ActorKind.OFFICER, id=7, seats=(SeatHeld(body=body, role="r", powers=frozenset(map(str, powers))),))


def test_whoever_grants_seats_there_or_above_sets_an_account_up() -> None:
    line = (5, 2, 1)
    assert policy.can_set_account(SYSTEM, line=line)
    assert policy.can_set_account(officer(2, Power.PEOPLE), line=line)
    assert policy.can_set_account(officer(3, Power.PEOPLE), line=line).reason == "channel.not-yours"
    assert policy.can_set_account(officer(5, Power.CHAIR), line=line).reason == "channel.not-yours"


@pytest.mark.parametrize("power", sorted(policy.LOOKS))
def test_whoever_watches_sees_the_lights(power: Power) -> None:
    assert policy.can_see_health(officer(1, power))


def test_whoever_only_handles_does_not() -> None:
    assert policy.can_see_health(officer(1, Power.HANDLE)).reason == "channel.not-yours"
