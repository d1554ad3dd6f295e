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
NEWER: Final = "The receipt is newer than this verifier. Get the newer one from a witness."
ACT: Final = (
    "It proves that the log {log} holds the act “{kind}” of case {case}, dated {day}, at place {place} of {size}."
)
LEAF: Final = "It proves that the log {log} holds the record “{kind}” at place {place} of {size}."
DUE: Final = "An answer is due by {day}."
SEEN: Final = "Independent witnesses who saw it there: {count}; the first at {time}."
UNSEEN: Final = "No witness has seen it there yet; so far it is the word of the log alone."
TOO_FEW: Final = "That is fewer than the policy asks for: beyond them it is the word of the log alone."
HIDDEN: Final = "not shown here, and proven to exist: {names}"

_SENTENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "uk": {
        GENUINE: "Квитанція справжня.",
        FALSE: "Квитанція НЕ підтверджується.",
        NEWER: "Квитанція новіша за цю програму перевірки. Візьміть новішу у свідка.",
        ACT: "Вона доводить: у журналі {log} є дія «{kind}» у справі {case}, дата {day}, місце {place} з {size}.",
        LEAF: "Вона доводить: у журналі {log} є запис «{kind}», місце {place} з {size}.",
        DUE: "Відповідь має бути до {day}.",
        SEEN: "Незалежних свідків, які бачили її там: {count}; перший — {time}.",
        UNSEEN: "Жоден свідок її там ще не бачив; поки що це слово самого журналу.",
        TOO_FEW: "Це менше, ніж вимагають правила довіри: понад це — слово самого журналу.",
        HIDDEN: "тут не показано, але доведено, що є: {names}",
    },
    "ru": {
        GENUINE: "Квитанция подлинная.",
        FALSE: "Квитанция НЕ подтверждается.",
        NEWER: "Квитанция новее этой программы проверки. Возьмите более новую у свидетеля.",
        ACT: "Она доказывает: в журнале {log} есть действие «{kind}» по делу {case}, дата {day}, место {place} из {size}.",
        LEAF: "Она доказывает: в журнале {log} есть запись «{kind}», место {place} из {size}.",
        DUE: "Ответ должен быть до {day}.",
        SEEN: "Независимых свидетелей, которые видели её там: {count}; первый — {time}.",
        UNSEEN: "Ни один свидетель её там ещё не видел; пока это слово самого журнала.",
        TOO_FEW: "Это меньше, чем требуют правила доверия: сверх этого — слово самого журнала.",
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
    # kinds of version 2
    "forwarded": ("sent on to another authority", "надіслано іншому органу", "направлено в другой орган"),
    "joined": ("another body asked to take part", "залучено співвиконавця", "привлечён соисполнитель"),
    "contributed": (
        "a body that takes part has done its share",
        "співвиконавець виконав свою частину",
        "соисполнитель выполнил свою часть",
    ),
    "corrected": ("corrected", "виправлено", "исправлено"),
    "contacted": (
        "the sender was told how it stands",
        "заявника повідомлено про стан справи",
        "заявителю сообщено о ходе дела",
    ),
    "paused": ("time stopped", "перебіг строку зупинено", "течение срока приостановлено"),
    "resumed": ("time runs again", "перебіг строку поновлено", "течение срока возобновлено"),
    "read": ("read by the head", "прочитано керівником", "прочитано руководителем"),
    "commended": ("commended", "відзначено", "отмечено"),
    "promise-made": ("promise made", "дано обіцянку", "дано обещание"),
    "promise-moved": (
        "promise moved to another day",
        "обіцянку перенесено на інший день",
        "обещание перенесено на другой день",
    ),
    "promise-kept": ("promise kept", "обіцянку виконано", "обещание выполнено"),
    "promise-contested": ("promise contested", "виконання обіцянки оскаржено", "выполнение обещания оспорено"),
    "promise-ended": ("promise ended without being kept", "обіцянку знято невиконаною", "обещание снято невыполненным"),
    "recommendation-made": ("recommendation made", "надано рекомендацію", "дана рекомендация"),
    "recommendation-answered": (
        "recommendation answered",
        "на рекомендацію дано відповідь",
        "на рекомендацию дан ответ",
    ),
    "review-opened": (
        "joint review of a problem that comes again",
        "розпочато спільний розгляд повторної проблеми",
        "начато совместное рассмотрение повторяющейся проблемы",
    ),
    "review-ended": ("joint review ended", "спільний розгляд завершено", "совместное рассмотрение завершено"),
    "certificate": ("certificate given", "видано свідоцтво", "выдано свидетельство"),
    "certificate-ended": ("certificate withdrawn", "свідоцтво скасовано", "свидетельство отозвано"),
    "ballot-opened": ("ballot opened", "голосування відкрито", "голосование открыто"),
    "ballot-closed": (
        "ballot closed and counted",
        "голосування закрито й підраховано",
        "голосование закрыто и подсчитано",
    ),
    "draw-committed": (
        "seed of a draw sealed",
        "початкове число жеребкування запечатано",
        "начальное число жеребьёвки запечатано",
    ),
    "draw-framed": (
        "list for a draw fixed",
        "перелік для жеребкування зафіксовано",
        "перечень для жеребьёвки зафиксирован",
    ),
    "draw-seeded": (
        "seed of a draw published",
        "початкове число жеребкування оприлюднено",
        "начальное число жеребьёвки опубликовано",
    ),
    "draw-drawn": ("draw done", "жеребкування проведено", "жеребьёвка проведена"),
    "test-committed": ("test letter sealed", "контрольний лист запечатано", "контрольное письмо запечатано"),
    "test-opened": ("test letter revealed", "контрольний лист розкрито", "контрольное письмо раскрыто"),
    "test-dropped": ("test letter not sent", "контрольний лист не надіслано", "контрольное письмо не отправлено"),
    "quorum-asked": (
        "key holders asked to open",
        "запит до хранителів ключів про відкриття",
        "запрос хранителям ключей об открытии",
    ),
    "quorum-opened": ("opened by the key holders", "відкрито хранителями ключів", "открыто хранителями ключей"),
    "quorum-ended": (
        "request to the key holders ended",
        "запит до хранителів ключів закрито",
        "запрос хранителям ключей закрыт",
    ),
    "key-enrolled": ("key taken up", "ключ зареєстровано", "ключ зарегистрирован"),
    "key-differs": (
        "ALARM: a key is not the one that was taken up",
        "ТРИВОГА: ключ не той, що був зареєстрований",
        "ТРЕВОГА: ключ не тот, который был зарегистрирован",
    ),
    "key-mended": (
        "a key is again the one that was taken up",
        "ключ знову той, що був зареєстрований",
        "ключ снова тот, который был зарегистрирован",
    ),
    "key-ended": ("key ended", "дію ключа припинено", "действие ключа прекращено"),
    "key-unknown": (
        "ALARM: a key that was never taken up",
        "ТРИВОГА: ключ, який ніколи не реєстрували",
        "ТРЕВОГА: ключ, который никогда не регистрировали",
    ),
    "dataset-frozen": ("data set fixed", "набір даних зафіксовано", "набор данных зафиксирован"),
    "dataset-corrected": ("data set corrected", "набір даних виправлено", "набор данных исправлен"),
    "figure-frozen": ("figure fixed", "показник зафіксовано", "показатель зафиксирован"),
    "figure-corrected": ("figure corrected", "показник виправлено", "показатель исправлен"),
    "figure-ended": ("figure retired", "показник більше не ведеться", "показатель больше не ведётся"),
    "witness-retired": ("witness retired", "свідок завершив роботу", "свидетель завершил работу"),
    "number-void": ("number that was never given", "номер, якого нікому не надано", "номер, который никому не был дан"),
    "row-differs": (
        "ALARM: a record is not the one that was logged",
        "ТРИВОГА: запис не той, що внесено до журналу",
        "ТРЕВОГА: запись не та, что внесена в журнал",
    ),
    "clock-mended": ("clock of the journal set right", "годинник журналу виправлено", "часы журнала исправлены"),
    "moderated": (
        "words taken out before publication",
        "слова вилучено перед оприлюдненням",
        "слова изъяты перед публикацией",
    ),
    "care-root": ("weekly sum of the care log", "щотижнева сума журналу опіки", "еженедельная сумма журнала опеки"),
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
