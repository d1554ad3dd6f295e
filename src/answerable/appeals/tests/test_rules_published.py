"""What may be read by everybody: coarse places, no addresses or numbers, nothing sealed, and a word for each state."""

import pytest

from answerable.appeals.rules import published
from answerable.appeals.terms import State


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


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The lamp at 12 Kharkivska street is dark since 2026-03-01.", ""),
        ("  \n", "field.needed"),
        ("Write to olena@example.org.", "published.has-contact"),
        ("Ring +380 (50) 111-22-33.", "published.has-contact"),
        ("Ring 0501112233", "published.has-contact"),
    ],
)
def test_words_with_an_address_or_a_number_are_not_passed(text: str, fault: str) -> None:
    assert published.fault_of(text) == fault


def test_nothing_sealed_sensitive_or_barred_is_public() -> None:
    asked = [("W", False, False), ("S", False, False), ("W", True, False), ("W", False, True)]
    assert [published.may_be_public(tier=tier, sensitive=one, barred=two) for tier, one, two in asked] == [
        True,
        False,
        False,
        False,
    ]
