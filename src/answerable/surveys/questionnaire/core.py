"""The core questions: fixed in every language, so that waves and places can be compared.

trust_police  0 to 10, in the manner of the European Social Survey's items on institutions
good_job      five points, in the manner of the Crime Survey for England and Wales
safe_dark     four points, as both ask it
Facts about these items and their owners: contract of surveys, 5.4. Whole modules are to be asked for from their owners.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from answerable.surveys.questionnaire.editing import Question, Sheets, languages, names_but, put, question_at

_CODE: Final = re.compile(r"\(([a-z]{2,3}(?:-[A-Za-z]+)?)\)\s*$")
Choices = Sequence[tuple[str, Mapping[str, str]]]

DONT_KNOW: Final = ("dk", {"en": "Don’t know", "uk": "Важко сказати", "ru": "Затрудняюсь ответить"})
_ENDS: Final[Mapping[str, Mapping[str, str]]] = {
    "0": {"en": "0: do not trust at all", "uk": "0: зовсім не довіряю", "ru": "0: совсем не доверяю"},
    "10": {"en": "10: complete trust", "uk": "10: цілковито довіряю", "ru": "10: полностью доверяю"},
}
CORE: Final[Mapping[str, tuple[Mapping[str, str], Choices]]] = {
    "trust_police": (
        {
            "en": "How much do you personally trust the police, from 0, not at all, to 10, completely?",
            "uk": "Наскільки ви особисто довіряєте поліції, від 0 (зовсім не довіряю) до 10 (цілковито довіряю)?",
            "ru": "Насколько вы лично доверяете полиции, от 0 (совсем не доверяю) до 10 (полностью доверяю)?",
        },
        [*((str(n), _ENDS.get(str(n), dict.fromkeys(("en", "uk", "ru"), str(n)))) for n in range(11)), DONT_KNOW],
    ),
    "good_job": (
        {
            "en": "Taking everything into account, how good a job do the police in this area do?",
            "uk": "Якщо зважити на все, наскільки добре працює поліція у вашій місцевості?",
            "ru": "Если учесть всё, насколько хорошо работает полиция в вашей местности?",
        },
        [
            ("5", {"en": "Excellent", "uk": "Відмінно", "ru": "Отлично"}),
            ("4", {"en": "Good", "uk": "Добре", "ru": "Хорошо"}),
            ("3", {"en": "Fair", "uk": "Посередньо", "ru": "Удовлетворительно"}),
            ("2", {"en": "Poor", "uk": "Погано", "ru": "Плохо"}),
            ("1", {"en": "Very poor", "uk": "Дуже погано", "ru": "Очень плохо"}),
            DONT_KNOW,
        ],
    ),
    "safe_dark": (
        {
            "en": "How safe do you, or would you, feel walking alone in this area after dark?",
            "uk": "Наскільки безпечно ви почуваєтеся, або почувалися б, ідучи тут самі після настання темряви?",
            "ru": "Насколько безопасно вы чувствуете себя, или чувствовали бы, идя здесь в одиночку после наступления темноты?",
        },
        [
            ("4", {"en": "Very safe", "uk": "Цілком безпечно", "ru": "Вполне безопасно"}),
            ("3", {"en": "Safe", "uk": "Безпечно", "ru": "Безопасно"}),
            ("2", {"en": "Unsafe", "uk": "Небезпечно", "ru": "Небезопасно"}),
            ("1", {"en": "Very unsafe", "uk": "Дуже небезпечно", "ru": "Очень небезопасно"}),
            DONT_KNOW,
        ],
    ),
}


def core_question(name: str, spoken: Sequence[str]) -> Question:
    """A core question with its words in the languages of a form, "Українська (uk)"; others stay empty."""
    words, choices = CORE[name]
    return Question(
        kind="select_one",
        name=name,
        labels={each: words.get(_code(each), "") for each in spoken},
        hints=dict.fromkeys(spoken, ""),
        is_required=True,
        choices=[(value, {each: labels.get(_code(each), "") for each in spoken}) for value, labels in choices],
    )


def _code(language: str) -> str:
    found = _CODE.search(language)
    return found[1] if found else "en"


def words(name: str, code: str) -> str:
    """The words of a core question in a language of the pages."""
    said = CORE[name][0]
    return said.get(code, said["en"])


def spoken_as(spoken: Sequence[str], code: str) -> str:
    """The language of a form that is nearest to one of the pages: the same, else its first."""
    return next((each for each in spoken if _code(each) == code and each), spoken[0])


def missing(sheets: Sheets) -> list[str]:
    """The core questions that a form does not ask."""
    return [name for name in CORE if name not in names_but(sheets, None)]


def with_core(sheets: Sheets, name: str) -> Sheets:
    """A form with a core question at its end."""
    place = len(sheets["survey"]["rows"])
    return put(sheets, place, core_question(name, languages(sheets)), new=True)


def is_changed(sheets: Sheets, place: int) -> bool:
    """Whether a row has the name of a core question and other words or choices: it compares with nothing then."""
    said = question_at(sheets, place)
    if said.name not in CORE:
        return False
    fixed = core_question(said.name, languages(sheets))
    known = {each for each in languages(sheets) if fixed.labels[each]}

    def told(asked: Question) -> object:
        choices = [(value, {each: labels.get(each, "") for each in known}) for value, labels in asked.choices]
        return asked.kind, {each: asked.labels.get(each, "") for each in known}, choices

    return told(said) != told(fixed)
