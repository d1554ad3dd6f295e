"""How words are compared that people write in two scripts, from memory and by ear. Pure.

A word becomes the key of its sound: Cyrillic letters are written in Latin ones, and what Ukrainian and Russian, the
passport's table and a friend's spelling write differently becomes the same (Шевчук, Shevchuk, Schewtschuk). A key
decides nothing: two words of one key may be two names, so whoever compares by it has to ask. Letters that only look
like Cyrillic ones (UTS #39, "confusables"), zero-width marks, accents and soft hyphens are seen through.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

_SOUNDS: Final = str.maketrans(
    dict(zip("абвгґдеєёжзиіїйклмнопрстуфхыэў", "abvhhdeeeJziiiiklmnoprstufhieu", strict=True))
    | {"ц": "T", "ч": "C", "ш": "S", "щ": "S", "ю": "iu", "я": "ia", "ь": "", "ъ": ""}
    | dict.fromkeys("'’ʼ`ʹ′", "")
)
# Latin spellings of one sound, the longest first; applied to both scripts after the table above
_SPELLINGS: Final = (
    ("shch", "S"),
    ("tsch", "C"),
    ("sch", "S"),
    ("tch", "C"),
    ("sh", "S"),
    ("zh", "J"),
    ("kh", "h"),
    ("gh", "h"),
    ("ch", "C"),
    ("ts", "T"),
    ("tz", "T"),
    ("ck", "k"),
    ("ph", "f"),
    ("ff", "v"),
)
_CARONS: Final = {
    "č": "ch",
    "ć": "ch",
    "š": "sh",
    "ś": "sh",
    "ž": "zh",
    "ż": "zh",
    "Č": "Ch",
    "Š": "Sh",
    "Ž": "Zh",
    "Ż": "Zh",
}
_LETTERS: Final = str.maketrans("gxyjwqc", "hhiivkk")
_TWICE: Final = re.compile(r"([^\W\d])\1+")
_SOFTENED: Final = (("io", "e"), ("ie", "e"))

# What looks like a Cyrillic letter: Latin and Greek letters, digits put for letters.
_LOOKS: Final = str.maketrans(
    dict(zip("aceiopxykmthbunrABCEHIKMOPTXY3064", "асеіорхукмтнвипгавсенікмортхузобч", strict=True))
    | dict(zip("αοερτικΑΒΕΗΙΚΜΟΡΤΧΥ", "аоертікавенікмортху", strict=True))
    | {"ï": "ї", "ë": "ё"}
)
_LOOK_ALIKE: Final = re.compile(r"[aceiopxykmthABCEHIKMOPTXY3064αοερτικΑΒΕΗΙΚΜΟΡΤΧΥ]+")
# The same the other way, for what is painted on metal: plates and badges have one shape in both scripts.
_PLATES: Final = str.maketrans("АВЕІКМНОРСТХУ", "ABEIKMHOPCTXY")

_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_FOREIGN: Final = re.compile(r"[A-Za-z\u0370-\u03ff0-9]")
_WORD: Final = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*")
_SUSPECT: Final = re.compile(r"[^\x00-\xa0\u0400-\u0482\u048a-\u052f\u2010-\u2027№]")
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me"})
_ENDS: Final = re.compile(r"[.!?…\n]")
SPACED: Final = 4  # single letters in a row that are read as one word: «М о р о з»


class Word(NamedTuple):
    """One word of a text.

    keys     of its sound; two where its letters can be taken for others
    written  as it stands there
    capital  begins with a capital letter
    opens    stands first in a sentence
    odd      written in letters of two scripts: hardly by chance
    """

    keys: tuple[str, ...]
    written: str
    capital: bool
    opens: bool
    odd: bool = False


def shown(text: str) -> str:
    """A text as an eye sees it: one form of each letter, without marks that take no place and without accents."""
    whole = unicodedata.normalize("NFKC", text)
    if not _SUSPECT.search(whole):
        return whole
    return "".join(_plain(sign) for sign in whole if unicodedata.category(sign) not in _UNSEEN)


def _plain(sign: str) -> str:
    """A Latin letter without its accent (č, š and ž as they sound); Cyrillic й and ї are letters of their own and stay."""
    if sign in _CARONS:
        return _CARONS[sign]
    return unicodedata.normalize("NFD", sign)[0] if "\u00c0" <= sign <= "\u024f" else sign


def sounds(words: Iterable[str]) -> list[str]:
    """The key of each word's sound. All at once: a text of a hundred words costs a few passes, not a hundred."""
    joined = "\n".join(words).lower().translate(_SOUNDS)
    for spelt, sound in _SPELLINGS:
        joined = joined.replace(spelt, sound)
    joined = _TWICE.sub(r"\1", joined.translate(_LETTERS))
    for spelt, sound in _SOFTENED:
        joined = joined.replace(spelt, sound)
    return joined.split("\n")


def sound(word: str) -> str:
    """The key of one word's sound."""
    return sounds([word])[0]


def words_of(text: str) -> list[Word]:
    """The words of a text in their order, then those that were written letter by letter."""
    seen = shown(text)
    found = list(_WORD.finditer(seen))
    if not found:
        return []
    spelt = [match.group() for match in found]
    first = sounds(spelt)
    second = sounds(word.translate(_LOOKS) if _can_look_otherwise(word) else "" for word in spelt)
    words, end = [], 0
    for match, word, own, other in zip(found, spelt, first, second, strict=True):
        keys = (own, other) if other and other != own else (own,)
        opens = not end or _ENDS.search(seen, end, match.start()) is not None
        words.append(Word(keys, word, word[0].isupper(), opens, not word.isascii() and _is_odd(word)))
        end = match.end()
    return words + _spaced(words)


def _is_odd(word: str) -> bool:
    """Whether letters of another script, or digits, stand among Cyrillic letters."""
    return _CYRILLIC.search(word) is not None and _FOREIGN.search(word) is not None


def _can_look_otherwise(word: str) -> bool:
    """Whether some of its letters, or all, may have been put for Cyrillic ones."""
    return _LOOK_ALIKE.fullmatch(word) is not None or (not word.isascii() and _is_odd(word))


def _spaced(words: Sequence[Word]) -> list[Word]:
    """Words that were written with a space or a dot after each letter."""
    found: list[Word] = []
    run: list[Word] = []
    for word in (*words, None):
        if word is not None and len(word.written) == 1 and word.written.isalpha():
            run.append(word)
            continue
        if len(run) >= SPACED:
            whole = "".join(each.written for each in run)
            found.append(
                Word(tuple({sound(whole), sound(whole.translate(_LOOKS))}), whole, capital=True, opens=False, odd=True)
            )
        run = []
    return found


def plate(written: str) -> str:
    """A plate's or badge's number as it is told from others: capitals and digits alone, whatever the script."""
    return "".join(sign for sign in shown(written).upper().translate(_PLATES) if sign.isalnum())
