"""QDPX and QDC: valid against the schemas, read back unchanged, and strangers' files read or refused."""

import dataclasses
import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from answerable.focus.refi import reading, writing
from answerable.focus.refi.project import (
    Coding,
    Project,
    ProjectCase,
    ProjectCode,
    ProjectSet,
    ProjectText,
    Selection,
    User,
    guid_of,
)

SCHEMAS = Path(__file__).resolve().parents[5] / "shared" / "reference" / "schemas" / "refi-qda"
AT = "2026-03-03T09:00:00Z"
SAID = "P1: Привіт 😀 світ granola\nP2: ні\n"
START = SAID.index("granola")


def project() -> Project:
    one, other = User(guid_of("coder", 1), "C1"), User(guid_of("coder", 2), "C2")
    child = ProjectCode(guid_of("code", 2), "Відстань", color="#3182bd", description="far, no transport")
    codes = (
        ProjectCode(guid_of("code", 1), "Barriers", is_codable=False, children=(child,)),
        ProjectCode(guid_of("code", 3), "Тиша"),
    )
    marks = tuple(
        Selection(
            guid_of("mark", place), START, START + 7, "granola", user.guid, AT,
            (Coding(guid_of("coding", place), child.guid, user.guid, AT),),
        )
        for place, user in enumerate((one, other))
    )  # fmt: skip
    group = guid_of("group", 1)
    return Project(
        name="Довіра <&>",
        users=(one, other),
        codes=codes,
        cases=(ProjectCase(guid_of("participant", 1), "P1", (group,), (marks[0].guid,)),),
        sources=(ProjectText(group, "Women of the village", SAID, selections=marks),),
        notes=(ProjectText(guid_of("memo", 1), "Memo", "see *** below", one.guid, AT),),
        sets=(
            ProjectSet(guid_of("theme", 1), "Far", "They live far.", (child.guid,)),
            ProjectSet(guid_of("s", 1), "S", "", (), (group,)),
        ),
    )


def schema(name: str) -> etree.XMLSchema:
    if not SCHEMAS.exists():
        pytest.skip("the schemas of REFI-QDA are not beside this project")
    return etree.XMLSchema(etree.parse(SCHEMAS / name))


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def test_a_project_is_valid_and_comes_back_unchanged() -> None:
    written = project()
    raw = writing.qdpx(written)
    assert reading.read_qdpx(raw) == written
    assert writing.qdpx(reading.read_qdpx(raw)) == raw
    schema("Project.xsd").assertValid(etree.fromstring(writing.qde(written)))
    assert zipfile.ZipFile(io.BytesIO(raw)).namelist() == [
        "project.qde", f"sources/{guid_of('group', 1)}.txt", f"sources/{guid_of('memo', 1)}.txt",
    ]  # fmt: skip


def test_a_codebook_is_valid_and_comes_back() -> None:
    raw = writing.qdc(project())
    found = reading.read_qdc(raw)
    assert (found.codes, [group.codes for group in found.sets]) == (project().codes, [project().sets[0].codes])
    schema("Codebook.xsd").assertValid(etree.fromstring(raw))


def test_an_empty_project_is_valid_too() -> None:
    raw = writing.qde(Project(name="Empty"))
    schema("Project.xsd").assertValid(etree.fromstring(raw))
    assert reading.read_qdpx(packed({"project.qde": raw})).codes == ()


