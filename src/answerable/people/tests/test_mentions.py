"""Whom a text may be about. The fifteen ways in which a complaint named the head and reached him all the same."""

from functools import lru_cache

import pytest

from answerable.people.morphology import forms_of
from answerable.people.rules.mentions import Catalogue, KnownPerson, Mention, MentionMark, catalogue, mentions
from answerable.people.rules.spelling import plate, shown, sound, words_of

HEAD, CAPTAIN, DEPARTMENT = 1, 2, 9
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
    ),
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
