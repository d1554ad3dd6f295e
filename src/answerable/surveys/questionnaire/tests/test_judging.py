"""What a form asks of answers is asked again: relevance, constraints, choices, calculations, turns."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from answerable.surveys import testing
from answerable.surveys.questionnaire import judging, reading, submission
from answerable.surveys.questionnaire.form import Form

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[6] / "shared" / "reference" / "surveys"
ALL = {
    "start_here/consent": "yes", "main/age": "30", "main/good_job": "3", "main/problems": "roads other",
    "main/other": "Dogs", "main/times": "2", "main/robbery[1]/told": "yes", "main/robbery[2]/told": "no",
    "main/robbery[2]/why": "No time",
}  # fmt: skip


@pytest.fixture(scope="module")
def form() -> Form:
    return testing.form()


def flags(form: Form, answers: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(flag.key, flag.reason) for flag in judging.judge(form, answers, now=NOW).flags]


def test_good_answers_stand_and_what_is_worked_out_is_added(form: Form) -> None:
    judged = judging.judge(form, ALL, now=NOW)
    assert (judged.flags, dict(judged.answers)) == ((), ALL | {"main/agegr": "young"})


def test_what_is_not_asked_is_dropped_with_all_below_it(form: Form) -> None:
    judged = judging.judge(form, ALL | {"start_here/consent": "no"}, now=NOW)
    assert (judged.flags, dict(judged.answers)) == ((), {"start_here/consent": "no"})


@pytest.mark.parametrize(
    ("changed", "flag"),
    [
        ({"main/age": "9"}, ("main/age", "answer.constraint")),
        ({"main/age": "forty"}, ("main/age", "answer.type")),
        ({"main/age": ""}, ("main/age", "answer.missing")),
        ({"main/good_job": "7"}, ("main/good_job", "answer.no-choice")),
        ({"main/problems": "other none"}, ("main/problems", "answer.constraint")),
        ({"main/problems": "other other"}, ("main/problems", "answer.no-choice")),
        ({"main/times": "6"}, ("main/times", "answer.constraint")),
        ({"main/secret": "x"}, ("main/secret", "answer.not-in-the-form")),
    ],
)
def test_what_the_form_does_not_allow_is_flagged_where_it_stands(form: Form, changed, flag) -> None:
    assert flag in flags(form, ALL | changed)


def test_a_calculation_is_the_forms_whatever_was_sent(form: Form) -> None:
    assert judging.judge(form, ALL | {"main/agegr": "old"}, now=NOW).answers["main/agegr"] == "young"


def test_turns_beyond_the_count_are_dropped(form: Form) -> None:
    judged = judging.judge(form, ALL | {"main/times": "1"}, now=NOW)
    assert [key for key in judged.answers if "robbery" in key] == ["main/robbery[1]/told"]


def test_the_reference_submissions_are_judged_as_their_verdicts_say() -> None:
    if not SHARED.is_dir():
        pytest.skip("the reference of surveys is not beside this checkout")
    form = reading.read_form((SHARED / "confidence.xml").read_bytes())
    found = {}
    for name in json.loads((SHARED / "submissions" / "verdicts.json").read_text()):
        sent = submission.read_submission((SHARED / "submissions" / name).read_bytes())
        judged = judging.judge(form, submission.answers_of(sent, form), now=datetime(2026, 11, 20, 12, tzinfo=UTC))
        groups = {key.partition("/")[0] for key in judged.answers if "/" in key}
        found[name] = (sent.version == form.version, len(groups), [flag.key for flag in judged.flags])
    assert found == {
        "ok-complete.xml": (True, 2, []),
        "ok-no-gps.xml": (True, 2, []),
        "ok-refusal.xml": (True, 1, []),
        "bad-age.xml": (True, 2, ["main/demo/age"]),
        "bad-four-problems.xml": (True, 2, ["main/safety/problems"]),
        "bad-none-with-other.xml": (True, 2, ["main/safety/problems"]),
        "bad-unknown-choice.xml": (True, 2, ["main/safety/problems"]),
        "bad-consent-no-but-data.xml": (True, 1, []),
        "bad-version.xml": (False, 2, []),
    }
