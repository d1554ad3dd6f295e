"""A survey of the sample community: its list fixed while the ninety days are lived, then drawn, asked and published."""

import io
import random
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any, Final

import yaml

from answerable.base.actor import Actor
from answerable.ledger import published
from answerable.people.models import Account
from answerable.people.queries import actor_for
from answerable.people.terms import BodyKind
from answerable.surveys import actions, queries, rules, tabling
from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.models import Draw, Survey
from answerable.surveys.questionnaire import reading
from answerable.surveys.terms import POWER, Method, SeedSource

LANGUAGES: Final = ("label::English (en)", "label::Українська (uk)", "label::Русский (ru)")
COLUMNS: Final = ("required", "relevant", "constraint", "calculation")
STRATA: Final = {"centre": 500, "villages": 700, "suburb": 400}
DESIGN: Final = "centre 130 20\nvillages 150 20\nsuburb 100 20\n"
DICE: Final = "3 5 1 6 2 2, кинуто на круглому столі"
PATIENCE: Final = 20  # seconds until a running server has its log witnessed
SHEET: Final = {
    "sponsor": "Опитування замовила і провела громадська рада, поліція не платила і не опитувала. Усе вигадано.",
    "coverage": "У списку немає гуртожитків і дач.",
    "selection": "Дорослий, у кого останнім був день народження. Без винагороди.",
    "modes": "Лист з особистим посиланням, українською, російською та англійською.",
    "processing": "Відповіді, яких анкета не дозволяє, позначено; жодної не виправлено.",
    "limits": "Хто не має інтернету, відповідав рідше. Цифри не кажуть, чому люди так думають.",
}


def begin(*, at: datetime) -> Draw | None:
    """Open the survey, release what it asks, and fix its list; nothing where nobody may make one."""
    by = _maker(at)
    if by is None:
        return None
    said = yaml.safe_load(files(__package__).joinpath("questionnaire.yaml").read_text(encoding="utf-8"))
    survey = actions.open_survey(
        by=by,
        at=at,
        body=queries.bodies_of(by)[0],
        title=said["title"],
        population="Люди від 18 років, які живуть у громаді",
    )
    book = workbook(said)
    made = actions.upload_questionnaire(
        by=by, at=at, survey=survey.id, workbook=book, xform=reading.convert_workbook(book)
    )
    actions.release_questionnaire(by=by, at=at, questionnaire=made.id)
    lines = (f"{stratum}-{place:04},{stratum}\n" for stratum, size in STRATA.items() for place in range(size))
    read = rules.read_frame("unit,stratum\n" + "".join(lines))
    design = rules.read_design(DESIGN, Method.SIMPLE, read)
    return actions.fix_frame(by=by, at=at, survey=survey.id, read=read, design=design)


def go_on(draw: Draw, *, at: datetime, patience: int = PATIENCE) -> bool:
    """Draw, ask and publish; False while no witness has seen the list: then it waits at the desk for its dice."""
    by = _maker(at)
    for _ in range(0 if published.head() is None else patience):  # nothing is published where no server runs
        if queries.draw_is_witnessed(draw.id):
            break
        time.sleep(1)
    if by is None or not queries.draw_is_witnessed(draw.id):
        return False
    actions.draw_sample(by=by, at=at, draw=draw.id, source=SeedSource.DICE, words=DICE)
    actions.open_fieldwork(by=by, at=at, draw=draw.id)
    survey = Survey.objects.get(id=draw.survey_id)
    _answer(by, survey, at=at)
    asked = queries.asked_now(survey)
    if asked is not None:
        weighing = {"margins": {}, "source": "", "cells": "auto", "adults": "", "trim": False}
        numbers = tabling.work_out(survey, asked, by="agegr", weighing=weighing)
        row = actions.keep_result(by=by, at=at, survey=survey.id, numbers=numbers, weighting=weighing)
        actions.publish_result(by=by, at=at, result=row.id, sheet=SHEET)
    return True


def _maker(at: datetime) -> Actor | None:
    """Who may make surveys, of whoever has a seat at the monitor."""
    seated = Account.objects.filter(seats__body__kind=BodyKind.MONITOR).order_by("id").distinct()
    actors = (actor_for(account.id, at) for account in seated)
    return next((actor for actor in actors if actor.has_anywhere(POWER)), None)


def _answer(by: Actor, survey: Survey, *, at: datetime) -> None:
    """About two thirds answer by their links; the others come to what addresses come to."""
    chance = random.Random(393)  # noqa: S311 -- a sample, the same each time
    for code, link in actions.hand_out_links(by=by, at=at, survey=survey.id):
        fate = chance.random()
        if fate < 0.64:
            actions.finish(link=link, at=at, answers=_said(chance, code))
        elif fate < 0.95:
            came_to = chance.choice(
                (Disposition.REFUSED, Disposition.NO_CONTACT, Disposition.NO_CONTACT, Disposition.NOT_ELIGIBLE)
            )
            actions.note_visit(by=by, at=at, survey=survey.id, code=code, disposition=came_to)


def _said(chance: random.Random, code: str) -> dict[str, str]:
    """What somebody there answers: villages trust more and walk in the dark."""
    rural = code.startswith("villages")
    troubles = ["dark", "roads"] if rural else ["theft", "roads", "drunk", "fraud"]
    called = chance.random() < 0.3
    return {
        "start_here/consent": "yes",
        "main/sex": chance.choices(["F", "M", "X"], [53, 45, 2])[0],
        "main/age": str(chance.randrange(18, 85)),
        "main/good_job": chance.choices(
            ["5", "4", "3", "2", "1", "dk"], [14, 38, 24, 12, 6, 6] if rural else [8, 27, 30, 19, 10, 6]
        )[0],
        "main/safe_dark": chance.choices(["4", "3", "2", "1"], [30, 40, 20, 10] if rural else [14, 37, 31, 18])[0],
        "main/problems": " ".join(sorted(chance.sample(troubles, 2))) if chance.random() < 0.9 else "none",
        "main/called": "yes" if called else "no",
        "main/how": chance.choice(["phone", "phone", "web", "person"]) if called else "",
    }


def workbook(said: Mapping[str, Any]) -> bytes:
    """The sample's questionnaire as an XLSForm, as its makers would have written it."""
    import openpyxl

    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in {
        "survey": [("type", "name", *LANGUAGES, *COLUMNS), *_rows(said["survey"])],
        "choices": [
            ("list_name", "name", *LANGUAGES),
            *((of, str(code), *labels) for of, codes in said["choices"].items() for code, labels in codes.items()),
        ],
        "settings": [("form_title", "form_id", "version"), (said["title"], "sample_trust", said["version"])],
    }.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(survey: list[list[Any]]) -> Iterator[tuple[str, ...]]:
    for row in survey:
        kind, name, labels, more = [*row, "", [], {}][:4] if len(row) == 1 else [*row, {}][:4]
        yield (kind, name, *(labels or [""] * len(LANGUAGES)), *(more.get(column, "") for column in COLUMNS))
