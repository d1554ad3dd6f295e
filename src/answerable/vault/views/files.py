"""Handing out a file: always as a download, never as something a browser runs in the name of this installation."""

from urllib.parse import quote

from django.http import HttpResponse

from answerable.vault import queries
from answerable.vault.models import File
from answerable.vault.rules import files
from answerable.vault.terms import FileState

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


def served(file: File, *, part: str = "copy", record_key: bytes | None = None) -> HttpResponse:
    """Give a part of a file as a download: the cleaned "copy", the "original", or the "thumb" (shown in place).

    The page that calls this has asked the policy already; an original asks for step-up, purpose and a look besides.
    Raises Missing where that part does not exist.
    """
    content = queries.content(file, part, record_key)
    media = {"copy": file.copy_media, "thumb": "image/jpeg"}.get(part, file.media)
    kind = files.KINDS[media]
    response = HttpResponse(content, content_type=f"{media}; charset=utf-8" if kind is files.TEXT else media)
    name = files.tidy_name(queries.shown_name(file), kind)
    if part == "thumb":
        response["Content-Disposition"] = "inline"
    else:
        plain = name if name.isascii() else f"file-{file.id}.{kind.ending}"
        response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    for header, value in _HEADERS.items():
        response[header] = value
    return response


def part_to_offer(file: File) -> str:
    """Say which part a page may offer to everybody who may read the thing: "copy", or "" where there is none.

    Staff are offered "original" of a KEPT file besides, with `wording.NOT_CLEANED` beside it.
    """
    return "copy" if file.state == FileState.DERIVED else ""
