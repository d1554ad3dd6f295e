"""What words are that came without a form: which kind, which language, from whom."""

import pytest

from answerable.appeals.rules import letters
from answerable.law.terms import MatterKind


@pytest.mark.parametrize(
    ("heading", "text", "kind"),
    [
        ("Скарга на дії патруля", "Вчора ...", MatterKind.COMPLAINT),
        ("", "Жалоба. Прошу принять меры.", MatterKind.COMPLAINT),
        ("A complaint about the desk", "", MatterKind.COMPLAINT),
        ("Подяка", "", MatterKind.THANKS),
        ("", "Спасибо не скажу, но благодарю дежурного", MatterKind.THANKS),
        ("Пропозиція щодо освітлення", "", MatterKind.PROPOSAL),
        ("", "Повідомляю про яму на дорозі", MatterKind.REPORT),
        ("Запит", "Коли відкриють паспортний стіл?", MatterKind.REQUEST),
        ("", "x" * 300 + " скарга", MatterKind.REQUEST),
        ("", "", MatterKind.REQUEST),
    ],
)
def test_a_letter_says_at_its_head_what_it_is(heading: str, text: str, kind: MatterKind) -> None:
    assert letters.kind_of(heading, text) is kind


@pytest.mark.parametrize(
    ("text", "told", "language"),
    [
        ("Добрий день, є питання щодо ліхтаря", "", "uk"),
        ("Здравствуйте, у нас ямы", "", "ru"),
        ("The lamp is dark", "", "en"),
        ("The lamp is dark", "ru", "ru"),
        ("Лампа не горит", "", "uk"),
        ("12345", "xx", "uk"),
    ],
)
def test_somebody_is_answered_as_they_write_or_are_known_to(text: str, told: str, language: str) -> None:
    assert letters.language_of(text, told=told, languages=("uk", "ru", "en"), default="uk") == language


def test_a_language_that_the_installation_has_not_is_not_answered_in() -> None:
    assert letters.language_of("ямы", told="", languages=("uk",), default="uk") == "uk"
    assert letters.language_of("The lamp", told="", languages=("uk",), default="uk") == "uk"


@pytest.mark.parametrize(
    ("heading", "text", "whole"),
    [
        ("", "words", "words"),
        ("Lamp", "words", "Lamp\n\nwords"),
        ("Lamp", "lamp is dark", "lamp is dark"),
        ("Lamp", "  ", "Lamp"),
    ],
)
def test_a_heading_is_part_of_the_words_once(heading: str, text: str, whole: str) -> None:
    assert letters.whole_text(heading, text) == whole


def test_an_address_is_the_same_whatever_its_capitals_and_none_is_nobodys() -> None:
    assert [letters.is_same_address(*pair) for pair in (("A@b.c", "a@B.c "), ("a@b.c", "b@b.c"), ("", ""))] == [
        True,
        False,
        False,
    ]


def test_the_kind_that_somebody_chose_is_the_kind_and_any_other_word_is_none() -> None:
    assert letters.kind_of("Скарга", "", chosen="thanks") == MatterKind.THANKS
    assert letters.kind_of("Скарга", "", chosen="lie") == MatterKind.COMPLAINT
