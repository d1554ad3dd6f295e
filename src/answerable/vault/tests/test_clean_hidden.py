"""Words that a document has and does not show are not in its copy; what is shown stays."""

import io
import zipfile

import pytest

from answerable.vault import clean_hidden, clean_office, testing

pytestmark = pytest.mark.security
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def word(body: str) -> bytes:
    """A document of Word with this body."""
    return f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'.encode()


def open_document(body: str, styles: str = "") -> bytes:
    """An OpenDocument text with this body and these styles of its own."""
    names = " ".join(f'xmlns:{name}="{OFFICE}{name}:1.0"' for name in ("office", "text", "style", "config"))
    return (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    ).encode()


def inside(copy: bytes, part: str) -> bytes:
    """A part of a copy."""
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        return archive.read(part)


STYLES = (
    f'<w:styles xmlns:w="{WORD}"><w:style w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="Below"><w:basedOn w:val="Secret"/></w:style>'
    '<w:style w:styleId="Shown"><w:basedOn w:val="Secret"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style></w:styles>'
).encode()
BOX = "<w:txbx><w:p><w:r><w:t>HIDDEN</w:t></w:r></w:p></w:txbx>"
BELOW = (
    "<style:style style:name='T0'><style:text-properties text:display='none'/></style:style>"
    "<style:style style:name='T1' style:parent-style-name='T0'/>"
)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>HIDDEN</w:t></w:r><w:r><w:t>plain</w:t></w:r></w:p>", "plain"),
        ('<w:p><w:r><w:rPr><w:vanish w:val="true"/></w:rPr><w:t>HIDDEN</w:t></w:r></w:p>', ""),
        ('<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>plain</w:t></w:r></w:p>', "plain"),
        ('<w:p><w:r><w:rPr><w:rStyle w:val="Secret"/></w:rPr><w:t>HIDDEN</w:t></w:r></w:p>', ""),
        ('<w:p><w:pPr><w:pStyle w:val="Below"/></w:pPr><w:r><w:t>HIDDEN</w:t></w:r></w:p>', ""),
        ('<w:p><w:pPr><w:pStyle w:val="Shown"/></w:pPr><w:r><w:t>plain</w:t></w:r></w:p>', "plain"),
        (f"<w:p><w:r><w:rPr><w:vanish/></w:rPr>{BOX}<w:t>HIDDEN</w:t></w:r><w:r><w:t>plain</w:t></w:r></w:p>", "plain"),
    ],
)
def test_s30_a_copy_of_a_word_document_has_no_hidden_text(body, shown):
    parts = {"word/document.xml": word(body), "word/styles.xml": STYLES}
    copy = clean_office.office(testing.docx(**parts), "docx")
    text = inside(copy, "word/document.xml").decode()
    assert ("HIDDEN" in text, "plain" in text) == (False, bool(shown))


@pytest.mark.parametrize(
    ("body", "styles"),
    [
        ("<text:p><text:hidden-text text:string-value='HIDDEN'>HIDDEN</text:hidden-text>plain</text:p>", ""),
        ("<text:p>HIDDEN<text:hidden-paragraph text:is-hidden='true'/></text:p><text:p>plain</text:p>", ""),
        ("<text:section text:display='none'><text:p>HIDDEN</text:p></text:section><text:p>plain</text:p>", ""),
        ("<text:p>pl<text:span text:style-name='T1'>HIDDEN</text:span>ain</text:p>", BELOW),
    ],
)
def test_s30_a_copy_of_an_open_document_has_no_hidden_text(body, styles):
    text = clean_hidden.shown_in_open_document(
        open_document(body, styles), clean_hidden.hidden_open_document_styles(open_document(body, styles))
    ).decode()
    assert ("HIDDEN" in text, "plain" in text) == (False, True)


def test_s30_a_copy_of_a_document_forgets_the_sessions_in_which_it_was_written():
    settings = (
        f'<w:settings xmlns:w="{WORD}" xmlns:w15="x"><w:zoom w:percent="100"/><w:rsids><w:rsidRoot w:val="00MARK7f3a"/>'
        '<w:rsid w:val="00MARK7f3a"/></w:rsids><w15:docId w15:val="{MARK7f3a}"/><w:docVars><w:docVar w:name="MARK7f3a"/>'
        "</w:docVars><w:mailMerge><w:connectString>MARK7f3a</w:connectString></w:mailMerge></w:settings>"
    ).encode()
    parts = {"word/settings.xml": settings, "word/recipientData.xml": b"<a>MARK7f3a</a>"}
    copy = clean_office.office(testing.docx(**parts), "docx")
    assert inside(copy, "word/settings.xml") == (
        f'<w:settings xmlns:w="{WORD}" xmlns:w15="x"><w:zoom w:percent="100"/></w:settings>'.encode()
    )
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        assert "word/recipientData.xml" not in archive.namelist()


def test_s30_a_copy_of_an_open_document_forgets_them_too():
    settings = (
        b'<c><config:config-item config:name="Rsid" config:type="int">MARK</config:config-item>'
        b'<config:config-item config:name="PrinterName" config:type="string">MARK</config:config-item></c>'
    )
    content = b'<a><style:text-properties officeooo:rsid="MARK" officeooo:paragraph-rsid="MARK"/></a>'
    copy = clean_office.office(testing.archive({"content.xml": content, "settings.xml": settings}), "odt")
    assert (inside(copy, "settings.xml"), inside(copy, "content.xml")) == (
        b"<c></c>",
        b"<a><style:text-properties/></a>",
    )
