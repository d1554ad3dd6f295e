"""Words in an office document that are there and not shown: a run, a style, a paragraph or a section that is hidden.

The copy is read by others than those who wrote it, who saw no such words when they sent it. Parsed by lxml without
entities, network and DTDs; what isn't well formed raises, and then no copy is made. Imports nothing of Django.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

_NO: Final = frozenset({"0", "false", "off"})
_WORD: Final = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_PARAGRAPHS: Final = frozenset({"p", "h", "span", "section"})


def _parsed(body: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(body, parser)


def _written(root: Any) -> bytes:
    from lxml import etree

    told: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return told


def _name(element: Any) -> str:
    """The local name of an element; empty for a comment or a processing instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: Any, *path: str) -> Any:
    for name in path:
        element = next((each for each in element if _name(each) == name), None) if element is not None else None
    return element


def _named(root: Any, name: str) -> list[Any]:
    return [each for each in root.iter() if _name(each) == name]


def _said(element: Any, attribute: str) -> str | None:
    """An attribute by its local name."""
    return next((value for name, value in element.attrib.items() if name.rpartition("}")[2] == attribute), None)


def _cut(element: Any) -> None:
    """Take an element out and leave the text that follows it."""
    above, tail = element.getparent(), element.tail
    before = element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        above.text = (above.text or "") + tail
    above.remove(element)


# Word


def _vanishes(properties: Any) -> bool | None:
    """What the properties of a run or a style say of being hidden; None when nothing."""
    mark = _child(properties, "vanish") if properties is not None else None
    return None if mark is None else (_said(mark, "val") or "1") not in _NO


def hidden_word_styles(styles: bytes) -> frozenset[str]:
    """The ids of the styles whose text is hidden, by themselves or by what they are based on."""
    if b"vanish" not in styles:
        return frozenset()
    own: dict[str, tuple[bool | None, str]] = {}
    for style in _named(_parsed(styles), "style"):
        base = _child(style, "basedOn")
        above = (_said(base, "val") or "") if base is not None else ""
        own[_said(style, "styleId") or ""] = (_vanishes(_child(style, "rPr")), above)
    return _hiding(own)


def _hiding(own: Mapping[str, tuple[bool | None, str]]) -> frozenset[str]:
    """The styles that hide, by what each says of itself and by the one above it."""

    def hides(name: str, depth: int = 20) -> bool:
        said, above = own.get(name, (None, ""))
        return bool(said) if said is not None or not above or not depth else hides(above, depth - 1)

    return frozenset(name for name in own if hides(name))


def shown_in_word(body: bytes, styles: frozenset[str]) -> bytes:
    """A part of a Word document without hidden runs."""
    if b"vanish" not in body and not any(name.encode() in body for name in styles):
        return body
    root = _parsed(body)
    for run in _named(root, "r"):
        if run.tag[1:].partition("}")[0] in _WORD and _is_hidden_run(run, styles):
            _cut(run)
    return _written(root)


def _is_hidden_run(run: Any, styles: frozenset[str]) -> bool:
    own = _vanishes(_child(run, "rPr"))
    if own is not None:
        return own
    paragraph = next((each for each in run.iterancestors() if _name(each) == "p"), None)
    marks = (_child(run, "rPr", "rStyle"), _child(paragraph, "pPr", "pStyle") if paragraph is not None else None)
    return any(mark is not None and _said(mark, "val") in styles for mark in marks)


# OpenDocument


def hidden_open_document_styles(*parts: bytes) -> frozenset[str]:
    """The names of the styles in these parts whose text is not displayed, by themselves or by the style above them."""
    own: dict[str, tuple[bool | None, str]] = {}
    for part in parts if any(b"display=" in each for each in parts) else ():
        for style in _named(_parsed(part), "style"):
            text = _child(style, "text-properties")
            said = _said(text, "display") if text is not None else None
            hidden = None if said is None else said == "none"
            own[_said(style, "name") or ""] = (hidden, _said(style, "parent-style-name") or "")
    return _hiding(own)


def shown_in_open_document(body: bytes, styles: frozenset[str]) -> bytes:
    """A part of an OpenDocument text without hidden spans, paragraphs and sections."""
    if not styles and b"hidden-" not in body and b"display=" not in body:
        return body
    root = _parsed(body)
    for element in list(_hidden_elements(root, styles)):
        if element.getparent() is not None:
            _cut(element)
    return _written(root)


def _hidden_elements(root: Any, styles: frozenset[str]) -> Iterator[Any]:
    for each in root.iter():
        name = _name(each)
        if name == "hidden-paragraph" and _said(each, "is-hidden") != "false":
            yield next((above for above in each.iterancestors() if _name(above) in {"p", "h"}), each)
            continue
        section = name == "section" and _said(each, "display") in {"none", "condition"}
        styled = name in _PARAGRAPHS and (_said(each, "style-name") or "\0") in styles
        if name == "hidden-text" or section or styled:
            yield each
