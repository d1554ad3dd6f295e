"""The command `answerable-verify`: for residents, journalists, auditors and witnesses.

Exit codes: 0 nothing wrong; 1 the thing checked does not hold; 2 the command was used wrongly; 3 the log holds and acts
in it break a rule of the record; 4 nothing could be learnt (no connection, no such file).
"""

import argparse
import io
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from . import __version__, words
from .audit import Options, audit, evidence
from .audit.promises import judge
from .audit.receipts import compare
from .audit.report import BROKEN, FINE, OUTGROWN, UNREACHABLE, USAGE, exit_code, render
from .audit.state import BusyStateError
from .checkpoint import verify_checkpoint, without_quorum
from .commands import drawing
from .leaf import NewerLeafError
from .mirror import mirror
from .note import parse_vkey
from .policy import Policy, parse_policy, read_policy
from .progress import Progress
from .promise import verify_promise
from .proof import PROOF_LIMIT
from .receipt import Receipt, verify_receipt
from .source import (
    CHECKPOINT,
    CHECKPOINT_LIMIT,
    KEYS,
    Source,
    UnreachableError,
    entries_of,
    open_source,
    read_entry,
    read_file,
)
from .stats import Tally, last_day, read_counted
from .strict import RejectedError
from .voice import complain, say
from .witness import commands as witness_commands
from .witness.memory import LostMemoryError

LOG: Final = "ADDRESS|FOLDER"


def _policy(given: argparse.Namespace) -> Policy | None:
    """The policy named on the command line: a file, or keys and a quorum. None when nothing was named."""
    if given.policy:
        return read_policy(Path(given.policy))
    if given.log_key:
        witnesses = [parse_vkey(key) for key in given.witness_key]
        quorum = given.quorum if given.quorum is not None else len(witnesses) // 2 + 1 if witnesses else 0
        return Policy.of([parse_vkey(key) for key in given.log_key], witnesses, quorum)
    return None


def _needed_policy(given: argparse.Namespace, source: Source | None = None) -> Policy:
    policy = _policy(given)
    if policy is None and source is not None:
        complain("No --policy was given: the keys are taken from the log itself, which proves less.")
        policy = parse_policy(source.read(KEYS, CHECKPOINT_LIMIT))
    if policy is None:
        raise RejectedError(
            "--policy", "name a policy file, or --log-key: whom to believe cannot come from the receipt"
        )
    return policy


def _served_policy(where: str) -> Policy:
    with closing(open_source(where)) as source:
        return parse_policy(source.read(KEYS, CHECKPOINT_LIMIT))


