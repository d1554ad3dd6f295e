"""The insides of files that must be known before anything decodes them: sizes of pictures, tables of archives."""

import io
import lzma
import struct
import zipfile
import zlib
from typing import Final

from answerable.vault.terms import FileRefusedError

_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_MOST_TABLE: Final = 512 * 1024  # bytes of an archive's table: some 5,000 parts, a long document has 200
MOST_PARTS: Final = 2000
MOST_UNPACKED: Final = 150 * 1024 * 1024
_MOST_RATIO: Final = 200  # unpacked to packed; text of documents reaches 20


def png_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, from IHDR."""
    return struct.unpack(">II", content[16:24]) if len(content) >= 24 and content[12:16] == b"IHDR" else None


def jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of the largest frame that a marker declares before the scan."""
    at, found = 2, None
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xDA:
            break
        if marker == 0xFF or 0xD0 <= marker <= 0xD8 or marker == 0x01:
            at += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            found = max(found or (0, 0), (width, height), key=lambda s: s[0] * s[1])
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return found


def webp_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a WebP canvas, of the three layouts that there are."""
    if len(content) < 30:
        return None
    layout = content[12:16]
    if layout == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if layout == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if layout == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


_BITRATES: Final = {  # kbit/s by (MPEG 1?, layer) and index; only layer III, the one that people have
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
_RATES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _mp3_frame(head: bytes) -> int:
    """Length in bytes of the MPEG layer III frame that begins here, 0 when none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, bits = head[1] >> 3 & 3, head[2] >> 2 & 3, head[2] >> 4
    kbit = _BITRATES[version == 3][bits]
    if version == 1 or rate == 3 or not kbit:
        return 0
    return (144 if version == 3 else 72) * kbit * 1000 // _RATES[version][rate] + (head[2] >> 1 & 1)


def is_mp3(content: bytes) -> bool:
    """Say whether two MPEG layer III frames follow each other at the start: one alone is too easily met by chance."""
    length = _mp3_frame(content[:4])
    return bool(length) and bool(_mp3_frame(content[length : length + 4]))


def _table(content: bytes) -> tuple[int, int] | None:
    """Place and size of the table of a ZIP archive at the end of these bytes; None when there is none.

    The place is corrected for whatever stands in front of the archive, as unpackers do: that is how a picture can be
    an archive as well.
    """
    at = content.rfind(_END, max(0, len(content) - 65_535 - _END_SIZE))
    if at < 0 or at + _END_SIZE > len(content):
        return None
    size = int.from_bytes(content[at + 12 : at + 16], "little")
    return (at - size, size) if size <= at else None


def hides_archive(content: bytes) -> bool:
    """Say whether a file of another type is a working ZIP archive as well."""
    table = _table(content)
    return table is not None and (table[1] == 0 or content[table[0] : table[0] + 4] == b"PK\x01\x02")


_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
)  # fmt: skip
"""How an archive that was cut or bent on the way shows itself."""


def office(content: bytes) -> str:
    """Say which office document this archive is: "docx", "odt", or "" for another archive.

    Raises FileRefused("bomb") for one that would unpack to too much, ("locked") for an encrypted one, ("broken") for
    one whose table cannot be read.
    """
    table = _table(content)
    if table is None:
        raise FileRefusedError("broken")
    if table[1] > _MOST_TABLE:
        raise FileRefusedError("bomb")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {p.filename for p in parts}
            is_odt = "mimetype" in names and archive.getinfo("mimetype").file_size < 100 and _odt(archive)
    except _BROKEN:
        raise FileRefusedError("broken") from None
    which = "odt" if is_odt else "docx" if {"[Content_Types].xml", "word/document.xml"} <= names else ""
    if which:
        _bounded(parts, packed=len(content))
    return which


def _odt(archive: zipfile.ZipFile) -> bool:
    return archive.read("mimetype").strip() == b"application/vnd.oasis.opendocument.text"


def _bounded(parts: list[zipfile.ZipInfo], *, packed: int) -> None:
    """Refuse an archive by what its table says that it would unpack to; unpacking itself is bounded again."""
    unpacked = sum(p.file_size for p in parts)
    if any(p.flag_bits & 1 for p in parts):
        raise FileRefusedError("locked")
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > _MOST_RATIO * max(packed, 10_000):
        raise FileRefusedError("bomb")
