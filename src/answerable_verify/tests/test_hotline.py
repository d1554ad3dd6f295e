"""A week of the hotline: its table read as one spelling, what is told apart, and shares that weigh what they stand for."""

from typing import Final

import pytest

from answerable_verify.numbers import hotline, intervals
from answerable_verify.numbers.hotline import HotlineCounts
from answerable_verify.strict import RejectedError

LARGE: Final = HotlineCounts(80, 8, 11, 7, 6, 1, 4, 5, 6, 4, 1)
SMALL: Final = HotlineCounts(6, 5, 9, 4, 3, 1, 3, 1, 2, 1, 2)
ROWS: Final = {"patrol-1": LARGE, "rest": SMALL}


def test_counts_are_read_back_as_they_were_written() -> None:
    raw = hotline.write_counts(ROWS)
    assert raw.decode().splitlines()[1] == "patrol-1,80,8,11,7,6,1,4,5,6,4,1"
    assert hotline.parse_counts(raw) == ROWS


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"body\n",
        hotline.write_counts(ROWS)[:-1],
        hotline.write_counts(ROWS).replace(b"80,8", b"7,8"),  # more drawn than ended
        hotline.write_counts(ROWS).replace(b",6,4,1\n", b",6,4,3\n"),  # more said how it ended than answered
        hotline.write_counts(ROWS) + b"patrol-1,80,8,11,7,6,1,4,5,6,4,1\n",
        hotline.write_counts(ROWS) + b"patrol-0,80,8,11,7,6,1,4,5,6,4,1\n",  # out of order
        hotline.write_counts(ROWS).replace(b"80", b"080"),
        hotline.write_counts(ROWS).replace(b"patrol-1,80,", b"patrol-1,"),
        b"x" * (hotline.MOST + 1),
    ],
)
def test_another_spelling_is_refused(raw: bytes) -> None:
    with pytest.raises(RejectedError):
        hotline.parse_counts(raw)


def test_bodies_of_which_few_answered_are_told_together_and_no_sum_gives_one_back() -> None:
    few = HotlineCounts(9, 5, 5, 2, 2, 0, 1, 1, 1, 1, 1)
    least = HotlineCounts(5, 5, 5, 5, 5, 0, 1, 1, 1, 1, 1)
    told = hotline.told_apart({"a": LARGE, "b": least, "c": few}, fewest=5)
    assert told == {"a": LARGE, "rest": least + few}
    assert hotline.told_apart({"a": LARGE, "b": least}, fewest=5) == {"a": LARGE, "b": least}
    assert hotline.told_apart({"c": few}, fewest=5) == {"rest": HotlineCounts(9, 5, 5, *[0] * 8)}
    silent = HotlineCounts(9, 5, 15, *[0] * 8)
    assert hotline.told_apart({"a": LARGE, "c": silent}, fewest=5) == {"a": LARGE, "rest": silent}


def test_a_share_of_one_line_is_wilsons() -> None:
    plain, one = intervals.share(4, 6), hotline.share([LARGE], "solved")
    assert one is not None
    assert [round(each, 9) for each in (one.value, one.low, one.high)] == [
        round(each, 9) for each in (plain.value, plain.low, plain.high)
    ]


def test_a_large_body_weighs_what_ended_there() -> None:
    found = hotline.share([LARGE, SMALL], "solved")
    assert found is not None
    assert round(found.value, 6) == round((80 * 4 / 6 + 6 * 1 / 3) / 86, 6)
    assert found.low < found.value < found.high
    assert hotline.share([HotlineCounts(9, 5, 15, *[0] * 8)], "solved") is None


@pytest.mark.parametrize("solved", [0, 5])
def test_an_interval_stays_within_nothing_and_everything(solved: int) -> None:
    found = hotline.share([HotlineCounts(5, 5, 5, 5, 5, 0, 0, 0, 0, solved, 0)], "solved")
    assert found is not None
    assert 0.0 <= found.low <= found.value <= found.high <= 1.0
