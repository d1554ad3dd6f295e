"""What each figure is called, what it counts, of what, in which period, and what it does not show: in three languages.

Another language is a table more; whoever asks for one that is not here gets English. A test holds the tables together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FALLBACK: Final = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """Of one figure: its name; what is counted; of what (n); the rule of its period; what it can't tell."""

    title: str
    means: str
    of: str
    period: str
    beyond: str


_CAME: Final = {
    "en": "Acts dated in the period.",
    "uk": "Дії з датою в цьому періоді.",
    "ru": "Действия с датой в этом периоде.",
}
_UNTIL: Final = {
    "en": "As it stood on the last day of the period.",
    "uk": "Стан на останній день періоду.",
    "ru": "Состояние на последний день периода.",
}
_DATES: Final = {
    "en": "Dates by which an answer was owed that lie in the period, as they stood on its last day. A reopened appeal has a date more.",
    "uk": "Строки відповіді, що припадають на період, як вони стояли на його останній день. Поновлене звернення має ще один строк.",
    "ru": "Сроки ответа, которые приходятся на период, как они стояли на его последний день. Возобновлённое обращение имеет ещё один срок.",
}
_EVERY_DATE: Final = {
    "en": "All of these dates: the unanswered and the withdrawn stay in.",
    "uk": "Усі такі строки: і ті, де відповіді немає, і відкликані.",
    "ru": "Все такие сроки: и те, где ответа нет, и отозванные.",
}