def _when(time_: int) -> str:
    return datetime.fromtimestamp(time_, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _receipt_words(receipt: Receipt, lang: str) -> str:
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
    else:
        lines.append(words.sentence(words.UNSEEN, lang))
    lines += [f"  {words.name(name, lang)}: {value}" for name, value in sorted(receipt.fields.items())]
    if receipt.withheld:
        hidden = ", ".join(words.name(name, lang) for name in receipt.withheld)
        lines.append("  " + words.sentence(words.HIDDEN, lang, names=hidden))
    return "\n".join(lines)


def _receipt(given: argparse.Namespace) -> int:
    policy, lang = _needed_policy(given), given.language or words.language()
    try:
        receipt = verify_receipt(read_file(given.file, PROOF_LIMIT), policy)
    except NewerLeafError:
        say(words.sentence(words.NEWER, lang))
        return OUTGROWN
    except RejectedError as fault:
        say(f"{words.sentence(words.FALSE, lang)}\n{fault.where}: {fault.why}.")
        return BROKEN
    say(_receipt_words(receipt, lang))
    return _compared(given, receipt, policy) if given.log else FINE


def _compared(given: argparse.Namespace, receipt: Receipt, policy: Policy) -> int:
    """Say whether the log of today still holds what the receipt proves; keep the evidence where it does not."""
    now = int(time.time())
    with closing(open_source(given.log)) as source:
        found = compare(receipt, source, policy, now=now)
    say(found.words)
    if found.evidence and given.evidence:
        at = datetime.fromtimestamp(now, UTC)
        say(f"Evidence: {evidence.keep_evidence(Path(given.evidence), found.evidence, words=found.words, at=at)}")
    return FINE if found.held else BROKEN


def _audit(given: argparse.Namespace) -> int:
    now = int(time.time())
    options = Options(
        given.log,
        now=now,
        folder=Path(given.state) if given.state else None,
        policy=_policy(given),
        max_age=given.max_age,
        processes=given.processes,
        full=given.full,
        others=tuple(given.also),
        ask_witnesses=not given.no_witnesses,
    )
    report = audit(options)
    text = render(report)
    code = exit_code(report)
    if given.promise and report.head is not None and code != BROKEN:
        policy = options.policy or _served_policy(given.log)
        key = parse_vkey(given.promise_key) if given.promise_key else policy.promise
        if key is None:
            raise RejectedError("--promise-key", "the policy names no key for promises; give it here")
        promise = verify_promise(read_file(given.promise, CHECKPOINT_LIMIT), key)
        with closing(open_source(given.log)) as source:
            kept = judge(promise, source, report.head, now)
        text += f"\n{kept.words}\n"
        code = BROKEN if kept.kept is False else code
    say(text.rstrip("\n"))
    if options.folder:
        (options.folder / "report.txt").write_text(text, encoding="utf-8")
    return code


def _log(given: argparse.Namespace) -> int:
    source = open_source(given.log)
    policy = _needed_policy(given, source)
    head = verify_checkpoint(source.read(CHECKPOINT, CHECKPOINT_LIMIT), without_quorum(policy), now=int(time.time()))
    names = {known.key.public: name for name, known in policy.witnesses.items()}
    say(f"{head.origin}\n{head.size} entries\nroot {head.root.hex()}")
    for public, signature in head.cosignatures.items():
        say(f"seen by {names[public]} ({signature.key.name}) at {_when(signature.time or 0)}")
    good = policy.satisfied_by(head.cosignatures.keys())
    say("The witnesses' quorum is met." if good else "NOT witnessed: too few witnesses have seen this.")
    return FINE if good else BROKEN


def _mirror(given: argparse.Namespace) -> int:
    source = open_source(given.log)
    done = mirror(source, Path(given.folder), _needed_policy(given, source))
    say(f"{done.head.origin}: {done.head.size} entries, {done.head.size - done.before} of them new.")
    return FINE


def _stats(given: argparse.Namespace) -> int:
    source = open_source(given.log)
    head = verify_checkpoint(
        source.read(CHECKPOINT, CHECKPOINT_LIMIT), without_quorum(_needed_policy(given, source)), now=int(time.time())
    )
    size = head.size if given.size is None else given.size
    if not 0 <= size <= head.size:
        raise RejectedError("--size", f"the log has {head.size} entries")
    for period in given.period:
        last_day(period)
    tallies = [Tally(period) for period in given.period]
    progress = Progress("stats", size)
    for index, entry in enumerate(islice(entries_of(source, head.size), size)):
        leaf = read_counted(entry, f"leaf {index}")
        for tally in tallies:
            tally.add(leaf)
        if index % 1024 == 0:
            progress.at(index)
    progress.end()
    for tally in tallies:
        say(tally.finish().as_json().decode())
    return FINE


def _evidence(given: argparse.Namespace) -> int:
    try:
        say(evidence.check_evidence(Path(given.folder), _needed_policy(given)))
    except RejectedError as fault:
        say(f"This proves nothing. {fault.where}: {fault.why}.")
        return BROKEN
    return FINE


def _leaf(given: argparse.Namespace) -> int:
    """Show a leaf as the log holds it: for those who want to see for themselves."""
    source = open_source(given.log)
    head = verify_checkpoint(source.read(CHECKPOINT, CHECKPOINT_LIMIT), without_quorum(_needed_policy(given, source)))
    if not 0 <= given.index < head.size:
        raise RejectedError("--index", f"the log has {head.size} entries")
    say(read_entry(source, given.index, head.size).decode("utf-8", "replace"))
    return FINE


def _trust() -> argparse.ArgumentParser:
    trust = argparse.ArgumentParser(add_help=False)
    trust.add_argument(
        "--policy", metavar="FILE", help="whom to believe: logs, witnesses, quorum (c2sp.org/tlog-policy)"
    )
    trust.add_argument(
        "--log-key", action="append", default=[], metavar="VKEY", help="instead of a policy: the log's key"
    )
    trust.add_argument("--witness-key", action="append", default=[], metavar="VKEY", help="a witness's key")
    trust.add_argument("--quorum", type=int, help="how many of the witness keys must have seen it (default: most)")
    return trust


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="answerable-verify", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    trust = _trust()

    def verb(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        one = verbs.add_parser(name, help=about, description=about, parents=[trust])
        one.set_defaults(run=run)
        return one

    one = verb("receipt", _receipt, "check a resident's receipt, offline")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--language", choices=words.LANGUAGES, help="the language of the answer")
    one.add_argument("--log", metavar=LOG, help="ask the log of today, too, whether it still holds this")
    one.add_argument("--evidence", metavar="FOLDER", help="where to keep the evidence when it does not")
    _audit_options(verb("audit", _audit, "check a whole log, and afterwards only what is new in it"))
    one = verb("log", _log, "show what a log signed and who saw it")
    one.add_argument("log", metavar=LOG)
    one = verb("leaf", _leaf, "show one leaf")
    one.add_argument("log", metavar=LOG)
    one.add_argument("index", type=int)
    one = verb("mirror", _mirror, "make or renew a full copy, checked while it is made")
    one.add_argument("log", metavar=LOG)
    one.add_argument("folder", metavar="FOLDER")
    one = verb("stats", _stats, "compute the public numbers of months again (stats/v1)")
    one.add_argument("log", metavar=LOG)
    one.add_argument("period", nargs="+", metavar="YYYY-MM")
    one.add_argument("--size", type=int, help="over the first entries only, as a published number says")
    one = verb("evidence", _evidence, "check a folder of evidence against a log")
    one.add_argument("folder", metavar="FOLDER")
    drawing.add_to(verbs)
    witness_commands.add_to(verbs)
    return parser


def _audit_options(one: argparse.ArgumentParser) -> None:
    one.add_argument("log", metavar=LOG)
    one.add_argument("--state", metavar="FOLDER", help="what to remember between audits, and where evidence goes")
    one.add_argument("--full", action="store_true", help="read every entry again")
    one.add_argument(
        "--max-age", type=int, default=86_400, metavar="SECONDS", help="how old the witnesses' word may be"
    )
    one.add_argument(
        "--also", action="append", default=[], metavar="ADDRESS", help="another way to the log, or a mirror"
    )
    one.add_argument("--no-witnesses", action="store_true", help="do not ask the witnesses what they were shown")
    one.add_argument("--processes", type=int, default=2, help="how many processes read")
    one.add_argument("--promise", metavar="FILE", help="look for the entry that this promise promises")
    one.add_argument("--promise-key", metavar="VKEY", help="the key of the log's promises, if the policy names none")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give back its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that knows fewer letters still gets an answer
            stream.reconfigure(errors="replace")
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except BrokenPipeError:
        return FINE
    except KeyboardInterrupt:
        return 130
    except (RejectedError, UnreachableError, LostMemoryError, BusyStateError, OSError, sqlite3.Error) as fault:
        code, words = _fault(fault)
    complain(words)
    return code


def _rejected(fault: RejectedError) -> tuple[int, str]:
    """What was given does not hold, was given wrongly, or is newer than we are."""
    if isinstance(fault, NewerLeafError):
        return OUTGROWN, f"{fault.where}: {fault.why}. Get the newer verifier from a witness."
    usage = fault.where.startswith(("--", "policy", "verifier key", "state", "address", "period", "frame", "design"))
    return USAGE if usage else BROKEN, f"{fault.where}: {fault.why}."


def _fault(fault: Exception) -> tuple[int, str]:
    """The exit code and the sentence for what went wrong. Texts of other people's exceptions are never shown."""
    if isinstance(fault, RejectedError):
        return _rejected(fault)
    if isinstance(fault, UnreachableError):
        return UNREACHABLE, f"{fault.where}: {fault.why}."
    if isinstance(fault, LostMemoryError):
        return BROKEN, f"This witness must not run: {fault.why}."
    if isinstance(fault, OSError):
        return UNREACHABLE, f"{fault.filename or 'a file'}: {fault.strerror or 'cannot be used'}."
    if isinstance(fault, sqlite3.Error):
        return UNREACHABLE, "What is remembered cannot be read or written; is the disk full?"
    return UNREACHABLE, "Another audit works with this folder just now."


if __name__ == "__main__":
    sys.exit(main())
