"""Who makes surveys in the name of a body."""

from answerable.base.actor import STRANGER, Actor, ActorKind, SeatHeld
from answerable.surveys.policy import can_interview, can_survey
from answerable.surveys.terms import INTERVIEWS, POWER


def test_only_a_seat_with_the_power_in_that_very_body_asks_in_its_name() -> None:
    there, elsewhere, idle = (
        Actor(kind=ActorKind.OFFICER, id=7, seats=(SeatHeld(body, "role", frozenset(powers)),))
        for body, powers in ((10, {POWER}), (20, {POWER}), (10, {"handle"}))
    )
    no = "survey.not-in-your-name"
    assert [can_survey(one, body=10).reason for one in (there, elsewhere, idle, STRANGER)] == ["", no, no, no]


def test_whoever_makes_surveys_or_has_the_power_asks_by_telephone_there() -> None:
    makes, calls, elsewhere, idle = (
        Actor(kind=ActorKind.OFFICER, id=7, seats=(SeatHeld(body, "role", frozenset(powers)),))
        for body, powers in ((10, {POWER}), (10, {INTERVIEWS}), (20, {POWER, INTERVIEWS}), (10, {"handle"}))
    )
    no = "survey.not-your-calls"
    assert [can_interview(one, body=10).reason for one in (makes, calls, elsewhere, idle, STRANGER)] == [
        "", "", no, no, no,
    ]  # fmt: skip
