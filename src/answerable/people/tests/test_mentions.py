"""Whom a text may be about. The fifteen ways in which a complaint named the head and reached him all the same."""

from functools import lru_cache

import pytest

from answerable.people.morphology import forms_of
from answerable.people.rules.known import KnownPerson, Mention, MentionMark
from answerable.people.rules.mentions import Catalogue, catalogue, mentions
from answerable.people.rules.spelling import plate, shown, sound, words_of

HEAD, CAPTAIN, DEPARTMENT, INSPECTION, GUARD = 1, 2, 9, 10, 11
EVERYBODY = (
    KnownPerson(
        HEAD,
        names=("Viktor Moroz", "Віктор Мороз", "Виктор Мороз"),
        posts=("head of the raion department", "начальник районного відділу", "начальник районного отдела"),
        others=("Дід",),
        numbers=("0012345", "АХ 1234 ВО"),
        links=("https://vk.com/frosty.official",),
    ),
    KnownPerson(
        CAPTAIN, names=("Andrii Shevchuk", "Андрій Шевчук", "Андрей Шевчук"), posts=("captain, patrol unit 1",)
    ),
    KnownPerson(
        DEPARTMENT,
        is_body=True,
        names=("Chuhuiv raion department", "Чугуївський районний відділ", "Чугуевский районный отдел"),
        others=("райвідділ",),
        places=("Чугуївський район", "Чугуевский район", "Chuhuiv raion"),
        force=True,
    ),
    KnownPerson(
        INSPECTION,
        is_body=True,
        names=(
            "Inspection of the regional directorate",
            "Інспекція головного управління",
            "Инспекция главного управления",
        ),
        force=True,
    ),
    KnownPerson(GUARD, is_body=True, names=("Straż Miejska", "Town guard"), places=("Brzozowo",), force=True),
)


@lru_cache(maxsize=1)
def everybody() -> Catalogue:
    said = (text for one in EVERYBODY for text in (*one.names, *one.posts, *one.others))
    words = {word.written.lower() for text in said for word in words_of(text)}
    return catalogue(EVERYBODY, forms_of(sorted(word for word in words if not word.isascii())))


def who(text: str, *, names_only: bool = False) -> list[tuple[int, MentionMark]]:
    return [(one.id, one.mark) for one in mentions(text, everybody(), names_only=names_only)]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        pytest.param("Скарга на Мороза, він мене вдарив", MentionMark.NAME, id="declined, uk"),
        pytest.param("Прошу разобраться с Морозом", MentionMark.NAME, id="declined, ru"),
        pytest.param("Мене побив M\u043er\u043e\u0437 біля крамниці", MentionMark.NAME, id="Latin letters in it"),
        pytest.param("MOPO3 бере хабарі", MentionMark.NAME, id="Latin letters and a digit alone"),
        pytest.param("A man called Viktor Morozz took my money", MentionMark.NAME, id="transliterated"),
        pytest.param("М\u200bо\u00adроза бачили п’яним", MentionMark.NAME, id="unseen marks in it"),
        pytest.param("М о р о з погрожував мені", MentionMark.NAME, id="letter by letter"),
        pytest.param("начальник В. М. вимагав гроші", MentionMark.INITIALS, id="initials"),
        pytest.param("капітан мороз кричав на мене", MentionMark.NAME, id="rank, and no capital"),
        pytest.param("жалоба на начальника районного отдела", MentionMark.POST, id="post, ru"),
        pytest.param("The head of the raion department was drunk", MentionMark.POST, id="post, en"),
        pytest.param("їхній Дід бере гроші з водіїв", MentionMark.OTHER_NAME, id="nickname"),
        pytest.param("поліцейський, жетон № 0012345, образив", MentionMark.NUMBER, id="badge"),
        pytest.param("авто AX 12-34 BO збило собаку", MentionMark.NUMBER, id="plate, Latin and in pieces"),
        pytest.param("ось він: https://m.vk.com/frosty.official?from=feed", MentionMark.LINK, id="profile"),
        pytest.param("пише мені як @frosty.official", MentionMark.LINK, id="handle"),
    ],
)
def test_the_head_is_found_however_he_is_named(text: str, mark: MentionMark) -> None:
    assert who(text) == [(HEAD, mark)]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("мороз узяв у мене гроші за протокол", MentionMark.NAME),
        ("Пан мороз вимагає гроші", MentionMark.NAME),
        ("вчора бачив мороза п'яним за кермом", MentionMark.NAME),
        ("Мо-роз бере хабарі", MentionMark.NAME),
        ("Мо\nроз бере хабарі", MentionMark.NAME),
        ("М\u1d0fр\u1d0fз брав", MentionMark.NAME),
        ("\u039c\u03bf\u03c1\u03bf\u03b6 бере", MentionMark.NAME),
        ("\u1e3f\u00f3r\u00f3\u017a took money", MentionMark.NAME),
        ("\u2c6eoroz took money", MentionMark.NAME),
        ("Віктор Миколайович вимагав гроші", MentionMark.NAME),
        ("Віктор М. вимагав гроші", MentionMark.INITIALS),
        ("той самий дід забрав мій телефон", MentionMark.OTHER_NAME),
        ("жетон 12345", MentionMark.NUMBER),
        ("жетон 00-12-345", MentionMark.NUMBER),
        ("мене збила машина 1234", MentionMark.NUMBER),
        ("пише мені frosty.official", MentionMark.LINK),
        ("ось: t.me/frosty_official", MentionMark.LINK),
        ("vk .com / frosty.official", MentionMark.LINK),
    ],
)
def test_the_head_is_found_by_what_people_write_in_haste_or_on_purpose(text: str, mark: MentionMark) -> None:
    assert who(text) == [(HEAD, mark)]


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("начальник поліції Чугуєва бере хабарі", DEPARTMENT),
        ("начальник чугуївської поліції мене бив", DEPARTMENT),
        ("шеф поліції району бере хабарі", DEPARTMENT),
        ("головний поліцейський району бив мене", DEPARTMENT),
        ("начальник РВП бере хабарі", DEPARTMENT),
        ("начальник відділу бив мене", DEPARTMENT),
        ("начальник чугуевской полиции берёт взятки", DEPARTMENT),
        ("шеф полиции района требует деньги", DEPARTMENT),
        ("начальник РОВД избил меня", DEPARTMENT),
        ("the Chuhuiv police chief took money", DEPARTMENT),
        ("the chief of police of Chuhuiv took money", DEPARTMENT),
        ("komendant straży w Brzozowie groził mi", GUARD),
        ("szef straży wziął łapówkę", GUARD),
    ],
)
def test_the_head_of_a_body_is_found_by_the_post_as_people_say_it(text: str, whose: int) -> None:
    assert who(text) == [(whose, MentionMark.POST)]


