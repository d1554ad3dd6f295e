"""What tests of this room and of those above stand on: small true files of every kind, made here, not downloaded."""

import io
import struct
import zipfile
import zlib
from typing import Final

MARK: Final = "MARK7f3a"  # what must not be left in a cleaned copy


def jpeg(*, size: tuple[int, int] = (40, 20), mark: str = "") -> bytes:
    """A photograph, with the mark in EXIF (owner, place) and in a comment where one is given."""
    from PIL import Image

    out = io.BytesIO()
    picture = Image.new("RGB", size, (200, 30, 30))
    exif = Image.Exif()
    if mark:
        exif[0x013B], exif[0x8298], exif[0x0112] = mark, mark, 6  # artist, copyright, turned by 90 degrees
        exif.get_ifd(0x8825)[0x001D] = mark  # a place and a day
    picture.save(out, "JPEG", exif=exif, comment=mark.encode())
    return out.getvalue()


def png(*, size: tuple[int, int] = (30, 30), mark: str = "", mode: str = "RGBA") -> bytes:
    """A drawing, with the mark in a text chunk."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    out, info = io.BytesIO(), PngInfo()
    info.add_text("Author", mark or "nobody")
    Image.new(mode, size).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def png_bomb(side: int = 12_500) -> bytes:
    """A picture of 156 million pixels in a few kilobytes."""
    raw = zlib.compress(bytes((side // 8 + 1) * side), 9)

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", raw) + chunk(b"IEND", b"")


def webp() -> bytes:
    """A picture of the third kind."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (30, 30)).save(out, "WEBP")
    return out.getvalue()


def pdf(mark: str = "") -> bytes:
    """A document of one page, with the mark in its properties, a script, a note and an attached file."""
    import pikepdf

    out, document = io.BytesIO(), pikepdf.new()
    document.add_blank_page()
    if mark:
        document.docinfo["/Author"] = mark
        with document.open_metadata() as xmp:
            xmp["dc:creator"] = [mark]
        document.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS=mark)
        document.attachments["a.txt"] = mark.encode()
        note = pikepdf.Dictionary(
            Type=pikepdf.Name("/Annot"), Subtype=pikepdf.Name("/Text"), Rect=[0, 0, 9, 9], T=mark, Contents="hello"
        )
        document.pages[0].obj["/Annots"] = pikepdf.Array([document.make_indirect(note)])
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return out.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    """A ZIP archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in parts.items():
            target.writestr(name, body)
    return out.getvalue()


_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def hidden_word(mark: str) -> bytes:
    """The text of a Word document with the mark in a hidden run."""
    run = f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{mark}</w:t></w:r><w:r><w:t>hello</w:t></w:r>"
    return f'<w:document xmlns:w="{_WORD}"><w:body><w:p>{run}</w:p></w:body></w:document>'.encode()


def docx(mark: str = "", **more: bytes) -> bytes:
    """A Word document, with the mark in its properties, a reviewer's name and a deletion."""
    body = (
        f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:ins w:id="1" w:author="{mark}" w:date="{mark}">'
        f'<w:r w:rsidR="{mark}"><w:t>hello</w:t></w:r></w:ins><w:del w:id="2" w:author="{mark}"><w:r>'
        f"<w:delText>{mark}</w:delText></w:r></w:del></w:p></w:body></w:document>"
    )
    types = (
        '<Types><Override PartName="/word/document.xml" ContentType="a"/>'
        '<Override PartName="/docProps/core.xml" ContentType="b"/></Types>'
    )
    parts = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": b'<Relationships><Relationship Id="1" Target="word/document.xml"/>'
        b'<Relationship Id="2" Target="docProps/core.xml"/></Relationships>',
        "word/document.xml": body.encode(),
        "docProps/core.xml": f"<creator>{mark}</creator>".encode(),
        "word/media/image1.jpeg": jpeg(mark=mark),
        "word/vbaProject.bin": mark.encode(),
    }
    return archive({**parts, **more})


def odt(mark: str = "") -> bytes:
    """An OpenDocument text, with the mark in its properties and in a tracked change."""
    content = (
        f"<office:document-content><text:tracked-changes><dc:creator>{mark}</dc:creator></text:tracked-changes>"
        "<text:p>hello</text:p></office:document-content>"
    )
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": content.encode(),
        "meta.xml": f"<meta:initial-creator>{mark}</meta:initial-creator>".encode(),
        "META-INF/manifest.xml": b'<m><manifest:file-entry manifest:full-path="content.xml"/>'
        b'<manifest:file-entry manifest:full-path="meta.xml"/></m>',
        "Thumbnails/thumbnail.png": png(mark=mark),
    }
    return archive(parts)


def sounds() -> dict[str, bytes]:
    """The beginnings of sound and moving pictures, enough to be known by, by ending."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return {
        "mp3": frame * 3,
        "wav": b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(28),
        "ogg": b"OggS\x00" + bytes(40),
        "amr": b"#!AMR\n" + bytes(40),
        "m4a": b"\x00\x00\x00\x18ftypM4A " + bytes(40),
        "mp4": b"\x00\x00\x00\x18ftypisom" + bytes(40),
        "heic": b"\x00\x00\x00\x18ftypheic" + bytes(40),
    }


class Given(io.BytesIO):
    """An upload as Django hands it over: bytes with a name and a size."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name
        self.size = len(content)
