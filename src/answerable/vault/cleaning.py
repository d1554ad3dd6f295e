"""The child that cleans one file: `python -m answerable.vault.cleaning FAMILY ENDING`, original in, copies out.

It decodes what strangers send, so it is started with nothing: no secrets, no settings, no database, and gives away
files, network, memory and time before it reads the first byte (`confinement`). Nothing is written to a disk. Its answer on standard output is one line
of JSON {"copy": bytes, "media": ..., "thumb": bytes} followed by those bytes, or {"refused": reason}; any other end
means that no copy could be made. Imports nothing of Django.
"""

import io
import json
import sys
from typing import Final

from answerable.vault import clean_office, clean_pdf
from answerable.vault.confinement import confine
from answerable.vault.rules import files
from answerable.vault.terms import FileFamily, FileRefusedError

_LARGEST_OUT: Final = 64 * 1024 * 1024
_THUMB: Final = (320, 320)
_SIDE: Final = 4096  # pixels; a copy for reading needs no more, and the original stays


def image(content: bytes, ending: str) -> tuple[bytes, str, bytes]:
    """Decode and encode again, the right way up: pixels survive, everything else is left behind."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = files.MOST_PIXELS // 2  # Pillow only warns up to twice its limit, and refuses above
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
        source: Image.Image = opened
        if source.width * source.height > files.MOST_PIXELS:
            raise FileRefusedError("bomb")
        opened.draft("RGB", (_SIDE, _SIDE))  # a large JPEG is decoded smaller at once
        clear = ending != "jpg" and ("A" in source.getbands() or "transparency" in source.info)
        if source.mode not in {"RGB", "RGBA", "L"}:
            source = source.convert("RGBA" if clear else "RGB")
        source.thumbnail((_SIDE, _SIDE))
        picture = ImageOps.exif_transpose(source).convert("RGBA" if clear else "RGB")
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # no `info` that a writer could copy
    copy, thumb = io.BytesIO(), io.BytesIO()
    if bare.mode == "RGBA":
        bare.save(copy, "PNG")
    else:
        bare.save(copy, "JPEG", quality=88)
    bare.thumbnail(_THUMB)
    bare.convert("RGB").save(thumb, "JPEG", quality=80)
    return copy.getvalue(), (files.PNG if clear else files.JPEG).media, thumb.getvalue()


def clean(content: bytes, family: FileFamily, ending: str) -> tuple[bytes, str, bytes]:
    """Give the copy, its media type and a thumbnail (empty where there is none). Raises FileRefused or what broke."""
    if family is FileFamily.IMAGE:
        return image(content, ending)
    if family is FileFamily.PDF:
        return clean_pdf.pdf(content), files.PDF.media, b""
    if family is FileFamily.OFFICE:
        return clean_office.office(content, ending), (files.DOCX if ending == "docx" else files.ODT).media, b""
    text = files.readable(content)
    if family is not FileFamily.TEXT or text is None:
        raise FileRefusedError("type")
    return text.encode(), files.TEXT.media, b""


def answer(content: bytes, family: FileFamily, ending: str) -> bytes:
    """Give what is written to standard output for one file."""
    from PIL.Image import DecompressionBombError

    try:
        copy, media, thumb = clean(content, family, ending)
    except DecompressionBombError:
        return json.dumps({"refused": "bomb"}).encode() + b"\n"
    except FileRefusedError as refusal:
        return json.dumps({"refused": refusal.reason}).encode() + b"\n"
    if len(copy) > _LARGEST_OUT:
        return json.dumps({"refused": "bomb"}).encode() + b"\n"
    return json.dumps({"copy": len(copy), "media": media, "thumb": len(thumb)}).encode() + b"\n" + copy + thumb


def main() -> None:
    """Clean what comes in and write what goes out."""
    confine()
    content = sys.stdin.buffer.read(files.MOST_BYTES + 1)
    sys.stdout.buffer.write(answer(content, FileFamily(sys.argv[1]), sys.argv[2]))


if __name__ == "__main__":
    main()
