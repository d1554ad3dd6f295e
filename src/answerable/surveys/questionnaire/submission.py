"""What a telephone sends (OpenRosa): which form, which instance, and the answers by their keys."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from answerable.base.strict_xml import DocumentError, local, read_xml
from answerable.surveys.questionnaire.form import Form
from answerable.surveys.questionnaire.scope import bare

LONGEST: Final = 10_000  # characters of one answer
_INSTANCE: Final = re.compile(r"[\w.:{}-]{8,100}")


@dataclass(frozen=True, slots=True)
class SentForm:
    """A submission, before its form is known."""

    form: str
    version: str
    instance: str
    replaces: str
    root: ET.Element


def read_submission(raw: bytes) -> SentForm:
    """A submission. Raises DocumentError for what is none: no XML, no form, no instance id, or encrypted."""
    root = read_xml(raw)
    meta = next((each for each in root if local(each) == "meta"), None)  # in the default namespace, or in orx:
    said = {} if meta is None else {local(each): (each.text or "").strip() for each in meta}
    instance = said.get("instanceID", "")
    if not root.get("id") or not _INSTANCE.fullmatch(instance) or root.get("encrypted") == "yes":
        raise DocumentError("no submission")
    return SentForm(root.get("id", ""), root.get("version", ""), instance, said.get("deprecatedID", ""), root)


def answers_of(sent: SentForm, form: Form) -> dict[str, str]:
    """The answers by their keys, as `scope` spells them; empty ones left out."""
    return {key: value for key, value in _leaves(sent.root, "", form.repeats) if value}


def _leaves(element: ET.Element, key: str, repeats: frozenset[str]) -> Iterator[tuple[str, str]]:
    turns: Counter[str] = Counter()
    for child in element:
        name = local(child)
        own = f"{key}/{name}".lstrip("/")
        if not key and name == "meta":
            continue
        if bare(own) in repeats:
            if any(attr.endswith("template") for attr in child.attrib):
                continue
            turns[name] += 1
            own = f"{own}[{turns[name]}]"
        if len(child):
            yield from _leaves(child, own, repeats)
        else:
            yield own, (child.text or "").strip()[:LONGEST]
