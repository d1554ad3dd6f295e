"""The child that cleans one file: `python -m answerable.vault.cleaning FAMILY ENDING`, original in, copies out.

It decodes what strangers send, so it is started with nothing: no secrets, no settings, no database, and gives away
files, network, memory and time before it reads the first byte (`confinement`). Nothing is written to a disk. Its answer on standard output is one line
of JSON {"copy": bytes, "media": ..., "thumb": bytes} followed by those bytes, or {"refused": reason}; any other end
means that no copy could be made. Imports nothing of Django.
"""

import io
import json
import re
import sys
import zipfile
from typing import Any, Final

from answerable.vault.confinement import confine
from answerable.vault.rules import containers, files
from answerable.vault.terms import Family, FileRefusedError

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


_PDF_ROOT: Final = (
    "/Metadata", "/OpenAction", "/AA", "/JavaScript", "/PieceInfo", "/Collection", "/AF", "/SpiderInfo", "/Perms",
)  # fmt: skip
_PDF_NAMES: Final = ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations", "/Renditions")
_PDF_ANYWHERE: Final = ("/Metadata", "/PieceInfo", "/AA", "/LastModified", "/JS", "/AF")
_PDF_ACTIONS: Final = (
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie",
)  # fmt: skip
_PDF_NOTES: Final = ("/FileAttachment", "/Sound", "/Movie", "/RichMedia", "/Screen", "/3D")
_PDF_NOTE_BODIES: Final = ("/FS", "/Sound", "/RichMediaContent", "/Movie", "/A")
_PDF_NOTE_TELLS: Final = ("/T", "/CreationDate", "/M", "/NM")


def pdf(content: bytes) -> bytes:
    """Write a PDF anew without Info, XMP, scripts, actions, attached files, notes' authors and identifiers."""
    import pikepdf

    try:
        document = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise FileRefusedError("locked") from None
    with document:
        _drop(document.Root, _PDF_ROOT)
        if "/Names" in document.Root:
            _drop(document.Root["/Names"], _PDF_NAMES)
        _drop(document.trailer, ("/Info",))
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                _disarm(thing)
                for inner in list(thing.values()) if isinstance(thing, pikepdf.Dictionary) else []:
                    if isinstance(inner, pikepdf.Dictionary):
                        _disarm(inner)
        out = io.BytesIO()
        document.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _drop(thing: Any, names: tuple[str, ...]) -> None:
    """Take entries out of a dictionary of a PDF, where they are there."""
    for name in names:
        if name in thing:
            del thing[name]


def _disarm(thing: Any) -> None:
    """Take out of one object of a PDF what acts or tells."""
    _drop(thing, _PDF_ANYWHERE)
    if str(thing.get("/S", "")) in _PDF_ACTIONS:
        _drop(thing, tuple(thing.keys()))
    subtype = str(thing.get("/Subtype", ""))
    if subtype in _PDF_NOTES:
        _drop(thing, _PDF_NOTE_BODIES)
    if "/Rect" in thing and subtype not in {"/Link", "/Widget"}:
        _drop(thing, _PDF_NOTE_TELLS)


_DOCX_GONE: Final = re.compile(
    r"docProps/.*|customXml/.*|word/(?:vbaProject\.bin|vbaData\.xml|people\.xml|commentsIds\.xml|comments\.xml"
    r"|commentsExtended\.xml|commentsExtensible\.xml|attachedToolbars\.bin|printerSettings/.*|embeddings/.*|activeX/.*)"
    r"|_xmlsignatures/.*|.*\.(?:bin|exe|dll|js|vbs)",
    re.IGNORECASE,
)
_ODT_GONE: Final = re.compile(
    r"meta\.xml|Thumbnails/.*|Configurations2/.*|Basic/.*|Scripts/.*|ObjectReplacements/.*|META-INF/(?!manifest\.xml).*"
    r"|layout-cache|manifest\.rdf|.*\.(?:bin|exe|dll|js|vbs)",
    re.IGNORECASE,
)
_XML_TELLS: Final = re.compile(
    rb"""\s(?:w|w14|w15|w16\w*):(?:author|initials|date|dateUtc|userId|providerId|rsid\w*|paraId|textId)=(?:"[^"]*"|'[^']*')"""
)
_ODT_TELLS: Final = re.compile(
    rb"<(dc:creator|dc:date|meta:creator-initials|text:sender-[\w-]+|text:author-[\w-]+|text:initial-creator"
    rb"|text:creation-date|text:modification-date|text:printed-by)\b[^>]*>[^<]*</\1>"
)
_DOCX_REVISIONS: Final = re.compile(rb"<w:(del|moveFrom)\b(?:[^>/]|/(?!>))*>.*?</w:\1>", re.DOTALL)
_ODT_REVISIONS: Final = re.compile(
    rb"<text:tracked-changes\b.*?</text:tracked-changes>|<office:annotation\b.*?</office:annotation>", re.DOTALL
)
_RELATION: Final = re.compile(rb"<Relationship\b[^>]*/>")
_DOCX_REFERRED: Final = re.compile(rb'Target="[^"]*(?:embeddings|activeX|printerSettings)/')
_ODT_REMOTE: Final = re.compile(
    rb"""(<draw:[\w-]+\b[^>]*?)\sxlink:href=["'](?:https?|ftp|file|smb|//)[^"']*["']""", re.IGNORECASE
)
_COMMENTS_IN_XML: Final = re.compile(rb"<!--.*?-->", re.DOTALL)


