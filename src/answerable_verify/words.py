"""What a resident is told about a receipt, in the languages of the place; the other commands speak to auditors, in English.

The language is that of the terminal (LANGUAGE, LC_ALL, LC_MESSAGES, LANG) or of `--language`. A sentence without a
translation would be a fault: a test holds the tables together.
"""

import os
from collections.abc import Mapping
from typing import Final

LANGUAGES: Final = ("en", "uk", "ru", "pl")

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
    "pl": {
        GENUINE: "Pokwitowanie jest prawdziwe.",
        FALSE: "To pokwitowanie NIE jest ważne.",
        NEWER: "Pokwitowanie jest nowsze niż ten program. Weź nowszy od świadka.",
        ACT: "Dowodzi, że dziennik {log} zawiera czynność „{kind}” w sprawie {case}, z datą {day}, na miejscu {place} z {size}.",
        LEAF: "Dowodzi, że dziennik {log} zawiera zapis „{kind}” na miejscu {place} z {size}.",
        DUE: "Termin odpowiedzi: {day}.",
        SEEN: "Niezależni świadkowie, którzy je tam widzieli: {count}; pierwszy: {time}.",
        UNSEEN: "Żaden świadek jeszcze go tam nie widział; na razie ręczy za to sam dziennik.",
        TOO_FEW: "To mniej, niż wymagają zasady zaufania: poza tym ręczy za to sam dziennik.",
        HIDDEN: "czego tu nie pokazano, a co jest udowodnione: {names}",
    },
}

