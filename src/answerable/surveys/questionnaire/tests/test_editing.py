"""A questionnaire changed row by row: nothing is lost, groups stay whole, and the workbook that comes of it asks the same."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.surveys import testing
from answerable.surveys.questionnaire import core, editing, exchanging, reading
from answerable.surveys.questionnaire.editing import Question, Sheets

EN, UK = "English (en)", "Українська (uk)"


def nested() -> Sheets:
    """Two groups, one in the other: a ( b ( c ) ) d."""
    made = editing.blank("Trust", [EN, UK], "1")
    for place, (kind, name) in enumerate((("text", "a"), ("group", "g"), ("group", "h"))):
        made = editing.put(made, place, Question(kind, name), new=True)
    for place, name in ((2, "b"), (4, "c"), (7, "d")):
        made = editing.put(made, place, Question("text", name), new=True)
    return made


def told(sheets: Sheets) -> list[str]:
    return [row.get("name", ")") for row in sheets["survey"]["rows"]]


def test_a_group_moves_whole_into_what_it_meets_and_out_again() -> None:
    made = nested()
    assert told(made) == ["a", "g", "b", "h", "c", ")", ")", "d"]
    up = editing.moved(made, 3, up=True)
    assert told(up) == ["a", "g", "h", "c", ")", "b", ")", "d"]
    out = editing.moved(up, 2, up=True)
    assert told(out) == ["a", "h", "c", ")", "g", "b", ")", "d"]
    assert told(editing.moved(made, 7, up=True)) == ["a", "g", "b", "h", "c", ")", "d", ")"]
    assert (told(editing.moved(made, 0, up=True)), told(editing.moved(made, 7, up=False))) == (told(made), told(made))


def test_a_group_that_goes_leaves_what_it_holds() -> None:
    assert told(editing.removed(nested(), 1)) == ["a", "b", "h", "c", ")", "d"]
    assert list(editing.depths(nested()["survey"]["rows"])) == [0, 0, 1, 1, 2, 1, 0, 0]


@given(st.lists(st.tuples(st.integers(0, 7), st.booleans()), max_size=12))
def test_whatever_is_moved_stays_well_nested_and_nothing_is_lost(moves: list[tuple[int, bool]]) -> None:
    made = nested()
    for place, up in moves:
        if made["survey"]["rows"][place].get("type") != "end group":
            made = editing.moved(made, place, up=up)
    depth = list(editing.depths(made["survey"]["rows"]))
    assert (sorted(told(made)), depth[0], min(depth)) == (sorted(told(nested())), 0, 0)
    assert depth[-1] == 0


def test_a_new_name_is_followed_by_what_refers_to_it() -> None:
    made = editing.put(nested(), 7, Question("text", "d", relevant="${a} = 'x'"), new=False)
    renamed = editing.put(made, 0, Question("integer", "age"), new=False)
    assert (renamed["survey"]["rows"][0], renamed["survey"]["rows"][7]["relevant"]) == (
        {"type": "integer", "name": "age"}, "${age} = 'x'",
    )  # fmt: skip


def test_choices_stay_where_their_list_stands_with_what_else_is_known_of_them() -> None:
    made = editing.put(
        nested(), 0, Question("select_one", "s", choices=[("1", {EN: "One"}), ("2", {EN: "Two"})]), new=True
    )
    made["choices"]["columns"].append("image")
    made["choices"]["rows"][1]["image"] = "two.png"
    made = editing.put(made, 1, Question("select_one", "t", choices=[("1", {EN: "Uno"})]), new=True)
    said = editing.question_at(made, 0)
    again = Question(
        "select_multiple", "s", said.labels, said.hints, choices=[("2", {EN: "Two", UK: "Два"}), ("3", {})]
    )
    found = editing.put(made, 0, again, new=False)
    assert found["choices"]["rows"] == [
        {"list_name": "s", "name": "2", f"label::{EN}": "Two", "image": "two.png", f"label::{UK}": "Два"},
        {"list_name": "s", "name": "3"},
        {"list_name": "t", "name": "1", f"label::{EN}": "Uno"},
    ]
    assert (found["survey"]["rows"][0]["type"], editing.shared_with(found, 0)) == ("select_multiple s", [])
    assert [row["list_name"] for row in editing.removed(found, 0)["choices"]["rows"]] == ["t"]


def test_choices_are_written_as_they_are_read_and_the_first_wrong_line_is_told() -> None:
    lines = "1 | One | Один\n\n2 | Two"
    read = editing.read_choices(lines, [EN, UK])
    assert editing.read_choices(editing.write_choices(read, [EN, UK]), [EN, UK])[0] == read[0]
    for bad, line in (("1|a\n1|b", 2), ("a b|c", 1), ("1|a|b|c", 1), ("|a", 1)):
        with pytest.raises(ValueError, match=str(line)):
            editing.read_choices(bad, [EN, UK])


def test_a_language_comes_empty_and_goes_with_its_words() -> None:
    made = core.with_core(editing.blank("Trust", [EN, UK], "1"), "good_job")
    less = editing.settled(made, {"form_title": "T"}, [UK, "Русский (ru)"])
    assert (editing.languages(less), EN in str(less), "Добре" in str(less)) == ([UK, "Русский (ru)"], False, True)
    assert less["settings"]["rows"] == [{"form_title": "T", "form_id": "form", "version": "1", "default_language": UK}]
    plain = editing.settled(editing.blank("T", [], "1"), {}, [""])
    assert (editing.languages(plain), "label" in plain["survey"]["columns"]) == ([""], True)


def test_a_version_that_was_released_is_followed_by_the_next_one_of_the_day() -> None:
    at = datetime(2026, 12, 1, tzinfo=UTC)
    assert [editing.next_version(used, said, at=at) for used, said in (((), ""), (("7",), "8"), (("2026120101",), "2026120101"))] == [
        "2026120101", "8", "2026120102",
    ]  # fmt: skip


def test_a_core_question_says_so_until_its_words_or_choices_change() -> None:
    made = core.with_core(editing.blank("Trust", [EN, "Deutsch (de)"], "1"), "trust_police")
    assert (core.is_changed(made, 0), core.missing(made)) == (False, ["good_job", "safe_dark"])
    made["choices"]["rows"].pop()
    assert core.is_changed(made, 0)


def test_a_workbook_comes_out_of_the_editor_as_it_went_in() -> None:
    sheets = exchanging.open_workbook(testing.workbook())
    book = exchanging.write_workbook(sheets)
    assert (exchanging.open_workbook(book), exchanging.write_workbook(sheets)) == (sheets, book)
    assert reading.convert_workbook(book) == testing.xform()


def test_what_is_typed_never_becomes_a_formula_and_is_told_as_a_fault() -> None:
    made = editing.put(editing.blank("T", [EN], "1"), 0, Question("text", "a", {EN: "=1+1\x07<&>"}), new=True)
    book = exchanging.write_workbook(made)
    assert exchanging.open_workbook(book)["survey"]["rows"][0][f"label::{EN}"] == "=1+1<&>"
    with pytest.raises(reading.FormError) as wrong:
        reading.convert_workbook(book)
    assert [(one.row, one.reason) for one in wrong.value.faults] == [(2, "workbook.formula")]


@pytest.mark.parametrize(("raw", "reason"), [(b"no workbook", "workbook.none"), (b"PK" * 3_000_000, "workbook.large")])
def test_what_is_no_workbook_is_not_opened(raw: bytes, reason: str) -> None:
    with pytest.raises(reading.FormError) as wrong:
        exchanging.open_workbook(raw)
    assert [one.reason for one in wrong.value.faults] == [reason]
