"""Time to an answer: the reference cases of the contract of open data, section 7 (R survfit), to ten digits and more."""

import pytest

from answerable_verify.numbers import survival

ONE = ((1, 2, 2, 3, 5, 5, 5, 8, 9, 12), (1, 1, 0, 1, 1, 1, 0, 0, 1, 0))
TWO = ((1, 1, 2, 3, 3, 4, 5, 6, 7, 7, 9, 10), (1, 2, 1, 0, 1, 2, 1, 0, 1, 2, 1, 0))
THREE = (
    (0, 0, 1, 2, 2, 3, 4, 0, 0, 1, 2, 5, 5, 6),
    (3, 5, 4, 6, 8, 9, 9, 2, 4, 5, 7, 8, 10, 12),
    (1, 1, 0, 2, 1, 0, 1, 1, 2, 1, 0, 1, 2, 0),
)
CLOSE = 1e-11


def spells_of(times, causes, entries=None):
    found = survival.Spells()
    for entry, time, cause in zip(entries or [0] * len(times), times, causes, strict=True):
        found.add(entry, time, cause)
    return found


def close(values):
    return pytest.approx(values, abs=CLOSE, rel=CLOSE)


def test_waiting_without_other_ends_is_kaplan_meier():
    steps = survival.steps(spells_of(*ONE))
    assert [step.time for step in steps] == [1, 2, 3, 5, 9]
    told = [0.9, 0.8, 0.685714285714, 0.457142857143, 0.228571428571]
    assert [step.waiting for step in steps] == pytest.approx(told, abs=1e-12)
    errors = [0.0948683298051, 0.126491106407, 0.151494017432, 0.166178098286, 0.181731227551]
    assert [step.waiting_error for step in steps] == pytest.approx(errors, abs=1e-12)
    assert [step.answered for step in steps] == pytest.approx([1 - each for each in told], abs=1e-12)
    assert [step.answered_error for step in steps] == pytest.approx(errors, abs=1e-12)
    bounds = [survival.interval(step.waiting, step.waiting_error) for step in steps]
    low = [0.473009271362, 0.408690781633, 0.304585074202, 0.142982162756, 0.0143742627048]
    high = [0.985281393367, 0.945872645839, 0.887148495028, 0.729779106015, 0.598415742888]
    assert [each for each, _ in bounds] == pytest.approx(low, abs=CLOSE)
    assert [each for _, each in bounds] == pytest.approx(high, abs=CLOSE)
    assert survival.median(steps).time == 5


def test_competing_ends_are_not_taken_for_waiting():
    spells = spells_of(*TWO)
    steps, others = survival.steps(spells), survival.steps(spells, survival.OTHERWISE)
    assert [(step.time, step.at_risk) for step in steps] == [(1, 12), (2, 10), (3, 9), (4, 7), (5, 6), (7, 4), (9, 2)]
    first = [0.0833333333333, 0.166666666667, 0.25, 0.25, 0.345238095238, 0.464285714286, 0.583333333333]
    errors = [0.0797855923130, 0.107582870728, 0.125, 0.125, 0.140745207264, 0.156792667938, 0.158345267482]
    assert [step.answered for step in steps] == pytest.approx(first, abs=1e-12)
    assert [step.answered_error for step in steps] == pytest.approx(errors, abs=1e-12)
    second = [0.0833333333333] * 3 + [0.178571428571] * 2 + [0.297619047619] * 2
    assert [step.answered for step in others] == pytest.approx(second, abs=1e-12)
    second_errors = [0.0797855923130] * 3 + [0.114871479289] * 2 + [0.145866591145] * 2
    assert [step.answered_error for step in others] == pytest.approx(second_errors, abs=1e-12)


def test_who_comes_late_is_at_risk_from_then():
    entries, times, causes = THREE
    spells = spells_of(times, causes, entries)
    steps, others = survival.steps(spells), survival.steps(spells, survival.OTHERWISE)
    at_risk = [(2, 6), (3, 8), (4, 8), (5, 7), (6, 7), (8, 6), (9, 4), (10, 2)]
    assert [(step.time, step.at_risk) for step in steps] == at_risk
    waiting = [0.833333333333, 0.729166666667, 0.638020833333, 0.455729166667, 0.390625, 0.260416666667]
    assert [step.waiting for step in steps] == pytest.approx([*waiting, 0.1953125, 0.09765625], abs=1e-12)
    answered = [0.166666666667, 0.270833333333, 0.270833333333, 0.453125, 0.453125, 0.583333333333]
    assert [step.answered for step in steps] == pytest.approx([*answered, 0.6484375, 0.6484375], abs=1e-12)
    second = [0, 0, 0.0911458333333, 0.0911458333333, 0.15625, 0.15625, 0.15625, 0.25390625]
    assert [step.answered for step in others] == pytest.approx(second, abs=1e-12)


def test_who_was_never_under_watch_is_not_counted():
    spells = spells_of((3, 3), (1, 1), (3, 0))
    assert (spells.n, survival.median(survival.steps(spells)).time) == (1, 3)


def test_a_median_that_is_not_reached_is_said_so():
    steps = survival.steps(spells_of((1, 9, 9, 9), (1, 0, 0, 0)))
    assert survival.median(steps) == survival.Median(None, None, None) or survival.median(steps).time is None
    assert survival.steps(survival.Spells()) == []
    assert survival.at(steps, 0) is None
    assert survival.interval(0.0, 0.1) == (0.0, 0.0)
