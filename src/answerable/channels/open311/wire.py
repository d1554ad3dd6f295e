"""Answers of GeoReport v2, written in XML and in JSON from one tree, by the "Spark" mapping that the standard names.

A container of repeated children is an array in JSON, also when it has one child; an element without content is null; the
root's name does not appear. Source: GeoReport v2 and its page "JSON and XML Conversion".
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

Scalar = str | int | float | bool | None
Tree = Scalar | Sequence["Tree"] | Mapping[str, "Tree"]

XML: Final = "text/xml; charset=utf-8"
JSON: Final = "application/json; charset=utf-8"
# The child's name of each container. What stands here is an array in JSON, and no other element is.
CHILDREN: Final[Mapping[str, str]] = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "notes": "note",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
_UNSPEAKABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


@dataclass(frozen=True, slots=True)
class Document:
    """An answer: the name of its root, and what is in it."""

    root: str
    content: Tree

    def written(self, form: str) -> tuple[bytes, str]:
        """The bytes and their type. `form` is `xml` or `json`."""
        content = _speakable(self.content)
        if form == "json":
            return json.dumps(content, ensure_ascii=False).encode(), JSON
        root = ET.Element(self.root)
        _fill(root, content)
        return ET.tostring(root, encoding="UTF-8", xml_declaration=True), XML


def _speakable(tree: Tree) -> Tree:
    """The same without what XML can't say, so that both forms say the same: a NUL becomes the sign for a lost one."""
    if isinstance(tree, str):
        return _UNSPEAKABLE.sub("\ufffd", tree)
    if isinstance(tree, Mapping):
        return {name: _speakable(value) for name, value in tree.items()}
    return [_speakable(each) for each in tree] if isinstance(tree, Sequence) else tree


def _fill(element: ET.Element, tree: Tree) -> None:
    """Put a tree into an element."""
    if isinstance(tree, Mapping):
        for name, value in tree.items():
            _fill(ET.SubElement(element, name), value)
    elif isinstance(tree, Sequence) and not isinstance(tree, str):
        for each in tree:
            _fill(ET.SubElement(element, CHILDREN[element.tag]), each)
    elif tree is not None and tree != "":
        element.text = str(tree).lower() if isinstance(tree, bool) else str(tree)


def errors(faults: Sequence[tuple[int, str]]) -> Document:
    """Several faults in one answer: a code, finer than the status of HTTP may be, and a sentence for a person."""
    return Document("errors", [{"code": code, "description": words} for code, words in faults])
