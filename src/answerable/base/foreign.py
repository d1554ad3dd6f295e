"""Text in another language than its page, marked so that a screen reader says it rightly (WCAG 2.2, 3.1.2).

What a language lacks is said in the next one. Whoever finds such a text returns `foreign(text, language)`: a plain text for
everybody but a page. While a page is rendered it stands between marks, through filters, sentences and parts that are kept;
`spans` then makes elements of the marks, and drops them where no element can stand. The marks are drawn anew by each
process, so that nobody can type them.
"""

import contextlib
import re
import secrets
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import Any, Final, Self

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from answerable.base.shapes import damaged, is_damaged

_DRAWN: Final = secrets.token_hex(8)
_BEGIN, _TOLD, _END = f"\ue000{_DRAWN}", "\ue001", f"\ue002{_DRAWN}"
_OPENED: Final = re.compile(f"{_BEGIN}([a-z0-9-]*){_TOLD}")
_NO_ELEMENT: Final = re.compile(
    r"<(script|style|title|textarea|option)\b.*?</\1\s*>|<!--.*?-->|<[!/a-z][^>]*>", re.DOTALL | re.IGNORECASE
)
"""Tags with their attributes, and elements that hold nothing but text."""
_marking: Final = ContextVar("_marking", default=False)


class Foreign(str):
    """A text that knows its language. To a page it shows itself escaped and marked, to all others it is a text."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> Self:
        """Make one of a text in a language."""
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        """What a copy is made of."""
        return type(self), (str.__str__(self), self.language)

    def __mod__(self, words: Any) -> str:
        """With its placeholders filled it is in the same language."""
        return foreign(str.__mod__(self, words), self.language)

    def __html__(self) -> SafeString:
        """As a page shows it."""
        return mark_safe(_marked(escape(str.__str__(self)), self.language))  # noqa: S308 -- escaped here


def _marked(text: str, language: str) -> str:
    return f"{_BEGIN}{language}{_TOLD}{text}{_END}" if _marking.get() else text


def foreign(text: str, language: str) -> str:
    """A text that is in another language than the page; empty stays empty."""
    if not text or isinstance(text, Foreign) or text.startswith(_BEGIN):
        return text
    return Foreign(text, language)


def as_marked(text: str, language: str) -> str:
    """The same for whoever puts a text into a page unescaped, as translations are."""
    told = foreign(text, language)
    return _marked(str.__str__(told), language) if isinstance(told, Foreign) and _marking.get() else told


@contextlib.contextmanager
def marking() -> Iterator[None]:
    """While a page is rendered."""
    before = _marking.set(True)
    try:
        yield
    finally:
        _marking.reset(before)


def spans(page: str) -> str:
    """A page with an element for each marked text, `<span lang="en">…</span>`; none within a tag or a text-only element."""
    if _BEGIN not in page:
        return page
    made, end = [], 0
    for found in _NO_ELEMENT.finditer(page):
        made += [_elements(page[end : found.start()]), _OPENED.sub("", found[0]).replace(_END, "")]
        end = found.end()
    return "".join([*made, _elements(page[end:])])


def _elements(text: str) -> str:
    return _OPENED.sub(r'<span lang="\1">', text).replace(_END, "</span>")


def in_language(names: Mapping[str, str], language: str) -> str:
    """One wording of a name given in several languages: the asked one, else English, else whichever there is."""
    if is_damaged(names):
        return damaged()
    if said := names.get(language):
        return said
    for other in ("en", *names):
        if said := names.get(other):
            return foreign(said, other)
    return ""
