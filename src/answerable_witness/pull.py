"""The witness of a volunteer behind a home router: nobody calls it, it looks by itself, from cron.

For each log followed it fetches the checkpoint, builds the consistency proof from the log's own tiles, judges it like
any other request, and posts its cosignature to `<log>/cosignatures` as a note: the checkpoint's text and its line.
A log that waits for its witnesses before it publishes shows at `<log>/offered` what it signed; that is looked at first.
"""

from contextlib import closing
from dataclasses import dataclass
from typing import Final

from answerable_verify.checkpoint import Checkpoint, parse_checkpoint
from answerable_verify.note import parse_note
from answerable_verify.reader import Reader
from answerable_verify.source import (
    CHECKPOINT,
    CHECKPOINT_LIMIT,
    FolderSource,
    MissingEntryError,
    UnreachableError,
    Web,
    open_source,
)
from answerable_verify.strict import RejectedError

from .judge import Witness, format_request
from .memory import CosignedHead

OFFERED: Final = "offered"
AGAIN: Final = 6 * 3600
"""Seconds after which a tree that has not grown is cosigned anew, so that it stays known as fresh."""
ANSWER_LIMIT: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking at a log: `good` unless somebody should look into it."""

    origin: str
    good: bool
    words: str


def pull_all(witness: Witness, now: int) -> list[Looked]:
    """Look at every log that has an address."""
    return [_look(witness, origin, url, now) for origin, url in witness.memory.logs() if url]


def _look(witness: Witness, origin: str, url: str, now: int) -> Looked:
    with closing(open_source(url)) as source:
        return _seen(witness, source, origin, now)


def _seen(witness: Witness, source: FolderSource | Web, origin: str, now: int) -> Looked:
    try:
        raw = _shown(source)
        head = parse_checkpoint(parse_note(raw)[0])
        if head.origin != origin:
            return Looked(origin, good=False, words=f"{source.where} shows another log")
        held = witness.memory.head(origin)
        old = held.size if held else 0
        if head.size < old:
            return Looked(origin, good=False, words=f"shows {head.size} entries, had {old}: it went back, or lags")
        if held and (head.size, head.root) == (old, held.root) and now - held.time < AGAIN:
            return _nothing_new(witness, source, head, held)
        request = format_request(old, Reader(head, source).consistency(old), raw)
    except (RejectedError, UnreachableError) as fault:
        return Looked(origin, good=False, words=f"{fault.where}: {fault.why}")
    return _offer(witness, source, head, request=request, now=now)


def _shown(source: FolderSource | Web) -> bytes:
    """What the log wants cosigned; its published checkpoint where it offers nothing beside it."""
    try:
        return source.read(OFFERED, CHECKPOINT_LIMIT)
    except (MissingEntryError, UnreachableError):
        return source.read(CHECKPOINT, CHECKPOINT_LIMIT)


def _nothing_new(witness: Witness, source: FolderSource | Web, head: Checkpoint, held: CosignedHead) -> Looked:
    """What was cosigned before; what could not be delivered then is delivered now."""
    if isinstance(source, FolderSource) or witness.memory.delivered(head.origin) >= held.time:
        return Looked(head.origin, good=True, words=f"{head.size} entries, nothing new")
    return _post(witness, source, head, held.line.encode(), at=held.time)


def _offer(witness: Witness, source: FolderSource | Web, head: Checkpoint, *, request: bytes, now: int) -> Looked:
    reply = witness.add_checkpoint(request, now)
    if reply.status != 200:
        return Looked(head.origin, good=False, words=f"not cosigned: {reply.body.decode().rstrip()}")
    return _post(witness, source, head, reply.body, at=now)


def _post(witness: Witness, source: FolderSource | Web, head: Checkpoint, line: bytes, *, at: int) -> Looked:
    if isinstance(source, FolderSource):
        return Looked(head.origin, good=True, words=f"{head.size} entries cosigned (a folder takes no cosignatures)")
    try:
        status, _ = source.ask("POST", "cosignatures", ANSWER_LIMIT, head.text.encode() + b"\n" + line)
    except (UnreachableError, RejectedError) as fault:
        return Looked(head.origin, good=False, words=f"{head.size} entries cosigned, but not delivered ({fault.why})")
    if status not in {200, 201, 202, 204}:
        return Looked(head.origin, good=False, words=f"{head.size} entries cosigned, but the log answered {status}")
    witness.memory.was_delivered(head.origin, at)
    return Looked(head.origin, good=True, words=f"{head.size} entries cosigned and delivered")
