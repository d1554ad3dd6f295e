"""Intervals of shares against R (contract of open data, section 8), and the order that they leave."""

import pytest

from answerable_verify.numbers.intervals import Ranks, count_interval, difference, ranks, share


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (0, 10, 0, 0.2775327999),
        (1, 30, 0.0059085904, 0.1667039099),
        (7, 20, 0.1811918241, 0.5671457233),
        (45, 50, 0.7863976856, 0.9565242351),
        (128, 310, 0.3594870460, 0.4684515565),
    ],
)
def test_share_has_wilsons_interval(count, n, low, high):
    found = share(count, n)
    assert (found.value, found.low, found.high) == pytest.approx((count / n, low, high), abs=1e-10)


def test_the_interval_of_a_count_is_the_exact_one_of_the_contract() -> None:
    told = {
        0: (0, 3.6888794541),
        3: (0.6186721229, 8.7672730697),
        12: (6.2005751087, 20.9615850482),
        100: (81.3639912509, 121.6267937924),
    }
    for count, ends in told.items():
        assert count_interval(count) == pytest.approx(ends, abs=1e-9)
    assert count_interval(401) == pytest.approx((362.7, 441.2), abs=0.1)


def test_difference_has_newcombes_interval():
    found = difference((56, 70), (48, 80))
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524314724, 0.3338726540), abs=1e-10)


@pytest.mark.parametrize("pair", [(1, 0), (3, 2), (-1, 5)])
def test_share_of_nothing_is_refused(pair):
    with pytest.raises(ValueError, match="n > 0"):
        share(*pair)


def test_order_is_said_only_where_an_interval_says_it():
    assert ranks([(90, 100), (50, 100), (52, 100), (3, 3)]) == [Ranks(1, 1), Ranks(2, 3), Ranks(2, 3), None]
    assert ranks([]) == []
