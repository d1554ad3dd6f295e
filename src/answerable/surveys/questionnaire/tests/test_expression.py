"""The part of XPath that forms may use, each value as a telephone works it out."""

from datetime import UTC, datetime

import pytest

from answerable.surveys.questionnaire.expression import ExpressionError, read_expression
from answerable.surveys.questionnaire.scope import Scope

ANSWERS = {
    "age": "43", "name": "Olha", "said": "roads theft", "day": "2026-03-01", "none": "",
    "trip[1]/km": "3", "trip[2]/km": "4.5", "trip[2]/why": "work",
}  # fmt: skip
TYPES = {"age": "int", "day": "date", "trip/km": "decimal"}


def scope(here: str = "") -> Scope:
    return Scope(ANSWERS, TYPES, frozenset({"trip"}), {"trip": 2}, datetime(2026, 11, 20, 10, 30, tzinfo=UTC), here)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 mod 4 - 10 div 4", "0.5"),
        ("-2 + 1", "-1"),
        ("5 div 0", "NaN"),
        ("/data/age < 45 and /data/age >= 43", "true"),
        ("/data/age = '43'", "true"),
        ("/data/name = 'Olha' or /data/nothing = 1", "true"),
        ("/data/name != 'Olha'", "false"),
        ("/data/none = ''", "true"),
        ("/data/none < 1", "false"),
        ("not(selected(/data/said, 'drugs'))", "true"),
        ("selected(/data/said, 'road')", "false"),
        ("count-selected( /data/said )", "2"),
        ("selected-at(/data/said, 1)", "theft"),
        ("if(/data/age < 30, 'a', if(/data/age < 45, 'b', 'c'))", "b"),
        ("string-length(concat(/data/name, '!', 1))", "6"),
        ("/data/day <= today()", "true"),
        ("today()", "2026-11-20"),
        ("now()", "2026-11-20T10:30:00"),
        ("date('2026-11-21') > today()", "true"),
        ("min(/data/age, 3)", "3"),
        ("min(/data/none, 3)", "NaN"),
        ("max(1, 2, 3)", "3"),
        ("sum(/data/trip/km)", "7.5"),
        ("count(/data/trip)", "2"),
        ("join(', ', /data/trip/km)", "3, 4.5"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(3.14159, 2)", "3.14"),
        ("int(-2.7)", "-2"),
        ("coalesce(/data/none, 'x')", "x"),
        ("substr(/data/name, 1, 3)", "lh"),
        ("regex('+380441234567', '\\+380[0-9]{9}')", "true"),
        ("regex('12', '[0-9]')", "false"),
        ("number('1_0')", "NaN"),
        ("boolean('false')", "true"),
        ("contains(/data/name, 'lh') and starts-with(/data/name, 'O') and ends-with(/data/name, 'a')", "true"),
    ],
)
def test_an_expression_gives(written: str, said: str) -> None:
    assert read_expression(written).text_in(scope()) == said


def test_a_path_means_the_turn_in_which_it_stands() -> None:
    here = scope("trip[2]/km")
    given = [read_expression(each).text_in(here) for each in (".", "../why", "/data/trip/why", "current()/../why")]
    assert given == ["4.5", "work", "work", "work"]
    assert read_expression("position(..)").text_in(here) == "2"
    assert read_expression("../why").text_in(scope("trip[1]/km")) == ""


@pytest.mark.parametrize(
    ("written", "reason", "word"),
    [
        ("pulldata('a', 'b', 'c', .)", "function", "pulldata"),
        ("instance('x')/root", "function", "instance"),
        ("/data/trip[1]/km", "path", "["),
        ("/data//km", "path", "//"),
        ("regex(., '(a+)+$')", "pattern", "'(a+)+$'"),
        ("regex(., concat('a', '+'))", "pattern", ")"),
        ("regex(., '(a)\\1')", "pattern", "'(a)\\1'"),
        ("1 +", "path", ""),
        ("1 2", "syntax", "2"),
        ("if(1, 2)", "syntax", "if"),
        ("'open", "syntax", "'open"),
        ("(" * 80 + "1" + ")" * 80, "syntax", "(((("),
        ("1 + " * 3000 + "1", "syntax", ("1 + " * 10)),
    ],
)
def test_what_is_not_in_the_list_is_refused_by_name(written: str, reason: str, word: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        read_expression(written)
    assert (refused.value.reason, refused.value.word) == (reason, word)
