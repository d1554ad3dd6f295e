"""Quotas, consents, and which turns two people code."""

import pytest

from answerable.focus import rules
from answerable.focus.rules import FocusError, QuotaCell
from answerable.focus.terms import STUDY, study_of
from answerable.focus.transcript import SpeechTurn


def test_a_quota_is_lines_of_cells_and_numbers() -> None:
    wanted = rules.read_cells("women of 18 to 35: 4\n\n men: who called:  2\n")
    assert wanted == [("women of 18 to 35", 4), ("men: who called", 2)]
    assert rules.cells_of(wanted, {"women of 18 to 35": 4}) == [
        QuotaCell("women of 18 to 35", 4, 4), QuotaCell("men: who called", 2, 0),
    ]  # fmt: skip
    assert [cell.is_full for cell in rules.cells_of(wanted, {"women of 18 to 35": 4})] == [True, False]


@pytest.mark.parametrize(
    "line", ["women", ": 3", "women: 0", "women: 1000", "women: three", "women: ٣", "w" * 101 + ": 1"]
)
def test_a_line_that_is_no_cell_is_told(line) -> None:
    with pytest.raises(FocusError) as wrong:
        rules.read_cells(f"men: 3\n{line}")
    assert (wrong.value.reason, wrong.value.line) == ("focus.cell-line", 2)


def test_a_cell_stands_once_and_there_are_not_too_many() -> None:
    for text in ("men: 3\nmen: 4", "\n".join(f"cell {place}: 1" for place in range(rules.MOST_CELLS + 1))):
        with pytest.raises(FocusError, match=r"focus\.cell-twice"):
            rules.read_cells(text)


def test_only_who_agreed_to_both_and_did_not_leave_is_quoted() -> None:
    both = {"take-part": True, "quotation": True}
    assert rules.may_quote(both, withdrawn=False)
    assert not any(
        (
            rules.may_quote(both, withdrawn=True),
            rules.may_quote(both | {"quotation": False}, withdrawn=False),
            rules.may_quote({"quotation": True}, withdrawn=False),
            rules.may_quote({}, withdrawn=False),
        )
    )


def test_a_fifth_of_the_turns_is_drawn_by_the_seed() -> None:
    assert [len(rules.double_coded(count, seed=7)) for count in (0, 1, 5, 6, 100)] == [0, 1, 1, 2, 20]
    assert rules.double_coded(100, seed=7) == rules.double_coded(100, seed=7) != rules.double_coded(100, seed=8)


def test_a_stretch_touches_the_turns_it_lies_in() -> None:
    turns = [SpeechTurn("P1", 4, 10), SpeechTurn("P2", 15, 20)]
    found = [rules.turns_within(turns, *each) for each in ((4, 10), (9, 16), (10, 15), (5, 5), (-1, 5), (15, 99))]
    assert found == [[0], [0, 1], [], [], [], [1]]


def test_agreement_is_read_as_krippendorff_reads_it() -> None:
    assert [rules.judged(each) for each in (0.8, 0.667, 0.5, None)] == ["good", "tentative", "poor", "none"]
    assert str(study_of(5)) == f"{STUDY}/5"
