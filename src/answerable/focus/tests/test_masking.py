"""Names and numbers are proposed, never decided; the same words get the same mask."""

from answerable.focus import masking
from answerable.focus.masking import Hit, MaskKind

TEXT = (
    "P1: Дзвоніть Оксані на +380 57 123-45-67 або oksana@example.org, вулиця Шевченка 12.\n"
    "P2: Авто АХ1234ВС, народився 03.05.1987, код 1234567890, @oksana_k, https://vk.com/id1\n"
    "P3: Петренко! Не петренківський. ПЕТРЕНКО.\n"
)


def test_what_may_say_who_somebody_is_is_found() -> None:
    found = [(hit.kind.value, hit.words) for hit in masking.propose(TEXT, ["Петренко", "x"])]
    assert found == [
        ("contact", "+380 57 123-45-67"), ("contact", "oksana@example.org"), ("place", "вулиця Шевченка 12"),
        ("number", "АХ1234ВС"), ("number", "03.05.1987"), ("number", "1234567890"), ("contact", "@oksana_k"),
        ("contact", "https://vk.com/id1"), ("person", "Петренко"), ("person", "ПЕТРЕНКО"),
    ]  # fmt: skip


def test_of_two_that_overlap_the_longer_stays() -> None:
    one, other = Hit(0, 5, MaskKind.PERSON, "abcde"), Hit(3, 12, MaskKind.PLACE, "defghijkl")
    assert masking.without_overlaps([one, other]) == [other]


def test_masks_are_numbered_through_and_the_same_for_the_same_words() -> None:
    known = {"Петренко": "[person 2]", "a@b.cd": "[contact 1]"}
    made = masking.numbered(
        [(MaskKind.PERSON, "ПЕТРЕНКО"), (MaskKind.PERSON, "Коваль"), (MaskKind.PLACE, "Чугуїв")], known
    )
    assert made == {"ПЕТРЕНКО": "[person 2]", "Коваль": "[person 3]", "Чугуїв": "[place 1]"}


def test_only_whole_words_are_masked_the_longest_first_with_any_apostrophe() -> None:
    wanted = {"Дем'ян": "[person 1]", "Дем'ян Коваль": "[person 2]", " ": "[person 9]"}
    text = "P1: Дем’ян Коваль, ДЕМʼЯН, Дем'янка.\n"
    wanted |= {"Дем’ян Коваль": "[person 2]", "Демʼян": "[person 1]"}
    assert masking.masked(text, wanted) == "P1: [person 2], [person 1], Дем'янка.\n"
    assert masking.masked(text, {}) == text
