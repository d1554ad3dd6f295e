"""A letter taken apart (RFC 2045-2049, 2231): its words and its files, within limits, whatever its maker got wrong. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import TYPE_CHECKING, Any, Final

from answerable.base.incoming import IncomingFile
from answerable.channels.email.charsets import decode, header_text
from answerable.channels.email.html_text import text_of

if TYPE_CHECKING:
    Letter = Message[Any, Any]
else:
    Letter = Message
MOST_PARTS: Final = 100
DEEPEST: Final = 10
MOST_FILES: Final = 20
MOST_ADDRESSES: Final = 50
MOST_OF_ADDRESSES: Final = 20_000  # characters
_ADDRESS: Final = re.compile(  # own, because the library gives nothing at all where one of many is odd
    r"""(?:"((?:[^"\\]|\\.){0,300})"\s*|([^"<>,;@]{0,300}))<([^<>\s]{1,250}@[^<>\s]{1,250})>|([^\s<>,;"]{1,250}@[^\s<>,;"]{1,250})"""
)
_STUB: Final = re.compile(
    r"(?i)\bhtml\b.{0,60}\b(?:view|client|viewer|mail|support|перегляд|просмотр)|\bview (?:this|it) (?:in|as) html"
)
_FAULTS: Final = (UnicodeError, LookupError, ValueError, TypeError, AttributeError, AssertionError)


@dataclass(slots=True)
class Contents:
    """What is in a letter.

    plain, html  its words, in the order of its parts
    files        what is attached
    left_out     how many parts stand beyond the limits: they are in the delivery alone
    """

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[IncomingFile] = field(default_factory=list)
    left_out: int = 0

    @property
    def text(self) -> str:
        """The words: plain where there are any that say more than where to look, else those of the page."""
        plain = "\n\n".join(part for part in self.plain if part.strip())
        if plain.strip() and not (self.html and len(plain) < 300 and _STUB.search(plain)):
            return plain
        paged = "\n\n".join(part for part in map(text_of, self.html) if part.strip())
        return paged or plain


def parse(raw: bytes) -> Letter:
    """A letter as it stands. Python's parser refuses nothing; what is odd shows in what is read of it."""
    return message_from_bytes(raw)


def header(letter: Letter, name: str) -> str:
    """A header as people read it; empty where there is none. Of several the first counts, as for mail programs."""
    return next(iter(headers(letter, name)), "")


def headers(letter: Letter, name: str) -> list[str]:
    """All headers of a name, from the top."""
    found = []
    for each, value in letter.raw_items():
        if each.lower() == name.lower():
            try:
                found.append(header_text(value))
            except _FAULTS:
                found.append("")
    return found


def addresses(letter: Letter, *names: str) -> list[tuple[str, str]]:
    """Names and addresses in headers, those without an address left out."""
    written = " , ".join(value for name in names for value in headers(letter, name))
    found = []
    for match in _ADDRESS.finditer(written[:MOST_OF_ADDRESSES]):
        quoted, plain, angled, bare = match.groups()
        name = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else plain or ""
        found.append((name.strip(" ,;\t"), angled or bare))
    return found[:MOST_ADDRESSES]


def contents(letter: Letter) -> Contents:
    """The words and files of a letter."""
    found = Contents()
    for number, part in enumerate(_leaves(letter, 0)):
        if number >= MOST_PARTS:
            found.left_out += 1
            continue
        _put(part, found)
    return found


def _leaves(letter: Letter, depth: int) -> Iterator[Letter]:
    """The parts of a letter that are no containers; a letter within a letter is one of them."""
    payload = letter.get_payload()
    kind = _kind(letter)
    if isinstance(payload, list) and kind != "message/rfc822" and depth < DEEPEST:
        for part in payload:
            if isinstance(part, Message):
                yield from _leaves(part, depth + 1)
        return
    yield letter


def _kind(part: Letter) -> str:
    try:
        return part.get_content_type().lower()
    except _FAULTS:
        return "application/octet-stream"


def _put(part: Letter, found: Contents) -> None:
    kind, name, content = _kind(part), file_name(part), content_of(part)
    attached = str(part.get("Content-Disposition", "")).lower().lstrip().startswith("attachment")
    if kind.startswith("text/") and not attached and not name and kind != "text/calendar":
        text = decode(content, _charset(part))
        (found.html if kind == "text/html" else found.plain).append(_unflowed(part, text))
        return
    if not content.strip() or kind == "application/pgp-signature" or kind.endswith("pkcs7-signature"):
        return
    if len(found.files) >= MOST_FILES:
        found.left_out += 1
        return
    found.files.append(IncomingFile(name=name or _name_for(kind, len(found.files) + 1), content=content))


def content_of(part: Letter) -> bytes:
    """The bytes of a part, its transfer encoding undone; where that is broken, as they stand."""
    payload = part.get_payload()
    if isinstance(payload, list):
        try:
            return b"\n".join(each.as_bytes() for each in payload if isinstance(each, Message))
        except _FAULTS:
            return b""
    try:
        content = part.get_payload(decode=True)
    except _FAULTS:
        content = None
    if isinstance(content, bytes):
        return content
    return str(payload or "").encode("utf-8", "surrogateescape")


def _charset(part: Letter) -> str:
    try:
        return str(part.get_content_charset() or "")
    except _FAULTS:
        return ""


def file_name(part: Letter) -> str:
    """The name of an attached file, as RFC 2231 or, inside quotes, RFC 2047 write it; without any path."""
    try:
        name = header_text(part.get_filename() or "")
    except _FAULTS:
        name = ""
    return re.split(r"[/\\]", name)[-1].strip()[:200]


def _name_for(kind: str, number: int) -> str:
    """A name for a file that has none, so that it can be spoken of."""
    ending = {"message/rfc822": "eml", "text/calendar": "ics", "text/html": "html"}.get(kind, kind.rpartition("/")[2])
    return f"{number}.{re.sub(r'[^a-z0-9]', '', ending)[:10] or 'bin'}"


def _unflowed(part: Letter, text: str) -> str:
    """Join the lines that a program broke for the width of a screen (RFC 3676)."""
    try:
        flowed = str(part.get_param("format", "")).lower() == "flowed"
    except _FAULTS:
        flowed = False
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not flowed:
        return text
    joined: list[str] = []
    for written in text.split("\n"):
        line = written if written.startswith(" >") else written.removeprefix(" ")
        if joined and joined[-1].endswith(" ") and joined[-1] != "-- " and not {joined[-1][0], line[:1]} & {">"}:
            joined[-1] += line
        else:
            joined.append(line)
    return "\n".join(joined)