LONG_POST = catalogue(
    [KnownPerson(HEAD, posts=("head of the Chuhuiv raion police department",), names=("Олег Ткачук",))], {}
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the head of the Chuhuiv department shouted", [HEAD]),
        ("the head of the Chuhuiv library shouted", []),
        ("the head of the police department shouted", []),
        ("Major Tka\u010duk shouted", [HEAD]),
        ("on Tkachuk street it is dark", []),
        ("on Tkachuk street captain Tkachuk shouted", [HEAD]),
    ],
)
def test_posts_said_shorter_carons_and_streets(text: str, found: list[int]) -> None:
    assert [one.id for one in mentions(text, LONG_POST)] == found


@pytest.mark.parametrize("name", ["moroz_u_dvori.mp4", "мороз.jpg", "IMG-Мороза.pdf", "ax1234bo.jpg"])
def test_the_head_is_found_in_the_name_of_a_file(name: str) -> None:
    assert [ref for ref, _mark in who(name, names_only=True)] == [HEAD]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Скаржусь на райвідділ", [(DEPARTMENT, MentionMark.OTHER_NAME)]),
        ("начальник райвідділу спав", [(DEPARTMENT, MentionMark.POST)]),
        ("у Чугуївському районному відділі не взяли заяву", [(DEPARTMENT, MentionMark.NAME)]),
    ],
)
def test_a_body_is_found_and_its_head_is_the_body(text: str, expected: list[tuple[int, MentionMark]]) -> None:
    assert who(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Сильний мороз, тротуари не посипані",
        "у сильный мороз замёрзли трубы, просим помочь",
        "мій дід упав на вулиці, дорога розбита",
        "Прошу полагодити ліхтар на вулиці Шевченка, 12",
        "Morozov street is dark at night",
        "Родина Морозових дякує за допомогу",
        "будинок 12, корпус 345, телефон 050 123 45 67",
        "В. М. Іваненко просить відповіді",
        "слідчий сказав чекати",
        "на вулиці Мороза не горить ліхтар",
        "Did you see it? I did, and they did not come.",
        "у відділі освіти району сказали звернутися до вас",
        "https://vk.com/official",
        "начальник відділу освіти не відповідає на листи",
        "начальник відділу кадрів заводу п’яний",
        "head of the housing department was rude",
        "головне управління статистики району",
        "головна вулиця району не освітлена",
        "начальник поїзда сказав чекати",
        "ударили морози, посипте тротуар",
        "дитину забрали в мороз без куртки",
        "авто АА 1234 стоїть на газоні",
        "будинок 12345, квартира 1234",
        "Віктор Миколайович Петренко вимагає відповіді",
        "Віктор Миколайович просить відповіді",
        "синьо-\nжовтий прапор",
        "",
    ],
)
def test_ordinary_words_and_other_people_are_left_alone(text: str) -> None:
    assert who(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Мороз і сніг: вулицю не чистять",  # an ordinary word that opens a sentence looks like a name
        "Ольга Шевчук, мешканка, просить лавку",  # a namesake: Шевчук is among the commonest surnames
        "станція Мороз",
        "ударили морози, забрали лавку",  # what somebody did, beside an ordinary word
    ],
)
def test_what_is_taken_for_a_name_though_it_is_none_is_known(text: str) -> None:
    """The price of missing nobody: the sender is asked one question more, and answers no."""
    assert len(who(text)) == 1


