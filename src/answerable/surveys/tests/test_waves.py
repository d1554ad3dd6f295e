"""Waves: what is compared, what breaks the line, and what a page shows of it."""

from answerable.surveys import testing, waves
from answerable.surveys.questionnaire import reading

NAMES = ["good_job", "problems"]


def other_form(before: str, after: str):
    return reading.read_form(testing.xform().replace(before.encode(), after.encode()))


def test_the_same_wording_the_same_ways_the_same_people_or_the_line_breaks() -> None:
    assert waves.breaks("People of 18", "People  of 18\n", ["web"], ["web"]) == []
    assert waves.breaks("People of 18", "People of 16", ["web"], ["web", "interview"]) == ["population", "modes"]
    form = testing.form()
    assert waves.unlike(form, form, NAMES) == []
    assert waves.unlike(other_form("How good a job do they do?", "How well do they do?"), form, NAMES) == ["good_job"]
    assert waves.unlike(other_form("Посередньо", "Так собі"), form, NAMES) == ["good_job"]


def table(name: str, choice: str, **cell) -> dict:
    return {"name": name, "parts": [{"group": "", "cells": [{"choice": choice, "refusals": [], **cell}]}]}


def test_a_trend_has_a_point_for_each_wave_and_breaks_where_something_is_unlike() -> None:
    first = {"tables": [table("good_job", "5", share=40.0)]}
    moved = [{"choice": "5", "change": 6.0, "low": 1.0, "high": 11.0, "evidence": True}]
    second = {
        "tables": [table("good_job", "5", share=46.0), table("problems", "roads", share=30.0)],
        "changes": {"good_job": moved},
        "wave": {"breaks": [], "unlike": ["problems"]},
    }
    good, problems = waves.trend([first, second], testing.form(), "en")
    assert [(point.cell["share"], point.change, point.is_broken) for point in dict(good.lines)["Excellent"]] == [
        (40.0, None, False), (46.0, moved[0], False),
    ]  # fmt: skip
    assert [(point.cell and point.cell["share"], point.is_broken) for point in dict(problems.lines)["Roads"]] == [
        (None, False), (30.0, True),
    ]  # fmt: skip
