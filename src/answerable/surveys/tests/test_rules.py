"""Whose word a survey is; frames and designs are taken whole or refused with the line."""

import os
import subprocess
import sys

import pytest

from answerable.surveys import rules
from answerable.surveys.rules import FrameError
from answerable.surveys.terms import Asker, Method

FRAME = "unit,stratum,size\r\na-1,north,3\r\n\r\nb-2,south,1\r\nc-3,north,4\r\n"


@pytest.mark.parametrize(
    ("kind", "asker"),
    [
        ("police", Asker.JUDGED),
        ("monitor", Asker.INDEPENDENT),
        ("council", Asker.AUTHORITY),
        ("chair", Asker.AUTHORITY),
    ],
)
def test_a_survey_is_the_word_of_whoever_asks(kind, asker) -> None:
    assert rules.asker(kind) is asker


def test_a_frame_is_read_as_a_spreadsheet_saves_it() -> None:
    read = rules.read_frame("\ufeff" + FRAME)
    assert read.raw == b"unit,stratum,size\na-1,north,3\nb-2,south,1\nc-3,north,4\n"
    assert (dict(read.strata), len(read.frame.digest)) == ({"north": 2, "south": 1}, 64)


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("", "frame.columns", 1),
        ("name,stratum\nx,y\n", "frame.columns", 1),
        ("unit,size,stratum\na,1,b\n", "frame.columns", 1),
        ("unit,unit\na,b\n", "frame.columns", 1),
        ("unit\n", "frame.empty", 0),
        ("unit\na\nb\na\n", "frame.twice", 4),
        ("unit\nIvan Petrenko\n", "frame.no-code", 2),
        ("unit\nпункт\n", "frame.no-code", 2),
        ("unit,stratum\na\n", "frame.cells", 2),
        ("unit,size\na,-1\n", "frame.size", 2),
        ("unit,size\na,²\n", "frame.size", 2),
        ("unit,size\na,1.5\n", "frame.size", 2),
    ],
)
def test_a_frame_is_refused_with_its_line(text, reason, line) -> None:
    with pytest.raises(FrameError) as refused:
        rules.read_frame(text)
    assert (refused.value.fault.reason, refused.value.fault.line) == (reason, line)


def test_a_design_is_read_for_its_frame() -> None:
    raw = rules.read_design("north 1 1\nsouth 0\n", Method.PPS, rules.read_frame(FRAME))
    assert raw == b'{"method":"pps","strata":{"north":{"n":1,"reserve":[1]},"south":{"n":0}},"v":1}'
    assert b'"all":{"n":2}' in rules.read_design("2", Method.SIMPLE, rules.read_frame("unit\n1\n2\n3\n"))


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("north 1", "design.missing", 0),
        ("north 1\nsouth 0\nwest 1", "design.stratum", 3),
        ("north 1\nnorth 1", "design.stratum", 2),
        ("north many", "design.line", 1),
        ("north", "design.line", 1),
        ("north 3\nsouth 0", "design.does-not-fit", 0),
        ("north 1 0\nsouth 0", "design.does-not-fit", 0),
        ("north 0\nsouth 0", "design.nothing", 0),
    ],
)
def test_a_design_is_refused_with_its_line(text, reason, line) -> None:
    with pytest.raises(FrameError) as refused:
        rules.read_design(text, Method.SIMPLE, rules.read_frame(FRAME))
    assert (refused.value.fault.reason, refused.value.fault.line) == (reason, line)


def test_a_line_of_a_design_may_be_empty() -> None:
    read = rules.read_frame(FRAME)
    assert rules.read_design("north 1\n\nsouth 1\n", Method.SIMPLE, read) == rules.read_design(
        "north 1\nsouth 1", Method.SIMPLE, read
    )


def test_a_frame_has_its_most_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_UNITS", 3)
    assert sum(rules.read_frame("unit\na\nb\nc\n").strata.values()) == 3
    with pytest.raises(FrameError) as refused:
        rules.read_frame("unit\na\nb\nc\nd\n")
    assert (refused.value.fault.reason, refused.value.fault.line) == ("frame.too-many", 5)


def test_what_pages_need_loads_no_arrays() -> None:
    """A web process that keeps numpy, scipy or a reader of workbooks pays for it on every machine, at rest."""
    modules = [
        "estimates.dispositions",
        "estimates.size",
        "fielding",
        "progress",
        "questionnaire.reading",
        "questionnaire.screens",
    ]
    heavy = ["numpy", "scipy", "openpyxl", "pyxform"]
    program = f"import sys\n{''.join(f'import answerable.surveys.{each}' + chr(10) for each in modules)}"
    program += f"print([each for each in {heavy} if each in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=_surroundings()
    )
    assert done.stdout.strip() == "[]"


def _surroundings() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def test_totals_are_lines_of_question_answer_and_number() -> None:
    assert rules.read_totals("sex F 10400\n\nsex M 9600\nage old 1\n") == {
        "sex": {"F": 10400.0, "M": 9600.0}, "age": {"old": 1.0},
    }  # fmt: skip
    for wrong in ("sex F", "sex F ten", "sex F ٣", "sex F 0", "sex F 10000000000", "sex F 1 2"):
        with pytest.raises(rules.FrameError, match=r"totals.line, line 2"):
            rules.read_totals(f"sex M 5\n{wrong}")


def test_numbers_are_read_with_or_without_a_first_line_of_names() -> None:
    assert rules.read_numbers("\ufeffunit,telephone\nh-1,+380 (57) 123-45-67\n\nh-2, 123456\n") == {
        "h-1": "+380571234567", "h-2": "123456",
    }  # fmt: skip
    for wrong, reason in {
        "h-1,none": "numbers.line", "h-1": "numbers.line", "h 1,123456": "numbers.line", "h-1,١٢٣٤٥٦": "numbers.line",
        "h-0,777777": "frame.twice",
    }.items():  # fmt: skip
        with pytest.raises(rules.FrameError, match=rf"{reason}, line 2"):
            rules.read_numbers(f"h-0,123456\n{wrong}")