def test_two_people_are_found_once_each_with_the_words_as_written() -> None:
    said = mentions("Шевчук і Мороз, знову Мороза", everybody())
    assert said == [
        Mention(CAPTAIN, False, MentionMark.NAME, "Шевчук"),
        Mention(HEAD, False, MentionMark.NAME, "Мороз"),
    ]


def test_a_name_without_known_forms_is_found_as_it_is_written() -> None:
    fresh = catalogue([KnownPerson(HEAD, names=("Віктор Мороз",))], {})
    assert [one.id for one in mentions("Це зробив Мороз", fresh)] == [HEAD]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Шевчук", "Shevchuk"),
        ("Шевчук", "Ševčuk"),
        ("Заєць", "Zaiets"),
        ("Полищук", "Поліщук"),
        ("Королёв", "Korolev"),
        ("Юрій", "Yuriy"),
        ("Лисенко", "Лысенко"),
    ],
)
def test_two_spellings_of_a_name_have_one_sound(one: str, other: str) -> None:
    assert sound(shown(one)) == sound(shown(other))


def test_a_plate_is_the_same_in_both_scripts() -> None:
    assert plate("ах 12-34 во") == plate("AX1234BO") == "AX1234BO"


def test_a_name_of_one_word_counts_a_post_of_one_word_does_not_and_two_given_names_do() -> None:
    one = KnownPerson(1, names=("Мороз", "Мороз Віктор Петрович"), posts=("інспектор",))
    known = catalogue([one], forms_of(["мороз", "віктор", "петрович", "інспектор"]))
    found = [
        [each.mark for each in mentions(text, known)]
        for text in ("Мороз прийшов", "інспектор прийшов", "Віктор Петрович прийшов")
    ]
    assert found == [[MentionMark.NAME], [], [MentionMark.NAME]]


@pytest.mark.parametrize(
    ("text", "found"),
    [("жив на вулиці Мороза", []), ("на вулиці начальник Мороз бив", [HEAD]), ("вулиця Мороза, 5", [])],
)
def test_a_street_named_for_a_namesake_is_nobody_unless_a_rank_stands_beside(text: str, found: list[int]) -> None:
    assert [ref for ref, _mark in who(text)] == found


def test_an_accent_and_an_unseen_sign_change_no_name() -> None:
    assert shown("Š\u200bevčuk, José") == "Shevchuk, Jose"


def test_of_many_who_fit_equally_well_nobody_is_named_and_short_marks_count_only_whole() -> None:
    stations = [
        KnownPerson(ref, is_body=True, names=(f"Відділ {place}",), force=True)
        for ref, place in enumerate(("північ", "південь", "захід", "схід"))
    ]
    namesakes = [KnownPerson(ref, names=(f"Віктор {name}",)) for ref, name in enumerate(("Гай", "Кіт", "Рак", "Лис"))]
    marked = [KnownPerson(7, numbers=("А 12 В",), links=("vk.com/abc",))]
    known = catalogue([*stations, *namesakes, *marked], {})
    assert mentions("начальник відділу бив мене", known) == []
    assert mentions("Віктор Миколайович вимагав гроші", known) == []
    assert mentions("машина 12, пише abc", known) == []
    assert [one.id for one in mentions("машина, жетон А12В", known)] == [7]
