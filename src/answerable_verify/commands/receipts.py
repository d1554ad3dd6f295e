"""`answerable-verify receipt` and `evidence`: what people hold in their hands, checked offline."""

import argparse
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from answerable_verify import words
from answerable_verify.audit import evidence
from answerable_verify.audit.receipts import compare
from answerable_verify.checkpoint import RetiredKeyError, without_quorum
from answerable_verify.exits import BROKEN, DAMAGED, FINE, OUTGROWN, RETIRED, UNREACHABLE, UNWITNESSED, VERDICTS
from answerable_verify.leaf import NewerLeafError
from answerable_verify.policy import Policy
from answerable_verify.proof import PROOF_LIMIT
from answerable_verify.receipt import Receipt, verify_receipt
from answerable_verify.source import UnreachableError, open_source, read_file
from answerable_verify.strict import DamagedLogError, RejectedError
from answerable_verify.voice import quoted, say

from .trust import needed_policy


def _when(time_: int) -> str:
    return datetime.fromtimestamp(time_, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _receipt_words(receipt: Receipt, lang: str, *, enough: bool) -> str:
    leaf, head = receipt.leaf, receipt.checkpoint
    values = {"log": head.origin, "kind": words.name(leaf.kind, lang), "case": leaf.case, "day": leaf.on}
    template = words.ACT if leaf.of_case else words.LEAF
    lines = [
        words.sentence(words.GENUINE, lang),
        words.sentence(template, lang, **values, place=receipt.index, size=head.size),
    ]
    if leaf.due:
        lines.append(words.sentence(words.DUE, lang, day=leaf.due))
    times = head.times
    if times:
        lines.append(words.sentence(words.SEEN, lang, count=len(times), time=_when(times[0])))
    if not enough:
        lines.append(words.sentence(words.TOO_FEW if times else words.UNSEEN, lang))
    lines += [f"  {words.name(name, lang)}: {quoted(value)}" for name, value in sorted(receipt.fields.items())]
    if receipt.withheld:
        hidden = ", ".join(words.name(name, lang) for name in receipt.withheld)
        lines.append("  " + words.sentence(words.HIDDEN, lang, names=hidden))
    return "\n".join(lines)


def receipt(given: argparse.Namespace) -> int:
    """Say what a receipt proves. One that too few witnesses had seen is genuine all the same, and says so."""
    policy, lang = needed_policy(given), given.language or words.language()
    try:
        found = verify_receipt(read_file(given.file, PROOF_LIMIT), without_quorum(policy), now=int(time.time()))
    except NewerLeafError:
        say(words.sentence(words.NEWER, lang))
        return OUTGROWN
    except RejectedError as fault:
        say(f"{words.sentence(words.FALSE, lang)}\n{fault.where}: {fault.why}.")
        return BROKEN
    enough = policy.satisfied_by(found.checkpoint.cosignatures.keys(), found.checkpoint.size)
    say(_receipt_words(found, lang, enough=enough))
    code = _compared(given, found, policy) if given.log else FINE
    return code or (FINE if enough else UNWITNESSED)


def _compared(given: argparse.Namespace, receipt: Receipt, policy: Policy) -> int:
    """Say whether the log of today still holds what the receipt proves; keep the evidence where it does not."""
    now = int(time.time())
    try:
        with closing(open_source(given.log)) as source:
            found = compare(receipt, source, policy, now=now)
    except (DamagedLogError, RetiredKeyError, UnreachableError) as fault:
        say(f"Whether the log of today holds it could not be learnt. {fault.where}: {fault.why}.")
        if isinstance(fault, UnreachableError):
            return UNREACHABLE
        code = DAMAGED if isinstance(fault, DamagedLogError) else RETIRED
        say(VERDICTS[code])
        return code
    say(found.words)
    if found.evidence and given.evidence:
        at = datetime.fromtimestamp(now, UTC)
        say(f"Evidence: {evidence.keep_evidence(Path(given.evidence), found.evidence, words=found.words, at=at)}")
    return found.code


def check_evidence(given: argparse.Namespace) -> int:
    """Say what a folder of evidence proves."""
    try:
        say(evidence.check_evidence(Path(given.folder), needed_policy(given)))
    except RejectedError as fault:
        if fault.where.startswith(("--", "policy", "verifier key")):
            raise
        say(f"This proves nothing. {fault.where}: {fault.why}.")
        return BROKEN
    return FINE
