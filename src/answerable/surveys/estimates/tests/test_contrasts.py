"""Differences and expressions of estimates; what an expression may not do; several tests at once; groups."""

import numpy as np
import pytest

from answerable.surveys.estimates import association, contrasts, moments, ranks
from answerable.surveys.estimates.association import AssociationError
from answerable.surveys.estimates.contrasts import ContrastError
from answerable.surveys.estimates.design import design_of
from answerable.surveys.estimates.ranks import GroupsError
from answerable.surveys.estimates.statistic import Estimate

TWO = Estimate(("1", "b"), np.array([4.0, 10.0]), np.array([[0.04, 0.01], [0.01, 0.09]]), 30)


def test_a_difference_uses_the_covariance() -> None:
    found = contrasts.linear(TWO, {"rise": {"b": 1, "1": -1}})
    assert (found.values[0], found.covariance[0, 0]) == (6, pytest.approx(0.11))
    assert contrasts.against_zero(found)[0].t == pytest.approx(6 / 0.11**0.5)


def test_an_expression_is_linearised_exactly() -> None:
    """A ratio b / a: the variance (v_b - 2 r c + r^2 v_a) / a^2."""
    found = contrasts.expression(TWO, "ratio", "-(-b) / `1`")
    assert (found.values[0], found.covariance[0, 0]) == (2.5, pytest.approx((0.09 - 5 * 0.01 + 6.25 * 0.04) / 16))


@pytest.mark.parametrize("text", ["c + b", "__import__('os')", "b ** 2", "b.real", "b if b else b", "b +", "'b'"])
def test_an_expression_does_no_more_than_arithmetic(text) -> None:
    with pytest.raises(ContrastError):
        contrasts.expression(TWO, "x", text)


def test_a_contrast_of_what_is_not_there_is_refused() -> None:
    with pytest.raises(ContrastError, match="'c'"):
        contrasts.linear(TWO, {"x": {"c": 1}})


def test_holm_raises_the_smallest_most() -> None:
    assert contrasts.holm([0.01, 0.04, 0.03]).tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert contrasts.holm([0.9, 0.8]).tolist() == [1, 1]


def test_tests_of_groups_need_groups() -> None:
    with pytest.raises(GroupsError):
        ranks.mean_difference(design_of(3), [1, 2, 3], ["a", "a", "a"])
    with pytest.raises(AssociationError):
        association.table(design_of(3), ["a", "a", "a"], ["x", "y", "x"])


def test_the_mean_difference_is_the_difference_of_means() -> None:
    y, group = [1, 2, 3, 6, 8], ["a", "a", "a", "b", "b"]
    found = ranks.mean_difference(design_of(5), y, group)
    means, _, _ = moments.domain_means(design_of(5), y, group)
    assert (found.value, found.df) == (pytest.approx(means.values[1] - means.values[0]), 3)