_ENGLISH: Final = {
    "time-to-answer": Words(
        "Time to an answer",
        "Days from registration to the first answer or reasoned refusal; “we have received it” is no answer. Who still waits is counted as long as they wait; a withdrawal, a matter joined to another and, for one authority, sending on to another authority end the waiting without an answer (Aalen-Johansen, intervals by log-log).",
        "Appeals registered in the period. To an authority that got one from another it counts from the day it came there, on the resident's own clock.",
        _UNTIL["en"],
        "Whether the answer was any good. Authorities have different matters: the times alone do not compare them.",
    ),
    "on-time": Words(
        "Answered on time",
        "Dates by which an answer was owed and given, on that day or before.",
        _EVERY_DATE["en"],
        _DATES["en"],
        "Whether the answer was any good, and whether the date had been moved: that is a figure of its own.",
    ),
    "outcome": Words(
        "Solved, by the senders' word",
        "Appeals of which the sender says of every point that it is solved. The body says of each of them that it has answered; the gap between the two is what this figure shows.",
        "Appeals answered in the period that the sender rated, by their own word. What an operator took down is counted apart.",
        _UNTIL["en"],
        "What those think who have said nothing. They are told beside it.",
    ),
    "waiting": Words(
        "Still waiting beyond the date",
        "Appeals without an answer whose date has come or passed.",
        "All appeals that wait for an answer.",
        "The last day of the period.",
        "How hard these matters are.",
    ),
    "received": Words(
        "Appeals received",
        "Appeals registered, by the way they came and by what they are about, as finely as the public log tells it.",
        "Each appeal once.",
        _CAME["en"],
        "What happened in the community: who trusts more writes more. Never a target.",
    ),
    "extended": Words(
        "Dates that had been moved",
        "Dates by which an answer was owed that had been extended at least once.",
        _EVERY_DATE["en"],
        _DATES["en"],
        "Whether the reason was good: each extension names its ground in the log.",
    ),
    "forwarded": Words(
        "Sent on to another authority",
        "Appeals that another authority was given; handing on inside one is not counted.",
        "Appeals registered in the period.",
        _UNTIL["en"],
        "Whether it was right to send them on.",
    ),
    "disputed": Words(
        "Answers disputed",
        "Appeals whose last answer the sender disputes by their own word. What an operator took down for them is a part of its own; what they said is not theirs is counted as not said.",
        "Appeals answered in the period. Who may still dispute counts as not having disputed.",
        _UNTIL["en"],
        "Who was right.",
    ),
    "closing": Words(
        "How close to their date answers came",
        "Answers by the days that were left: on the day of the asking, earlier, two to five days before, the day before, the last day, later. Where matters are closed for the count's sake, answers gather on the last days.",
        "Answers given in the period, a reopened matter's second one, too.",
        _CAME["en"],
        "Whether an answer of the last day was a bad one. It accuses nobody.",
    ),
    "reopened": Words(
        "Reopened after an answer",
        "Matters that were reopened within thirty days after their answer.",
        "Answers given in the period. What may still be reopened counts as not reopened.",
        _UNTIL["en"],
        "Why they were reopened: each says so in the log.",
    ),
    "endings": Words(
        "How matters ended",
        "Matters closed, by the closed list of endings. Only the sender's word makes one solved.",
        "Matters closed in the period.",
        _CAME["en"],
        "Matters that are still open.",
    ),
    "escalated": Words(
        "Put before the leadership",
        "Times that an appeal went up because it was late, disputed or badly answered.",
        "Each time counts; one appeal can go up more than once.",
        _CAME["en"],
        "What the leadership did about it.",
    ),
    "instructed": Words(
        "Instructions of the leadership",
        "Instructions to answer, or to explain.",
        "Each instruction once.",
        _CAME["en"],
        "Whether they were followed.",
    ),
    "measures": Words(
        "Measures after bad answers",
        "What was done in a body about a bad answer, by kind. Bodies, never persons.",
        "Each measure once.",
        _CAME["en"],
        "Whether it helped. Never a target.",
    ),
}
_UKRAINIAN: Final = {
    "time-to-answer": Words(
        "Час до відповіді",
        "Дні від реєстрації до першої відповіді або обґрунтованої відмови; «ми отримали» — не відповідь. Хто ще чекає, рахується стільки, скільки чекає; відкликання, об’єднання з іншою справою, а для одного відомства й передання іншому відомству закінчують чекання без відповіді (Аален — Йохансен, межі log-log).",
        "Звернення, зареєстровані в періоді. Для відомства, якому звернення передали, воно рахується від дня, коли надійшло туди, за годинником самої людини.",
        _UNTIL["uk"],
        "Чи відповідь добра. У відомств різні справи: самі дні їх не порівнюють.",
    ),
    "on-time": Words(
        "Відповіли вчасно",
        "Строки, у які відповідь дали в той самий день або раніше.",
        _EVERY_DATE["uk"],
        _DATES["uk"],
        "Чи відповідь добра і чи строк переносили: це окремий показник.",
    ),
    "outcome": Words(
        "Вирішено, за словом людей",
        "Звернення, про кожен пункт яких людина каже: вирішено. Орган про кожне з них каже, що відповів; різницю між ними показник і показує.",
        "Звернення, на які в періоді відповіли і які людина оцінила власним словом. Записане оператором рахується окремо.",
        _UNTIL["uk"],
        "Що думають ті, хто нічого не сказав. Їх названо поруч.",
    ),
    "waiting": Words(
        "Чекають довше за строк",
        "Звернення без відповіді, строк яких настав або минув.",
        "Усі звернення, що чекають на відповідь.",
        "Останній день періоду.",
        "Наскільки ці справи складні.",
    ),
    "received": Words(
        "Звернень надійшло",
        "Зареєстровані звернення: яким шляхом надійшли і про що, настільки докладно, як це каже відкритий журнал.",
        "Кожне звернення один раз.",
        _CAME["uk"],
        "Що відбувалося в громаді: хто більше довіряє, більше пише. Ніколи не план.",
    ),
    "extended": Words(
        "Строки, які переносили",
        "Строки відповіді, які щонайменше раз продовжили.",
        _EVERY_DATE["uk"],
        _DATES["uk"],
        "Чи була на те добра причина: підставу кожного продовження названо в журналі.",
    ),
    "forwarded": Words(
        "Передано іншому відомству",
        "Звернення, які передали іншому відомству; передання всередині одного не рахується.",
        "Звернення, зареєстровані в періоді.",
        _UNTIL["uk"],
        "Чи правильно їх передали.",
    ),
    "disputed": Words(
        "Відповіді, з якими не згодні",
        "Звернення, останню відповідь на які людина оскаржує власним словом. Записане оператором з її слів є окремою частиною; те, про що вона сказала «це не моє слово», рахується як не сказане.",
        "Звернення, на які в періоді відповіли. Хто ще може оскаржити, рахується як не оскаржив.",
        _UNTIL["uk"],
        "Хто мав рацію.",
    ),
    "closing": Words(
        "Як близько до строку відповідали",
        "Відповіді за днями, що лишалися: у день звернення, раніше, за два — п’ять днів, за день, в останній день, пізніше. Де справи закривають заради обліку, відповіді скупчуються в останні дні.",
        "Відповіді, дані в періоді, і другі відповіді в поновлених справах.",
        _CAME["uk"],
        "Чи відповідь останнього дня погана. Це нікого не звинувачує.",
    ),
    "reopened": Words(
        "Поновлено після відповіді",
        "Справи, поновлені протягом тридцяти днів після відповіді.",
        "Відповіді, дані в періоді. Що ще можуть поновити, рахується як не поновлене.",
        _UNTIL["uk"],
        "Чому поновили: про кожну це каже журнал.",
    ),
    "endings": Words(
        "Чим закінчилося",
        "Закриті справи за закритим переліком. Вирішеною справу робить лише слово людини.",
        "Справи, закриті в періоді.",
        _CAME["uk"],
        "Справи, які ще відкриті.",
    ),
    "escalated": Words(
        "Покладено перед керівництвом",
        "Скільки разів звернення піднялося, бо відповідь запізнилася, погана або з нею не згодні.",
        "Рахується кожен раз; одне звернення може піднятися кілька разів.",
        _CAME["uk"],
        "Що керівництво з цим зробило.",
    ),
    "instructed": Words(
        "Доручення керівництва",
        "Доручення відповісти або пояснити.",
        "Кожне доручення один раз.",
        _CAME["uk"],
        "Чи їх виконали.",
    ),
    "measures": Words(
        "Заходи після поганих відповідей",
        "Що зробили в органі через погану відповідь, за видами. Органи, ніколи не люди.",
        "Кожен захід один раз.",
        _CAME["uk"],
        "Чи це допомогло. Ніколи не план.",
    ),
}
_RUSSIAN: Final = {
    "time-to-answer": Words(
        "Время до ответа",
        "Дни от регистрации до первого ответа или обоснованного отказа; «мы получили» — не ответ. Кто ещё ждёт, считается столько, сколько ждёт; отзыв, объединение с другим делом, а для одного ведомства и передача другому ведомству заканчивают ожидание без ответа (Аален — Йохансен, границы log-log).",
        "Обращения, зарегистрированные в периоде. Для ведомства, которому обращение передали, оно считается со дня, когда пришло туда, по часам самого человека.",
        _UNTIL["ru"],
        "Хорош ли ответ. У ведомств разные дела: одни только дни их не сравнивают.",
    ),
    "on-time": Words(
        "Ответили вовремя",
        "Сроки, в которые ответ дали в тот же день или раньше.",
        _EVERY_DATE["ru"],
        _DATES["ru"],
        "Хорош ли ответ и переносили ли срок: это отдельный показатель.",
    ),
    "outcome": Words(
        "Решено, по слову людей",
        "Обращения, о каждом пункте которых человек говорит: решено. Орган о каждом из них говорит, что ответил; разницу между ними показатель и показывает.",
        "Обращения, на которые в периоде ответили и которые человек оценил своим словом. Записанное оператором считается отдельно.",
        _UNTIL["ru"],
        "Что думают те, кто ничего не сказал. Они названы рядом.",
    ),
    "waiting": Words(
        "Ждут дольше срока",
        "Обращения без ответа, срок которых настал или прошёл.",
        "Все обращения, которые ждут ответа.",
        "Последний день периода.",
        "Насколько эти дела сложны.",
    ),
    "received": Words(
        "Обращений поступило",
        "Зарегистрированные обращения: каким путём пришли и о чём, настолько подробно, как это говорит открытый журнал.",
        "Каждое обращение один раз.",
        _CAME["ru"],
        "Что происходило в общине: кто больше доверяет, больше пишет. Никогда не план.",
    ),
    "extended": Words(
        "Сроки, которые переносили",
        "Сроки ответа, которые хотя бы раз продлили.",
        _EVERY_DATE["ru"],
        _DATES["ru"],
        "Была ли на то хорошая причина: основание каждого продления названо в журнале.",
    ),
    "forwarded": Words(
        "Передано другому ведомству",
        "Обращения, которые передали другому ведомству; передача внутри одного не считается.",
        "Обращения, зарегистрированные в периоде.",
        _UNTIL["ru"],
        "Правильно ли их передали.",
    ),
    "disputed": Words(
        "Ответы, с которыми не согласны",
        "Обращения, последний ответ на которые человек оспаривает своим словом. Записанное оператором с его слов стоит отдельной частью; то, о чём он сказал «это не моё слово», считается несказанным.",
        "Обращения, на которые в периоде ответили. Кто ещё может оспорить, считается как не оспоривший.",
        _UNTIL["ru"],
        "Кто был прав.",
    ),
    "closing": Words(
        "Насколько близко к сроку отвечали",
        "Ответы по оставшимся дням: в день обращения, раньше, за два — пять дней, за день, в последний день, позже. Где дела закрывают ради отчётности, ответы скапливаются в последние дни.",
        "Ответы, данные в периоде, и вторые ответы в возобновлённых делах.",
        _CAME["ru"],
        "Плох ли ответ последнего дня. Это никого не обвиняет.",
    ),
    "reopened": Words(
        "Возобновлено после ответа",
        "Дела, возобновлённые в течение тридцати дней после ответа.",
        "Ответы, данные в периоде. Что ещё могут возобновить, считается как не возобновлённое.",
        _UNTIL["ru"],
        "Почему возобновили: о каждом это говорит журнал.",
    ),
    "endings": Words(
        "Чем закончилось",
        "Закрытые дела по закрытому перечню. Решённым дело делает только слово человека.",
        "Дела, закрытые в периоде.",
        _CAME["ru"],
        "Дела, которые ещё открыты.",
    ),
    "escalated": Words(
        "Положено перед руководством",
        "Сколько раз обращение поднялось, потому что ответ опоздал, плох или с ним не согласны.",
        "Считается каждый раз; одно обращение может подняться несколько раз.",
        _CAME["ru"],
        "Что руководство с этим сделало.",
    ),
    "instructed": Words(
        "Поручения руководства",
        "Поручения ответить или объяснить.",
        "Каждое поручение один раз.",
        _CAME["ru"],
        "Выполнили ли их.",
    ),
    "measures": Words(
        "Меры после плохих ответов",
        "Что сделали в органе из-за плохого ответа, по видам. Органы, никогда не люди.",
        "Каждая мера один раз.",
        _CAME["ru"],
        "Помогло ли это. Никогда не план.",
    ),
}
TABLES: Final[Mapping[str, Mapping[str, Words]]] = {"en": _ENGLISH, "uk": _UKRAINIAN, "ru": _RUSSIAN}


def words_of(name: str, language: str) -> Words:
    """What is said of a figure, in a language or in English. Raises KeyError for no figure."""
    return TABLES.get(language, TABLES[FALLBACK])[name]
