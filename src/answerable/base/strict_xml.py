"""XML of strangers: no document type, no entities, and an end to size, depth and number of its elements."""

from typing import Final
from xml.etree import ElementTree as ET

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

LARGEST: Final = 4 * 1024 * 1024  # bytes
DEEPEST: Final = 40
MOST: Final = 100_000  # elements


class DocumentError(ValueError):
    """What should be XML is none, or is more than is taken."""


class _Builder(ET.TreeBuilder):
    """A tree that stops growing."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.depth = self.count = 0
        self.most = most

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self.depth, self.count = self.depth + 1, self.count + 1
        if self.depth > DEEPEST or self.count > self.most:
            raise DocumentError("too deep or too many")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self.depth -= 1
        return super().end(tag)


def read_xml(raw: bytes, *, largest: int = LARGEST, most: int = MOST) -> ET.Element:
    """The root element. Raises DocumentError for what is no XML, has a document type, or passes a limit.

    largest  bytes; most  elements
    """
    if len(raw) > largest:
        raise DocumentError("too large")
    parser = DefusedXMLParser(target=_Builder(most), forbid_dtd=True)
    try:
        parser.feed(raw)
        root: ET.Element = parser.close()
    except (ET.ParseError, DefusedXmlException, ValueError, LookupError) as wrong:
        raise DocumentError(str(wrong)) from None
    return root


def local(element: ET.Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
