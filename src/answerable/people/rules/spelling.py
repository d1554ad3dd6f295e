"""How words are compared that people write in two scripts, from memory and by ear. Pure.

A word becomes the key of its sound: Cyrillic letters are written in Latin ones, and what Ukrainian and Russian, the
passport's table and a friend's spelling write differently becomes the same (Шевчук, Shevchuk, Schewtschuk). A key
decides nothing: two words of one key may be two names, so whoever compares by it has to ask. Letters that only look
like Cyrillic or Latin ones (UTS #39, "confusables"), zero-width marks, accents, hooks and soft hyphens are seen through;
a word that a hyphen or the end of a line breaks in two is read whole, too.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from answerable.people.rules.lookalikes import LOOK_ALIKES

_SOUNDS: Final = str.maketrans(
    dict(zip("абвгґдеєёжзиіїйклмнопрстуфхыэў", "abvhhdeeeJziiiiklmnoprstufhieu", strict=True))
    | {"ц": "T", "ч": "C", "ш": "S", "щ": "S", "ю": "iu", "я": "ia", "ь": "", "ъ": ""}
    | dict.fromkeys("'’ʼ`ʹ′", "")
    | dict(zip("αβγδεζηικλμνορσςτυφχω", "avhdeziiklmnorsstufho", strict=True))
    | {"θ": "t", "ξ": "ks", "ψ": "ps"}
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
_DOUBLED: Final = tuple((letter * 2, letter) for letter in "abcdefghijklmnopqrstuvwxyzTCSJ")
_SOFTENED: Final = (("io", "e"), ("ie", "e"))

# What looks like a Cyrillic letter: Latin and Greek letters, digits put for letters.
_LOOKS: Final = str.maketrans(
    dict(zip("aceiopxykmthbunrABCEHIKMOPTXY3064", "асеіорхукмтнвипгавсенікмортхузобч", strict=True))
    | dict(zip("αοερτικΑΒΕΗΙΚΜΟΡΤΧΥ", "аоертікавенікмортху", strict=True))
    | {"ï": "ї", "ë": "ё"}
)
_LOOK_ALIKE: Final = re.compile(r"[aceiopxykmthABCEHIKMOPTXY3064αοερτικΑΒΕΗΙΚΜΟΡΤΧΥ]+")
_LOOKING: Final = frozenset("aceiopxykmthABCEHIKMOPTXY3064αοερτικΑΒΕΗΙΚΜΟΡΤΧΥ")
# The same the other way, for what is painted on metal: plates and badges have one shape in both scripts.
_PLATES: Final = str.maketrans("АВЕІКМНОРСТХУ", "ABEIKMHOPCTXY")

_MIXED: Final = re.compile(
    r"[\u0400-\u04ff]['’ʼ`]?[A-Za-z\u0370-\u03ff0-9]|[A-Za-z\u0370-\u03ff0-9]['’ʼ`]?[\u0400-\u04ff]"
)
_WORD: Final = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*")
_SUSPECT: Final = re.compile(r"[^\x00-\xa0\u0400-\u0482\u048a-\u052f\u2010-\u2027№]")
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me"})
_BASE: Final = re.compile(r"LATIN (?:CAPITAL LETTER|SMALL LETTER|LETTER SMALL CAPITAL) ([A-Z])(?: WITH .+)?")
_CYRILLIC_LETTERS: Final = range(0x0400, 0x0530)
_BREAK: Final = re.compile(r"[-‐‑](?:\r?\n)?|\r?\n")  # within a word
SPACED: Final = 4  # single letters in a row that are read as one word: «М о р о з»


class Word(NamedTuple):
    """One word of a text.

    keys     of its sound; two where its letters can be taken for others
    written  as it stands there
    capital  begins with a capital letter
    odd      written in letters of two scripts, or in pieces: hardly by chance
    """

    keys: tuple[str, ...]
    written: str
    capital: bool
    odd: bool = False


def shown(text: str) -> str:
    """A text as an eye sees it: one form of each letter, without marks that take no place and without accents."""
    whole = unicodedata.normalize("NFKC", text)
    if not _SUSPECT.search(whole):
        return whole
    return "".join(_plain(sign) for sign in whole if unicodedata.category(sign) not in _UNSEEN)


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """A letter that stands for a Latin one as that, without accent or hook (č, š and ž as they sound); й and ї stay."""
    if sign in _CARONS:
        return _CARONS[sign]
    if sign in LOOK_ALIKES:
        return LOOK_ALIKES[sign]
    if sign.isascii() or ord(sign) in _CYRILLIC_LETTERS:
        return sign
    named = _BASE.fullmatch(unicodedata.name(sign, ""))
    if named is None:
        return unicodedata.normalize("NFD", sign)[0]
    return named[1] if sign.isupper() else named[1].lower()


def sounds(words: Iterable[str]) -> list[str]:
    """The key of each word's sound. All at once: a text of a hundred words costs a few passes, not a hundred."""
    joined = "\n".join(words).lower().translate(_SOUNDS)
    for spelt, sound in _SPELLINGS:
        joined = joined.replace(spelt, sound)
    joined = joined.translate(_LETTERS)
    for double, letter in _DOUBLED:
        while double in joined:
            joined = joined.replace(double, letter)
    for spelt, sound in _SOFTENED:
        joined = joined.replace(spelt, sound)
    return joined.split("\n")


