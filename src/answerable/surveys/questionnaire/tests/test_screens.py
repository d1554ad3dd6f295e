"""The form in steps that need no script."""

from datetime import UTC, datetime

import pytest

from answerable.surveys import testing
from answerable.surveys.questionnaire import screens
from answerable.surveys.questionnaire.form import Form

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def form() -> Form:
    return testing.form()


def asked(form: Form, **answers: str) -> list[list[str]]:
    given = {key.replace("__", "/"): value for key, value in answers.items()}
    found = screens.screens(screens.filled(form, given, now=NOW))
    return [[one.key.rpartition("/")[2] for one in screen.asked] for screen in found]


def test_only_what_is_relevant_is_asked_and_each_turn_has_its_screen(form: Form) -> None:
    assert asked(form) == [["hello", "consent"]]
    assert asked(form, start_here__consent="no") == [["hello", "consent"]]
    yes = asked(form, start_here__consent="yes", main__times="2", main__problems="other")
    assert yes == [["hello", "consent"], ["age", "good_job", "problems", "other", "times"], ["told"], ["told"]]


def test_what_is_known_already_is_not_asked(form: Form) -> None:
    found = screens.screens(screens.filled(form, {}, now=NOW), skip=frozenset({"start_here/hello"}))
    assert [[one.key for one in screen.asked] for screen in found] == [["start_here/consent"]]


def test_what_a_browser_sends_is_an_answer_of_the_form(form: Form) -> None:
    of = screens.filled(form, {"start_here/consent": "yes"}, now=NOW)
    screen = screens.screens(of)[1]
    sent = {"main.age": ["9", " 17 "], "main.problems": ["roads", "theft"], "main.secret": ["x"]}
    said = screens.typed(screen, sent)
    assert said == {"main/age": "17", "main/good_job": "", "main/problems": "roads theft", "main/times": ""}
    faulty = screens.filled(form, {"start_here/consent": "yes"} | said, now=NOW)
    assert screens.faults_on(faulty, screen) == {"main/age": "answer.constraint", "main/good_job": "answer.missing"}
