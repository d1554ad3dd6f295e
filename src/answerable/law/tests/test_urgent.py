"""Words of danger: what a list says is found in any spelling and near by; the past, habit and other senses take it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.law import learned
from answerable.law.rules import urgent, weighing

LISTS = urgent.read([
    {
        "urgent": ["рятуйте", "б'є + мене|дружину", "door + forcing|break*", "fire + house|is"],
        "now": ["now", "зараз"],
        "past": ["yesterday", "торік"],
        "other": ["fire + hydrant*"],
    }
])  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Рятуйте", True),
        ("РЯТУЙТЕЕЕЕ!!!", True),
        ("сусід б’є дружину", True),
        ("сусід бє дружинy", True),  # a Latin y
        ("сусід б\u00adʼє\u200b дружину", True),
        ("дружину сусід б'є", True),
        ("торік сусід б'є дружину", False),
        ("торік бив, а зараз сусід б'є дружину", True),
        ("торік щось було. Сусід б'є дружину", True),
        ("He is forcing the door", True),
        ("They break in. The door is old.", False),
        ("forcing one two three four five six seven eight the door", False),
        ("the fire hydrant is old", False),
        ("the fire hydrant is old and the house is on fire", True),
        ("the door", False),
        ("", False),
    ],
)
def test_what_a_list_says_is_found(text: str, found: bool) -> None:
    assert urgent.is_urgent(text, LISTS, {}) is found


@pytest.mark.parametrize("line", ["", "a + ", "a | | b", "* + a"])
def test_an_empty_place_of_a_pattern_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="^" if not line else None):
        urgent.read([{"urgent": [line]}])


def test_the_shipped_lists_can_be_read_and_each_pattern_finds_its_own_words() -> None:
    lists = urgent.read(learned.URGENT.lists())
    lost = [
        pattern
        for pattern in lists.urgent
        if not urgent.is_urgent(" ".join(min(group).replace("*", "x") for group in pattern) + " now", lists, {})
    ]
    assert lost == []


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert urgent.is_urgent(text, LISTS, {}) in {True, False}


def test_weights_count_by_the_window_that_says_most_and_a_long_text_needs_more() -> None:
    weights = {"w knife": 4.0, "W kitchen": -0.5, weighing.BIAS: -1.0}
    calm = "We bought a kitchen table in the spring and painted it twice since then. "
    assert urgent.is_urgent("knife", LISTS, weights)
    assert urgent.is_urgent(calm + "knife", LISTS, weights)
    assert not urgent.is_urgent(calm, LISTS, weights)
    assert not urgent.is_urgent(calm * 200 + "knife", LISTS, weights)


def test_what_the_place_added_is_enough_whatever_the_weights_say_of_a_language_that_they_never_saw() -> None:
    own = {"urgent": ["bije + mnie"], "past": ["temu"], "now": [], "other": []}
    lists, theirs = urgent.read([own]), urgent.read([own]).urgent
    against = {weighing.BIAS: -9.0}
    assert urgent.is_urgent("Mąż mnie bije", lists, against) is False
    assert urgent.is_urgent("Mąż mnie bije", lists, against, own=theirs) is True
    assert urgent.is_urgent("Dwa lata temu mąż mnie bije", lists, against, own=theirs) is False
