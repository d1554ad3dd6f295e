"""Weights do what they promise, and stop where they cannot."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.surveys.estimates import calibration, weighting
from answerable.surveys.estimates.calibration import CalibrationError
from answerable.surveys.estimates.design import design_of
from answerable.surveys.estimates.weighting import WeightingError

SEX = ["m", "m", "w", "w", "w"]
AGE = ["young", "old", "young", "old", "old"]


def test_base_weights_are_people_over_chance() -> None:
    assert weighting.base_weights([0.5, 0.1], [1, 3]).tolist() == pytest.approx([2, 30])


@pytest.mark.parametrize(("chance", "adults"), [([0.0], 1), ([1.2], 1), ([np.nan], 1), ([0.5], 0)])
def test_a_chance_that_is_none_is_refused(chance, adults) -> None:
    with pytest.raises(WeightingError):
        weighting.base_weights(chance, adults)


def test_respondents_carry_the_eligible_of_their_cell() -> None:
    responded, eligible = np.array([1, 0, 1, 1, 0], bool), np.array([1, 1, 1, 1, 0], bool)
    weights, cells = weighting.nonresponse_weights(
        np.array([1.0, 2, 3, 4, 5]), responded, eligible, ["a", "a", "b", "b", "b"], respondents=1, adjustment=3
    )
    assert (weights.tolist(), [(cell.label, cell.respondents, cell.adjustment) for cell in cells]) == (
        [3, 0, 3, 4, 0], [("a", 1, 3), ("b", 2, 1)],
    )  # fmt: skip


def test_a_cell_with_too_few_or_too_large_an_adjustment_is_refused_by_name() -> None:
    responded = np.array([True] * 20 + [False] * 21 + [True] * 19)
    with pytest.raises(WeightingError, match=r"\['few', 'heavy'\]"):
        weighting.nonresponse_weights(np.ones(60), responded, np.ones(60, bool), ["heavy"] * 41 + ["few"] * 19)


@given(st.lists(st.floats(0.5, 5), min_size=5, max_size=5), st.floats(10, 90), st.floats(10, 90))
def test_raked_weights_have_the_known_totals(weights, men, young) -> None:
    design = design_of(5, weights=weights)
    margins = [
        calibration.margin_of(SEX, {"m": men, "w": 100 - men}),
        calibration.margin_of(AGE, {"young": young, "old": 100 - young}),
    ]
    after = calibration.rake(design, margins).weights
    sums = [after[[place for place, each in enumerate(column) if each == label]].sum()
            for column, label in ((SEX, "m"), (AGE, "young"))]  # fmt: skip
    assert sums == pytest.approx([men, young], rel=1e-9)


@pytest.mark.parametrize(
    ("totals", "says"),
    [
        ({"m": 1.0}, "no total for"),
        ({"m": 1.0, "w": 1.0, "x": 1.0}, "no respondents for"),
    ],
)
def test_a_margin_names_the_group_that_does_not_fit(totals, says) -> None:
    with pytest.raises(CalibrationError, match=says):
        calibration.margin_of(SEX, totals)


def test_margins_that_contradict_each_other_stop() -> None:
    margins = [
        calibration.margin_of(SEX, {"m": 50, "w": 50}),
        calibration.margin_of(AGE, {"young": 50, "old": 70}),
    ]
    with pytest.raises(CalibrationError, match="different sums"):
        calibration.rake(design_of(5), margins)


def test_raking_that_cannot_converge_stops() -> None:
    """All men are young here and all women old, but the margins say otherwise."""
    margins = [
        calibration.margin_of(["m", "m", "w"], {"m": 50, "w": 50}),
        calibration.margin_of(["y", "y", "o"], {"y": 30, "o": 70}),
    ]
    with pytest.raises(CalibrationError, match="did not converge"):
        calibration.rake(design_of(3), margins)


@pytest.mark.parametrize("distance", [calibration.LINEAR, calibration.EXPONENTIAL, calibration.bounded(0.5, 2)])
def test_every_distance_gives_the_totals(distance) -> None:
    x = np.column_stack([np.ones(4), [1.0, 2, 3, 4]])
    after = calibration.calibrate(design_of(4, weights=[10.0] * 4), x, np.array([44.0, 120.0]), distance).weights
    assert (x.T @ after).tolist() == pytest.approx([44, 120], rel=1e-9)


def test_bounds_hold_and_totals_beyond_them_stop() -> None:
    design, x = design_of(3, weights=[1.0, 1, 1]), np.array([1.0, 2, 3])
    after = calibration.calibrate(design, x, np.array([8.0]), calibration.bounded(0.5, 1.5)).weights
    assert (0.5 < after.min() < after.max() < 1.5, x @ after) == (True, pytest.approx(8))
    with pytest.raises(CalibrationError):
        calibration.calibrate(design, x, np.array([12.0]), calibration.bounded(0.5, 1.5))
    with pytest.raises(CalibrationError, match="both sides"):
        calibration.bounded(1.1, 2)


def test_trimming_keeps_the_sum_and_the_limits() -> None:
    before = np.array([1.0, 2, 3, 4, 90])
    after = weighting.trimmed(before, lower=1, upper=40, strict=True)
    assert (after.sum(), after.max() <= 40, weighting.share_trimmed(before, after)) == (
        pytest.approx(100), True, pytest.approx(0.5),
    )  # fmt: skip
    assert weighting.limits(before) == pytest.approx((0.3, 10))


def test_trimming_that_leaves_nothing_within_the_limits_stops() -> None:
    with pytest.raises(WeightingError, match="within the limits"):
        weighting.trimmed(np.array([1.0, 9.0]), lower=3, upper=4)


def test_the_cost_of_equal_weights_is_nothing() -> None:
    cost = weighting.cost(np.array([2.0, 2, 0, 2]))
    assert (cost.count, cost.total, cost.design_effect, cost.effective, cost.is_high) == (3, 6, 1, 3, False)
    assert weighting.cost(np.array([1.0, 1, 20])).is_high
