"""What a design must say, and that both kinds of variance agree where theory says that they are one."""

import numpy as np
import pytest

from answerable.surveys.estimates import moments, quantiles, regression, replication
from answerable.surveys.estimates.design import DesignError, Lonely, LonelyClusterError, design_of
from answerable.surveys.estimates.moments import MissingAnswerError
from answerable.surveys.estimates.regression import RegressionError

RANDOM = np.random.Generator(np.random.PCG64(1))
Y = RANDOM.normal(size=24)
STRATA = np.repeat([0, 1, 2, 3], 6)
CLUSTERS = np.repeat(np.arange(8), 3)


def design(**more):
    return design_of(24, weights=RANDOM.uniform(1, 3, 24), clusters=[CLUSTERS], strata=STRATA, **more)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"clusters": [[1, 1, 2, 2]], "strata": [1, 2, 2, 2], "nested": False}, "two strata"),
        ({"populations": [[3, 3, 3, 3]]}, "fewer clusters in the population"),
        ({"populations": [[9, 9, 9, 8]]}, "two population counts"),
        ({"weights": [1, 1, -1, 1]}, "below zero"),
        ({"weights": [1, 1, np.nan, 1]}, "missing"),
    ],
)
def test_a_design_that_cannot_be_is_refused(said, fault) -> None:
    with pytest.raises(DesignError, match=fault):
        design_of(4, **said)


def test_a_stratum_with_one_cluster_is_refused_unless_somebody_decided() -> None:
    alone = {"strata": [1, 1, 1, 2], "weights": [1.0] * 4}
    with pytest.raises(LonelyClusterError):
        moments.mean(design_of(4, **alone), [1, 2, 3, 4])
    errors = {each: float(moments.total(design_of(4, **alone, lonely=each), [1, 2, 3, 4]).errors[0])
              for each in Lonely if each is not Lonely.FAIL}  # fmt: skip
    assert errors == pytest.approx(
        {Lonely.ADJUST: 19**0.5, Lonely.AVERAGE: 6**0.5, Lonely.REMOVE: 3**0.5, Lonely.CERTAINTY: 3**0.5}
    )


def test_a_stratum_taken_whole_has_no_variance() -> None:
    whole = design_of(4, populations=[[4] * 4])
    assert (whole.weights.tolist(), moments.total(whole, [1, 2, 3, 4]).errors.tolist()) == ([1] * 4, [0])


def test_missing_answers_are_refused_unless_they_may_be_skipped() -> None:
    plain = design_of(3)
    with pytest.raises(MissingAnswerError, match="answers are missing"):
        moments.mean(plain, [1, 2, np.nan])
    assert moments.mean(plain, [1, 2, np.nan], skip_missing=True).values.tolist() == [1.5]
    with pytest.raises(MissingAnswerError, match="all answers"):
        moments.mean(plain, [np.nan] * 3, skip_missing=True)


def test_jackknife_and_balanced_halves_give_a_total_its_linear_variance() -> None:
    """For a total all three are the same formula (Wolter 2007)."""
    two = design()
    exact = moments.total(two, Y).errors[0]
    for made in (replication.jackknife(two), replication.balanced(two), replication.balanced(two, fay=0.3)):
        assert moments.total(made, Y).errors[0] == pytest.approx(exact, rel=1e-12)
        assert made.df == 4


def test_the_jackknife_knows_what_share_was_taken() -> None:
    finite = design(populations=[np.full(24, 4)])
    exact = moments.total(finite, Y).errors[0]
    assert moments.total(replication.jackknife(finite), Y).errors[0] == pytest.approx(exact, rel=1e-12)


def test_the_bootstrap_comes_near_and_is_the_same_for_one_seed() -> None:
    two = design()
    made = replication.bootstrap(two, count=2000, seed=7)
    exact = moments.total(two, Y).errors[0]
    assert moments.total(made, Y).errors[0] == pytest.approx(exact, rel=0.08)
    again = replication.bootstrap(two, count=2000, seed=7)
    assert (again.weight_of(5) == made.weight_of(5)).all()


def test_replicates_need_clusters_to_leave_out() -> None:
    alone = design_of(4, strata=[1, 1, 1, 2])
    for make in (replication.jackknife, replication.balanced, lambda of: replication.bootstrap(of, count=9, seed=1)):
        with pytest.raises(DesignError):
            make(alone)


def test_a_quantile_lies_within_its_interval_and_answers_with_weight_zero_do_not_count() -> None:
    weights = np.ones(24)
    weights[Y.argmax()] = 0
    found = quantiles.quantiles(design_of(24, weights=weights), Y, [0.25, 0.5, 1.0])
    assert all(each.interval.low <= each.value <= each.interval.high for each in found)
    assert found[-1].value == np.sort(Y)[-2]


def test_a_model_without_a_single_fit_is_refused() -> None:
    twice = regression.terms_of([("a", Y, False), ("b", 2 * Y, False)])
    with pytest.raises(RegressionError, match="follow from each other"):
        regression.regression(design_of(24), Y**2, twice)
    split = regression.terms_of([("a", Y, False)])
    with pytest.raises(RegressionError, match="all alike"):
        regression.regression(design_of(24), Y > 0, split, family=regression.Family.BINOMIAL)