def office(content: bytes, ending: str) -> bytes:
    """Write a document anew without properties, reviewers, deleted text, macros and embedded files."""
    gone = _DOCX_GONE if ending == "docx" else _ODT_GONE
    out, left = io.BytesIO(), containers.MOST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        dropped = {part.filename for part in source.infolist() if gone.fullmatch(part.filename)}
        for part in sorted(source.infolist(), key=lambda p: p.filename != "mimetype"):
            if part.filename in dropped or part.is_dir():
                continue
            with source.open(part) as opened:
                body = opened.read(left + 1)
            left -= len(body)
            if left < 0:
                raise FileRefusedError("bomb")
            fresh = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            fresh.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(fresh, _part(part.filename, body, dropped))
    return out.getvalue()


def _part(name: str, body: bytes, dropped: set[str]) -> bytes:
    """Clean one part of a document by its name."""
    if re.search(r"\.(?:jpe?g|png|webp)$", name, re.IGNORECASE):
        return _inner_picture(body)
    if not re.search(r"\.(?:xml|rels|rdf)$", name, re.IGNORECASE):
        return body
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"}:  # what is looked for below is written in UTF-8
        body = re.sub(r'encoding="[^"]*"', 'encoding="UTF-8"', body.decode("utf-16"), count=1).encode()
    body = _COMMENTS_IN_XML.sub(b"", body)
    if name.endswith(".rels"):
        return _without(rb"<Relationship\b[^>]*/>", _RELATION.sub(_unreached, body), dropped)
    if name in {"[Content_Types].xml", "META-INF/manifest.xml"}:
        return _without(rb"<(?:Override|manifest:file-entry)\b[^>]*/>", body, dropped)
    body = _DOCX_REVISIONS.sub(b"", _XML_TELLS.sub(b"", body))
    body = re.sub(rb"<w:comment(?:RangeStart|RangeEnd|Reference)\b[^>]*/>", b"", body)
    body = _ODT_REMOTE.sub(rb'\1 xlink:href="about:blank"', body)
    return _ODT_TELLS.sub(b"", _ODT_REVISIONS.sub(b"", body))


def _unreached(found: re.Match[bytes]) -> bytes:
    """Leave a relation that the text refers to, but let it lead nowhere: not to a server that would learn of the reader.

    Links that a person clicks stay. Taking the relation out would make Word call the whole document damaged.
    """
    outside = b'TargetMode="External"' in found[0] and not re.search(rb'Type="[^"]*/hyperlink"', found[0])
    if not outside and not _DOCX_REFERRED.search(found[0]):
        return found[0]
    bare = re.sub(rb'\s(?:Target|TargetMode)="[^"]*"', b"", found[0]).removesuffix(b"/>")
    return bare.rstrip() + b' Target="about:blank" TargetMode="External"/>'


def _without(pattern: bytes, body: bytes, dropped: set[str]) -> bytes:
    """Leave out the entries of a table that point at parts which are gone, so that the document still opens."""
    tails = tuple(name.rpartition("/")[2].encode() for name in dropped)

    def kept(found: re.Match[bytes]) -> bytes:
        target = re.search(rb"""(?:Target|PartName|full-path)=["']([^"']*)["']""", found[0])
        return b"" if target and target[1].rpartition(b"/")[2] in tails and target[1].rpartition(b"/")[2] else found[0]

    return re.sub(pattern, kept, body)


def _inner_picture(body: bytes) -> bytes:
    """Encode a picture inside a document again in its own format."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = files.MOST_PIXELS // 2
    with Image.open(io.BytesIO(body), formats=("JPEG", "PNG", "WEBP")) as source:
        form, mode = str(source.format), "RGB" if source.format == "JPEG" else "RGBA"
        picture = source.convert(mode)
    out = io.BytesIO()
    Image.frombytes(mode, picture.size, picture.tobytes()).save(out, form)
    return out.getvalue()


def clean(content: bytes, family: Family, ending: str) -> tuple[bytes, str, bytes]:
    """Give the copy, its media type and a thumbnail (empty where there is none). Raises FileRefused or what broke."""
    if family is Family.IMAGE:
        return image(content, ending)
    if family is Family.PDF:
        return pdf(content), files.PDF.media, b""
    if family is Family.OFFICE:
        return office(content, ending), (files.DOCX if ending == "docx" else files.ODT).media, b""
    text = files.readable(content)
    if family is not Family.TEXT or text is None:
        raise FileRefusedError("type")
    return text.encode(), files.TEXT.media, b""


def answer(content: bytes, family: Family, ending: str) -> bytes:
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
    sys.stdout.buffer.write(answer(content, Family(sys.argv[1]), sys.argv[2]))


if __name__ == "__main__":
    main()
