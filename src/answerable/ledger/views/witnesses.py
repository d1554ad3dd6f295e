"""Where witnesses that nobody can call come by themselves: the checkpoint that waits for them, and the post for their lines."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.ledger import published, queries, witnessing

TEXT: Final = "text/plain; charset=utf-8"
LONGEST: Final = 1 << 16
"""Bytes of a post: a checkpoint's text and a few lines."""


@door("public")
@require_safe
def offered(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """The signed checkpoint that is to be cosigned: the one that waits for its quorum, else the published one."""
    waits = queries.offered_checkpoint()
    shown = queries.published()
    note = waits[1] if waits else shown.note if shown else None
    if note is None:
        return _plain("nothing was signed yet\n", 404)
    return HttpResponse(note, content_type=TEXT, headers={"Cache-Control": "no-store"})


@door("public")
@require_POST
def cosignatures(request: HttpRequest) -> HttpResponse:
    """Take the line of a witness that fetched the log by itself: `<text of the checkpoint>`, empty line, its line."""
    length = request.headers.get("Content-Length") or ""
    if not (length.isascii() and length.isdigit()) or len(length) > 9 or int(length) > LONGEST:
        return _plain("a request of a told and moderate length, please\n", 400)
    waits, shown = queries.offered_checkpoint(), queries.published()
    heads = [waits] if waits else []
    heads += [(shown.size, shown.note)] if shown else []
    status, words = witnessing.received(request.body, heads=heads, policy=published.published_policy(), at=now())
    return _plain(f"{words}\n", status)


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type=TEXT, headers={"Cache-Control": "no-store"})
