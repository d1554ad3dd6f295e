"""Search tokens: a query is part of the text it asks for, and tells nothing without the key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.vault.rules import search

KEY = bytes(range(32))
words = st.lists(
    st.sampled_from(
        [
            "поліція",
            "дорога",
            "школа",
            "больница",
            "ёлка",
            "п'ять",
            "об’єкт",
            "police",
            "running",
            "Вулиця",
            "12/3-А",
            "0501234567",
            "ґанок",
            "ніч",
            "2024",
        ]
    ),
    min_size=1,
    max_size=30,
)


def same(*texts):
    return len({tuple(sorted(search.tokens(KEY, text))) for text in texts}) == 1


@given(words, st.sampled_from(["uk", "ru", "en"]), st.data())
def test_a_query_in_any_language_is_part_of_the_text_it_was_taken_from(text, language, data):
    asked = data.draw(st.lists(st.sampled_from(text), min_size=1, max_size=4))
    kept = set(search.tokens(KEY, ", ".join(text)))
    assert set(search.tokens(KEY, "; ".join(asked), [language])) - kept == set()


@given(st.text())
def test_tokens_are_distinct_signed_64_bit_numbers_and_few(text):
    found = search.tokens(KEY, text)
    assert len(found) == len(set(found)) <= search.MOST
    assert all(-(2**63) <= token < 2**63 for token in found)
    assert found == search.tokens(KEY, text)


@given(words)
def test_another_key_gives_other_tokens(text):
    joined = " ".join(text)
    assert set(search.tokens(KEY, joined)) & set(search.tokens(bytes(32), joined)) == set()


@pytest.mark.parametrize(
    "texts",
    [
        ("поліція", "ПОЛІЦІЯ", "поліції", "поліцією"),
        ("п'ять", "п’ять", "пʼять", "П`ЯТЬ"),
        ("дорога", "дороги", "дорогою", "дорогами"),
        ("больница", "больницы", "больницей"),
        ("ёлка", "Елка"),
        ("running", "runs", "RUN"),
        ("050 123 45 67", "0501234567", "+38 (050) 123-45-67", "380501234567", "050-123-45-67"),
        ("12/3", "12-3", "12.3"),
    ],
)
def test_forms_of_one_thing_are_one_token(texts):
    assert same(*texts)


@pytest.mark.parametrize("texts", [("12", "21"), ("2019 2020", "20192020"), ("школа", "міст"), ("12а", "12б")])
def test_different_things_are_different_tokens(texts):
    assert not same(*texts)


def test_years_in_a_row_are_not_a_telephone():
    assert set(search.tokens(KEY, "2020")) <= set(search.tokens(KEY, "2019 2020 2021"))


def test_a_long_text_keeps_its_first_words():
    text = " ".join(f"слово{n}" for n in range(1000))
    assert len(search.tokens(KEY, text)) == search.MOST


@pytest.mark.parametrize(
    "written", ["8(044)123456 78 90", "092 67(000 00 00", "1((((((((((2", "5 -- (  ) - 7 -- 8", "0(0)0(0)0(0)0(0)"]
)
def test_a_number_with_brackets_anywhere_has_tokens(written):
    """Such a number in somebody's letter once made registering it fail."""
    assert search.tokens(KEY, f"Call {written}!") == search.tokens(KEY, f"call  {written}")


def test_a_reflexive_verb_is_found_by_its_plain_form():
    assert same("купатися", "купати")
    assert same("миються", "миють")
