"""A form in steps that need no script: the questions of one group on a screen, each turn of a repeat a screen of its own.

Whoever has answered goes on to the next screen that asks something. Where an answer makes another question of the same
screen appear, the screen comes again with it, and nothing that was typed is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from answerable.surveys.questionnaire.form import Control, Form, Node, NodeKind
from answerable.surveys.questionnaire.judging import Filled, faults_of, settle
from answerable.surveys.questionnaire.submission import LONGEST

SHOWN: Final = (NodeKind.QUESTION, NodeKind.NOTE)


@dataclass(frozen=True, slots=True)
class ScreenItem:
    """One question or note of a screen: its node, its key, and the answer so far."""

    node: Node
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Screen:
    """One step: the key of the group it belongs to, its heading, and what it asks."""

    key: str
    group: Node
    asked: tuple[ScreenItem, ...]


def filled(form: Form, answers: Mapping[str, str], *, now: datetime) -> Filled:
    """A form with what is known so far, worked out."""
    found = Filled(form, defaults(form) | dict(answers), now)
    settle(found)
    return found


def defaults(form: Form) -> dict[str, str]:
    """What a form says itself where nobody has said anything yet; nothing in repeats."""
    repeats = tuple(f"{path}/" for path in form.repeats)
    return {node.path: node.default for node in form.nodes() if node.default and not node.path.startswith(repeats)}


def screens(of: Filled, *, skip: frozenset[str] = frozenset()) -> list[Screen]:
    """The screens that ask or tell something now, in order. `skip`: paths that are known already and not asked."""
    found: list[tuple[str, Node, list[ScreenItem]]] = []
    groups = {"": of.form.top}
    for node, key in of.places(of.form.top):
        if node.kind in {NodeKind.GROUP, NodeKind.REPEAT}:
            groups[key] = node
            continue
        if not of.relevant.get(key) or node.kind not in SHOWN or node.path in skip or _is_for_the_field(node):
            continue
        parent = key.rpartition("/")[0]
        if not found or found[-1][0] != parent:
            found.append((parent, groups[parent], []))
        found[-1][2].append(ScreenItem(node, key, of.answers.get(key, "")))
    return [Screen(f"{key}.{place}", group, tuple(asked)) for place, (key, group, asked) in enumerate(found)]


def _is_for_the_field(node: Node) -> bool:
    """A place on a map is for whoever stands there with a telephone, and a note without words for nobody."""
    return node.type == "geopoint" or (node.kind is NodeKind.NOTE and not node.label)


def faults_on(of: Filled, screen: Screen) -> dict[str, str]:
    """What is wrong with the answers of a screen: key -> reason, the first of each."""
    found = {asked.key: faults_of(of, asked.node, asked.key) for asked in screen.asked}
    return {key: reasons[0] for key, reasons in found.items() if reasons}


def field_name(key: str) -> str:
    """A key as the name of a field of a page: without what an address would have to escape."""
    return key.replace("/", ".").replace("[", "-").replace("]", "")


def typed(screen: Screen, data: Mapping[str, list[str]]) -> dict[str, str]:
    """The answers of a screen out of what a browser sent; a choice of several with blanks between."""
    said: dict[str, str] = {}
    for asked in screen.asked:
        if asked.node.kind is not NodeKind.QUESTION:
            continue
        values = [value.strip()[:LONGEST] for value in data.get(field_name(asked.key), [])]
        several = asked.node.control is Control.SEVERAL
        said[asked.key] = " ".join(filter(None, values)) if several else (values[-1] if values else "")
    return said
