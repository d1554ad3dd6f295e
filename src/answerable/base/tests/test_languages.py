"""Codes of languages: spelled alike by the rooms, by the host, and by whoever finds their catalogues."""

import pytest
from babel import Locale
from django.utils.translation import to_language, to_locale

from answerable.base import dates, languages
from answerable.base.packs.row import LANGUAGES


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("uk", "Українська"),
        ("pt-br", "Português (Brasil)"),
        ("sr-latn", "Srpski (latinica)"),
        ("zh-hans", "中文 (简体)"),
        ("es-419", "Español (Latinoamérica)"),
    ],
)
def test_a_language_with_a_script_or_a_region_is_one(code: str, name: str) -> None:
    assert languages.CODE.fullmatch(code)
    assert dates.own_name(code) == name


@pytest.mark.parametrize(
    "word", ["", "u", "Ukrainian", "uk_UA", "UK", "zh-Hans", "zh-hans-cn", "uk-", "es-41", "../uk"]
)
def test_what_is_written_otherwise_is_none(word: str) -> None:
    assert languages.CODE.fullmatch(word) is None


def test_every_language_that_a_pack_may_name_has_a_folder_and_rules() -> None:
    assert {code for code in LANGUAGES if to_language(to_locale(code)) != code} == set()
    assert {code for code in LANGUAGES if Locale.parse(to_locale(code)) != Locale.parse(code, sep="-")} == set()
    assert max(map(len, LANGUAGES)) <= languages.LONGEST
