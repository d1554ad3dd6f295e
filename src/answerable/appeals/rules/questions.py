"""The questions of a category: which are asked, what was chosen, where an answer leads. Pure.

A question is as the pack gives it: a code, a text, and options, each of which may lead to another question of the same
category or to another category.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

PREFIX: Final = "question_"  # before a question's code, in the name of its field
Asked = Sequence[Mapping[str, Any]]


def field_of(question: Mapping[str, Any]) -> str:
    """The name of a question's field."""
    return f"{PREFIX}{question['code']}"


def answers_in(typed: Mapping[str, str]) -> dict[str, str]:
    """What was chosen for questions, out of everything that was typed."""
    return {name: value for name, value in typed.items() if name.startswith(PREFIX)}


def picked(asked: Asked, typed: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The questions that were answered, each with the option that was chosen for it."""
    return [
        (question, option)
        for question in asked
        for option in question["options"]
        if option["code"] == typed.get(field_of(question))
    ]


def standing(asked: Asked, typed: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The questions that are asked now: those that begin, and those that an answer has led to."""
    led = {option.get("leads_to") for question in asked for option in question["options"]}
    reached = leads_to(asked, typed)
    return [question for question in asked if question["code"] not in led or question["code"] in reached]


def leads_to(asked: Asked, typed: Mapping[str, Any]) -> set[str]:
    """The codes of questions and categories to which the answers lead."""
    return {option["leads_to"] for _question, option in picked(asked, typed) if option.get("leads_to")}
