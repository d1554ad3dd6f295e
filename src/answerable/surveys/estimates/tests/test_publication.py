"""What may be shown: shares with honest intervals, refusals with their reason, and cells that sums do not give back."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.surveys.estimates import dispositions, proportions, publication, size, suppression
from answerable.surveys.estimates.design import design_of
from answerable.surveys.estimates.dispositions import DispositionError
from answerable.surveys.estimates.proportions import IntervalMethod, ShareError
from answerable.surveys.estimates.publication import Refusal
from answerable.surveys.estimates.size import Plan, SizeError
from answerable.surveys.estimates.suppression import SuppressionError


def answers(yes: int, count: int):
    return [1] * yes + [0] * (count - yes)


def test_a_share_of_nothing_and_of_all_has_an_interval() -> None:
    """Clopper and Pearson's: of 0 among 50, up to 1 - 0.025^(1/50)."""
    none, every = (proportions.share(design_of(50), answers(yes, 50)) for yes in (0, 50))
    assert (none.value, none.interval.low, none.interval.high) == (0, 0, pytest.approx(1 - 0.025 ** (1 / 50)))
    assert (every.value, every.interval.low, every.interval.high) == (1, pytest.approx(0.025 ** (1 / 50)), 1)
    assert {none.method, every.method} == {IntervalMethod.EXACT}


@pytest.mark.parametrize(
    ("yes", "count", "method"),
    [(100, 200, IntervalMethod.LOGIT), (4, 200, IntervalMethod.BETA), (25, 50, IntervalMethod.BETA)],
)
def test_the_interval_is_chosen_by_share_and_answers(yes, count, method) -> None:
    assert proportions.share(design_of(count), answers(yes, count)).method is method


def test_answers_that_are_neither_have_no_share() -> None:
    with pytest.raises(ShareError):
        proportions.share(design_of(3), [0, 1, 2])


@pytest.mark.parametrize(
    ("yes", "count", "refusals"),
    [
        (200, 400, ()),
        (4, 9, (Refusal.FEW_PERSONS, Refusal.FEW_ANSWERS, Refusal.FEW_EFFECTIVE, Refusal.WIDE, Refusal.WIDE_FOR_ITS_SIZE)),
        (10, 29, (Refusal.FEW_ANSWERS, Refusal.FEW_EFFECTIVE, Refusal.WIDE)),
        (3, 60, (Refusal.WIDE_FOR_ITS_SIZE,)),
    ],
)  # fmt: skip
def test_a_share_that_may_not_be_shown_says_why(yes, count, refusals) -> None:
    found = proportions.share(design_of(count), answers(yes, count))
    judged = publication.of_share(found, whole=True)
    assert (set(judged.refusals) - {Refusal.FEW_CLUSTERS}, judged.is_shown) == (set(refusals), not refusals)


def test_few_clusters_flag_a_part_and_refuse_the_whole() -> None:
    few = design_of(400, clusters=[np.arange(400) % 7])
    found = proportions.share(few, np.arange(400) % 11 < 5)
    assert publication.of_share(found).is_flagged
    assert Refusal.FEW_CLUSTERS in publication.of_share(found, whole=True).refusals


def test_volunteers_and_the_judged_get_no_confidence_figure() -> None:
    judged = publication.of_survey(by_chance=False, asked_by_the_judged=True)
    assert judged.refusals == (Refusal.VOLUNTEERS, Refusal.ASKED_BY_THE_JUDGED)
    assert publication.of_survey(by_chance=True, asked_by_the_judged=False).is_shown


def test_the_margin_of_error_is_that_of_one_half() -> None:
    found = proportions.share(design_of(1001), answers(300, 1001))
    assert publication.margin_of_error(found) == pytest.approx(1.962341 * 0.5 / 1000**0.5, rel=1e-5)


def test_the_size_of_the_contracts_example() -> None:
    """A town of 20,000 adults, four points, design effect 1.5: 900 interviews, 862 there, 1,720 addresses at one half."""
    town = Plan(margin=0.04, population=20_000, response=0.5, per_cluster=11, likeness=0.05)
    found = size.needed(town)
    assert (found.design_effect, found.unlimited, found.interviews, found.addresses) == (
        pytest.approx(1.5), 901, 862, 1724,
    )  # fmt: skip
    assert size.margin(town, 862) == pytest.approx(0.04, abs=1e-4)
    for wrong in (Plan(margin=0), Plan(response=0), Plan(population=0)):
        with pytest.raises(SizeError):
            size.needed(wrong)


def test_rates_refuse_what_is_no_disposition_and_nobody() -> None:
    with pytest.raises(DispositionError, match="'X'"):
        dispositions.outcomes([("X", 1)])
    with pytest.raises(DispositionError, match="no address"):
        dispositions.rates(dispositions.outcomes([("NE", 5)]))
    found = dispositions.rates(dispositions.outcomes([("I", 6), ("R", 2), ("UH", 4)]), e=0.5)
    assert (found["RR1"], found["RR3"], found["e"]) == (0.5, 0.6, 0.5)


def test_one_small_cell_hides_three_more() -> None:
    protected = suppression.protect([[3, 40, 50], [60, 70, 80], [30, 20, 90]])
    assert protected.primary.sum() == 1
    low, high = suppression.worked_out(np.array([[3.0, 40, 50], [60, 70, 80], [30, 20, 90]]), protected.hidden, (0, 0))
    assert high - low >= 10


def test_two_hidden_that_add_to_nothing_are_not_hidden_from_anybody() -> None:
    """Hidden 1 and 2 in a row tell together 3: too little to hide behind, so more goes."""
    protected = suppression.protect([[1, 2, 100], [100, 100, 100]])
    assert protected.hidden[0].all()


def test_a_table_whose_margins_tell_is_refused() -> None:
    with pytest.raises(SuppressionError):
        suppression.protect([[3], [50]])


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=3, max_size=3))
def test_no_hidden_cell_can_be_worked_out(counts) -> None:
    table = np.array(counts, dtype=float)
    try:
        protected = suppression.protect(table)
    except SuppressionError:
        return
    assert not ((table > 0) & (table < 10) & ~protected.hidden).any()
    for cell in product(range(3), range(3)):
        if protected.hidden[cell]:
            low, high = suppression.worked_out(table, protected.hidden, cell)
            assert high - low >= 10 - 1e-6
            assert low - 1e-6 <= table[cell] <= high + 1e-6
