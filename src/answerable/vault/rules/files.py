"""What a file is, told by its content alone, and whether it may come in. No file is decoded here, only looked at."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from answerable.vault.rules import containers
from answerable.vault.terms import FileFamily, FileKind, FileRefusedError

MOST_FILES: Final = 10
MOST_BYTES: Final = 20 * 1024 * 1024  # of one file
MOST_TOGETHER: Final = 60 * 1024 * 1024  # of all files of one message
MOST_PIXELS: Final = 40_000_000
_LONGEST_NAME: Final = 120  # characters

JPEG: Final = FileKind("image/jpeg", "jpg", FileFamily.IMAGE)
PNG: Final = FileKind("image/png", "png", FileFamily.IMAGE)
WEBP: Final = FileKind("image/webp", "webp", FileFamily.IMAGE)
HEIC: Final = FileKind("image/heic", "heic", FileFamily.IMAGE)
PDF: Final = FileKind("application/pdf", "pdf", FileFamily.PDF)
DOCX: Final = FileKind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", FileFamily.OFFICE
)
ODT: Final = FileKind("application/vnd.oasis.opendocument.text", "odt", FileFamily.OFFICE)
TEXT: Final = FileKind("text/plain", "txt", FileFamily.TEXT)
MP3: Final = FileKind("audio/mpeg", "mp3", FileFamily.AUDIO)
M4A: Final = FileKind("audio/mp4", "m4a", FileFamily.AUDIO)
WAV: Final = FileKind("audio/wav", "wav", FileFamily.AUDIO)
OGG: Final = FileKind("audio/ogg", "ogg", FileFamily.AUDIO)
AMR: Final = FileKind("audio/amr", "amr", FileFamily.AUDIO)
MP4: Final = FileKind("video/mp4", "mp4", FileFamily.VIDEO)
KINDS: Final = {k.media: k for k in (JPEG, PNG, WEBP, HEIC, PDF, DOCX, ODT, TEXT, MP3, M4A, WAV, OGG, AMR, MP4)}
ACCEPT: Final = ".jpg,.jpeg,.png,.webp,.heic,.pdf,.docx,.odt,.txt,.mp3,.m4a,.wav,.ogg,.oga,.amr,.mp4"

_ENDINGS: Final = {k.ending: k.family for k in KINDS.values()} | {
    "jpeg": FileFamily.IMAGE, "heif": FileFamily.IMAGE, "oga": FileFamily.AUDIO, "opus": FileFamily.AUDIO, "3gp": FileFamily.VIDEO,
}  # fmt: skip
_PROGRAMS: Final = (
    b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe", b"#!/", b"#! /", b"L\x00\x00\x00\x01\x14\x02\x00", b"dex\n", b"\x00asm",
)  # fmt: skip
_ARCHIVES: Final = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x03\x04", b"PK\x05\x06")
_MARKUP: Final = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|svg|\?xml|script|body|head|iframe)\b", re.IGNORECASE | re.DOTALL
)
_HEIC_BRANDS: Final = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"}
_MP4_BRANDS: Final = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"}


def kind_of(content: bytes) -> FileKind:
    """Tell the type by content. Raises FileRefused with the reason when it is none that is taken."""
    if not content:
        raise FileRefusedError("empty")
    for known in (_picture, _sound, _document):
        if found := known(content):
            return found
    raise FileRefusedError(_why_not(content))


def _picture(content: bytes) -> FileKind | None:
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return HEIC if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS else None


_SOUNDS: Final = {
    b"OggS\x00": OGG, b"#!AMR\n": AMR, b"#!AMR-WB\n": AMR, b"ID3": MP3,
}  # fmt: skip


def _sound(content: bytes) -> FileKind | None:
    """Sound and moving pictures."""
    if content[:4] == b"RIFF":
        return WAV if content[8:12] == b"WAVE" else None
    if content[4:8] == b"ftyp":
        return _moving(content[8:12])
    begun = next((kind for start, kind in _SOUNDS.items() if content.startswith(start)), None)
    return MP3 if begun is None and containers.is_mp3(content) else begun


def _moving(brand: bytes) -> FileKind | None:
    """Tell sound from moving pictures by the brand of their common container."""
    if brand in {b"M4A ", b"M4B "}:
        return M4A
    return MP4 if brand in _MP4_BRANDS or brand.startswith(b"3gp") else None


def _document(content: bytes) -> FileKind | None:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return {"docx": DOCX, "odt": ODT}.get(containers.office(content))
    return TEXT if _is_text(content) else None


def _is_text(content: bytes) -> bool:
    """Say whether this is plain text: decodable, no control signs but white space, no markup, no program."""
    if _MARKUP.match(content[:4096].removeprefix(b"\xef\xbb\xbf")) or content.startswith(_PROGRAMS):
        return False
    return readable(content) is not None


def readable(content: bytes) -> str | None:
    """Decode plain text of the usual encodings; None when it is not text. Windows-1251 is still common here."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(c < " " and c not in "\t\n\r\f" for c in text):
            return text
    return None


def _why_not(content: bytes) -> str:
    """Give the most helpful reason for a file whose type is not taken."""
    if _MARKUP.match(content[:4096].removeprefix(b"\xef\xbb\xbf")):
        return "markup"
    if content.startswith(_PROGRAMS):
        return "program"
    return "archive" if content.startswith(_ARCHIVES) else "type"


def admit(name: str, content: bytes) -> FileKind:
    """Look a file over before it is kept. Raises FileRefused: empty, big, type, program, double, bomb, mismatch."""
    if len(content) > MOST_BYTES:
        raise FileRefusedError("big")
    kind = kind_of(content)
    if kind.family is not FileFamily.OFFICE and containers.hides_archive(content):
        raise FileRefusedError("double")
    if kind.family is FileFamily.IMAGE and b"%PDF-" in content[:1024]:
        raise FileRefusedError("double")
    measure = _MEASURES.get(kind.media)
    measured = measure(content) if measure else None
    if measured and measured[0] * measured[1] > MOST_PIXELS:
        raise FileRefusedError("bomb")
    ending = name.rpartition(".")[2].lower()
    if ending in _ENDINGS and not _akin(_ENDINGS[ending], kind.family):
        raise FileRefusedError("mismatch")
    return kind


def _akin(said: FileFamily, found: FileFamily) -> bool:
    """An ending may promise sound and hold a moving picture (one container serves both), else it must keep its word."""
    return said is found or {said, found} == {FileFamily.AUDIO, FileFamily.VIDEO}


_MEASURES: Final[dict[str, Callable[[bytes], tuple[int, int] | None]]] = {
    JPEG.media: containers.jpeg_size,
    PNG.media: containers.png_size,
    WEBP.media: containers.webp_size,
}


def tidy_name(name: str, kind: FileKind) -> str:
    """Make a name safe to show and to save: no path, no controls, no marks of direction, the ending of its content."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    last = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    stem, dot, ending = last.rstrip(" .").rpartition(".")
    stem = stem if dot else ending
    good = ending.lower() if dot and _ENDINGS.get(ending.lower()) is kind.family else kind.ending
    return f"{stem.strip(' .')[:_LONGEST_NAME] or 'file'}.{good}"
