"""Keyed search tokens: words can be found again without any word standing in the database.

A text becomes a set of signed 64-bit numbers, one a stem, keyed with a subkey of the server key; the database indexes
the numbers (bigint[] with GIN). Whoever has the database can see that two texts share a word, not which one.

Stems. Words with letters of only one alphabet's language are stemmed by it (English; Ukrainian by і ї є ґ or an
apostrophe; Russian by ы э ъ ё). Other Cyrillic words are stemmed by each hinted language, so index a text with all
languages of the installation and ask with the language of the page: what is asked is then always part of what is kept.
Russian and English stems are Snowball's; the Ukrainian stemmer is ours and only cuts endings: it does not mend
alternations (ніч, ночі), which costs recall, never precision.

Numbers. Digits stay: "12/3-А", "12-3 а" differ, "12/3" and "12-3" do not; a telephone number is one token however it is
spaced, and with or without its country code.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from answerable.vault.rules.subkeys import subkey

MOST: Final = 400  # distinct tokens of one text; longer texts are found by their first words
LANGUAGES: Final = ("uk", "ru", "en")
_SHORTEST, _LONGEST = 2, 64  # letters of a word
_APOSTROPHES: Final = "'’ʼ`´′‘ʹ"
_WORD: Final = re.compile(
    rf"\+?\d[\d ()\-]{{8,}}\d|\d+(?:[-./:,][^\W_]{{1,8}})*[^\W\d_]?|[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*"
)
_PIECE: Final = re.compile(r"\d+")
_BETWEEN: Final = re.compile(r"[ ()]+")
_FOLD: Final = str.maketrans({"ё": "е", "ґ": "г", "̈": "", "́": "", **dict.fromkeys(_APOSTROPHES, None)})
_UKRAINIAN: Final = re.compile(rf"[іїєґ{_APOSTROPHES}]")
_RUSSIAN: Final = re.compile(r"[ыэъё]")
_CYRILLIC: Final = re.compile(r"[а-яёіїєґ" + _APOSTROPHES + r"]+")
_LATIN: Final = re.compile(r"[a-z" + _APOSTROPHES + r"]+")
_own = threading.local()  # Snowball's stemmers keep state while they work

# Endings of Ukrainian nouns, adjectives and verbs, cut longest first while three letters remain.
_ENDINGS: Final = tuple(
    sorted(
        [
            "ами",
            "ями",
            "ові",
            "еві",
            "єві",
            "ого",
            "ього",
            "ому",
            "ьому",
            "ими",
            "іми",
            "ій",
            "ої",
            "ою",
            "ею",
            "єю",
            "ям",
            "ам",
            "ах",
            "ях",
            "ів",
            "їв",
            "ей",
            "ень",
            "ові",
            "ість",
            "істю",
            "ості",
            "остей",
            "остям",
            "остями",
            "остях",
            "ення",
            "енню",
            "енням",
            "еннями",
            "еннях",
            "ання",
            "анню",
            "анням",
            "аннях",
            "ття",
            "ттю",
            "ттям",
            "ський",
            "ська",
            "ське",
            "ські",
            "ського",
            "ській",
            "ському",
            "ськими",
            "ських",
            "ським",
            "ську",
            "ською",
            "ати",
            "яти",
            "ити",
            "їти",
            "ути",
            "ів",
            "ав",
            "яв",
            "ила",
            "ала",
            "яла",
            "или",
            "али",
            "яли",
            "ило",
            "ало",
            "яло",
            "ить",
            "їть",
            "ать",
            "ять",
            "уть",
            "ють",
            "еш",
            "єш",
            "иш",
            "їш",
            "емо",
            "ємо",
            "имо",
            "їмо",
            "ете",
            "єте",
            "ите",
            "їте",
            "ний",
            "на",
            "не",
            "ні",
            "ного",
            "ній",
            "ному",
            "ними",
            "них",
            "ним",
            "ну",
            "ною",
            "ий",
            "а",
            "я",
            "е",
            "є",
            "і",
            "ї",
            "у",
            "ю",
            "о",
            "и",
            "ь",
            "й",
        ],
        key=lambda ending: (-len(ending), ending),
    )
)


def _cut(word: str) -> str:
    """Stem a Ukrainian word: the reflexive ending first, then the longest ending that leaves three letters."""
    for tail in ("ся", "сь"):
        if word.endswith(tail) and len(word) > 5:
            word = word.removesuffix(tail)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _snowball(language: str, word: str) -> str:
    """Stem by Snowball, with a stemmer of this thread."""
    stemmers = _own.__dict__
    if language not in stemmers:
        import snowballstemmer  # here: it loads thirty languages, which only who registers or searches needs

        stemmers[language] = snowballstemmer.stemmer(language)
    return str(stemmers[language].stemWord(word))


@lru_cache(maxsize=65_536)
def stems(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Give the stems by which one case-folded word is kept."""
    plain = word.translate(_FOLD)
    if _LATIN.fullmatch(word):
        return (_snowball("english", plain),)
    if not _CYRILLIC.fullmatch(word):
        return (plain,)
    if _UKRAINIAN.search(word):
        return (_cut(plain),)
    if _RUSSIAN.search(word):
        return (_snowball("russian", plain),)
    ways = [way for way in languages if way in {"uk", "ru"}] or ["uk", "ru"]
    return tuple(dict.fromkeys(_cut(plain) if way == "uk" else _snowball("russian", plain) for way in ways))


def _telephone(digits: str) -> str:
    """Give the nine digits by which a telephone number is known; "" when this is not one."""
    known = (
        (len(digits) == 10 and digits[0] == "0")
        or (len(digits) == 12 and digits.startswith("380"))
        or (len(digits) == 11 and digits[0] in "78")
    )
    return f"tel {digits[-9:]}" if known else ""


def _number(found: str) -> Iterator[str]:
    """Give the tokens of a string that begins with a digit."""
    digits = "".join(_PIECE.findall(found))
    if telephone := _telephone(digits):
        yield telephone
    elif len(pieces := [piece.strip("-+") for piece in _BETWEEN.split(found)]) > 1:
        for piece in filter(None, pieces):  # none of them can be parted again
            yield from _number(piece)
    else:
        yield re.sub(r"[-./:,]+", "-", found.strip("+-")).translate(_FOLD)


def words(text: str, languages: tuple[str, ...] = LANGUAGES) -> Iterator[str]:
    """Give the stems and numbers of a text in their order, repeated as they come."""
    for found in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if found[0] == "+" or found[0].isdecimal():
            yield from _number(found)
        elif _SHORTEST <= len(found) <= _LONGEST:
            yield from stems(found, languages)


@lru_cache(maxsize=65_536)
def _token(own: bytes, stem: str) -> int:
    digest = blake2b(stem.encode("utf-8", "surrogatepass"), key=own, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def tokens(key: bytes, text: str, languages: Iterable[str] = LANGUAGES) -> list[int]:
    """Give the tokens of a text or of a query, distinct, in order of first use, at most 400."""
    own = subkey(key, "search")
    found: dict[int, None] = {}
    for stem in words(text, tuple(languages)):
        found.setdefault(_token(own, stem))
        if len(found) == MOST:
            break
    return list(found)