def sound(word: str) -> str:
    """The key of one word's sound."""
    return sounds([word])[0]


def words_of(text: str) -> list[Word]:
    """The words of a text in their order, then those that were written letter by letter or in two pieces."""
    return words_in(shown(text))


def words_in(seen: str) -> list[Word]:
    """The same of a text that is `shown` already."""
    found = list(_WORD.finditer(seen))
    if not found:
        return []
    spelt = [match.group() for match in found]
    mixed = _MIXED.search(seen) is not None
    odd = [mixed and _MIXED.search(word) is not None for word in spelt]
    words = [
        Word((key,), word, word[0].isupper(), is_odd)
        for key, word, is_odd in zip(sounds(spelt), spelt, odd, strict=True)
    ]
    _read_otherwise(words)
    return words + _spaced(words) + _broken(seen, found)


def _read_otherwise(words: list[Word]) -> None:
    """Give a second key to each word of which some letters, or all, may have been put for Cyrillic ones."""
    places = [
        place
        for place, word in enumerate(words)
        if word.odd or (word.written[0] in _LOOKING and _LOOK_ALIKE.fullmatch(word.written))
    ]
    if not places:
        return
    others = sounds(words[place].written.translate(_LOOKS) for place in places)
    for place, other in zip(places, others, strict=True):
        if other != words[place].keys[0]:
            words[place] = words[place]._replace(keys=(*words[place].keys, other))


def _broken(seen: str, found: Sequence[re.Match[str]]) -> list[Word]:
    """Words of which a hyphen, or the end of a line, stands between two pieces: «Мо-роз»."""
    breaks = list(_BREAK.finditer(seen))
    if not breaks:
        return []
    ends, begins = {one.end(): one.group() for one in found}, {one.start(): one.group() for one in found}
    wholes = [
        (ends[one.start()] + begins[one.end()], one.group()[0] not in "\r\n")
        for one in breaks
        if one.start() in ends and one.end() in begins
    ]
    keys = sounds(whole for whole, _odd in wholes) if wholes else []
    return [Word((key,), whole, whole[0].isupper(), odd) for (whole, odd), key in zip(wholes, keys, strict=True)]


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
            found.append(Word(tuple({sound(whole), sound(whole.translate(_LOOKS))}), whole, capital=True, odd=True))
        run = []
    return found


def plate(written: str) -> str:
    """A plate's or badge's number as it is told from others: capitals and digits alone, whatever the script."""
    return "".join(sign for sign in shown(written).upper().translate(_PLATES) if sign.isalnum())
