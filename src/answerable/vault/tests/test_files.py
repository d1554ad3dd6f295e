"""What a file is, by its content; what is refused, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.vault import testing
from answerable.vault.rules import containers, files
from answerable.vault.terms import FileRefusedError


def refused(name, content):
    with pytest.raises(FileRefusedError) as fault:
        files.admit(name, content)
    return fault.value.reason


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.jpg", testing.jpeg(), files.JPEG),
        ("a.jpeg", testing.jpeg(), files.JPEG),
        ("a.png", testing.png(), files.PNG),
        ("photo", testing.webp(), files.WEBP),
        ("a.pdf", testing.pdf(), files.PDF),
        ("a.docx", testing.docx(), files.DOCX),
        ("a.odt", testing.odt(), files.ODT),
        ("a.txt", "Привіт,\nце лист".encode(), files.TEXT),
        ("a.txt", "Добрый день".encode("cp1251"), files.TEXT),
        ("a.txt", "hello".encode("utf-16"), files.TEXT),
        *(
            (f"a.{ending}", content, files.KINDS[getattr(files, ending.upper()).media])
            for ending, content in testing.sounds().items()
        ),
    ],
)
def test_a_file_is_known_by_its_content(name, content, kind):
    assert files.admit(name, content) == kind


@pytest.mark.security
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("photo.jpg", b"MZ\x90\x00" + bytes(100), "program"),
        ("photo.jpg", b"\x7fELF" + bytes(100), "program"),
        ("run.txt", b"#!/bin/sh\nrm -rf /\n", "program"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "markup"),
        ("a.txt", b"\xef\xbb\xbf \n<!-- x --><HTML><script>1</script>", "markup"),
        ("a.html", b"<!doctype html><p>hi", "markup"),
        ("a.jpg", testing.jpeg() + testing.archive({"a": b"b"}), "double"),
        ("a.png", testing.png() + testing.archive({}), "double"),
        ("a.pdf", testing.pdf() + testing.archive({"a": b"b"}), "double"),
        ("a.jpg", testing.jpeg()[:2] + b"\xff\xfe\x00\x10%PDF-1.7" + bytes(8) + testing.jpeg()[2:], "double"),
        ("a.png", testing.png_bomb(), "bomb"),
        ("a.docx", testing.docx(**{"word/big.xml": bytes(160_000_000)}), "bomb"),
        ("a.docx", testing.docx(**{f"word/{n}.xml": b"" for n in range(2100)}), "bomb"),
        ("a.zip", testing.archive({"a": b"b"}), "archive"),
        ("a.zip", testing.archive({f"{n}.txt": b"" for n in range(10_000)}), "bomb"),
        ("a.rar", b"Rar!\x1a\x07\x00" + bytes(20), "archive"),
        ("a.txt", b"", "empty"),
        ("a.bin", bytes(100), "type"),
        ("a.gif", b"GIF89a" + bytes(100), "type"),
        ("a.pdf", testing.jpeg(), "mismatch"),
        ("a.jpg", b"just words", "mismatch"),
        ("a.docx", testing.docx()[:-40], "broken"),
        ("a.jpg", b"x" * (files.MOST_BYTES + 1), "big"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_s29_what_must_not_come_in_is_refused_with_its_reason(name, content, reason):
    assert refused(name, content) == reason


@pytest.mark.security
@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("../../x.jpg", "x.jpg"),
        ("C:\\temp\\x.jpg", "x.jpg"),
        ("invoice\u202egpj.exe", "invoicegpj.jpg"),
        ("a\0b\n.jpg", "ab.jpg"),
        ("", "file.jpg"),
        (".jpg", "file.jpg"),
        ("photo.JPEG", "photo.jpeg"),
        ("photo.exe.jpg", "photo.exe.jpg"),
        ("фото з двору", "фото з двору.jpg"),
        ("<script>.jpg", "script.jpg"),
    ],
)
def test_s29_a_name_is_made_safe(name, tidy):
    assert files.tidy_name(name, files.JPEG) == tidy


@given(st.text(max_size=400))
def test_any_name_becomes_a_short_one_without_a_path(name):
    tidy = files.tidy_name(name, files.PDF)
    assert (tidy.endswith(".pdf"), len(tidy) <= 124, "/" in tidy, "\\" in tidy, tidy.startswith(".")) == (
        True, True, False, False, False,
    )  # fmt: skip
    assert files.tidy_name(tidy, files.PDF) == tidy


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\xff\xd8\xff", b"PK\x03\x04", b"RIFF1234WEBP", b"\x89PNG\r\n\x1a\n", b"%PDF-"]),
)
def test_any_bytes_are_a_kind_or_refused_with_a_known_reason(content, start):
    from answerable.vault.wording import FILE_REFUSALS

    try:
        found = files.admit("x", start + content).media
    except FileRefusedError as fault:
        found = fault.reason
    assert found in files.KINDS or found in FILE_REFUSALS


def test_sizes_are_read_without_decoding():
    assert containers.jpeg_size(testing.jpeg(size=(640, 480))) == (640, 480)
    assert containers.png_size(testing.png(size=(64, 48))) == (64, 48)
    assert containers.webp_size(testing.webp()) == (30, 30)


@given(st.binary(max_size=80))
def test_sizes_of_nonsense_are_none_or_numbers(content):
    for measure in (containers.jpeg_size, containers.png_size, containers.webp_size):
        assert measure(b"\xff\xd8" + content) is None or len(measure(b"\xff\xd8" + content)) == 2


@pytest.mark.security
def test_s29_a_document_damaged_anywhere_is_refused_or_known_and_breaks_nothing():
    whole = testing.odt()
    found = set()
    for at in range(0, len(whole), 7):
        bent = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        found.add(_said_of("a.odt", bent))
    assert found <= {"", "broken", "archive", "type", "bomb", "locked", "mismatch"}


def _said_of(name: str, content: bytes) -> str:
    try:
        files.admit(name, content)
    except FileRefusedError as fault:
        return fault.reason
    return ""
