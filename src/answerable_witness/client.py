"""Asking a witness for its cosignature: what a log does after each checkpoint, and what it believes of the answer.

A witness may be down, slow, mistaken or false; each is an ordinary answer here (`NotCosigned`), never an exception of
somebody else's making. A line is believed only when it verifies under the key the policy names.
"""

from collections.abc import Callable
from contextlib import closing
from typing import Final

from answerable_verify.note import VerifierKey, parse_note, verify_note
from answerable_verify.source import UnreachableError, Web
from answerable_verify.strict import RejectedError, decimal

from .judge import format_request

ANSWER_LIMIT: Final = 1 << 16
PATIENCE: Final = 10.0
"""Seconds a witness has to answer."""

Prove = Callable[[int], list[bytes]]
"""The consistency proof from an old size to the checkpoint's."""


class NotCosignedError(Exception):
    """The witness gave no cosignature. `held` is the size it holds, when it said so."""

    def __init__(self, why: str, held: int | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.held = held


def cosigned_by(
    key: VerifierKey, url: str, note: bytes, *, size: int, old: int, prove: Prove, patience: float = PATIENCE
) -> str:
    """The witness's line over the checkpoint `note` of `size`, asked with the size `old` it is thought to hold.

    When the witness holds another size it says so, and is asked once more from there.
    """
    with closing(Web(url, timeout=patience, total=2 * patience)) as web:
        try:
            return _asked(web, key, note, old, prove)
        except NotCosignedError as no:
            if no.held is None or no.held == old:
                raise
            if no.held > size:
                raise NotCosignedError(f"it holds {no.held} entries, more than the {size} offered", no.held) from None
            return _asked(web, key, note, no.held, prove)


def _asked(web: Web, key: VerifierKey, note: bytes, old: int, prove: Prove) -> str:
    try:
        status, answer = web.ask("POST", "add-checkpoint", ANSWER_LIMIT, format_request(old, prove(old), note))
        if status == 409:
            raise NotCosignedError("it holds another size", decimal(answer.removesuffix(b"\n"), "size held"))
        if status != 200:
            raise NotCosignedError(f"answered with status {status}")
        return _believed(key, note, answer)
    except (RejectedError, UnreachableError) as fault:
        raise NotCosignedError(f"{fault.where}: {fault.why}") from None


def _believed(key: VerifierKey, note: bytes, answer: bytes) -> str:
    """The one line in the answer that is this witness's word on this very text."""
    text, _ = parse_note(note)
    signed = verify_note(text.encode() + b"\n" + answer, [key], "cosignature")
    return signed.signatures[0].line
