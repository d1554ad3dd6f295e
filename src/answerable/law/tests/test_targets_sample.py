"""Volume targets and ordinary texts of `tests/samples/targets.jsonl`, by somebody who had not seen rules or training texts.

The ordinary ones are made to mislead: counts that report, limits that protect, goals of help, quotas that are criticised. Lists
and weights were made on other texts; only how much the lists add, and from where on it is asked, was chosen by these.
"""

import csv
import json
from pathlib import Path
from typing import Any, Final

import pytest

from answerable.law import learned
from answerable.law.rules import targets

ROOT: Final = Path(__file__).parents[4]
SAMPLE: Final = ROOT / "tests" / "samples" / "targets.jsonl"
DATA: Final = ROOT.parent / "shared" / "data"
FOUND: Final = 49  # of 60 that set a target
ASKED: Final = 39  # of 200 that don't
ASKED_REAL: Final = 20  # of 370 titles of petitions, all of which want something


def rows(*labels: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    return [row for row in found if row["label"] in labels]


LISTS: Final = targets.read(learned.TARGETS.lists())


def asked(text: str) -> bool:
    return targets.sets_target(text, LISTS, learned.TARGETS.weights())


def test_most_volume_targets_are_asked_about() -> None:
    assert (len(rows("target")), sum(asked(row["text"]) for row in rows("target"))) == (60, FOUND)


def test_of_what_misleads_few_are_asked_about() -> None:
    found = rows("ordinary", "complaint")
    assert (len(found), sum(asked(row["text"]) for row in found)) == (200, ASKED)


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not beside the checkout")
def test_of_real_wishes_few_are_asked_about() -> None:
    with (DATA / "petitions-ua-2015" / "petitions.csv").open(encoding="utf-8", newline="") as file:
        titles = [row["title"] for row in csv.DictReader(file)]
    assert (len(titles), sum(map(asked, titles))) == (370, ASKED_REAL)
