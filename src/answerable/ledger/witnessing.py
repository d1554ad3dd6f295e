"""Asking the witnesses: every checkpoint is offered to each before it is published, and what they signed is kept.

The sequencer calls `gather` when the tiles are durable and before the checkpoint's file is written. Witnesses behind a
home router are not called; they fetch the checkpoint and post their line (`received`). A line is believed only when it
verifies under the key that the policy names, over this very text.
"""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from answerable.ledger.models import Cosignature, WitnessAsked
from answerable_verify.cosignature import AHEAD
from answerable_verify.note import NOTE_LIMIT, Signature, parse_note, verify_note
from answerable_verify.policy import KnownKey, Policy
from answerable_verify.strict import RejectedError
from answerable_witness.client import PATIENCE, NotCosignedError, cosigned_by

log = logging.getLogger(__name__)
Prove = Callable[[int], list[bytes]]
LONGEST_WAIT: Final = timedelta(hours=1)
"""So long a checkpoint waits for its quorum; then it is published as not witnessed, which is an alarm."""
REFRESH: Final = timedelta(hours=20)
"""A witness whose word is older is asked again though nothing is new: readers refuse a word older than a day."""
FOR_GOOD: Final = timedelta(days=45)
"""So long lines over superseded checkpoints are kept."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A checkpoint with every line that witnesses gave for it, and whether they make the quorum."""

    note: bytes
    enough: bool


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a witness answered: its line, or why not and which size it says it holds."""

    line: str = ""
    fault: str = ""
    held: int | None = None


def gather(
    *,
    note: bytes,
    size: int,
    prove: Prove,
    policy: Policy,
    at: datetime,
    patience: float = PATIENCE,
    stale: timedelta = REFRESH,
) -> Gathered:
    """Offer a signed checkpoint to every witness with an address that has not signed it lately; keep their lines.

    Asks all at once and waits at most about twice `patience` seconds, three times where a witness holds another size
    than we thought. `prove` gives consistency proofs and is called in this thread only.
    """
    asked = _to_ask(note, policy, at, stale)
    held = dict(WitnessAsked.objects.values_list("witness", "held"))
    sizes = {name: min(held.get(known.key.vkey, 0), size) for name, known in asked.items()}
    answers = _ask(asked, note, size, sizes=sizes, prove=prove, patience=patience)
    again = {
        name: asked[name]
        for name, answer in answers.items()
        if not answer.line and answer.held is not None and answer.held <= size and answer.held != sizes[name]
    }
    if again:
        told = {name: answers[name].held or 0 for name in again}
        answers |= _ask(again, note, size, sizes=told, prove=prove, patience=patience)
    for name, answer in answers.items():
        _keep_answer(asked[name], note, size, answer, at)
    return composed(note, policy)


def _to_ask(note: bytes, policy: Policy, at: datetime, stale: timedelta) -> dict[str, KnownKey]:
    fresh = set(
        Cosignature.objects.filter(head=_digest(note), signed_at__gt=at - stale).values_list("witness", flat=True)
    )
    return {name: known for name, known in policy.witnesses.items() if known.url and known.key.vkey not in fresh}


def _ask(
    asked: dict[str, KnownKey], note: bytes, size: int, *, sizes: dict[str, int], prove: Prove, patience: float
) -> dict[str, _Answer]:
    """Ask these witnesses at once, each from the size it is thought to hold."""
    if not asked:
        return {}
    proofs = {old: prove(old) for old in set(sizes.values())}
    with ThreadPoolExecutor(len(asked)) as threads:
        waiting = {
            name: threads.submit(
                _asked, known, note, size=size, old=sizes[name], proof=proofs[sizes[name]], patience=patience
            )
            for name, known in asked.items()
        }
        return {name: answer.result() for name, answer in waiting.items()}


def _asked(known: KnownKey, note: bytes, *, size: int, old: int, proof: list[bytes], patience: float) -> _Answer:
    """One conversation, in a thread of its own: touches no database."""

    def only(wanted: int) -> list[bytes]:
        if wanted != old:  # the proof from there is made by the caller, who then asks again
            raise NotCosignedError("it holds another size", wanted)
        return proof

    try:
        return _Answer(cosigned_by(known.key, known.url or "", note, size=size, old=old, prove=only, patience=patience))
    except NotCosignedError as no:
        return _Answer(fault=no.why, held=no.held)
    except RejectedError as fault:  # an address that is none
        return _Answer(fault=f"{fault.where}: {fault.why}")


def _keep_answer(known: KnownKey, note: bytes, size: int, answer: _Answer, at: datetime) -> None:
    vkey = known.key.vkey
    fault = answer.fault
    if answer.line:
        try:
            _keep_lines(note, size, [known], answer.line, at)
        except RejectedError as refused:  # its clock is ahead: an answer like any other, the batch goes on
            fault = f"{refused.where}: {refused.why}"
        else:
            return
    log.warning("witness %s did not sign %d entries: %s", known.key.name, size, fault)
    told = {"asked_at": at, "fault": fault[:200]}
    if answer.held is not None:
        told["held"] = answer.held
    WitnessAsked.objects.update_or_create(witness=vkey, defaults=told)


def _keep_lines(note: bytes, size: int, known: Iterable[KnownKey], lines: str, at: datetime) -> list[Signature]:
    """Keep verified lines over a checkpoint's text; of one witness the latest. Raises `Rejected` for a false one."""
    text, _ = parse_note(note)
    keys = {one.key.public: one.key for one in known}
    signed = verify_note(f"{text}\n{lines}".encode(), keys.values(), "cosignatures")
    for signature in signed.signatures:
        seconds = signature.time or 0
        if seconds > at.timestamp() + AHEAD:
            raise RejectedError("cosignatures", "signed in the future")
        when = datetime.fromtimestamp(seconds, UTC)
        row, new = Cosignature.objects.get_or_create(
            witness=signature.key.vkey,
            head=_digest(note),
            defaults={"size": size, "line": signature.line, "signed_at": when},
        )
        if not new and row.signed_at < when:
            row.line, row.signed_at = signature.line, when
            row.save(update_fields=["line", "signed_at"])
        WitnessAsked.objects.update_or_create(
            witness=signature.key.vkey, defaults={"asked_at": at, "held": size, "fault": ""}
        )
    return list(signed.signatures)


