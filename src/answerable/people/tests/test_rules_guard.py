"""The guard of what is published: what it finds in four languages, what it leaves alone, and how it is struck out."""

import pytest

from answerable.people.rules.guard import (
    GuardHit,
    HitKind,
    Overruled,
    Redaction,
    WordKind,
    hits,
    pieces,
    redactions,
    strike_out,
    unknown_marks,
    without_marks,
    words_to_ask,
)

SURE = dict.fromkeys(
    ["Петренко", "Романенко", "гриценко", "Віктору", "Ростислав", "Іван", "Ткачук", "Мельниченко"], WordKind.SURE
)
FIRST = dict.fromkeys(["Hannah", "Frank", "JOHN", "dave", "tom", "Tom", "olha", "Graham"], WordKind.FIRST)
NAMED = dict.fromkeys(
    [
        "Мельник",
        "Гончар",
        "Бойко",
        "Hargreaves",
        "SMITH",
        "Вовк",
        "Вовку",
        "Гоголя",
        "Шевченка",
        "Сковороди",
        "КОВАЛЬ",
        "ІВАН",
    ],
    WordKind.NAMED,
)
ORDINARY = dict.fromkeys(
    [
        "Заводу",
        "Управління",
        "Вода",
        "Скарга",
        "Гусь",
        "Чорний",
        "Please",
        "Neighbour",
        "Mateo",
        "The",
        "Case",
        "Lamp",
        "lamp",
        "відділення",
        "відділу",
        "обіцяв",
        "мій",
        "Прийшов",
        "Прийняла",
        "Наказ",
        "Школа",
        "Бачив",
        "Читали",
        "Музей",
        "Газета",
    ],
    WordKind.ORDINARY,
)
KINDS = SURE | FIRST | NAMED | ORDINARY


def found(text: str) -> list[tuple[str, str]]:
    return [(hit.kind.value, text[hit.start : hit.end]) for hit in hits(text, KINDS)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Пишіть на krov@example.ua.", "mail", "krov@example.ua"),
        ("write to olha at example dot com", "mail", "olha at example dot com"),
        ("Лежить на \\\\files\\cases\\2026.", "inner", "\\\\files\\cases\\2026"),
        ("Сервер 10.0.14.7 мовчить.", "inner", "10.0.14.7"),
        ("Знімки у @tin_lisu.", "handle", "@tin_lisu"),
        ("телеграм: kolia99", "handle", "kolia99"),
        ("На UA 86 322001 0000026281108681273.", "bank", "UA 86 322001 0000026281108681273"),
        ("Дім: 51.04812; 31.88677.", "place", "51.04812; 31.88677"),
        ("нар. 12 березня 1978", "birth", "12 березня 1978"),
        ("паспорт МТ 445566", "document", "МТ 445566"),
        ("бус СВ 5518 ЕІ", "plate", "СВ 5518 ЕІ"),
        ("номер машины а123вс77", "plate", "а123вс77"),
        ("дзвоніть (0462) 77-31-09, дод. 4", "phone", "(0462) 77-31-09, дод. 4"),
        ("zero six seven double one two", "phone", "zero six seven double one two"),
        ("вул. Лугова, 8, кв. 3", "address", "вул. Лугова, 8, кв. 3"),
        ("ul. Lipowej 7/3", "address", "ul. Lipowej 7/3"),
        ("at 14 Quarry Lane", "address", "14 Quarry Lane"),
    ],
)
def test_what_is_somebodys_own_is_found_by_its_form(text: str, kind: str, words: str) -> None:
    assert found(text) == [(kind, words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Лист від Іванюк Марії Петрівни.", "Іванюк Марії Петрівни"),
        ("Прийняла Ю. Лозова.", "Ю. Лозова"),
        ("Поняті: Фесюк Н.", "Фесюк Н."),
        ("СМИТ, ДЖОН С.", "СМИТ, ДЖОН С."),
        ('Ask "Patch" Delaney.', '"Patch" Delaney'),
        ("Слідчий Гусь мовчить.", "Гусь"),
        ("сержант Мельник", "Мельник"),
        ("дільнична щербатюк прийшла", "щербатюк"),
        ("Начальник відділення гриценко обіцяв", "гриценко"),
        ("мій гриценко знову", "гриценко"),
        ("Бачив, що дільничний наш Чорний тікав.", "Чорний"),
        ("Іван Ткачук просить.", "Іван Ткачук"),
        ("Прийшов ІВАН КОВАЛЬ.", "ІВАН КОВАЛЬ"),
        ("Романенко, поверни.", "Романенко"),
        ("Бойко відмовився.", "Бойко"),
        ("Бачили, що Гончар спить.", "Гончар"),
        ("Прийшов Жмурко з дому.", "Жмурко"),
        ("Але Ткачук прийшов.", "Ткачук"),
        ("Прочитайте.\nОлег Вовк", "Олег Вовк"),
        ("Officer rowanby responded", "rowanby"),
        ("my neighbour dave parks", "dave"),
        ("lamp is out, dave said", "dave"),
        ("PC Case was here", "Case"),
        ("The boy, Mateo, is six.", "Mateo"),
        ("Mr JOHN SMITH came", "JOHN SMITH"),
        ("We saw JOHN SMITH there", "JOHN SMITH"),
        ("Rosalba Iannucci states it.", "Rosalba Iannucci"),
        ("Neighbour Lamp Hannah answers", "Lamp Hannah"),
        ("Hannah Lamp wrote", "Hannah Lamp"),
        ("Marlow was rude.", "Marlow"),
        ("Hannah from number nine saw it.", "Hannah"),
        ("We met Hargreaves again", "Hargreaves"),
        ("stopped by Lindqvist there", "Lindqvist"),
        ("It was, Quillon thought, late", "Quillon"),
        ("Sąsiad, pan Nowakos, pali.", "Nowakos"),
        ("Skargę złożył Krzysztof Wolniak.", "Krzysztof Wolniak"),
        ("Mój dom, a Kacper boi się.", "Kacper"),
        ("Komendant Piotr Urząd mówi, że jest.", "Piotr Urząd"),
    ],
)
def test_a_name_is_told_by_what_stands_beside_it(text: str, words: str) -> None:
    assert found(text) == [("name", words)]


