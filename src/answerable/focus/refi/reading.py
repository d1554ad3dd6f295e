"""Anybody's QDPX or QDC: every reading of it that the contract knows, and nothing beyond its limits.

The one `*.qde` in any case, texts in any folder of any case, GUIDs with or without braces, texts with or without a byte order
mark. Positions are codepoints by the specification; tools count otherwise, so each text is read in the way in which the
quotations that selections carry as their name are found where they should be (19 of 20 of them), and refused where none is.
"""

import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from answerable.base.strict_xml import DocumentError, local, read_xml
from answerable.focus.refi.project import (
    Coding,
    Project,
    ProjectCase,
    ProjectCode,
    ProjectSet,
    ProjectText,
    Selection,
    User,
    plain_guid,
)

LARGEST: Final = 200 * 1024 * 1024  # bytes, unpacked
LARGEST_TEXT: Final = 8 * 1024 * 1024
RATIO: Final = 200
MOST_FILES: Final = 5_000
MOST_ELEMENTS: Final = 2_000_000
ENOUGH: Final = 0.95
KEPT: Final = frozenset(
    {
        "Project", "Users", "User", "CodeBook", "Codes", "Code", "Description", "Cases", "Case", "SourceRef",
        "SelectionRef", "Sources", "TextSource", "PlainTextContent", "PlainTextSelection", "Coding", "CodeRef", "Notes",
        "Note", "Sets", "Set", "MemberCode", "MemberSource",
    }
)  # fmt: skip


class RefiError(ValueError):
    """A file that is not taken: a key of the room's wording, and the word in question."""

    def __init__(self, reason: str, word: str = "") -> None:
        super().__init__(f"{reason}: {word}")
        self.reason, self.word = reason, word


def read_qdpx(raw: bytes) -> Project:
    """The project of a QDPX. Raises RefiError."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as given:
            files = _files(given)
            entries = [name for name in files if name.rpartition("/")[2].lower().endswith(".qde")]
            if len(entries) != 1:
                raise RefiError("refi.no-project")
            root = _root(given.read(files[entries[0]]), "Project")
            return _project(root, _Sources(given, files))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise RefiError("refi.no-zip") from None


def read_qdc(raw: bytes) -> Project:
    """The codes and sets of a QDC, as a project of nothing else. Raises RefiError."""
    root = _root(raw, "CodeBook")
    return Project(
        name="", origin=root.get("origin", ""), codes=_codes(root), sets=tuple(_sets(root, "guid")), lost=_lost(root)
    )


class _Sources:
    """The texts of a ZIP, by the name of their file whatever its folder."""

    def __init__(self, given: zipfile.ZipFile, files: dict[str, zipfile.ZipInfo]) -> None:
        self.given = given
        self.files = {name.rpartition("/")[2].lower(): about for name, about in files.items()}

    def text(self, path: str) -> str:
        """The text at a path; a text outside of the ZIP is not there."""
        scheme, _, name = path.partition("://")
        about = self.files.get(name.rpartition("/")[2].lower())
        if scheme.lower() != "internal" or about is None:
            raise RefiError("refi.text-missing", path[:100])
        if about.file_size > LARGEST_TEXT:
            raise RefiError("refi.too-large", name[:100])
        try:
            return self.given.read(about).decode("utf-8")
        except UnicodeDecodeError:
            raise RefiError("refi.text-unreadable", name[:100]) from None


def _files(given: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files, once none leads upward and all together are no more than is taken."""
    found = {each.filename.replace("\\", "/"): each for each in given.infolist() if not each.is_dir()}
    for name in found:
        if name.startswith("/") or ".." in name.split("/") or ":" in name:
            raise RefiError("refi.path", name[:100])
    size = sum(each.file_size for each in found.values())
    packed = sum(each.compress_size for each in found.values()) + 1
    if len(found) > MOST_FILES or size > LARGEST or size > RATIO * packed + 1_000_000:
        raise RefiError("refi.too-large")
    return found


