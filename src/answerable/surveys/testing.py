"""What tests of surveys begin with: a small questionnaire of our own, as a workbook and as it is asked."""

import io
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

from answerable.base.actor import Actor
from answerable.surveys import actions
from answerable.surveys.models import Questionnaire
from answerable.surveys.questionnaire import reading
from answerable.surveys.questionnaire.form import Form

HEAD: Final = (
    "type", "name", "label::English (en)", "label::Українська (uk)", "hint::English (en)", "required", "relevant",
    "constraint", "calculation", "repeat_count",
)  # fmt: skip
SURVEY: Final = (
    ("begin group", "start_here", "Consent", "Згода"),
    ("note", "hello", "Taking part is voluntary.", "Участь добровільна."),
    ("select_one yesno", "consent", "May we ask you?", "Можна вас запитати?", "", "yes"),
    ("end group",),
    ("begin group", "main", "About the police", "Про поліцію", "", "", "${consent} = 'yes'"),
    ("integer", "age", "How old are you?", "Скільки вам років?", "", "yes", "", ". >= 18 and . <= 110"),
    ("calculate", "agegr", "", "", "", "", "", "", "if(${age} < 45, 'young', 'old')"),
    ("select_one good", "good_job", "How good a job do they do?", "Наскільки добре вони працюють?", "", "yes"),
    ("select_multiple problem", "problems", "What troubles you here?", "Що вас тут турбує?", "Three at most.", "", "",
     "count-selected(.) <= 3 and (not(selected(., 'none')) or count-selected(.) = 1)"),
    ("text", "other", "What else?", "Що ще?", "", "", "selected(${problems}, 'other')"),
    ("integer", "times", "How many times were you robbed?", "Скільки разів вас грабували?", "", "", "", ". <= 5"),
    ("begin repeat", "robbery", "A robbery", "Пограбування", "", "", "${times} > 0", "", "", "${times}"),
    ("select_one yesno", "told", "Did you tell the police?", "Ви сказали поліції?", "", "yes"),
    ("text", "why", "Why not?", "Чому ні?", "", "", "${told} = 'no'"),
    ("end repeat",),
    ("end group",),
)  # fmt: skip
CHOICES: Final = (
    ("yesno", "yes", "Yes", "Так"), ("yesno", "no", "No", "Ні"),
    ("good", "5", "Excellent", "Відмінно"), ("good", "3", "Fair", "Посередньо"), ("good", "1", "Poor", "Погано"),
    ("problem", "roads", "Roads", "Дороги"), ("problem", "theft", "Theft", "Крадіжки"),
    ("problem", "noise", "Noise", "Шум"), ("problem", "other", "Other", "Інше"), ("problem", "none", "None", "Нічого"),
)  # fmt: skip


def workbook(
    survey: Sequence[Sequence[str]] = SURVEY,
    choices: Sequence[Sequence[str]] = CHOICES,
    *,
    version: str = "2026120101",
    head: Sequence[str] = HEAD,
) -> bytes:
    """An XLSForm with these rows, as a file."""
    import openpyxl

    book = openpyxl.Workbook()
    sheets: dict[str, list[Sequence[str]]] = {
        "survey": [head, *survey],
        "choices": [("list_name", "name", "label::English (en)", "label::Українська (uk)"), *choices],
        "settings": [("form_title", "form_id", "version"), ("Trust", "trust", version)],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ask(*, by: Actor, at: datetime, survey: int) -> Questionnaire:
    """Let a survey ask `workbook()` from now on, without the child that reads it."""
    made = actions.upload_questionnaire(by=by, at=at, survey=survey, workbook=b"as above", xform=xform())
    return actions.release_questionnaire(by=by, at=at, questionnaire=made.id)


@lru_cache(maxsize=1)
def xform() -> bytes:
    """The form that comes of `workbook()`, made once in a run: the child takes a second."""
    return reading.convert_workbook(workbook())


def form() -> Form:
    """The same, read."""
    return reading.read_form(xform())