@pytest.mark.parametrize(
    "text",
    [
        "Вода на вулиці Шевченка та Сковороди.",
        "Читали в бібліотеці ім. Гоголя.",
        "Музей ім. М. Гоголя зачинено.",
        "с. Гоголя чекає",
        "Наказ МВС діє.",
        "Вчора МВС мовчало.",
        "Начальник Управління відповів.",
        "Газета «Гончар і син» вийшла.",
        "Вода тече. Гончар - ремесло.",
        "Жалобу подали.",
        "Вода. Бойко",
        "Мешкаємо, де Вертіївці чекають.",
        "Скарга Заводу чекає.",
        "Гарячої лінії 0 800 211 507.",
        "on 6-22-13, late",
        "duplicate of request 101004113298",
        "Школа: вул. Лугова, 8",
        "The case of FBI is closed.",
        "Officer said it, Officer looked",
        "The complainant, AH, left",
        "Lamp at Kossuth Street is out.",
        "Please visit Lviv.",
        "Frank answers are welcome.",
        "We like “Quillon” here",
        "Komenda Powiatowa jest tu.",
        "Wczoraj Urząd się palił.",
        "To jest NASA i UE, proszę.",
        "Rzeka Bystra się wylała. Bystra rzeka.",
        "Zamknięto „Nowakos” od dziś.",
        "Проєкт 24.08.1991 діє",
        "lamp is out",
    ],
)
def test_what_is_nobodys_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_day_after_a_name_is_a_birthday_where_it_can_be_one() -> None:
    assert found("Іван Ткачук, 19/11/1962, вдома") == [("name", "Іван Ткачук"), ("birth", "19/11/1962")]
    assert found("Іван Ткачук, 19/11/2026, вдома") == [("name", "Іван Ткачук")]
    assert found("Іван Ткачук, 19/11/62, вдома") == [("name", "Іван Ткачук")]


def test_the_dictionaries_are_asked_for_what_may_be_a_name_alone() -> None:
    assert words_to_ask("Слідчий наш ткачук і вода.") == {"Слідчий", "наш", "ткачук"}
    assert words_to_ask("усе малими") == {"усе", "малими"}


def test_what_is_struck_out_leaves_its_reason_and_nothing_else() -> None:
    text = "Дзвоніть: krov@example.ua або Іван Ткачук"
    struck = strike_out(text, hits(text, KINDS))
    assert struck == "Дзвоніть: [#mail] або [#name]"
    assert redactions(f"{struck} [#name] [#mood]") == {Redaction.MAIL: 1, Redaction.NAME: 2}
    assert unknown_marks("[#mood] [#name]") == ["mood"]
    assert without_marks("a [#name] b") == "a         b"
    assert hits(without_marks(struck), KINDS) == []
    assert pieces("[#name] пише [#mood]") == [Redaction.NAME, " пише [#mood]"]
    assert pieces("") == []
    assert {each.value for each in HitKind} < {each.value for each in Redaction}
    assert [each.value for each in Overruled] == ["nobody", "office", "consent"]
    assert GuardHit(1, 2, HitKind.NAME) < GuardHit(2, 3, HitKind.NAME)


@pytest.mark.parametrize("letter", ["a", "a.", "1 ", "Aa ", "вул. ", "тел ", "\\\\a\\b", "« ", "паспорт a ", "a at b "])
def test_a_long_text_is_no_reason_to_wait(letter: str) -> None:
    """Twenty thousand letters are read within a moment; a pattern that runs away would take minutes."""
    assert len(hits(letter * (20_000 // len(letter)), KINDS)) <= 20_000
