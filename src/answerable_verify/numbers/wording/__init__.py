"""What each figure is called, what it counts, of what, in which period, and what it does not show: in four languages.

Another language is a table more; whoever asks for one that is not here gets English. A test holds the tables together.
"""

from collections.abc import Mapping
from typing import Final

from answerable_verify.numbers.wording import english, polish, russian, ukrainian
from answerable_verify.numbers.wording.shape import FigureWords

FALLBACK: Final = "en"
TABLES: Final[Mapping[str, Mapping[str, FigureWords]]] = {
    "en": english.TABLE,
    "uk": ukrainian.TABLE,
    "ru": russian.TABLE,
    "pl": polish.TABLE,
}


def words_of(name: str, language: str) -> FigureWords:
    """What is said of a figure, in a language or in English. Raises KeyError for no figure."""
    return TABLES.get(language, TABLES[FALLBACK])[name]