def _root(raw: bytes, tag: str) -> ET.Element:
    try:
        root = read_xml(raw, largest=LARGEST, most=MOST_ELEMENTS)
    except DocumentError as wrong:
        raise RefiError("refi.no-xml", str(wrong)[:100]) from None
    if local(root) != tag:
        raise RefiError("refi.no-project")
    return root


def _project(root: ET.Element, sources: _Sources) -> Project:
    found = Project(
        name=root.get("name", ""),
        origin=root.get("origin", ""),
        users=tuple(User(_guid(each), each.get("name", "")) for each in _below(root, "Users", "User")),
        codes=_codes(root),
        cases=tuple(_case(each) for each in _below(root, "Cases", "Case")),
        sources=tuple(_text(each, sources) for each in _below(root, "Sources", "TextSource")),
        notes=tuple(_text(each, sources) for each in _below(root, "Notes", "Note")),
        sets=tuple(_sets(root, "targetGUID")),
        lost=_lost(root),
    )
    _resolved(found)
    return found


def _lost(root: ET.Element) -> tuple[str, ...]:
    """What of the file has no place here, each name once: told at every import."""
    return tuple(sorted({local(each) for each in root.iter()} - KEPT))


def _codes(root: ET.Element) -> tuple[ProjectCode, ...]:
    book = root if local(root) == "CodeBook" else next((each for each in root if local(each) == "CodeBook"), None)
    above = next((each for each in book if local(each) == "Codes"), None) if book is not None else None
    return tuple(_code(each) for each in above if local(each) == "Code") if above is not None else ()


def _code(element: ET.Element) -> ProjectCode:
    return ProjectCode(
        guid=_guid(element),
        name=element.get("name", ""),
        is_codable=element.get("isCodable", "true").lower() in {"true", "1"},
        color=element.get("color", ""),
        description=_words(element, "Description"),
        children=tuple(_code(each) for each in element if local(each) == "Code"),
    )


def _case(element: ET.Element) -> ProjectCase:
    refs = {
        tag: tuple(_target(each) for each in element if local(each) == tag) for tag in ("SourceRef", "SelectionRef")
    }
    return ProjectCase(_guid(element), element.get("name", ""), refs["SourceRef"], refs["SelectionRef"])


def _sets(root: ET.Element, word: str) -> Iterator[ProjectSet]:
    for each in _below(root, "Sets", "Set"):
        members = {
            tag: tuple(_target(one, word) for one in each if local(one) == tag)
            for tag in ("MemberCode", "MemberSource")
        }
        yield ProjectSet(
            _guid(each),
            each.get("name", ""),
            _words(each, "Description"),
            members["MemberCode"],
            members["MemberSource"],
        )


def _text(element: ET.Element, sources: _Sources) -> ProjectText:
    content = next((each.text or "" for each in element if local(each) == "PlainTextContent"), None)
    path = element.get("plainTextPath", "")
    raw = content if content is not None else sources.text(path) if path else ""
    selections = [_selection(each) for each in element if local(each) == "PlainTextSelection"]
    text, moved = calibrated(raw, selections)
    return ProjectText(
        guid=_guid(element),
        name=element.get("name", ""),
        text=text,
        user=plain_guid(element.get("creatingUser", "")),
        at=element.get("creationDateTime", ""),
        selections=tuple(moved),
    )


def _selection(element: ET.Element) -> Selection:
    codings = tuple(
        Coding(_guid(each), _target(one), plain_guid(each.get("creatingUser", "")), each.get("creationDateTime", ""))
        for each in element
        if local(each) == "Coding"
        for one in each
        if local(one) == "CodeRef"
    )
    try:
        start, end = int(element.get("startPosition", "")), int(element.get("endPosition", ""))
    except ValueError:
        raise RefiError("refi.position", element.get("guid", "")[:60]) from None
    return Selection(
        guid=_guid(element),
        start=start,
        end=end,
        name=element.get("name", ""),
        user=plain_guid(element.get("creatingUser", "")),
        at=element.get("creationDateTime", ""),
        codings=codings,
    )


