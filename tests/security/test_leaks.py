"""The scanner itself: it finds a mark in each of its forms, and nothing where there is nothing."""

import base64
import gzip
import io
import zipfile
from pathlib import Path

import pytest

from tests.security import leaks

MARK = leaks.mark()
HIDDEN = {
    "plain": MARK.encode(),
    "lower": MARK.lower().encode(),
    "upper": MARK.upper().encode(),
    "utf-16": f"ab{MARK}cd".encode("utf-16"),
    "utf-16 of lower case": MARK.lower().encode("utf-16-be"),
    "hex": MARK.encode().hex().encode(),
    "hex in capitals": MARK.encode().hex().upper().encode(),
    **{f"base64 at {offset}": base64.b64encode(b"x" * offset + MARK.encode() + b"yz") for offset in range(6)},
    "url-safe base64": base64.urlsafe_b64encode(b"?" + MARK.lower().encode() + b"\xff\xfe"),
    "gzip": gzip.compress(b"before " + MARK.encode()),
    "gzip in gzip": gzip.compress(gzip.compress(MARK.encode())),
}


@pytest.mark.parametrize("form", HIDDEN)
def test_a_mark_is_found_in_every_form(form: str) -> None:
    assert leaks.in_bytes(b"\x00before " * 9 + HIDDEN[form] + b" after" if "gzip" not in form else HIDDEN[form], MARK)


def test_a_mark_in_other_letters_is_found_in_escapes() -> None:
    word = "Позначка" + MARK
    assert [hit.form for hit in leaks.in_bytes(b'{"a": "\\u041f\\u043e' + b'"}', word)] == []
    import json
    from urllib.parse import quote

    assert "json" in [hit.form for hit in leaks.in_bytes(json.dumps(word).encode(), word)]
    assert "percent" in [hit.form for hit in leaks.in_bytes(quote(word).encode(), word)]


def test_nothing_is_found_where_nothing_is() -> None:
    other = leaks.mark()
    assert other != MARK
    assert [hit for data in HIDDEN.values() for hit in leaks.in_bytes(data, other)] == []


def test_a_mark_across_two_pieces_of_a_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "PIECE", 1000)
    file = tmp_path / "a" / "b.log"
    file.parent.mkdir()
    file.write_bytes(b"." * 990 + MARK.encode("utf-16-le") + b"." * 5000)
    assert [hit.form for hit in leaks.in_folder(tmp_path, MARK)] == ["utf-16-le"]
    assert leaks.in_folder(tmp_path, MARK, apart=[tmp_path / "a"]) == []


def test_a_mark_in_the_name_of_a_file_or_inside_a_zip_is_found(tmp_path: Path) -> None:
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("sheet.xml", f"<v>{MARK}</v>")
    (tmp_path / "report.xlsx").write_bytes(pack.getvalue())
    (tmp_path / f"of-{MARK}.txt").write_text("empty")
    assert [(hit.where.rsplit("/", 1)[-1].split(" > ")[-1], hit.form) for hit in leaks.in_folder(tmp_path, MARK)] == [
        (f"of-{MARK}.txt", "plain"),
        ("sheet.xml", "plain"),
    ]
