"""Every number of the reference set that R made, each case by its name."""

from pathlib import Path
from typing import Final

import pytest

from answerable.surveys.estimates.reference import compare

HOME: Final = Path(__file__).resolve().parents[6] / "shared" / "reference" / "surveys"
ABSENT: Final = pytest.mark.skip(reason="the reference set is not beside this checkout (../shared)")
DESIGNS, CASES = compare.read(HOME / "cases.json") if HOME.is_dir() else ({}, [])
EACH: Final = [pytest.param(case, id=case["id"]) for case in CASES] or [pytest.param(None, marks=ABSENT)]


@pytest.mark.parametrize("case", EACH)
def test_a_case_of_the_reference_set_is_met(case) -> None:
    assert [each for each in compare.compared(case, DESIGNS, HOME / "data") if not each.agrees] == []
