"""The questions of a category: what is asked next, what was chosen, where it leads."""

from answerable.appeals.rules import questions

ASKED = [
    {"code": "dark", "options": [{"code": "yes", "leads_to": "since"}, {"code": "no", "leads_to": "noise"}]},
    {"code": "since", "options": [{"code": "week"}, {"code": "day"}]},
    {"code": "many", "options": [{"code": "one"}]},
]


def codes(found) -> list[str]:
    return [question["code"] for question in found]


def test_a_question_to_which_an_answer_leads_is_asked_after_that_answer_alone() -> None:
    assert codes(questions.standing(ASKED, {})) == ["dark", "many"]
    assert codes(questions.standing(ASKED, {"question_dark": "yes"})) == ["dark", "since", "many"]
    assert codes(questions.standing(ASKED, {"question_dark": "no"})) == ["dark", "many"]


def test_what_was_chosen_is_read_by_its_field_and_anything_else_is_no_answer() -> None:
    typed = {"question_dark": "yes", "question_since": "never", "dark": "no", "text": "Dark."}
    assert [(one["code"], option["code"]) for one, option in questions.picked(ASKED, typed)] == [("dark", "yes")]
    assert questions.leads_to(ASKED, typed) == {"since"}
    assert questions.leads_to(ASKED, {"question_many": "one"}) == set()
    assert questions.answers_in(typed) == {"question_dark": "yes", "question_since": "never"}
