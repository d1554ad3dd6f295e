"""The way back: who was heard, on which day, with how many tries."""

from datetime import date, timedelta

import pytest

from answerable.base.subject import Subject
from answerable.vault.rules.returning import MOST_TRIES, HolderHeard, digits_digest, refusal

ON = date(2026, 3, 3)
OPENS = date(2026, 3, 10)
KEY = bytes(range(32))


@pytest.mark.parametrize(
    ("heard", "by_slip", "fits", "on", "reason"),
    [
        (None, True, True, OPENS, "code.not-heard"),
        (HolderHeard(by_slip=False, on=ON), True, True, OPENS, "code.not-heard"),
        (HolderHeard(by_slip=True, on=ON), False, True, OPENS, "code.not-heard"),
        (HolderHeard(by_slip=True, on=ON), True, True, OPENS - timedelta(days=1), "code.heard-waits"),
        (HolderHeard(by_slip=True, on=ON, tries=MOST_TRIES), True, True, OPENS, "code.heard-spent"),
        (HolderHeard(by_slip=True, on=ON, tries=MOST_TRIES - 1), True, False, OPENS, "code.heard-wrong"),
        (HolderHeard(by_slip=True, on=ON, tries=MOST_TRIES - 1), True, True, OPENS, ""),
        (HolderHeard(by_slip=False, on=ON), False, True, OPENS + timedelta(days=90), ""),
    ],
)
def test_the_way_back_is_for_whoever_was_heard_and_after_a_week(
    heard: HolderHeard | None, by_slip: bool, fits: bool, on: date, reason: str
) -> None:
    assert refusal(heard, by_slip=by_slip, fits=fits, on=on) == reason


def test_digits_of_one_message_are_not_those_of_another() -> None:
    one, other = Subject("appeal", 1), Subject("appeal", 11)
    kept = digits_digest(KEY, one, "12345678")
    assert kept == digits_digest(KEY, one, "12345678")
    others = [(KEY, other, "12345678"), (KEY, one, "12345679"), (bytes(32), one, "12345678")]
    assert [kept == digits_digest(*each) for each in others] == [False] * 3
