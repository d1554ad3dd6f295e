"""A form: a tree of groups, repeats and questions, with its texts in each of its languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from answerable.surveys.questionnaire.expression import Expression
from answerable.surveys.questionnaire.scope import Scope

Part = str | Expression


class NodeKind(StrEnum):
    """What a node is."""

    GROUP = "group"
    REPEAT = "repeat"
    QUESTION = "question"
    NOTE = "note"  # shown, not asked
    HIDDEN = "hidden"  # calculated, or what a device says of itself


class Control(StrEnum):
    """How is asked."""

    INPUT = "input"
    ONE = "select1"
    SEVERAL = "select"
    TICK = "trigger"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text by language; a part may be an expression, for what was answered before."""

    by_language: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is any text."""
        return any(self.by_language.values())

    def said(self, language: str, where: Scope) -> str:
        """The text in a language, else in the first that has it."""
        parts = self.by_language.get(language) or next(iter(self.by_language.values()), ())
        return "".join(part if isinstance(part, str) else part.text_in(where) for part in parts).strip()

    def plain(self, language: str) -> str:
        """The text without answers in it: an ellipsis stands for them."""
        parts = self.by_language.get(language) or next(iter(self.by_language.values()), ())
        return "".join(part if isinstance(part, str) else "…" for part in parts).strip()


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list: its code, its label, and what a filter may ask of it."""

    value: str
    label: Text
    about: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node of a form; `path` without the root."""

    path: str
    kind: NodeKind
    type: str = "string"
    control: Control = Control.NONE
    look: str = ""  # its appearance, as XLSForm calls it
    label: Text = field(default_factory=Text)
    hint: Text = field(default_factory=Text)
    default: str = ""
    preload: str = ""
    relevant: Expression | None = None
    required: Expression | None = None
    constraint: Expression | None = None
    calculate: Expression | None = None
    count: Expression | None = None
    says_constraint: Text = field(default_factory=Text)
    says_required: Text = field(default_factory=Text)
    choices: tuple[Choice, ...] = ()
    only: Expression | None = None
    children: tuple["Node", ...] = ()

    @property
    def name(self) -> str:
        """Its own name."""
        return self.path.rpartition("/")[2]

    def walk(self) -> Iterator["Node"]:
        """The node itself and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form as it is asked.

    languages  code -> its name in the form; the first is the form's own
    root       name of the root of its answers
    """

    id: str
    version: str
    title: str
    root: str
    languages: Mapping[str, str]
    top: Node

    def nodes(self) -> Iterator[Node]:
        """Every node, in order."""
        for child in self.top.children:
            yield from child.walk()

    def questions(self) -> Iterator[Node]:
        """What is asked, in order."""
        return (node for node in self.nodes() if node.kind is NodeKind.QUESTION)

    @cached_property
    def types(self) -> dict[str, str]:
        """The type at each path."""
        return {node.path: node.type for node in self.nodes()}

    @cached_property
    def repeats(self) -> frozenset[str]:
        """Paths of the repeats."""
        return frozenset(node.path for node in self.nodes() if node.kind is NodeKind.REPEAT)

    def language(self, wanted: str) -> str:
        """The form's language that is nearest to what a reader wants; its own first one otherwise."""
        known = list(self.languages)
        return next((code for code in known if code.partition("-")[0] == wanted.partition("-")[0]), known[0])
