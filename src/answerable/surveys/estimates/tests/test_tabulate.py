"""Tables as they are published: weighted again in each replicate, hidden where they must be, and nothing gives that back."""

import random

import numpy as np
import pytest

from answerable.surveys.estimates import tabulate
from answerable.surveys.estimates.calibration import CalibrationError
from answerable.surveys.estimates.rows import ELIGIBLE, rows_of

QUESTIONS = [
    {"name": "good", "several": False, "choices": ["5", "4", "3", "dk"]},
    {"name": "problems", "several": True, "choices": ["roads", "theft", "noise"]},
]


def rows(count: int, *, seed: int = 5, answering: int = 60) -> list[dict]:
    chance = random.Random(seed)
    found = []
    for place in range(count):
        north = place % 3 > 0
        row = {"stratum": "north" if north else "south", "chance": "1/10" if north else "1/5"}
        row["disposition"] = chance.choices(["I", "R", "NC", "NE", "UH"], [answering, 20, 10, 5, 5])[0]
        if row["disposition"] == "I":
            row["answers"] = {
                "good": chance.choices(["5", "4", "3", "dk"], [20, 40, 38, 2])[0],
                "sex": chance.choice(["F", "M"]),
                "problems": " ".join(chance.sample(["roads", "theft", "noise"], 2)),
            }
        found.append(row)
    return found


def worked_out(said: list[dict], **more) -> dict:
    return tabulate.tables({"rows": said, "questions": QUESTIONS, "seed": 7, "weighing": {}, **more})


def cells(found: dict, name: str, group: str = "") -> dict[str, dict]:
    (table,) = [each for each in found["tables"] if each["name"] == name]
    (part,) = [each for each in table["parts"] if each["group"] == group]
    return {cell["choice"]: cell for cell in part["cells"]}


def test_shares_are_of_all_who_answered_and_lie_in_their_intervals() -> None:
    said = rows(480)
    found = worked_out(said)
    good = cells(found, "good")
    assert (found["answers"], found["units"], found["replicates"]) == (
        sum(row["disposition"] == "I" for row in said),
        480,
        200,
    )
    shown = [cell for cell in good.values() if not cell["refusals"]]
    assert all(cell["low"] < cell["share"] < cell["high"] for cell in shown)
    assert {cell["count"] for cell in good.values()} == {found["answers"]}
    assert worked_out(said) == found  # the seed decides


def test_each_answer_stands_for_as_many_as_its_stratum_has() -> None:
    """South is drawn twice as densely as north: without weights its answers would count twice."""
    said = [
        row
        | (
            {"answers": row["answers"] | {"good": "5" if row["stratum"] == "south" else "4"}}
            if "answers" in row
            else {}
        )
        for row in rows(480)
    ]
    share = cells(worked_out(said), "good")["5"]["share"]
    south = sum(1 for row in said if row["stratum"] == "south" and row["disposition"] in ELIGIBLE)
    north = sum(1 for row in said if row["stratum"] == "north" and row["disposition"] in ELIGIBLE)
    assert share == pytest.approx(100 * 5 * south / (5 * south + 10 * north), abs=0.1)


def test_raking_meets_its_totals_and_stops_where_it_cannot() -> None:
    said = rows(480)
    asked = [*QUESTIONS, {"name": "sex", "several": False, "choices": ["F", "M"]}]
    found = worked_out(said, questions=asked, weighing={"margins": {"sex": {"F": 2400, "M": 1600}}})
    assert cells(found, "sex")["F"]["share"] == pytest.approx(60, abs=0.1)
    with pytest.raises(CalibrationError):
        worked_out(said, questions=asked, weighing={"margins": {"sex": {"F": 1, "M": 1, "X": 1}}})


def test_a_hidden_cell_is_not_alone_in_its_row_nor_in_its_column() -> None:
    found = worked_out(rows(480), by="sex", groups=["F", "M"])
    hidden = {
        group: {choice for choice, cell in cells(found, "good", group).items() if cell["refusals"]}
        for group in ("F", "M")
    }
    assert "dk" in hidden["F"] & hidden["M"]  # too small to show
    assert all(len(each) != 1 for each in hidden.values())
    assert not any(
        "share" in cell for group in hidden for cell in cells(found, "good", group).values() if cell["refusals"]
    )


def test_of_the_whole_one_hidden_share_hides_the_smallest_other() -> None:
    """Shares of a whole add up to 100: one that is left out alone follows from the others."""
    shown = [
        {"choice": name, "share": share, "count": 300, "refusals": []} for name, share in (("5", 60.0), ("4", 8.0))
    ]
    whole = {"group": "", "cells": [*shown, {"choice": "dk", "count": 300, "refusals": ["wide"]}]}
    tabulate.protect([whole], np.zeros((3, 0)))
    assert [(cell["choice"], cell["refusals"]) for cell in whole["cells"]] == [
        ("5", []), ("4", ["protects-another"]), ("dk", ["wide"]),
    ]  # fmt: skip


def test_a_stratum_with_one_answer_is_joined_to_its_neighbour() -> None:
    said = [{"stratum": name, "chance": "1/2", "disposition": "I"} for name in ("a", "b", "b", "c", "c", "c")]
    assert rows_of(said).strata == ["b+a", "b+a", "b+a", "c", "c", "c"]


def test_few_answers_show_nothing() -> None:
    found = worked_out(rows(60, answering=30))
    assert [
        cell for table in found["tables"] for part in table["parts"] for cell in part["cells"] if "share" in cell
    ] == []
