"""The ladder: another decision-maker, once each, never a barred one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from answerable.law.rules.ladder import Climb, LadderStanding, Rung, next_rung
from answerable.law.rules.routing import Bars, RoutingOrder, bars
from answerable.people.rules import CommandTree

# directorate 1 > department 3 > patrol 4; prosecutor 7; chair 9 of another tree
TREE = CommandTree({1: None, 3: 1, 4: 3, 7: None, 9: None})
ORDER = RoutingOrder((), fallback=3, answering=frozenset({1, 3, 4, 7}))
CODES = {"prosecutor": 7, "department": 3}
NOBODY = Bars()
DAY = date(2026, 11, 22)
RUNGS = (
    Rung("overdue", 1, ("above",)),
    Rung("overdue", 2, ("chair",), after_days=5),
    Rung("overdue", 3, ("prosecutor", "above"), after_days=15),
    Rung("disputed", 1, ("chair", "above")),
)


def climb(
    cause: str, body: int, days: int, *, raised: tuple[tuple[str, int], ...] = (), barred: Bars = NOBODY
) -> Climb | None:
    standing = LadderStanding(body, days, chairs=(9,), codes=CODES, raised=raised)
    return next_rung(RUNGS, cause=cause, standing=standing, barred=barred, tree=TREE, order=ORDER, on=DAY)


def test_the_first_rung_is_the_nearest_above() -> None:
    assert climb("overdue", 4, 0) == Climb("overdue", 1, 3, "above")


def test_each_rung_is_climbed_once_and_in_its_time() -> None:
    first = (("overdue", 1),)
    assert climb("overdue", 4, 4, raised=first) is None
    assert climb("overdue", 4, 5, raised=first) == Climb("overdue", 2, 9, "chair")
    both = (*first, ("overdue", 2))
    assert climb("overdue", 4, 15, raised=both) == Climb("overdue", 3, 7, "prosecutor")
    assert climb("overdue", 4, 99, raised=(*both, ("overdue", 3))) is None


def test_a_barred_body_is_passed_over() -> None:
    assert climb("overdue", 4, 0, barred=bars(TREE, about_body=3)) == Climb("overdue", 1, 1, "above")


def test_nobody_above_means_the_next_rung() -> None:
    assert climb("overdue", 1, 0) is None
    assert climb("overdue", 1, 6) == Climb("overdue", 2, 9, "chair")


def test_whoever_has_it_is_not_another_decision_maker() -> None:
    assert climb("disputed", 9, 0) is None
    assert climb("overdue", 7, 20, raised=(("overdue", 1), ("overdue", 2))) is None


def test_the_chair_of_the_own_tree_comes_first() -> None:
    standing = LadderStanding(4, 0, chairs=(9, 1))
    found = next_rung(RUNGS, cause="disputed", standing=standing, barred=Bars(), tree=TREE, order=ORDER, on=DAY)
    assert found == Climb("disputed", 1, 1, "chair")


def test_a_rung_counts_only_while_it_is_valid() -> None:
    old = Rung("overdue", 1, ("above",), valid_to=date(2026, 1, 1))
    standing = LadderStanding(4, 3)
    assert next_rung([old], cause="overdue", standing=standing, barred=Bars(), tree=TREE, order=ORDER, on=DAY) is None


@given(
    st.sampled_from(["overdue", "disputed"]),
    st.sampled_from([1, 3, 4, 7, 9]),
    st.integers(0, 40),
    st.frozensets(st.sampled_from([1, 3, 4, 7, 9]), max_size=3),
)
def test_the_ladder_ends_and_never_meets_a_barred_body(cause: str, body: int, days: int, about: frozenset[int]) -> None:
    barred = Bars()
    for one in about:
        barred |= bars(TREE, about_body=one)
    raised: tuple[tuple[str, int], ...] = ()
    while (step := climb(cause, body, days, raised=raised, barred=barred)) is not None:
        assert step.body not in barred.bodies
        assert step.body != body
        assert (step.cause, step.place) not in raised
        raised = (*raised, (step.cause, step.place))
    assert len(raised) <= len(RUNGS)