def calibrated(raw: str, selections: Sequence[Selection]) -> tuple[str, list[Selection]]:
    """The text as it is kept, and its selections moved to codepoints of it, in the reading in which their names are found.

    Raises RefiError for a position beyond the text in every reading, and where no reading finds 19 of 20 names.
    """
    plain = raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    composed = unicodedata.normalize("NFC", plain)
    text = composed if len(composed) == len(plain) else plain  # composing moves what comes after: such a text stays
    for places in (_places(raw, units=units, mark=mark) for mark in (False, True) for units in UNITS):
        moved = _moved(selections, places)
        if moved is not None and _are_found(text, moved):
            return text, moved
    raise RefiError("refi.position", next((each.guid for each in selections), "")[:60])


UNITS: Final[tuple[Callable[[str], int], ...]] = (
    lambda _character: 1,  # codepoints, CRLF as two
    lambda character: int(character != "\r"),  # codepoints, CRLF as one
    lambda character: len(character.encode("utf-16-le", "surrogatepass")) // 2,
    lambda character: 0 if character == "\r" else len(character.encode("utf-16-le", "surrogatepass")) // 2,
)


def _places(raw: str, *, units: Callable[[str], int], mark: bool) -> dict[int, int]:
    """Where each position of a file is in the text that is kept; `mark`: the byte order mark was counted."""
    places: dict[int, int] = {}
    at = count = 0
    before = ""
    for character in raw if mark else raw.removeprefix("\ufeff"):
        places.setdefault(at, count)
        at += units(character)
        if character != "\ufeff" and not (character == "\n" and before == "\r"):
            count += 1  # CR is one line end, and so is CRLF
        before = character
    places.setdefault(at, count)
    return places


def _moved(selections: Sequence[Selection], places: dict[int, int]) -> list[Selection] | None:
    found = []
    for each in selections:
        if each.start not in places or each.end not in places or each.start > each.end:
            return None
        found.append(
            Selection(each.guid, places[each.start], places[each.end], each.name, each.user, each.at, each.codings)
        )
    return found


def _are_found(text: str, selections: Sequence[Selection]) -> bool:
    """Whether the names that are quotations stand where they should; names that stand nowhere are titles."""
    named = [each for each in selections if len(each.name) > 3 and _plain(each.name) in _plain(text)]
    hits = sum(_plain(text[each.start : each.end]).startswith(_plain(each.name)[:40]) for each in named)
    return hits >= ENOUGH * len(named)


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).split())


def _resolved(project: Project) -> None:
    """Refuse a reference to what is not there, and a GUID that two things bear."""
    codes = [code.guid for code in walked(project.codes)]
    texts = [text.guid for text in (*project.sources, *project.notes)]
    given = [*codes, *texts, *(user.guid for user in project.users)]
    if len(set(given)) != len(given):
        raise RefiError("refi.guid-twice", next(each for each in given if given.count(each) > 1))
    known = set(codes)
    for text in project.sources:
        for selection in text.selections:
            for coding in selection.codings:
                if coding.code not in known:
                    raise RefiError("refi.no-such-code", coding.code)


def walked(codes: Sequence[ProjectCode]) -> Iterator[ProjectCode]:
    """Every code, those below others too, in order."""
    for code in codes:
        yield code
        yield from walked(code.children)


def _below(root: ET.Element, above: str, tag: str) -> list[ET.Element]:
    return [one for each in root if local(each) == above for one in each if local(one) == tag]


def _words(element: ET.Element, tag: str) -> str:
    return next((each.text or "" for each in element if local(each) == tag), "").strip()


def _guid(element: ET.Element) -> str:
    found = plain_guid(element.get("guid", ""))
    if len(found) != 36:
        raise RefiError("refi.guid", found[:60])
    return found


def _target(element: ET.Element, word: str = "targetGUID") -> str:
    return plain_guid(element.get(word, ""))
