"""HTML of letters as plain text: nothing is loaded, what nobody would see is left out, quotations are marked with `>`."""

import re
from html.parser import HTMLParser
from typing import Final

_UNSEEN: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg"})
_BLOCKS: Final = frozenset(
    {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "section"}
    | {"article", "header", "footer", "dt", "dd", "body", "blockquote"}
)
_DEEPEST: Final = 50  # quotations within each other; deeper ones are shown as that deep
_SPACES: Final = re.compile(r"[ \t\r\f\v\u00a0]+")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.unseen = 0
        self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _UNSEEN:
            self.unseen += 1
        if tag in _BLOCKS:
            self.line()
        if tag == "blockquote":
            self.quoted = min(self.quoted + 1, _DEEPEST)
            self.lines[-1] = _mark(self.quoted)
        if tag == "li":
            self.lines[-1] += "- "

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self.unseen:
            self.unseen -= 1
        if tag in _BLOCKS:
            self.line()
        if tag == "blockquote" and self.quoted:
            self.quoted -= 1
            self.lines[-1] = _mark(self.quoted)
        if tag == "p":
            self.line(always=True)

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        self.lines[-1] += _SPACES.sub(" ", data.replace("\n", " "))

    def line(self, *, always: bool = False) -> None:
        """Begin a new line, unless this one is empty still."""
        if always or self.lines[-1].strip(" >"):
            self.lines.append(_mark(self.quoted))
        else:
            self.lines[-1] = _mark(self.quoted)


def _mark(deep: int) -> str:
    return "> " * deep


def text_of(html: str) -> str:
    """The text of an HTML page as a person would read it. What no parser understands is given as it stands."""
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        return re.sub(r"<[^>]{0,500}>", " ", html)
    text = "\n".join(line.rstrip() for line in reader.lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")
