"""The order in which people look a name up: that of their own alphabet, not of code points (Ł after L, Є after Е).

Alphabets that bear letters of their own stand here; a letter that an alphabet doesn't have stands by the letter that it is
made of. Upper and lower case are the same. Another language needs a line here only where that isn't enough.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final

ALPHABETS: Final[Mapping[str, str]] = {
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
_LETTERS: Final = 1 << 9  # where letters of the alphabet begin: after digits and signs
_OTHERS: Final = 1 << 10  # where letters of no alphabet begin


@cache
def _places(language: str) -> Mapping[str, int]:
    return {letter: _LETTERS + place for place, letter in enumerate(ALPHABETS.get(language.partition("-")[0], ""))}


def in_order(text: str, language: str) -> tuple[list[int], str]:
    """A key to sort names by, for readers of a language; equal names in different writing stay apart."""
    places = _places(language)
    return [_place(letter, places) for letter in text.casefold()], text


def _place(letter: str, places: Mapping[str, int]) -> int:
    base = unicodedata.normalize("NFD", letter)[0]
    found = places.get(letter, places.get(base))
    if found is not None:
        return found
    return _OTHERS + ord(base) if base.isalpha() else min(ord(base), _LETTERS - 1)
