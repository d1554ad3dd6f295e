"""Points are suggested in the sender's own words, never none, never more than a list can carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.appeals.rules import points


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1. Mend the lamp.\n2) Say when.\n", ["Mend the lamp.", "Say when."]),
        ("Good day.\n- the lamp\n• the road", ["the lamp", "the road"]),
        ("1. Mend the lamp. When will you?", ["When will you?"]),  # one is no list
        ("The lamp is dark. When will it shine? Please write to me.", ["When will it shine?", "Please write to me."]),
        ("Лампа не горить. Прошу полагодити. Дякую.", ["Прошу полагодити."]),
        ("Фонарь не горит. Требуем починить!", ["Требуем починить!"]),
        ("The lamp is dark. It was dark before.", ["The lamp is dark."]),
        ("- same\n- same\n- other", ["same", "other"]),
        ("", ["—"]),
        ("\n \n", ["—"]),
        (" \nThe lamp is dark.", ["The lamp is dark."]),
    ],
)
def test_what_a_text_asks_is_found(text: str, found: list[str]) -> None:
    assert points.suggested(text) == found


@given(st.text())
def test_there_is_always_a_point_and_never_too_many_or_too_long_ones(text: str) -> None:
    found = points.suggested(text)
    assert 1 <= len(found) <= points.MOST
    assert len(found) == len(set(found))
    assert max(map(len, found)) <= points.LONGEST


def test_a_long_point_is_cut_and_says_so() -> None:
    (point,) = points.suggested("Please " + "mend " * 100)
    assert (len(point) <= points.LONGEST, point[-1]) == (True, "…")
    assert len(points.suggested("\n".join(f"- point {number}" for number in range(20)))) == points.MOST


@given(st.text(max_size=600))
def test_a_gist_is_one_line_and_short(text: str) -> None:
    line = points.gist(text)
    assert len(line) <= 120
    assert line == " ".join(line.split())


def test_a_gist_ends_at_a_word() -> None:
    assert points.gist("one two three four", longest=12) == "one two…"
    assert points.gist(" one\n two ") == "one two"
