"""The log to leaf through: its entries in their order, each in words, with a way to its page. The newest page comes first."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.base.doors import door
from answerable.base.verdict import MissingError
from answerable.ledger import published, wording
from answerable_verify.checkpoint import Checkpoint
from answerable_verify.leaf import LogLeaf
from answerable_verify.source import UnreachableError
from answerable_verify.stats import read_counted
from answerable_verify.strict import RejectedError
from answerable_verify.tiles import WIDTH

ROWS: Final = 64
"""Entries of a page; a bundle of the log has four pages."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in a line."""

    index: int
    kind: str
    on: date | None
    body: str


@door("public")
@require_safe
def entries(request: HttpRequest, page: int | None = None) -> HttpResponse:
    """A page of the log, proven before it is shown; the newest where none is named."""
    head = published.head()
    size = 0 if head is None else head.checkpoint.size
    last = max(0, size - 1) // ROWS
    if page is not None and (head is None or page > last):
        raise MissingError
    shown = last if page is None else page
    words: dict[str, object] = {"size": size, "page": shown, "last": last, "rows": [], "gone": False}
    if head is not None and size:
        try:
            words["rows"] = _rows(head.checkpoint, shown)
        except (RejectedError, UnreachableError):
            words["gone"] = True
    words |= {"older": shown - 1 if shown else None, "newer": shown + 1 if shown < last else None}
    answer = render(request, "ledger/public/entries.html", words)
    answer["Cache-Control"] = "public, max-age=60"
    return answer


def _rows(checkpoint: Checkpoint, page: int) -> list[Row]:
    """The entries of a page, the newest above."""
    first = page * ROWS
    bundle = published.reader(checkpoint).bundle(first // WIDTH)
    within = first % WIDTH
    found = enumerate(bundle.entries[within : within + ROWS], first)
    return [_row(index, raw) for index, raw in found][::-1]


def _row(index: int, raw: bytes) -> Row:
    if not raw:
        return Row(index, str(wording.KINDS["redaction"]), None, "")
    try:
        leaf = read_counted(raw, f"leaf {index}")
    except RejectedError:  # the audit names it; its page shows it as it stands
        leaf = LogLeaf("")
    return Row(index, str(wording.KINDS.get(leaf.kind, leaf.kind or "?")), leaf.on, leaf.body)
