"""Who runs focus groups, and that a quote is released by two."""

from answerable.base.actor import STRANGER, Actor, ActorKind, SeatHeld
from answerable.focus.policy import can_release, can_run
from answerable.focus.terms import POWER


def seated(ref: int, body: int, *powers: str) -> Actor:
    return Actor(kind=ActorKind.OFFICER, id=ref, seats=(SeatHeld(body, "role", frozenset(powers)),))


def test_a_seat_with_the_power_runs_them_and_never_the_police() -> None:
    actors = (seated(7, 10, POWER), seated(7, 20, POWER), seated(7, 10, "read"), STRANGER)
    no, police = "focus.not-yours", "focus.not-by-the-judged"
    assert [can_run(one, body=10, kind="monitor").reason for one in actors] == ["", no, no, no]
    assert [can_run(one, body=10, kind="police").reason for one in actors] == [police] * 4


def test_whoever_chose_a_quote_does_not_release_it() -> None:
    found = [
        can_release(seated(ref, body, POWER), body=10, kind="monitor", chosen_by=7).reason
        for ref, body in ((7, 10), (8, 10), (8, 20))
    ]
    assert found == ["focus.not-your-own-quote", "", "focus.not-yours"]
