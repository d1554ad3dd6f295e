"""A letter's text as a page, for programs that show HTML: the same words, nothing loaded, no style. Pure."""

import re
from typing import Final

from django.utils.html import escape

_ADDRESS: Final = re.compile(r"https?://[^\s<>]+")


def page_of(text: str, *, language: str, front: str) -> str:
    """The text as HTML. Addresses of our own installation (`front`) are links; anybody else's stay words."""
    paragraphs = [part for part in re.split(r"\n{2,}", text.strip()) if part]
    body = "\n".join(f'<p dir="auto">{_lines(part, front)}</p>' for part in paragraphs)
    return f'<!doctype html>\n<html lang="{escape(language)}"><body>\n{body}\n</body></html>\n'


def _lines(part: str, front: str) -> str:
    return "<br>\n".join(_linked(line, front) for line in part.split("\n"))


def _linked(line: str, front: str) -> str:
    """One line, escaped; what is an address of ours becomes a link, which shows where it leads."""
    written, end = "", 0
    for found in _ADDRESS.finditer(line):
        if found[0] == front or found[0].startswith(front + "/"):
            address = escape(found[0])
            written += escape(line[end : found.start()]) + f'<a href="{address}">{address}</a>'
            end = found.end()
    return written + escape(line[end:])
