"""XML of strangers is read up to its limits, and nothing of it is looked up anywhere."""

import pytest

from answerable.base import strict_xml


def test_what_is_plain_is_read() -> None:
    root = strict_xml.read_xml(b"<a xmlns='urn:x'><b/>\xd0\xb9</a>")
    assert (strict_xml.local(root), strict_xml.local(root[0]), root[0].tail) == ("a", "b", "й")


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"<a>", b"<!DOCTYPE a><a/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<a>&b;</a>", b"\xff<a/>",
        b"<a>" * 50 + b"</a>" * 50,
    ],
)  # fmt: skip
def test_what_is_more_than_plain_is_refused(raw: bytes) -> None:
    with pytest.raises(strict_xml.DocumentError):
        strict_xml.read_xml(raw)


def test_size_and_number_of_elements_have_an_end() -> None:
    raw = b"<a>" + b"<b/>" * 9 + b"</a>"
    assert len(strict_xml.read_xml(raw, most=10)) == 9
    for limits in ({"most": 9}, {"largest": len(raw) - 1}):
        with pytest.raises(strict_xml.DocumentError):
            strict_xml.read_xml(raw, **limits)
