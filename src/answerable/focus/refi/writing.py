"""A project as QDPX, a codebook as QDC: to the letter of the schema, the same bytes for the same project."""

import io
import zipfile
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from answerable.focus.refi.project import (
    CODEBOOK,
    PROJECT,
    Project,
    ProjectCase,
    ProjectCode,
    ProjectSet,
    ProjectText,
    Selection,
)

_DAY: Final = (2026, 1, 1, 0, 0, 0)  # of every file in the ZIP: a date of making would make each export another


def qdpx(project: Project) -> bytes:
    """The project with its texts, as a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        _put(made, "project.qde", qde(project))
        for text in (*project.sources, *project.notes):
            _put(made, f"sources/{text.guid}.txt", text.text.encode())
    return out.getvalue()


def qde(project: Project) -> bytes:
    """The project without its texts."""
    root = _element(None, "Project", name=project.name, origin=project.origin, xmlns=PROJECT)
    for user in project.users:
        _element(_once(root, "Users"), "User", guid=user.guid, name=user.name)
    if project.codes:
        _codes(_element(_element(root, "CodeBook"), "Codes"), project.codes)
    for case in project.cases:
        _case(_once(root, "Cases"), case)
    for source in project.sources:
        _text(_once(root, "Sources"), "TextSource", source)
    for note in project.notes:
        _text(_once(root, "Notes"), "Note", note)
    for group in project.sets:
        _set(_once(root, "Sets"), group, "targetGUID", with_sources=True)
    return _written(root)


def qdc(project: Project) -> bytes:
    """The codebook alone, with the sets that have codes. A codebook without a code is invalid: ask for one only with codes."""
    root = _element(None, "CodeBook", origin=project.origin, xmlns=CODEBOOK)
    _codes(_element(root, "Codes"), project.codes)
    themes = [group for group in project.sets if group.codes]
    if themes:
        sets = _element(root, "Sets")
        for group in themes:
            _set(sets, group, "guid", with_sources=False)
    return _written(root)


def _once(root: ET.Element, name: str) -> ET.Element:
    """A container that is there only if something is in it: an empty one is invalid."""
    found = root.find(name)
    return _element(root, name) if found is None else found


def _codes(above: ET.Element, codes: Iterable[ProjectCode]) -> None:
    for code in codes:
        made = _element(
            above,
            "Code",
            guid=code.guid,
            name=code.name,
            isCodable="true" if code.is_codable else "false",
            color=code.color,
        )
        _words(made, "Description", code.description)
        _codes(made, code.children)


def _case(above: ET.Element, case: ProjectCase) -> None:
    made = _element(above, "Case", guid=case.guid, name=case.name)
    for source in case.sources:
        _element(made, "SourceRef", targetGUID=source)
    for selection in case.selections:
        _element(made, "SelectionRef", targetGUID=selection)


def _text(above: ET.Element, kind: str, text: ProjectText) -> None:
    path = f"internal://{text.guid}.txt"
    made = _element(
        above,
        kind,
        guid=text.guid,
        name=text.name,
        plainTextPath=path,
        creatingUser=text.user,
        creationDateTime=text.at,
    )
    for selection in text.selections:
        _selection(made, selection)


def _selection(above: ET.Element, selection: Selection) -> None:
    made = _element(
        above,
        "PlainTextSelection",
        guid=selection.guid,
        name=selection.name,
        startPosition=str(selection.start),
        endPosition=str(selection.end),
        creatingUser=selection.user,
        creationDateTime=selection.at,
    )
    for coding in selection.codings:
        given = _element(made, "Coding", guid=coding.guid, creatingUser=coding.user, creationDateTime=coding.at)
        _element(given, "CodeRef", targetGUID=coding.code)


def _set(above: ET.Element, group: ProjectSet, word: str, *, with_sources: bool) -> None:
    made = _element(above, "Set", guid=group.guid, name=group.name)
    _words(made, "Description", group.description)
    for code in group.codes:
        _element(made, "MemberCode", **{word: code})
    for source in group.sources if with_sources else ():
        _element(made, "MemberSource", **{word: source})


def _element(above: ET.Element | None, tag: str, **attributes: str) -> ET.Element:
    """An element; what is empty is no attribute, but for names, which the schema demands."""
    kept = {name: value for name, value in attributes.items() if value or name == "name"}
    return ET.Element(tag, kept) if above is None else ET.SubElement(above, tag, kept)


def _words(above: ET.Element, tag: str, words: str) -> None:
    if words:
        ET.SubElement(above, tag).text = words


def _written(root: ET.Element) -> bytes:
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _put(made: zipfile.ZipFile, name: str, content: bytes) -> None:
    about = zipfile.ZipInfo(name, _DAY)
    about.compress_type = zipfile.ZIP_DEFLATED
    about.external_attr = 0o644 << 16
    made.writestr(about, content)
