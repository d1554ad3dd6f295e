"""Who says how a promise ended: its owner, the body that gave it, whoever stands above; nobody else."""

import pytest

from answerable.base.actor import STRANGER, SYSTEM, Actor, ActorKind, SeatHeld, resident
from answerable.promises.policy import can_end

BODY, OTHER = 10, 20


def officer(body: int, *powers: str, ref: int = 7, over: frozenset[int] = frozenset()) -> Actor:
    seat = SeatHeld(body, "role", frozenset(powers))
    return Actor(kind=ActorKind.OFFICER, id=ref, seats=(seat,), oversees=over, persons=frozenset({ref}))


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (SYSTEM, True),
        (officer(BODY, "read", "handle"), True),
        (officer(BODY, "read"), False),
        (officer(BODY, "read", ref=5), True),  # owes it
        (officer(OTHER, "read", ref=5), False),  # owed it, and serves elsewhere now
        (officer(OTHER, "handle"), False),
        (officer(OTHER, "handle", over=frozenset({BODY})), True),
        (officer(OTHER, "chair", over=frozenset({BODY})), True),
        (officer(OTHER, "read", over=frozenset({BODY})), False),
        (officer(OTHER, "chair"), False),
        (resident(1), False),
        (STRANGER, False),
    ],
)
def test_only_the_body_that_gave_it_its_owner_and_those_above_end_a_promise(actor: Actor, may: bool) -> None:
    assert bool(can_end(actor, body=BODY, owner=5)) is may
