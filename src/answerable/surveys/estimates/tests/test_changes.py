"""The change from wave to wave: points that both waves went to are one cluster, others are independent."""

import random

import numpy as np
import pytest

from answerable.surveys.estimates import changes, statistic, tabulate
from answerable.surveys.estimates.rows import rows_of, weighing_of

QUESTION = {"name": "good", "several": False, "choices": ["5", "3"]}


def wave(seed: int, share: float, *, points: int = 30, named: str = "p") -> list[dict]:
    """Answers in sampling points that differ much among each other, the same in each wave."""
    chance = random.Random(seed)
    lean = [random.Random(place).uniform(-0.35, 0.35) for place in range(points)]
    return [
        {
            "stratum": "all", "cluster": f"{named}{point:02}", "chance": "1/10", "disposition": "I",
            "answers": {"good": "5" if chance.random() < share + lean[point] else "3"},
        }
        for point in range(points)
        for _ in range(20)
    ]  # fmt: skip


def compared(then: list[dict], now: list[dict], hidden: tuple[str, ...] = ()) -> dict[str, dict]:
    earlier, later = rows_of(then), rows_of(now)
    how, anew = (weighing_of(rows, {"cells": "one"}) for rows in (earlier, later))
    waves = changes.stacked(earlier, how, later, anew, seed=7)
    return {each["choice"]: each for each in changes.of_question(waves, QUESTION, hidden)}


def test_a_change_is_the_difference_of_the_shares_and_its_interval_knows_the_common_points() -> None:
    then, now = wave(1, 0.4), wave(2, 0.5)
    shares = [100 * np.mean([row["answers"]["good"] == "5" for row in each]) for each in (then, now)]
    common, apart = compared(then, now), compared(then, wave(2, 0.5, named="q"))
    assert common["5"]["change"] == pytest.approx(shares[1] - shares[0], abs=0.06)
    assert common["5"]["change"] == apart["5"]["change"] == -common["3"]["change"]
    width = {name: each["5"]["high"] - each["5"]["low"] for name, each in {"common": common, "apart": apart}.items()}
    assert width["common"] < 0.8 * width["apart"]  # the same places again tell a change more surely
    assert (common["5"]["evidence"], compared(then, wave(3, 0.4))["5"]["evidence"]) == (True, False)


def test_what_one_wave_hides_has_no_change() -> None:
    assert sorted(compared(wave(1, 0.4), wave(2, 0.5), hidden=("5",))) == ["3"]
    assert compared(wave(1, 0.4), wave(2, 0.5), hidden=("5", "3")) == {}
    silent = [row | {"answers": {}} for row in wave(2, 0.5)]
    assert compared(wave(1, 0.4), silent) == {}


def test_units_drawn_by_themselves_are_independent_waves() -> None:
    then, now = ([row | {"cluster": ""} for row in wave(seed, 0.4)] for seed in (1, 2))
    earlier, later = rows_of(then), rows_of(now)
    how = weighing_of(earlier, {}), weighing_of(later, {})
    waves = changes.stacked(earlier, how[0], later, how[1], seed=7)
    assert sorted(set(waves.rows.strata)) == ["1/all", "2/all"]


def test_the_linearised_difference_agrees_with_the_replicates() -> None:
    earlier, later = rows_of(wave(1, 0.4)), rows_of(wave(2, 0.5))
    how = weighing_of(earlier, {"cells": "one"}), weighing_of(later, {"cells": "one"})
    waves = changes.stacked(earlier, how[0], later, how[1], seed=7)
    chosen = np.array([[each == "5"] for each in waves.rows.column("good")], dtype=np.float64)
    found = changes.difference(chosen, ~waves.is_later, waves.is_later, ["5"])
    weights, step = waves.sample.weights, 1e-5
    moved = weights.copy()
    moved[3] += step
    slope = (found.value(moved) - found.value(weights))[0] / step
    assert slope == pytest.approx(found.influence(weights)[3, 0], rel=1e-4)
    assert statistic.estimate(waves.sample, found).errors[0] > 0


def test_tables_hold_the_changes_of_what_was_asked_alike() -> None:
    asked = [QUESTION, QUESTION | {"name": "new"}]
    said = {"rows": wave(2, 0.5), "questions": asked, "seed": 7, "weighing": {"cells": "one"}}
    before = {"rows": wave(1, 0.4), "weighing": {"cells": "one"}, "hidden": {"good": []}}
    found = tabulate.tables(said | {"earlier": before})
    assert (list(found["changes"]), tabulate.tables(said)["changes"]) == (["good"], {})
    assert [each["choice"] for each in found["changes"]["good"]] == ["5", "3"]
