"""Which deed is which public act, and that only codes stand beside it."""

from datetime import date

import pytest

from answerable.appeals.rules import public_acts
from answerable.appeals.terms import Deed

TODAY = date(2026, 3, 3)
CODES = {10: "dep", 20: "ins"}


@pytest.mark.parametrize(
    ("deed", "due", "act"),
    [
        (Deed.REGISTERED, None, "registered"),
        (Deed.FORWARDED, None, "forwarded"),
        (Deed.FORWARDED, TODAY, "forwarded"),
        (Deed.FORWARDED, date(2026, 3, 2), "corrected"),  # its own date has passed: set right, not sent on
        (Deed.TAKEN_UP_AGAIN, TODAY, "reopened"),
        (Deed.TAKEN_UP_AGAIN, date(2026, 3, 2), "corrected"),  # its date had passed, or passed meanwhile
        (Deed.EXTENDED, date(2026, 3, 2), "extended"),
    ],
)
def test_a_deed_is_one_public_act(deed: Deed, due: date | None, act: str) -> None:
    assert public_acts.act_of(deed.value, due=due, on=TODAY) == act


@pytest.mark.parametrize(
    ("deed", "facts", "found"),
    [
        (Deed.HANDED_ON, {"from": 10, "to": 20, "why": "theirs"}, {"from": "dep", "to": "ins"}),
        (
            Deed.FORWARDED,
            {"from": 10, "to": 30, "ground": "other-competence"},
            {"from": "dep", "basis": "other-competence"},
        ),
        (Deed.REOPENED, {"to": "10"}, {}),
        (Deed.EXTENDED, {"ground": "", "rule": "ext"}, {"rule": "ext"}),
        (Deed.MERGED, {"into": 5}, {"basis": "merged", "e": "merged"}),
        (Deed.UNMERGED, {}, {"basis": "unmerged"}),
        (Deed.EXAMINATION_REFUSED, {"ground": "repeated", "body": 10}, {"basis": "refused-repeated"}),
        (Deed.ACCEPTED, {"body": 10}, {}),
        (Deed.ANSWERED, {"answer": 5, "body": 10}, {}),  # of a journal from before points were told
        (
            Deed.ANSWERED,
            public_acts.points_by(["answered", "promised", "answered"]),
            {"points": 3, "met": 2, "promised": 1, "refused": 0},
        ),
    ],
)
def test_beside_an_act_stand_codes_alone(deed: Deed, facts: dict, found: dict[str, str | int]) -> None:
    assert public_acts.extras(deed.value, facts, CODES) == found


@pytest.mark.parametrize(
    ("deed", "facts", "more"),
    [
        (Deed.RATED, {"point": 1, "rating": "solved"}, False),
        (Deed.RATED, {"point": 1, "rating": "solved", "word": "taken"}, True),
        (Deed.WITHDRAWN, {}, True),
        (Deed.ANSWERED, {}, False),
        (Deed.ANSWERED, {"points": 1}, True),
        (Deed.DISPUTED, {"points": [1]}, False),
    ],
)
def test_whoever_says_whose_word_it_is_says_it_in_version_2(deed: Deed, facts: dict, more: bool) -> None:
    assert public_acts.says_more(deed.value, facts) is more
    assert ("w" in public_acts.extras(deed.value, facts, CODES)) is ("word" in facts)
