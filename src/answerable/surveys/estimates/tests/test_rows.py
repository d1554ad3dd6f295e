"""A drawn sample weighed: cells, adults, totals, trimming; sampling points are what is left out and drawn again."""

import random

import numpy as np
import pytest

from answerable.surveys.estimates import calibration, weighting
from answerable.surveys.estimates.rows import Rows, rows_of, sample_of, weighing_of


def sample(points: int = 12, *, seed: int = 3, adults: int = 1) -> list[dict]:
    chance = random.Random(seed)
    found = []
    for point in range(points):
        stratum = "north" if point % 2 else "south"
        for _ in range(20):
            row = {"stratum": stratum, "cluster": f"{stratum}{point}", "chance": "1/10" if point % 2 else "1/20"}
            row["disposition"] = chance.choices(["I", "R", "NC"], [80, 10, 10])[0]
            if row["disposition"] == "I":
                row["answers"] = {"sex": chance.choice(["F", "M"]), "adults": str(chance.randrange(1, 1 + adults))}
            found.append(row)
    return found


def weighed(rows: Rows, **said) -> np.ndarray:
    return weighing_of(rows, said).weighed(rows.base)


def test_who_did_not_answer_is_made_up_for_in_the_cell_that_is_chosen() -> None:
    rows = rows_of(sample())
    by_stratum, whole = weighed(rows, cells="stratum"), weighed(rows, cells="one")
    for name in ("north", "south"):
        inside = np.array([each == name for each in rows.strata])
        assert by_stratum[inside].sum() == pytest.approx(rows.base[inside].sum())
    assert whole.sum() == pytest.approx(rows.base.sum())
    assert [cell.label for cell in weighing_of(rows, {}).cells] == ["north", "south"]
    few = rows_of([row for row in sample() if row["disposition"] != "I"] + sample(4))  # most of them silent
    assert [cell.label for cell in weighing_of(few, {"cells": "auto"}).cells] == ["all"]
    with pytest.raises(weighting.WeightingError):
        weighing_of(few, {"cells": "stratum"})


def test_an_answer_speaks_for_the_adults_of_its_household() -> None:
    rows = rows_of(sample(adults=4))
    plain, grown = weighed(rows), weighed(rows, adults="adults")
    people = np.array([float(each or 0) for each in rows.column("adults")])
    assert grown == pytest.approx(plain * people)


def test_trimming_keeps_the_totals_and_says_what_it_moved() -> None:
    said = sample(adults=1)
    for row in said[:4]:
        row["chance"] = "1/2000"
    rows = rows_of(said)
    margins = {"sex": {"F": 4000.0, "M": 3000.0}}
    cut = weighing_of(rows, {"margins": margins, "trim": True})
    after = cut.weighed(rows.base)
    women = np.array([each == "F" for each in rows.column("sex")])
    assert (after[women].sum(), after.sum()) == (pytest.approx(4000), pytest.approx(7000))
    assert cut.limits is not None
    assert (cut.trimmed > 0.1, after.max() < weighed(rows, margins=margins).max()) == (True, True)
    alike = rows_of([row | {"chance": "1/10"} for row in said])
    assert weighing_of(alike, {"cells": "one", "trim": True}).limits is None  # nothing says what is far
    with pytest.raises(calibration.CalibrationError):
        weighing_of(rows, {"margins": {"sex": {"F": 1.0, "M": 1.0, "X": 1.0}}})


def test_a_replicate_leaves_out_a_whole_sampling_point() -> None:
    rows = rows_of(sample())
    replicates = sample_of(rows, weighing_of(rows, {"cells": "one"}).weighed, 7)
    assert (replicates.count, replicates.df) == (12, 10)  # points, and points less strata
    points = np.array(rows.points)
    first = replicates.weight_of(0)
    assert {point for point in points if not first[points == point].any()} == {min(points)}
    alone = rows_of([row | {"cluster": ""} for row in sample()])
    assert (alone.has_clusters, sample_of(alone, weighing_of(alone, {}).weighed, 7).count) == (False, 200)


def test_a_stratum_whose_answers_come_from_one_point_is_joined_to_its_neighbour() -> None:
    said = sample()
    for row in said:
        if row["cluster"] == "south0":
            row["stratum"] = "alone"
    assert sorted(set(rows_of(said).strata)) == ["north", "south+alone"]
