"""The log for machines: its files as c2sp.org/tlog-tiles serves them, to anybody, without a session or a language."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from answerable.base.doors import door
from answerable.base.verdict import MissingError
from answerable.ledger import keys, published
from answerable.ledger.files import CHECKPOINT_FILE, DurableFolder
from answerable_verify import one_file
from answerable_verify.source import KEYS
from answerable_verify.strict import RejectedError
from answerable_verify.tiles import parse_tile_path

TEXT: Final = "text/plain; charset=utf-8"
BYTES: Final = "application/octet-stream"
FOR_EVER: Final = "public, max-age=31536000, immutable"
SECONDS: Final = "public, max-age=5"
MINUTE: Final = "public, max-age=60"


@door("public")
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """The newest checkpoint."""
    return _file(CHECKPOINT_FILE, TEXT, SECONDS)


@door("public")
@require_safe
def policy(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Whom a reader may believe: the keys of the log and of its witnesses."""
    return _file(KEYS, TEXT, MINUTE)


@door("public")
@require_safe
def tile(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """A tile or a bundle; only the one spelling of its address is known."""
    try:
        return _file(parse_tile_path(f"tile/{rest}").path, BYTES, FOR_EVER)
    except RejectedError:
        raise MissingError from None


@door("public")
@require_safe
def verifier(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """The verifier as one file, to compare: whoever wants to rely on it gets it, or its hash, from a witness."""
    answer = HttpResponse(published.verifier(), content_type=BYTES, headers={"Cache-Control": MINUTE})
    answer["Content-Disposition"] = f'attachment; filename="{one_file.NAME}"'
    return answer


def _file(path: str, kind: str, kept: str) -> HttpResponse:
    raw = DurableFolder(keys.home() / "log").read(path)
    if raw is None:
        raise MissingError
    return HttpResponse(
        raw,
        content_type=kind,
        headers={
            "Cache-Control": kept,
            "Access-Control-Allow-Origin": "*",
        },  # public bytes; checked by scripts elsewhere
    )
