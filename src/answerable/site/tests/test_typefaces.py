"""The type of the pages: cut once, small enough, with every letter that the shipped languages write."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from answerable.site import typefaces
from answerable.site.templatetags import installation

LETTERS = "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюяАБВГҐДЕЄЁЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ№«»’“”„–—…₴✓"


def _near() -> dict[str, Path]:
    """The file of each face that a page in a shipped language loads, by the sheet."""
    rules = typefaces.SHEET.read_text(encoding="utf-8").splitlines()[1:]
    files = [typefaces.FOLDER / rule.partition('url("')[2].partition('"')[0] for rule in rules]
    return {face.code: files[place * 2] for place, face in enumerate(typefaces.TYPEFACES)}


def test_the_type_is_cut_once() -> None:
    assert typefaces.is_cut()
    assert typefaces.cut_typefaces() == []


def test_two_faces_of_a_first_visit_weigh_at_most_60_kb() -> None:
    near = _near()
    assert near["sans"].stat().st_size + near["heading"].stat().st_size <= 60_000


@pytest.mark.parametrize("code", ["sans", "heading", "words"])
def test_a_face_has_the_letters_of_the_shipped_languages(code: str) -> None:
    with TTFont(_near()[code]) as font:
        assert [sign for sign in LETTERS if ord(sign) not in font.getBestCmap()] in ([], ["✓"])


def test_the_sheet_is_named_where_it_was_cut_and_nowhere_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert installation.typefaces() == f"/static/{typefaces.ADDRESS}"
    monkeypatch.setattr(typefaces, "SHEET", tmp_path / "type.css")
    assert installation.typefaces() == ""


def test_without_the_packages_nothing_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typefaces, "TYPEFACES", (typefaces.Typeface("x", "X", "no_such_package", "x.ttf", (), "400"),))
    assert typefaces.cut_typefaces() == []
