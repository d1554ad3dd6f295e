"""Checkpoints (c2sp.org/tlog-checkpoint): a log's signed word on its size and root, and the witnesses' words on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .cosignature import counted
from .note import Note, Signature, verify_note
from .policy import NONE, Policy
from .strict import HASH_SIZE, RejectedError, base64_of, decimal, unbase64
from .tree import EMPTY


class RetiredKeyError(RejectedError):
    """Signed by the log, but only by a key that was retired before this size."""


class UnwitnessedError(RejectedError):
    """Signed by the log, and the quorum of witnesses did not see it, or not lately."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head. Only `verify_checkpoint` fills `raw` and `cosignatures` (by public key)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    raw: bytes = b""
    cosignatures: Mapping[bytes, Signature] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text that is signed, with its last line end."""
        return "\n".join((self.origin, str(self.size), base64_of(self.root), *self.extensions, ""))

    @property
    def times(self) -> list[int]:
        """When the witnesses saw it (seconds since 1970), earliest first."""
        return sorted(signature.time or 0 for signature in self.cosignatures.values())


def parse_checkpoint(text: str, where: str = "checkpoint", *, any_empty: bool = False) -> Checkpoint:
    """Read the text of a checkpoint. Says nothing about who signed it.

    With `any_empty` the root of size 0 is not looked at: a witness answers that fault with a status of its own.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise RejectedError(where, "not an origin, a size and a root, a line each and none empty")
    size = decimal(lines[1].encode(), f"{where}, size")
    root = unbase64(lines[2].encode(), f"{where}, root", size=HASH_SIZE)
    if size == 0 and root != EMPTY and not any_empty:
        raise RejectedError(f"{where}, root", "the empty tree has another root")
    return Checkpoint(lines[0], size, root, tuple(lines[3:-1]))


def _speaks_for(policy: Policy, note: Note, head: Checkpoint, origin: str | None) -> None:
    """Refuse unless a log key of the policy signed this origin, and was not retired before this size."""
    if origin is not None and head.origin != origin:
        raise RejectedError("checkpoint, origin", "a checkpoint of another log")
    signed = {signature.key.public for signature in note.signatures}
    logs = [known for known in policy.logs if known.key.public in signed]
    if origin is None:
        logs = [known for known in logs if known.key.name == head.origin]
    if not logs:
        raise RejectedError("checkpoint", "not signed by the log it names")
    if not any(known.until is None or head.size <= known.until for known in logs):
        raise RetiredKeyError("checkpoint", "signed only by a key that was retired before this size")


def verify_checkpoint(
    raw: bytes, policy: Policy, *, origin: str | None = None, now: int | None = None, max_age: int | None = None
) -> Checkpoint:
    """The checkpoint in a note, if the policy is satisfied: a log's signature, and the quorum of witnesses.

    A log's key name is its origin; only a caller that names `origin` may accept foreign logs where it is not.
    With `now` (seconds since 1970), cosignatures from the future do not count, and with `max_age` stale ones neither.
    """
    note = verify_note(raw, policy.keys, "checkpoint")
    head = parse_checkpoint(note.text)
    _speaks_for(policy, note, head, origin)
    seen = counted(note, now=now, max_age=max_age)
    fresh = {public: signature for public, signature in seen.items() if policy.counts(public, head.size)}
    if not policy.satisfied_by(fresh.keys(), head.size):
        have = len(counted(note))
        raise UnwitnessedError(
            "checkpoint", f"{len(fresh)} of its {have} cosignatures count, which is not the quorum asked for"
        )
    return Checkpoint(head.origin, head.size, head.root, head.extensions, raw, fresh)


def without_quorum(policy: Policy) -> Policy:
    """The same keys, with no cosignature demanded: to read a checkpoint first and judge its witnesses apart."""
    return replace(policy, quorum=NONE)
