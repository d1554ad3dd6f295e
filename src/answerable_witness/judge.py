"""What a witness answers to a checkpoint: the order of refusals of c2sp.org/tlog-witness, and the one yes.

400 malformed, 404 unknown log, 403 not signed by it, 409 not the size we hold, 422 does not continue what we hold,
503 we may not cosign now; 200 with the cosignature, which is durable by then.
"""

import sqlite3
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from answerable_verify.checkpoint import Checkpoint, parse_checkpoint
from answerable_verify.cosignature import cosign_line
from answerable_verify.note import Note, Signer, parse_note, verify_note
from answerable_verify.strict import RejectedError, base64_of, decimal, hash_lines
from answerable_verify.tree import EMPTY, verify_consistency

from .memory import CosignedHead, LostMemoryError, Memory

TEXT: Final = "text/plain; charset=utf-8"
SIZE: Final = "text/x.tlog.size"
REQUEST_LIMIT: Final = 1 << 17


@dataclass(frozen=True, slots=True)
class WitnessReply:
    """Status, body and content type of an answer."""

    status: int
    body: bytes = b""
    kind: str = TEXT


@dataclass(frozen=True, slots=True)
class Request:
    """An add-checkpoint request that is well formed."""

    old: int
    proof: tuple[bytes, ...]
    note: bytes
    head: Checkpoint


class _RefusalError(Exception):
    """A refusal: status and words, and whether the log had signed what is refused."""

    def __init__(self, status: int, why: str, *, kind: str = TEXT, keep: bool = False) -> None:
        super().__init__(why)
        self.reply = WitnessReply(status, (why + "\n").encode(), kind)
        self.why = why
        self.keep = keep


def parse_request(body: bytes) -> Request:
    """Read `old <size>`, the proof, an empty line and the checkpoint."""
    if len(body) > REQUEST_LIMIT:
        raise RejectedError("request", "too long")
    head, empty, note = body.partition(b"\n\n")
    first, _, rest = head.partition(b"\n")
    if not empty or not first.startswith(b"old "):
        raise RejectedError("request", "not an old size, a proof, an empty line and a checkpoint")
    old = decimal(first[len(b"old ") :], "old size")
    proof = hash_lines(rest + b"\n" if rest else b"", "proof")
    checkpoint = parse_checkpoint(parse_note(note, "checkpoint")[0], any_empty=True)
    if old > checkpoint.size:
        raise RejectedError("old size", "larger than the checkpoint's")
    return Request(old, proof, note, checkpoint)


def format_request(old: int, proof: list[bytes], note: bytes) -> bytes:
    """The request that offers a checkpoint to a witness which holds the size `old`."""
    lines = [f"old {old}\n", *(base64_of(value) + "\n" for value in proof), "\n"]
    return "".join(lines).encode() + note


class Witness:
    """A key and its memory."""

    def __init__(self, signer: Signer, memory: Memory) -> None:
        if memory.get("vkey") != signer.key.vkey:
            raise LostMemoryError("the memory belongs to another key")
        self.signer, self.memory = signer, memory

    def add_checkpoint(self, body: bytes, now: int) -> WitnessReply:
        """The answer to a request at the time `now` (seconds since 1970)."""
        try:
            request = parse_request(body)
        except RejectedError as fault:
            return WitnessReply(400, f"{fault.where}: {fault.why}\n".encode())
        try:
            return self._judged(request, body, now)
        except (sqlite3.Error, OSError):  # a full disk: what is not durable is not answered
            return WitnessReply(503, b"this witness cannot write just now\n")

    def _judged(self, request: Request, body: bytes, now: int) -> WitnessReply:
        with self.memory.changing():
            try:
                line = self._cosigned(request, now)
            except _RefusalError as no:
                if no.keep:
                    why = no.why if no.reply.kind == TEXT else "not the size held"
                    self.memory.keep_evidence(
                        at=now, origin=request.head.origin, status=no.reply.status, why=why, body=body
                    )
                return no.reply
        self.memory.mark()
        return WitnessReply(200, line.encode())

    def _cosigned(self, request: Request, now: int) -> str:
        head = request.head
        note = self._signed(request)
        held = self.memory.head(head.origin)
        self._fit(request, note, held, now)
        size = held.size if held else 0
        if request.old != size:
            # a larger tree from somebody who does not know our size is the ordinary case, not evidence
            raise _RefusalError(409, str(size), kind=SIZE, keep=head.size <= size)
        self._continues(request, held)
        line = cosign_line(self.signer, note.text, now)
        lines = "".join(signature.line for signature in note.signatures if signature.key != self.signer.key)
        self.memory.set_head(head.origin, CosignedHead(head.size, head.root, f"{note.text}\n{lines}", line, now))
        self.memory.put("latest", str(now))
        return line

    def _signed(self, request: Request) -> Note:
        """The note with the log's signatures verified, and our own if it bears one."""
        keys = self.memory.keys(request.head.origin)
        if not keys:
            raise _RefusalError(404, "this witness does not follow this log")
        try:
            verify_note(request.note, keys)
        except RejectedError:
            raise _RefusalError(403, "not signed by a key known for this log") from None
        try:
            return verify_note(request.note, [*keys, self.signer.key])
        except RejectedError:  # a false line in our name is the sender's affair
            return verify_note(request.note, keys)

    def _fit(self, request: Request, note: Note, held: CosignedHead | None, now: int) -> None:
        """Refuse while this witness must not cosign: frozen, its clock behind, or its own word unknown to it."""
        if self.memory.get("frozen"):
            raise _RefusalError(503, "this witness has stopped for good: " + self.memory.get("frozen"))
        if now < int(self.memory.get("latest") or 0):
            raise _RefusalError(503, "the clock of this witness is behind its last cosignature")
        ours = any(signature.key == self.signer.key for signature in note.signatures)
        size, root = (held.size, held.root) if held else (0, EMPTY)
        if ours and (request.head.size > size or (request.head.size == size and request.head.root != root)):
            why = "it was shown its own cosignature over a tree it does not remember; its key must be retired"
            self.memory.put("frozen", why)
            raise _RefusalError(503, "this witness has stopped for good: " + why, keep=True)

    def _continues(self, request: Request, held: CosignedHead | None) -> None:
        head = request.head
        if head.size == 0 and head.root != EMPTY:
            raise _RefusalError(422, "checkpoint, root: the empty tree has another root", keep=True)
        try:
            verify_consistency(
                old=request.old,
                new=head.size,
                old_root=held.root if held else EMPTY,
                new_root=head.root,
                proof=request.proof,
            )
        except RejectedError as fault:
            raise _RefusalError(422, f"{fault.where}: {fault.why}", keep=True) from None

    def checkpoint(self, hashed: str) -> WitnessReply:
        """The last checkpoint cosigned for the log whose origin has this SHA-256 in hexadecimal."""
        for origin, head in self.memory.heads().items():
            if sha256(origin.encode()).hexdigest() == hashed:
                return WitnessReply(200, (head.note + head.line).encode())
        return WitnessReply(404, b"no checkpoint of such a log\n")
