"""Bytes of letters as text: by what they say of themselves, and where that is wrong, by how people write. Never fails."""

import binascii
import codecs
import quopri
import re
from typing import Final

_ALIASES: Final = {  # what programs write and Python does not know
    "cp-1251": "cp1251", "windows1251": "cp1251", "win-1251": "cp1251", "x-cp1251": "cp1251", "x-mac-cyrillic": "mac-cyrillic",
    "ks_c_5601": "cp949", "ks_c_5601-1987": "cp949", "unicode-1-1-utf-7": "utf-7", "utf8mb4": "utf-8", "unicode": "utf-8",
    "x-unknown": "utf-8", "unknown-8bit": "utf-8", "default": "utf-8", "8bit": "utf-8", "binary": "utf-8",
    "iso-8859-8-i": "iso-8859-8", "x-gbk": "gbk", "gb2312": "gb18030", "x-sjis": "cp932",
}  # fmt: skip
_NO_TEXT: Final = frozenset(  # codecs of Python that are no charset of a letter
    {
        "base64",
        "base64_codec",
        "bz2",
        "bz2_codec",
        "hex",
        "hex_codec",
        "quopri",
        "quopri_codec",
        "rot13",
        "rot_13",
        "uu",
    }
    | {"uu_codec", "zip", "zlib", "zlib_codec", "idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"}
)
_GUESSES: Final = ("cp1251", "koi8-u", "cp866")
_WORD: Final = re.compile(r"=\?([^?\s]{1,60})\?([BbQq])\?([^?\s]*)\?=")
_COMMON: Final = frozenset("оаеинтсрвлкмдпуіїєяьй")  # small letters that Ukrainian and Russian texts are made of
_VISIBLE: Final = re.compile(r"[\u0400-\u045f\u0490\u0491A-Za-z0-9\s.,:;!?()\"'«»№–—/@+-]")


def decode(content: bytes, charset: str = "") -> str:
    """Bytes as text. What is declared counts, unless it does not fit; then UTF-8; then whatever gives the likeliest words."""
    declared = known_charset(charset)
    if declared and not (declared == "ascii" and not content.isascii()):
        try:
            return _clean(content.decode(declared))
        except (UnicodeError, ValueError):
            pass
    try:
        return _clean(content.decode("utf-8"))
    except UnicodeError:
        return _clean(content.decode(_likeliest(content), "replace"))


def known_charset(name: str) -> str:
    """The codec of a charset as letters name it; empty for one that nobody knows or that is none."""
    name = name.strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return "" if found.replace("-", "_") in _NO_TEXT or name in _NO_TEXT else found


def _likeliest(content: bytes) -> str:
    """The charset in which bytes look most like words of ours; Latin where none of them does."""
    scores = {name: _score(content[:4000].decode(name, "replace")) for name in _GUESSES}
    best = max(_GUESSES, key=lambda name: scores[name])
    return best if scores[best] > 0 else "latin-1"


def _score(text: str) -> float:
    common = sum(letter in _COMMON for letter in text)
    strange = sum(not _VISIBLE.match(letter) for letter in text)
    return common - 3 * strange


def _clean(text: str) -> str:
    """Without a mark of byte order, and without NUL, which no page can show; the delivery keeps both."""
    return text.removeprefix("\ufeff").replace("\x00", "")


def header_text(value: object) -> str:
    """A header as people read it (RFC 2047), on one line. Words of one charset side by side are decoded together: programs cut letters in two."""
    raw = str(value).encode("utf-8", "surrogateescape")
    written = raw.decode("ascii") if raw.isascii() else decode(raw)
    written = re.sub(r"[\r\n]+[ \t]*", " ", written)
    written = re.sub(r"(\?=)\s+(=\?)", r"\1\2", written)
    parts: list[str] = []
    held: tuple[str, bytes] | None = None
    end = 0
    for found in _WORD.finditer(written):
        between = written[end : found.start()]
        charset, content = found[1].split("*")[0], _unpacked(found[2], found[3])
        if held is not None and not between and held[0].lower() == charset.lower():
            held = (held[0], held[1] + content)
        else:
            parts += [_said(held), between]
            held = (charset, content)
        end = found.end()
    text = "".join([*parts, _said(held), written[end:]])
    return re.sub(r"\s+", " ", text).strip()


def _said(held: tuple[str, bytes] | None) -> str:
    return "" if held is None else decode(held[1], held[0])


def _unpacked(how: str, written: str) -> bytes:
    """The bytes of one encoded word; what is broken in it is passed over."""
    if how in "Bb":
        try:
            return binascii.a2b_base64(written + "=" * (-len(written) % 4))
        except ValueError:
            return written.encode("utf-8", "replace")
    return quopri.decodestring(written.replace("_", " ").encode("utf-8", "replace"), header=False)
