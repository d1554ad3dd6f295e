"""A copy of a PDF has what its pages show, and nothing that they don't."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from answerable.vault import clean_pdf

pytestmark = pytest.mark.security


def written(document: pikepdf.Pdf) -> bytes:
    """A document as bytes that can be searched."""
    out = io.BytesIO()
    document.save(
        out,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
    )
    return out.getvalue()


def copied(document: pikepdf.Pdf) -> pikepdf.Pdf:
    """The copy of it, opened."""
    return pikepdf.open(io.BytesIO(clean_pdf.pdf(written(document))))


def one_page() -> pikepdf.Pdf:
    """A document of one page."""
    document = pikepdf.new()
    document.add_blank_page()
    return document


def test_s30_a_miniature_of_an_older_page_is_gone():
    document = one_page()
    document.pages[0].obj["/Thumb"] = document.make_stream(b"MARK", Width=1, Height=1)
    copy = copied(document)
    assert ("/Thumb" in copy.pages[0].obj, b"MARK" in written(copy)) == (False, False)


def layered(*, usually_off: bool) -> pikepdf.Pdf:
    """A page with a layer that is shown, and one that is not and has words, a form, a note and a picture on it."""
    document = one_page()
    shown = document.make_indirect(Dictionary(Type=Name("/OCG"), Name="shown"))
    off = document.make_indirect(Dictionary(Type=Name("/OCG"), Name="MARK layer"))
    base = Dictionary(BaseState=Name("/OFF"), ON=Array([shown]))
    default = base if usually_off else Dictionary(OFF=Array([off]))
    document.Root["/OCProperties"] = Dictionary(OCGs=Array([shown, off]), D=default)
    form = document.make_stream(
        b"(MARK form) Tj", Type=Name("/XObject"), Subtype=Name("/Form"), BBox=[0, 0, 9, 9], OC=off
    )
    page = document.pages[0].obj
    several = Dictionary(Type=Name("/OCMD"), OCGs=Array([shown, off]), P=Name("/AllOn"))
    page["/Resources"] = Dictionary(
        Properties=Dictionary(A=shown, B=off, C=several), XObject=Dictionary(F=document.make_indirect(form))
    )
    page["/Contents"] = document.make_stream(
        b"/OC /A BDC (seen) Tj EMC /OC /B BDC /Span BMC (MARK one) Tj EMC (MARK two) Tj EMC "
        b"/OC /C BDC (MARK three) Tj EMC (seen too) Tj /F Do"
    )
    note = Dictionary(Type=Name("/Annot"), Subtype=Name("/FreeText"), Rect=[0, 0, 9, 9], Contents="MARK note", OC=off)
    page["/Annots"] = Array([document.make_indirect(note)])
    return document


@pytest.mark.parametrize("usually_off", [False, True])
def test_s30_what_lies_on_a_layer_that_is_off_is_gone_and_the_rest_is_there(usually_off):
    copy = copied(layered(usually_off=usually_off))
    whole = written(copy)
    assert (b"MARK" in whole, b"(seen)" in whole, b"(seen too)" in whole) == (False, True, True)
    assert ("/OCProperties" in copy.Root, list(copy.pages[0].obj.get("/Annots", []))) == (False, [])


def filled() -> pikepdf.Pdf:
    """A form with a field that shows its value and remembers an older one, one without a drawing, and a hidden one."""
    document = one_page()
    drawn = document.make_stream(b"(seen) Tj", Type=Name("/XObject"), Subtype=Name("/Form"), BBox=[0, 0, 9, 9])
    shown = Dictionary(
        Type=Name("/Annot"), Subtype=Name("/Widget"), FT=Name("/Tx"), Rect=[0, 0, 9, 9], F=4,
        T="MARK name", V="seen", DV="MARK older", AP=Dictionary(N=drawn),
    )  # fmt: skip
    hidden = Dictionary(
        Type=Name("/Annot"), Subtype=Name("/Widget"), FT=Name("/Tx"), Rect=[0, 0, 9, 9], F=2, T="b", V="MARK hidden"
    )
    fields = [document.make_indirect(each) for each in (shown, hidden)]
    loose = document.make_indirect(Dictionary(FT=Name("/Tx"), T="c", V="MARK without a place"))
    document.Root["/AcroForm"] = Dictionary(Fields=Array([*fields, loose]), XFA="MARK xml")
    document.pages[0].obj["/Annots"] = Array(fields)
    return document


def test_s30_a_form_is_what_it_looks_like():
    copy = copied(filled())
    whole = written(copy)
    assert (b"MARK" in whole, b"(seen) Tj" in whole, "/AcroForm" in copy.Root) == (False, True, False)
    assert [str(note["/Subtype"]) for note in copy.pages[0].obj["/Annots"]] == ["/Stamp"]


def test_s30_a_value_that_no_program_has_drawn_yet_is_drawn():
    document = one_page()
    font = document.make_indirect(Dictionary(Type=Name("/Font"), Subtype=Name("/Type1"), BaseFont=Name("/Helvetica")))
    field = document.make_indirect(
        Dictionary(
            Type=Name("/Annot"), Subtype=Name("/Widget"), FT=Name("/Tx"), Rect=[0, 0, 200, 20], F=4,
            T="a", V="seen", DA="/Helv 12 Tf 0 g",
            AP=Dictionary(N=document.make_stream(b"/Tx BMC EMC", Type=Name("/XObject"), Subtype=Name("/Form"), BBox=[0, 0, 200, 20])),
        )
    )  # fmt: skip
    resources = Dictionary(Font=Dictionary(Helv=font))
    document.Root["/AcroForm"] = Dictionary(Fields=Array([field]), DR=resources, NeedAppearances=True)
    document.pages[0].obj["/Annots"] = Array([field])
    assert b"seen" in written(copied(document))
