"""A Word or OpenDocument text without what its sender doesn't see: properties, reviewers, deletions, hidden text, marks of a session.

Imports nothing of Django.
"""

import io
import re
import zipfile
from typing import Final

from answerable.vault import clean_hidden
from answerable.vault.rules import containers, files
from answerable.vault.terms import FileRefusedError

_DOCX_GONE: Final = re.compile(
    r"docProps/.*|customXml/.*|word/(?:vbaProject\.bin|vbaData\.xml|people\.xml|recipientData\.xml|commentsIds\.xml|comments\.xml"
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
    rb"""\s(?:officeooo:(?:paragraph-)?rsid|(?:w|w14|w15|w16\w*):(?:author|initials|date|dateUtc|userId|providerId|rsid\w*|paraId|textId))=(?:"[^"]*"|'[^']*')"""
)
_ODT_TELLS: Final = re.compile(
    rb"<(dc:creator|dc:date|meta:creator-initials|text:sender-[\w-]+|text:author-[\w-]+|text:initial-creator"
    rb"|text:creation-date|text:modification-date|text:printed-by)\b[^>]*>[^<]*</\1>"
)
# What a document remembers of its making: the sessions in which it was written (by which two documents are known to come
# from one computer), its own id, whom it was merged for, variables, printers.
_DOCX_SESSIONS: Final = re.compile(
    rb"<w:(rsids|mailMerge|docVars)\b(?:[^>/]|/(?!>))*>.*?</w:\1>|<w:(?:rsids|mailMerge|docVars|rsidRoot|rsid)\b[^>]*/>|<w1[45]:docId\b[^>]*/>",
    re.DOTALL,
)
_ODT_SESSIONS: Final = re.compile(
    rb'<config:config-item config:name="(?:Rsid\w*|Printer\w*|CurrentDatabase\w*)"[^>]*(?:/>|>[^<]*</config:config-item>)'
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
_WORD_TEXT: Final = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|glossary/document)\.xml")
_MOST_READ: Final = 32 * 1024 * 1024  # bytes; what is cut off is not well formed, and then no copy is made
_COMMENTS_IN_XML: Final = re.compile(rb"<!--.*?-->", re.DOTALL)


def office(content: bytes, ending: str) -> bytes:
    """Write a document anew without properties, reviewers, deleted text, macros and embedded files."""
    gone = _DOCX_GONE if ending == "docx" else _ODT_GONE
    out, left = io.BytesIO(), containers.MOST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        hidden = _hidden_styles(source, ending)
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
            target.writestr(fresh, _shown(part.filename, _part(part.filename, body, dropped), hidden))
    return out.getvalue()


def _hidden_styles(source: zipfile.ZipFile, ending: str) -> frozenset[str]:
    """The styles of a document whose text is not shown."""
    if ending == "docx":
        return clean_hidden.hidden_word_styles(_read(source, "word/styles.xml"))
    return clean_hidden.hidden_open_document_styles(
        *(part for part in (_read(source, "styles.xml"), _read(source, "content.xml")) if part)
    )


def _read(source: zipfile.ZipFile, name: str) -> bytes:
    """A part by its name; nothing where there is none."""
    if name not in source.namelist():
        return b""
    with source.open(name) as opened:
        return opened.read(_MOST_READ)


def _shown(name: str, body: bytes, hidden: frozenset[str]) -> bytes:
    """A part with text, without the words that are not shown."""
    if _WORD_TEXT.fullmatch(name):
        return clean_hidden.shown_in_word(body, hidden)
    return clean_hidden.shown_in_open_document(body, hidden) if name in {"content.xml", "styles.xml"} else body


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
    body = _ODT_SESSIONS.sub(b"", _DOCX_SESSIONS.sub(b"", body))
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
