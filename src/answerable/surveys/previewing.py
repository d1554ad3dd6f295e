"""A questionnaire as a page shows it to whoever makes it or checks it: every question, in order, with its conditions."""

from dataclasses import dataclass

from answerable.surveys.questionnaire.form import Control, Form, Node, NodeKind


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """One heading, note or question. `when` and `must`: conditions as the form writes them."""

    name: str
    kind: str
    label: str
    hint: str
    depth: int
    is_required: bool
    control: str
    type: str
    choices: tuple[tuple[str, str], ...]
    when: str
    must: str


def parts_of(form: Form, language: str) -> list[PreviewPart]:
    """The parts of a form in one of its languages; what nobody sees is left out, but for what is calculated."""
    return [_part(node, language) for node in form.nodes() if _is_seen(node)]


def _is_seen(node: Node) -> bool:
    if node.kind is NodeKind.HIDDEN:
        return node.calculate is not None
    return node.kind is not NodeKind.GROUP or bool(node.label)


def _part(node: Node, language: str) -> PreviewPart:
    calculated = _short(node.calculate.text) if node.kind is NodeKind.HIDDEN and node.calculate else ""
    return PreviewPart(
        name=node.name,
        kind=node.kind.value,
        label=node.label.plain(language) or calculated,
        hint=node.hint.plain(language),
        depth=min(node.path.count("/"), 3),
        is_required=node.required is not None,
        control=node.control.value if node.control is not Control.NONE else "",
        type=node.type,
        choices=tuple((choice.value, choice.label.plain(language)) for choice in node.choices),
        when=_short(node.relevant.text if node.relevant else ""),
        must=_short(node.constraint.text if node.constraint else ""),
    )


def _short(written: str) -> str:
    """An expression as people read it: the name of a question in place of its whole path."""
    words = written.split()
    return " ".join(word.rpartition("/")[2] if word.startswith("/") else word for word in words)
