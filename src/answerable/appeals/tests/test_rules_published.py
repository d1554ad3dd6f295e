"""What may be read by everybody: coarse places, no addresses or numbers, nothing sealed, and a word for each state."""

import pytest

from answerable.appeals.rules import published
from answerable.appeals.terms import State
from answerable.people.rules import guard


def test_a_place_is_known_to_a_street_and_no_finer() -> None:
    assert published.coarse((49.836112, 36.687654)) == (49.836, 36.688)
    assert published.coarse(None) is None


def test_only_what_the_body_has_answered_or_need_not_is_closed() -> None:
    assert [state for state in State if published.is_done(state)] == [
        State.ANSWERED,
        State.REFUSED,
        State.CLOSED,
        State.WITHDRAWN,
        State.MERGED,
    ]
    assert [published.extended_status(state) for state in State] == [
        "OPEN",
        "INVESTIGATING",
        "CLOSED",
        "NO_FURTHER_ACTION",
        "REOPEN",
        "REOPEN",
        "CLOSED",
        "CANCELLED",
        "DUPLICATE",
    ]


HIT = guard.GuardHit(0, 3, guard.HitKind.NAME)


@pytest.mark.parametrize(
    ("text", "found", "overruled", "fault"),
    [
        ("The lamp is dark.", [], "", ""),
        ("Ivan sat there.", [HIT], "", "published.personal"),
        ("Ivan sat there.", [HIT], "nobody", ""),
        ("[#name] sat there.", [], "", ""),
        ("[#mood] sat there.", [], "nobody", "published.unknown-mark"),
    ],
)
def test_what_is_somebodys_own_is_passed_for_a_reason_alone(
    text: str, found: list[guard.GuardHit], overruled: str, fault: str
) -> None:
    assert published.fault_of(text, found, overruled=overruled) == fault


def test_nothing_sealed_sensitive_or_barred_is_public() -> None:
    asked = [("W", False, False), ("S", False, False), ("W", True, False), ("W", False, True)]
    assert [published.may_be_public(tier=tier, sensitive=one, barred=two) for tier, one, two in asked] == [
        True,
        False,
        False,
        False,
    ]
