"""The part of XPath 1.0 that questionnaires may use (JavaRosa's, as pyxform writes it), read once and evaluated often.

What is not here is refused when a form is uploaded, by name: a server that understood less than a telephone would judge
answers otherwise than whoever gave them. Sources: XPath 1.0 (W3C 1999), ODK XForms Specification, section "XPath Functions".
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from answerable.surveys.questionnaire import functions, scope
from answerable.surveys.questionnaire.values import Value, equal, number, single, text, truth

LONGEST: Final = 8_000  # characters
DEEPEST: Final = 60  # parentheses in each other
_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<text>"[^"]*"|'[^']*')|(?P<op><=|>=|!=|//|::|[-+*=<>()\[\],|@/]|\.\.|\.)"""
    r"""|(?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?))""",
)
_LEVELS: Final[tuple[tuple[str, ...], ...]] = (
    ("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"),
)  # fmt: skip
_WORDS: Final = {"or", "and", "div", "mod"}
Evaluated = Callable[[scope.Scope], Value]


class ExpressionError(ValueError):
    """An expression that is none, or that uses what is not in the list. `word`: what it was about."""

    def __init__(self, reason: str, word: str = "") -> None:
        super().__init__(f"{reason}: {word}" if word else reason)
        self.reason, self.word = reason, word


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression, ready to be evaluated.

    text   as it was written
    names  functions that it calls
    """

    text: str
    evaluate: Evaluated
    names: frozenset[str]

    def truth(self, where: scope.Scope) -> bool:
        """Whether it holds there."""
        return truth(single(self.evaluate(where)))

    def text_in(self, where: scope.Scope) -> str:
        """What it gives there, as text."""
        return text(single(self.evaluate(where)))


def read_expression(written: str) -> Expression:
    """Read an expression. Raises ExpressionError: `function`, `path`, `pattern` or `syntax`, with the word."""
    if len(written) > LONGEST:
        raise ExpressionError("syntax", written[:40])
    reader = _Reader(list(_tokens(written)))
    evaluate = reader.level(0)
    if reader.peek()[1]:
        raise ExpressionError("syntax", reader.peek()[1])
    return Expression(written, evaluate, frozenset(reader.names))


def _tokens(written: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(written.rstrip())
    while at < end:
        found = _TOKEN.match(written, at)
        if found is None:
            raise ExpressionError("syntax", written[at : at + 20].strip())
        yield str(found.lastgroup), found[str(found.lastgroup)]
        at = found.end()


class _Reader:
    """A parser by descent; each level gives a function of a scope."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0
        self.names: set[str] = set()

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def take(self, wanted: str = "") -> str:
        found = self.peek()[1]
        if not found or (wanted and found != wanted):
            raise ExpressionError("syntax", found or wanted)
        self.at += 1
        return found

    def level(self, which: int) -> Evaluated:
        """An operator's level, left to right."""
        if which == len(_LEVELS):
            return self.unary()
        left = self.level(which + 1)
        while self.peek()[1] in _LEVELS[which] and self.peek()[0] in {"op", "name"}:
            left = _joined(self.take(), left, self.level(which + 1))
        return left

    def unary(self) -> Evaluated:
        if self.peek() == ("op", "-"):
            self.take()
            inner = self.unary()
            return lambda where: -number(single(inner(where)))
        return self.primary()

    def primary(self) -> Evaluated:
        kind, word = self.peek()
        if kind == "number":
            self.take()
            constant = float(word)
            return lambda _where: constant
        if kind == "text":
            self.take()
            said = word[1:-1]
            return lambda _where: said
        if word == "(":
            return self.parenthesis()
        following = self.tokens[self.at + 1][1] if self.at + 1 < len(self.tokens) else ""
        if kind == "name" and following == "(" and word != "current":
            return self.call()
        return self.path()

    def parenthesis(self) -> Evaluated:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError("syntax", "((((")
        self.take("(")
        inner = self.level(0)
        self.take(")")
        self.depth -= 1
        return inner

    def call(self) -> Evaluated:
        name = self.take()
        function = functions.FUNCTIONS.get(name)
        if function is None:
            raise ExpressionError("function", name)
        self.names.add(name)
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError("syntax", name)
        self.take("(")
        start, arguments = self.at, []
        while self.peek()[1] != ")":
            arguments.append(self.level(0))
            if self.peek()[1] == ",":
                self.take()
        written = self.tokens[start : self.at]
        self.take(")")
        self.depth -= 1
        if not function.least <= len(arguments) <= function.most:
            raise ExpressionError("syntax", name)
        if name == "regex":
            _must_be_safe(written)
        return lambda where: function.call(where, arguments)

    def path(self) -> Evaluated:
        absolute = self.beginning()
        ups, steps = 0, [self.step()]
        while self.peek()[1] == "/":
            self.take()
            steps.append(self.step())
        while steps and steps[0] == ".." and not absolute:
            ups += 1
            steps.pop(0)
        names = [step for step in steps if step != "."]
        if ".." in names or self.peek()[1] in {"[", "//", "::", "|", "@"}:
            raise ExpressionError("path", self.peek()[1] or "..")
        where_to = scope.Path(absolute, ups, tuple(names[1:] if absolute else names))
        return lambda where: where.at(where_to)

    def beginning(self) -> bool:
        """Whether a path begins at the root; `current()/` is where the expression stands anyway."""
        if self.peek()[1] == "current":
            for wanted in ("current", "(", ")", "/"):
                self.take(wanted)
        if self.peek()[1] != "/":
            return False
        self.take()
        return True

    def step(self) -> str:
        kind, word = self.peek()
        if word not in {".", ".."} and (kind != "name" or word in _WORDS):
            raise ExpressionError("path", word)
        self.at += 1
        return word.rpartition(":")[2]


def _joined(op: str, left: Evaluated, right: Evaluated) -> Evaluated:
    if op == "or":
        return lambda where: truth(single(left(where))) or truth(single(right(where)))
    if op == "and":
        return lambda where: truth(single(left(where))) and truth(single(right(where)))
    if op in {"=", "!="}:
        return lambda where: equal(single(left(where)), single(right(where))) == (op == "=")
    work = functions.ARITHMETIC[op]
    return lambda where: work(number(single(left(where))), number(single(right(where))))


def _must_be_safe(written: list[tuple[str, str]]) -> None:
    """A pattern must be written out, and must not be one that takes for ever on some answer."""
    kind, pattern = written[-1]
    if kind != "text" or not functions.is_safe_pattern(pattern[1:-1]):
        raise ExpressionError("pattern", pattern[:60])