_NAMES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    # fields of an act
    "at": ("received", "отримано", "получено", "przyjęto"),
    "number": ("number", "номер", "номер", "numer"),
    "text": ("text", "текст", "текст", "tekst"),
    "files": ("files", "файли", "файлы", "pliki"),
    "cat": ("category", "категорія", "категория", "sprawa"),
    "terr": ("place", "місце", "место", "miejsce"),
    "actor": ("post", "посада", "должность", "stanowisko"),
    # kinds of acts
    "registered": ("registered", "зареєстровано", "зарегистрировано", "zarejestrowano"),
    "acknowledged": ("acknowledged", "отримання підтверджено", "получение подтверждено", "potwierdzono przyjęcie"),
    "routed": ("forwarded", "переслано", "переслано", "przekazano"),
    "extended": ("deadline extended", "строк продовжено", "срок продлён", "przedłużono termin"),
    "answered": ("answered", "дано відповідь", "дан ответ", "odpowiedziano"),
    "rated": ("rated by the sender", "оцінено заявником", "оценено заявителем", "ocenił nadawca"),
    "disputed": ("disputed", "оскаржено", "оспорено", "zakwestionowano"),
    "escalated": ("passed upward", "передано вище", "передано выше", "skierowano wyżej"),
    "instructed": ("instructed", "дано доручення", "дано поручение", "wydano polecenie"),
    "measure": ("measure taken", "вжито захід", "принята мера", "podjęto działanie"),
    "reopened": ("reopened", "відновлено розгляд", "рассмотрение возобновлено", "wznowiono"),
    "withdrawn": ("withdrawn", "відкликано", "отозвано", "wycofano"),
    "closed": ("closed", "закрито", "закрыто", "zamknięto"),
    "erased": ("contents erased", "вміст стерто", "содержание стёрто", "usunięto treść"),
    # kinds of version 2
    "forwarded": (
        "sent on to another authority",
        "надіслано іншому органу",
        "направлено в другой орган",
        "przekazano innemu organowi",
    ),
    "joined": (
        "another body asked to take part",
        "залучено співвиконавця",
        "привлечён соисполнитель",
        "poproszono o udział inny urząd",
    ),
    "contributed": (
        "a body that takes part has done its share",
        "співвиконавець виконав свою частину",
        "соисполнитель выполнил свою часть",
        "urząd biorący udział zrobił swoją część",
    ),
    "corrected": ("corrected", "виправлено", "исправлено", "poprawiono"),
    "contacted": (
        "the sender was told how it stands",
        "заявника повідомлено про стан справи",
        "заявителю сообщено о ходе дела",
        "powiedziano nadawcy, co się dzieje",
    ),
    "paused": ("time stopped", "перебіг строку зупинено", "течение срока приостановлено", "zatrzymano bieg terminu"),
    "resumed": ("time runs again", "перебіг строку поновлено", "течение срока возобновлено", "termin biegnie dalej"),
    "read": ("read by the head", "прочитано керівником", "прочитано руководителем", "przeczytała osoba kierująca"),
    "commended": ("commended", "відзначено", "отмечено", "pochwalono"),
    "promise-made": ("promise made", "дано обіцянку", "дано обещание", "złożono obietnicę"),
    "promise-moved": (
        "promise moved to another day",
        "обіцянку перенесено на інший день",
        "обещание перенесено на другой день",
        "przesunięto dzień obietnicy",
    ),
    "promise-kept": ("promise kept", "обіцянку виконано", "обещание выполнено", "dotrzymano obietnicy"),
    "promise-contested": (
        "promise contested",
        "виконання обіцянки оскаржено",
        "выполнение обещания оспорено",
        "podważono obietnicę",
    ),
    "promise-ended": (
        "promise ended without being kept",
        "обіцянку знято невиконаною",
        "обещание снято невыполненным",
        "obietnica skończyła się bez spełnienia",
    ),
    "recommendation-made": ("recommendation made", "надано рекомендацію", "дана рекомендация", "wydano zalecenie"),
    "recommendation-answered": (
        "recommendation answered",
        "на рекомендацію дано відповідь",
        "на рекомендацию дан ответ",
        "odpowiedziano na zalecenie",
    ),
    "review-opened": (
        "joint review of a problem that comes again",
        "розпочато спільний розгляд повторної проблеми",
        "начато совместное рассмотрение повторяющейся проблемы",
        "wspólny przegląd problemu, który wraca",
    ),
    "review-ended": (
        "joint review ended",
        "спільний розгляд завершено",
        "совместное рассмотрение завершено",
        "zakończono wspólny przegląd",
    ),
    "certificate": ("certificate given", "видано свідоцтво", "выдано свидетельство", "wydano zaświadczenie"),
    "certificate-ended": (
        "certificate withdrawn",
        "свідоцтво скасовано",
        "свидетельство отозвано",
        "cofnięto zaświadczenie",
    ),
    "ballot-opened": ("ballot opened", "голосування відкрито", "голосование открыто", "rozpoczęto głosowanie"),
    "ballot-closed": (
        "ballot closed and counted",
        "голосування закрито й підраховано",
        "голосование закрыто и подсчитано",
        "zakończono głosowanie i policzono głosy",
    ),
    "draw-committed": (
        "seed of a draw sealed",
        "початкове число жеребкування запечатано",
        "начальное число жеребьёвки запечатано",
        "zapieczętowano ziarno losowania",
    ),
    "draw-framed": (
        "list for a draw fixed",
        "перелік для жеребкування зафіксовано",
        "перечень для жеребьёвки зафиксирован",
        "ustalono listę do losowania",
    ),
    "draw-seeded": (
        "seed of a draw published",
        "початкове число жеребкування оприлюднено",
        "начальное число жеребьёвки опубликовано",
        "ogłoszono ziarno losowania",
    ),
    "draw-drawn": ("draw done", "жеребкування проведено", "жеребьёвка проведена", "przeprowadzono losowanie"),
    "test-committed": (
        "test letter sealed",
        "контрольний лист запечатано",
        "контрольное письмо запечатано",
        "zapieczętowano list próbny",
    ),
    "test-opened": (
        "test letter revealed",
        "контрольний лист розкрито",
        "контрольное письмо раскрыто",
        "ujawniono list próbny",
    ),
    "test-dropped": (
        "test letter not sent",
        "контрольний лист не надіслано",
        "контрольное письмо не отправлено",
        "nie wysłano listu próbnego",
    ),
    "quorum-asked": (
        "key holders asked to open",
        "запит до хранителів ключів про відкриття",
        "запрос хранителям ключей об открытии",
        "poproszono powierników kluczy o otwarcie",
    ),
    "quorum-opened": (
        "opened by the key holders",
        "відкрито хранителями ключів",
        "открыто хранителями ключей",
        "otworzyli powiernicy kluczy",
    ),
    "quorum-ended": (
        "request to the key holders ended",
        "запит до хранителів ключів закрито",
        "запрос хранителям ключей закрыт",
        "zakończono prośbę do powierników kluczy",
    ),
    "key-enrolled": ("key taken up", "ключ зареєстровано", "ключ зарегистрирован", "przyjęto klucz"),
    "key-differs": (
        "ALARM: a key is not the one that was taken up",
        "ТРИВОГА: ключ не той, що був зареєстрований",
        "ТРЕВОГА: ключ не тот, который был зарегистрирован",
        "ALARM: klucz nie jest tym, który przyjęto",
    ),
    "key-mended": (
        "a key is again the one that was taken up",
        "ключ знову той, що був зареєстрований",
        "ключ снова тот, который был зарегистрирован",
        "klucz jest znowu tym, który przyjęto",
    ),
    "key-ended": ("key ended", "дію ключа припинено", "действие ключа прекращено", "klucz wygasł"),
    "key-unknown": (
        "ALARM: a key that was never taken up",
        "ТРИВОГА: ключ, який ніколи не реєстрували",
        "ТРЕВОГА: ключ, который никогда не регистрировали",
        "ALARM: klucz, którego nigdy nie przyjęto",
    ),
    "dataset-frozen": (
        "data set fixed",
        "набір даних зафіксовано",
        "набор данных зафиксирован",
        "utrwalono zbiór danych",
    ),
    "dataset-corrected": (
        "data set corrected",
        "набір даних виправлено",
        "набор данных исправлен",
        "poprawiono zbiór danych",
    ),
    "figure-frozen": ("figure fixed", "показник зафіксовано", "показатель зафиксирован", "utrwalono wskaźnik"),
    "figure-corrected": ("figure corrected", "показник виправлено", "показатель исправлен", "poprawiono wskaźnik"),
    "figure-ended": (
        "figure retired",
        "показник більше не ведеться",
        "показатель больше не ведётся",
        "wycofano wskaźnik",
    ),
    "witness-retired": ("witness retired", "свідок завершив роботу", "свидетель завершил работу", "wycofano świadka"),
    "number-void": (
        "number that was never given",
        "номер, якого нікому не надано",
        "номер, который никому не был дан",
        "numer, którego nigdy nie nadano",
    ),
    "row-differs": (
        "ALARM: a record is not the one that was logged",
        "ТРИВОГА: запис не той, що внесено до журналу",
        "ТРЕВОГА: запись не та, что внесена в журнал",
        "ALARM: zapis nie jest tym, który wpisano do dziennika",
    ),
    "clock-mended": (
        "clock of the journal set right",
        "годинник журналу виправлено",
        "часы журнала исправлены",
        "ustawiono zegar wewnętrznego dziennika",
    ),
    "moderated": (
        "words taken out before publication",
        "слова вилучено перед оприлюдненням",
        "слова изъяты перед публикацией",
        "usunięto słowa przed ogłoszeniem",
    ),
    "care-root": (
        "weekly sum of the care log",
        "щотижнева сума журналу опіки",
        "еженедельная сумма журнала опеки",
        "tygodniowa suma dziennika opieki",
    ),
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