def test_the_reference_files_are_read_and_what_has_no_place_is_told() -> None:
    schema("Project.xsd")
    found = reading.read_qdpx((SCHEMAS / "t.qdpx").read_bytes())
    (text,) = found.sources
    assert [text.text[each.start : each.end] for each in text.selections] == [each.name for each in text.selections]
    assert ("Links" in found.lost, "Variables" in found.lost, [user.name for user in found.users]) == (
        True, True, ["Coder A", "Coder B"],
    )  # fmt: skip
    assert [code.name for code in reading.walked(reading.read_qdc((SCHEMAS / "t.qdc").read_bytes()).codes)] == [
        "Barriers", "Distance",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        (SAID, 0),
        (SAID, 1),  # UTF-16 units: the picture counts as two
        ("P0: a\r\n" + SAID.replace("\n", "\r\n"), 7),  # CRLF as two
        ("P0: a\r\n" + SAID.replace("\n", "\r\n"), 6),  # CRLF as one
        ("\ufeff" + SAID, 0),
        ("\ufeff" + SAID, 1),  # the mark is counted
    ],
)
def test_positions_are_read_as_they_were_counted(text, moved) -> None:
    mark = Selection(guid_of("mark", 1), START + moved, START + moved + 7, "granola")
    kept, (found,) = reading.calibrated(text, [mark])
    assert (kept[found.start : found.end], "\r" in kept, "\ufeff" in kept) == ("granola", False, False)


@pytest.mark.parametrize(("start", "end", "name"), [(5, 900, ""), (9, 3, ""), (-4, 3, ""), (0, 7, "granola")])
def test_positions_that_fit_no_reading_are_refused(start, end, name) -> None:
    with pytest.raises(reading.RefiError, match=r"refi\.position"):
        reading.calibrated(SAID, [Selection(guid_of("mark", 1), start, end, name)])


def broken(change) -> bytes:
    raw = writing.qde(project())
    changed = raw.replace(*(each.encode() for each in change))
    assert changed != raw
    text = {f"Sources/{each.guid.upper()}.TXT": each.text.encode() for each in (*project().sources, *project().notes)}
    return packed({"My study.QDE": changed, **text})


def test_any_case_of_names_and_braces_around_identifiers_are_read() -> None:
    child = guid_of("code", 2)
    found = reading.read_qdpx(broken((f'CodeRef targetGUID="{child}"', f'CodeRef targetGUID="{{{child.upper()}}}"')))
    assert dataclasses.replace(found, name=project().name) == project()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"no zip", "refi.no-zip"),
        (packed({"a.txt": b"x"}), "refi.no-project"),
        (packed({"a.qde": b"<Project/>", "b.qde": b"<Project/>"}), "refi.no-project"),
        (packed({"a.qde": b"<Other/>"}), "refi.no-project"),
        (packed({"a.qde": b"<!DOCTYPE a [<!ENTITY b 'c'>]><Project>&b;</Project>"}), "refi.no-xml"),
        (packed({"a.qde": b"<Project/>", "../up.txt": b"x"}), "refi.path"),
        (packed({"a.qde": b"<Project/>", "C:\\up.txt": b"x"}), "refi.path"),
        (packed({"a.qde": b"<Project><Users><User guid='x'/></Users></Project>"}), "refi.guid"),
    ],
)  # fmt: skip
def test_what_is_no_project_is_refused_with_its_reason(raw, reason) -> None:
    with pytest.raises(reading.RefiError) as refused:
        reading.read_qdpx(raw)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ((f"internal://{guid_of('group', 1)}.txt", "relative:///texts/a.txt"), "refi.text-missing"),
        (
            (f'CodeRef targetGUID="{guid_of("code", 2)}"', f'CodeRef targetGUID="{guid_of("code", 9)}"'),
            "refi.no-such-code",
        ),
        ((f'guid="{guid_of("code", 3)}"', f'guid="{guid_of("code", 2)}"'), "refi.guid-twice"),
        (('startPosition="', 'startPosition="x'), "refi.position"),
    ],
)
def test_what_does_not_hold_together_is_refused(change, reason) -> None:
    with pytest.raises(reading.RefiError) as refused:
        reading.read_qdpx(broken(change))
    assert refused.value.reason == reason


def test_a_zip_that_grows_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.qde", b"<Project>" + b" " * 9_000_000 + b"</Project>")
    with pytest.raises(reading.RefiError, match=r"refi\.too-large"):
        reading.read_qdpx(out.getvalue())