def composed(note: bytes, policy: Policy) -> Gathered:
    """The checkpoint as it is published: the log's own lines and every line kept of a witness of the policy."""
    text, lines_given = parse_note(note)
    known = {one.key.vkey: one.key.public for one in policy.witnesses.values()}
    names = {one.key.name for one in policy.witnesses.values()}
    rows = Cosignature.objects.filter(head=_digest(note), witness__in=known).order_by("signed_at", "witness")
    found = [(row.witness, row.line) for row in rows]
    ours = "".join(line for line, name, *_ in lines_given if name not in names)
    lines = ours + "".join(line for _, line in found)
    return Gathered(f"{text}\n{lines}".encode(), policy.satisfied_by([known[vkey] for vkey, _ in found]))


def received(body: bytes, *, heads: Iterable[tuple[int, bytes]], policy: Policy, at: datetime) -> tuple[int, str]:
    """What is answered to a witness that posts its cosignature: a status and plain words.

    `heads` are the (size, note) that may be cosigned now: the one published and the one that waits for its quorum.
    Evidence that a witness signed another tree of a size that we signed is said aloud in the log of the server.
    """
    try:
        text, _ = parse_note(body, "cosignatures") if len(body) <= NOTE_LIMIT else ("", [])
        note = verify_note(body, [one.key for one in policy.witnesses.values()], "cosignatures")
    except RejectedError as fault:
        known = fault.why == "not signed by a known key"
        return (403, "not signed by a witness of this log") if known else (400, f"{fault.where}: {fault.why}")
    for size, head in heads:
        if parse_note(head)[0] == text:
            lines = "".join(one.line for one in note.signatures)
            try:
                _keep_lines(head, size, policy.witnesses.values(), lines, at)
            except RejectedError as fault:
                return 400, f"{fault.where}: {fault.why}"
            return 200, "kept"
    names = ", ".join(one.key.name for one in note.signatures)
    log.warning("cosignatures over another checkpoint than ours came from %s", names)
    return 409, "not the checkpoint of this log as it stands"


def forget_old(*, at: datetime) -> int:
    """Let lines over superseded checkpoints go; returns how many. Published notes and receipts hold what they need."""
    newest = Cosignature.objects.order_by("-size").values_list("size", flat=True).first()
    old = Cosignature.objects.filter(signed_at__lt=at - FOR_GOOD)
    return old.exclude(size=newest).delete()[0] if newest is not None else 0


def _digest(note: bytes) -> bytes:
    return sha256(parse_note(note)[0].encode()).digest()
