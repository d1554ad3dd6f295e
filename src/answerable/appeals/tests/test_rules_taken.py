"""What was taken down and stands, and what the sender says by their own word."""

from typing import Any

import pytest

from answerable.appeals.rules.taken import WordSaid, own_ratings, that_stand

RATED, DISPUTED, WITHDRAWN = "appeal.rated", "appeal.disputed", "appeal.withdrawn"
CANCELLED = "appeal.word_cancelled"


def said(entry: int, deed: str, /, **facts: Any) -> WordSaid:
    return WordSaid(entry, deed, facts)


def test_the_last_word_on_a_point_counts_and_a_taken_one_counts_as_none() -> None:
    history = [
        said(1, RATED, point=1, rating="solved", word="taken"),
        said(2, RATED, point=2, rating="solved"),
        said(3, RATED, point=1, rating="answered"),
        said(4, DISPUTED, points=[2], word="taken"),
        said(5, "appeal.noted"),
    ]
    rated = {1: "answered", 2: "not_answered", 3: "solved"}
    assert own_ratings(history, rated) == {1: "answered", 2: "", 3: "solved"}


@pytest.mark.parametrize(
    ("state", "deed", "facts", "stands"),
    [
        ("answered", RATED, {"point": 1, "word": "taken"}, [7]),
        ("refused", RATED, {"point": 1, "word": "taken"}, [7]),
        ("closed", RATED, {"point": 1, "word": "taken"}, []),  # what is closed is closed without it
        ("answered", RATED, {"point": 1}, []),  # their own
        ("disputed", DISPUTED, {"points": [], "word": "taken"}, [7]),
        ("disputed", DISPUTED, {"points": [1]}, []),
        ("reopened", DISPUTED, {"points": [], "word": "taken"}, []),  # it was heard
        ("withdrawn", WITHDRAWN, {"word": "taken"}, [7]),
        ("withdrawn", WITHDRAWN, {"word": "own"}, []),
        ("registered", WITHDRAWN, {"word": "taken"}, []),  # taken back since
    ],
)
def test_what_stands_can_be_cancelled(state: str, deed: str, facts: dict[str, Any], stands: list[int]) -> None:
    found = that_stand([said(7, deed, **facts)], state=state, rated={1: "solved", 2: ""})
    assert [one.entry for one in found] == stands


def test_what_was_cancelled_stands_no_more_and_the_word_before_it_does_not_come_back() -> None:
    history = [
        said(1, DISPUTED, points=[], word="taken"),
        said(2, CANCELLED, entry=1),
        said(3, RATED, point=1, word="taken"),
        said(4, CANCELLED, entry=3),
    ]
    assert that_stand(history, state="disputed", rated={1: ""}) == []
    assert own_ratings(history, {1: ""}) == {1: ""}
