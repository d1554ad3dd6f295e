"""What a resident is told about a receipt, in the languages of the place; the other commands speak to auditors, in English.

The language is that of the terminal (LANGUAGE, LC_ALL, LC_MESSAGES, LANG) or of `--language`. A sentence without a
translation would be a fault: a test holds the tables together.
"""

import os
from collections.abc import Mapping
from typing import Final

LANGUAGES: Final = ("en", "uk", "ru")

GENUINE: Final = "The receipt is genuine."
FALSE: Final = "The receipt does NOT hold."
ACT: Final = (
    "It proves that the log {log} holds the act “{kind}” of case {case}, dated {day}, at place {place} of {size}."
)
LEAF: Final = "It proves that the log {log} holds the record “{kind}” at place {place} of {size}."
DUE: Final = "An answer is due by {day}."
SEEN: Final = "Independent witnesses who saw it there: {count}; the first at {time}."
UNSEEN: Final = "No witness has seen it there yet; so far it is the word of the log alone."
HIDDEN: Final = "not shown here, and proven to exist: {names}"

_SENTENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "uk": {
        GENUINE: "Квитанція справжня.",
        FALSE: "Квитанція НЕ підтверджується.",
        ACT: "Вона доводить: у журналі {log} є дія «{kind}» у справі {case}, дата {day}, місце {place} з {size}.",
        LEAF: "Вона доводить: у журналі {log} є запис «{kind}», місце {place} з {size}.",
        DUE: "Відповідь має бути до {day}.",
        SEEN: "Незалежних свідків, які бачили її там: {count}; перший — {time}.",
        UNSEEN: "Жоден свідок її там ще не бачив; поки що це слово самого журналу.",
        HIDDEN: "тут не показано, але доведено, що є: {names}",
    },
    "ru": {
        GENUINE: "Квитанция подлинная.",
        FALSE: "Квитанция НЕ подтверждается.",
        ACT: "Она доказывает: в журнале {log} есть действие «{kind}» по делу {case}, дата {day}, место {place} из {size}.",
        LEAF: "Она доказывает: в журнале {log} есть запись «{kind}», место {place} из {size}.",
        DUE: "Ответ должен быть до {day}.",
        SEEN: "Независимых свидетелей, которые видели её там: {count}; первый — {time}.",
        UNSEEN: "Ни один свидетель её там ещё не видел; пока это слово самого журнала.",
        HIDDEN: "здесь не показано, но доказано, что есть: {names}",
    },
}

_NAMES: Final[Mapping[str, tuple[str, str, str]]] = {
    # fields of an act
    "at": ("received", "отримано", "получено"),
    "number": ("number", "номер", "номер"),
    "text": ("text", "текст", "текст"),
    "files": ("files", "файли", "файлы"),
    "cat": ("category", "категорія", "категория"),
    "terr": ("place", "місце", "место"),
    "actor": ("post", "посада", "должность"),
    # kinds of acts
    "registered": ("registered", "зареєстровано", "зарегистрировано"),
    "acknowledged": ("acknowledged", "отримання підтверджено", "получение подтверждено"),
    "routed": ("forwarded", "переслано", "переслано"),
    "extended": ("deadline extended", "строк продовжено", "срок продлён"),
    "answered": ("answered", "дано відповідь", "дан ответ"),
    "rated": ("rated by the sender", "оцінено заявником", "оценено заявителем"),
    "disputed": ("disputed", "оскаржено", "оспорено"),
    "escalated": ("passed upward", "передано вище", "передано выше"),
    "instructed": ("instructed", "дано доручення", "дано поручение"),
    "measure": ("measure taken", "вжито захід", "принята мера"),
    "reopened": ("reopened", "відновлено розгляд", "рассмотрение возобновлено"),
    "withdrawn": ("withdrawn", "відкликано", "отозвано"),
    "closed": ("closed", "закрито", "закрыто"),
    "erased": ("contents erased", "вміст стерто", "содержание стёрто"),
}


def language() -> str:
    """The language of the terminal, English when it is none of ours."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        chosen = os.environ.get(name, "")[:2].lower()
        if chosen:
            return chosen if chosen in LANGUAGES else "en"
    return "en"


def sentence(template: str, lang: str, **values: object) -> str:
    """A sentence of this module in a language, with its values."""
    return (template if lang == "en" else _SENTENCES[lang][template]).format(**values)


def name(code: str, lang: str) -> str:
    """The name of a field or of a kind of act; the code itself for one that has none."""
    names = _NAMES.get(code)
    return names[LANGUAGES.index(lang)] if names else code
