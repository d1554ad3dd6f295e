"""An XForm, as pyxform writes it, read into a form. What a server could not judge or show is named, not guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from answerable.base.strict_xml import DocumentError, local, read_xml
from answerable.surveys.questionnaire.expression import Expression, ExpressionError, read_expression
from answerable.surveys.questionnaire.form import Choice, Control, Form, Node, NodeKind, Part, Text

TYPES: Final = frozenset({"string", "int", "decimal", "date", "time", "dateTime", "geopoint"})
_JR: Final = "{http://openrosa.org/javarosa}"
_ITEXT: Final = re.compile(r"jr:itext\('([^']*)'\)")
_ITEMS: Final = re.compile(r"instance\('([^']*)'\)/(?:root)/item(?:\[(.*)\])?", re.DOTALL)
_CODE: Final = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)\)\s*$")
_TABLE_LABEL: Final = "generated_table_list_label_"
_TABLE_HEAD: Final = "reserved_name_for_field_list_labels_"
_CONTROLS: Final = {"input", "select1", "select", "trigger"}


@dataclass(frozen=True, slots=True, order=True)
class FormFault:
    """What cannot be taken of a form: where (a path), why (a key of the room's wording), and the word in question."""

    path: str
    reason: str
    word: str = ""


@dataclass(slots=True)
class _Reading:
    """What is known while a form is read."""

    root: str
    binds: dict[str, ET.Element]
    controls: dict[str, ET.Element] = field(default_factory=dict)
    counts: dict[str, str] = field(default_factory=dict)
    repeats: set[str] = field(default_factory=set)
    lists: dict[str, list[ET.Element]] = field(default_factory=dict)
    texts: dict[str, dict[str, ET.Element]] = field(default_factory=dict)
    faults: set[FormFault] = field(default_factory=set)

    def path(self, nodeset: str) -> str:
        """A nodeset without the root."""
        return nodeset.strip().removeprefix(f"/{self.root}").lstrip("/")

    def expression(self, path: str, written: str | None) -> Expression | None:
        """An expression of a bind; nothing where there is none, or where it always holds its default."""
        if not written or not written.strip() or written.strip() == "false()":
            return None
        try:
            return read_expression(written)
        except ExpressionError as wrong:
            self.faults.add(FormFault(path, f"form.{wrong.reason}", wrong.word[:60]))
            return None


def read_xform(raw: bytes) -> tuple[Form, tuple[FormFault, ...]]:
    """The form, and what cannot be taken of it. Raises DocumentError for what is no XForm at all."""
    document = read_xml(raw)
    model = next((each for each in document.iter() if local(each) == "model"), None)
    body = next((each for each in document if local(each) == "body"), None)
    instances = [] if model is None else [each for each in model if local(each) == "instance"]
    if model is None or body is None or not instances or not len(instances[0]):
        raise DocumentError("no form")
    data = instances[0][0]
    reading = _Reading(local(data), {})
    reading.binds = {reading.path(str(each.get("nodeset"))): each for each in model if local(each) == "bind"}
    for instance in instances[1:]:
        items = [each for each in instance.iter() if local(each) == "item"]
        reading.lists[str(instance.get("id"))] = items
    languages = _texts(reading, model)
    _controls(reading, body)
    title = next((each.text or "" for each in document.iter() if local(each) == "title"), "")
    top = Node(path="", kind=NodeKind.GROUP, children=_children(reading, data, ""))
    form = Form(
        id=data.get("id", ""),
        version=data.get("version", ""),
        title=title,
        root=reading.root,
        languages=languages,
        top=top,
    )
    return form, tuple(sorted(reading.faults))


def _texts(reading: _Reading, model: ET.Element) -> Mapping[str, str]:
    """Fill the texts by id and language; returns the languages, the form's own first."""
    found: dict[str, str] = {}
    translations = [each for each in model.iter() if local(each) == "translation"]
    for each in sorted(translations, key=lambda one: one.get("default") is None):
        name = each.get("lang", "")
        code = match[1].lower() if (match := _CODE.search(name)) else name.lower()[:12]
        found[code] = _CODE.sub("", name).strip() or name
        for text in each:
            value = next((one for one in text if local(one) == "value" and one.get("form") is None), None)
            if value is not None:
                reading.texts.setdefault(str(text.get("id")), {})[code] = value
    return found or {"": ""}


def _controls(reading: _Reading, body: ET.Element) -> None:
    for element in body.iter():
        name = local(element)
        if name == "repeat":
            path = reading.path(str(element.get("nodeset")))
            reading.repeats.add(path)
            reading.counts[path] = element.get(f"{_JR}count", "")
        elif element.get("ref") and name not in {"label", "hint", "value", "output"}:
            reading.controls[reading.path(str(element.get("ref")))] = element


def _children(reading: _Reading, element: ET.Element, path: str) -> tuple[Node, ...]:
    nodes, seen = [], set()
    for child in element:
        name = local(child)
        own = f"{path}/{name}".lstrip("/")
        if own == "meta" or own in seen:  # a repeat stands twice: its template, and its first turn
            continue
        seen.add(own)
        nodes.append(_branch(reading, child, own) if len(child) else _leaf(reading, child, own))
    return tuple(nodes)


def _branch(reading: _Reading, element: ET.Element, path: str) -> Node:
    bind, control = reading.binds.get(path), reading.controls.get(path)
    repeats = path in reading.repeats
    count = reading.expression(path, reading.counts.get(path)) if repeats else None
    if repeats and not reading.counts.get(path):
        reading.faults.add(FormFault(path, "form.repeat-without-count", path.rpartition("/")[2]))
    return Node(
        path=path,
        kind=NodeKind.REPEAT if repeats else NodeKind.GROUP,
        look="" if control is None else control.get("appearance", ""),
        label=_said(reading, control, "label"),
        relevant=reading.expression(path, None if bind is None else bind.get("relevant")),
        count=count,
        children=_children(reading, element, path),
    )


def _leaf(reading: _Reading, element: ET.Element, path: str) -> Node:
    bind, control = reading.binds.get(path), reading.controls.get(path)
    attrs: Mapping[str, str] = {} if bind is None else bind.attrib
    name = path.rpartition("/")[2]
    if name.startswith(_TABLE_HEAD):  # the empty head of a table, drawn by telephones alone
        control = None
    kind = _kind(control, attrs)
    shape = "" if control is None else local(control)
    if (control is not None and shape not in _CONTROLS) or attrs.get("type", "string") not in TYPES:
        reading.faults.add(FormFault(path, "form.type", attrs.get("type", shape)))
        shape = ""
    choices, only = _choices(reading, control, path)
    return Node(
        path=path,
        kind=NodeKind.NOTE if name.startswith(_TABLE_LABEL) else kind,
        type=attrs.get("type", "string"),
        control=Control(shape) if kind is NodeKind.QUESTION and shape in _CONTROLS else Control.NONE,
        look="" if control is None else control.get("appearance", ""),
        label=_said(reading, control, "label"),
        hint=_said(reading, control, "hint"),
        default=(element.text or "").strip(),
        preload=attrs.get(f"{_JR}preload", ""),
        says_constraint=_message(reading, attrs.get(f"{_JR}constraintMsg", "")),
        says_required=_message(reading, attrs.get(f"{_JR}requiredMsg", "")),
        choices=choices,
        only=only,
        relevant=reading.expression(path, attrs.get("relevant")),
        required=reading.expression(path, attrs.get("required")),
        constraint=reading.expression(path, attrs.get("constraint")),
        calculate=reading.expression(path, attrs.get("calculate")),
    )


def _kind(control: ET.Element | None, attrs: Mapping[str, str]) -> NodeKind:
    if control is None:
        return NodeKind.HIDDEN
    asked = attrs.get("readonly") != "true()" and not attrs.get("calculate")
    return NodeKind.QUESTION if asked or local(control) != "input" else NodeKind.NOTE


def _said(reading: _Reading, control: ET.Element | None, which: str) -> Text:
    found = None if control is None else next((each for each in control if local(each) == which), None)
    if found is None:
        return Text()
    if match := _ITEXT.match(found.get("ref", "")):
        return _by_id(reading, match[1])
    return Text({"": _parts(reading, found)})


def _message(reading: _Reading, written: str) -> Text:
    if match := _ITEXT.match(written):
        return _by_id(reading, match[1])
    return Text({"": (written,)}) if written else Text()


def _by_id(reading: _Reading, ref: str) -> Text:
    found = {code: _parts(reading, value) for code, value in reading.texts.get(ref, {}).items()}
    return Text({code: parts for code, parts in found.items() if parts != ("-",)})


def _parts(reading: _Reading, element: ET.Element) -> tuple[Part, ...]:
    """The words of a text, and what stands in it for an answer."""
    found: list[Part] = [element.text or ""]
    for each in element:
        if local(each) == "output" and (read := reading.expression("", each.get("value"))):
            found.append(read)
        found.append(each.tail or "")
    return tuple(part for part in found if part)


def _choices(reading: _Reading, control: ET.Element | None, path: str) -> tuple[tuple[Choice, ...], Expression | None]:
    itemset = None if control is None else next((each for each in control if local(each) == "itemset"), None)
    if itemset is None:
        return (), None
    found = _ITEMS.fullmatch(itemset.get("nodeset", "").strip())
    if found is None or found[1] not in reading.lists:
        reading.faults.add(FormFault(path, "form.choices", itemset.get("nodeset", "")[:60]))
        return (), None
    return tuple(_choice(reading, item) for item in reading.lists[found[1]]), reading.expression(path, found[2])


def _choice(reading: _Reading, item: ET.Element) -> Choice:
    about = {local(each): each.text or "" for each in item}
    label = _by_id(reading, about["itextId"]) if "itextId" in about else Text({"": (about.get("label", ""),)})
    return Choice(about.get("name", ""), label, about)
