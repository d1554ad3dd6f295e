"""`answerable-verify log`, `leaf`, `mirror`, `stats`, `audit`: what is read from a log, and proven before it is said."""

import argparse
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from answerable_verify.audit import Options, audit
from answerable_verify.audit.promises import judge
from answerable_verify.audit.report import exit_code, render
from answerable_verify.checkpoint import Checkpoint
from answerable_verify.exits import BROKEN, DAMAGED, FINE, RETIRED, UNWITNESSED
from answerable_verify.leaf import LogLeaf
from answerable_verify.mirror import mirror
from answerable_verify.note import parse_vkey
from answerable_verify.policy import NONE, Policy
from answerable_verify.progress import Progress
from answerable_verify.promise import verify_promise
from answerable_verify.reader import Reader, read_head, served_policy
from answerable_verify.source import CHECKPOINT_LIMIT, Source, open_source, read_file
from answerable_verify.stats import MonthTally, last_day, read_counted
from answerable_verify.strict import RejectedError
from answerable_verify.voice import complain, quoted, say

from .trust import named_policy, needed_policy

ALONE: Final = "No witness is asked for: this is the log's own word, and it could show others another history."
TOO_FEW: Final = "NOT witnessed: too few witnesses have seen this."


@contextmanager
def _opened(given: argparse.Namespace) -> Iterator[tuple[Source, Policy]]:
    """The log named on the command line, and whom to believe of it."""
    with closing(open_source(given.log)) as source:
        yield source, needed_policy(given, source)


def log(given: argparse.Namespace) -> int:
    """Show what a log signed and who saw it."""
    with _opened(given) as (source, policy):
        head = read_head(source, policy, now=int(time.time()))
    names = {known.key.public: name for name, known in {**policy.retired, **policy.witnesses}.items()}
    say(f"{head.origin}\n{head.size} entries\nroot {head.root.hex()}")
    for public, signature in head.cosignatures.items():
        when = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(signature.time or 0))
        say(f"seen by {names[public]} ({signature.key.name}) at {when}")
    good = policy.satisfied_by(head.cosignatures.keys(), head.size)
    if policy.quorum == NONE:
        say(ALONE)
    else:
        say("The witnesses' quorum is met." if good else TOO_FEW)
    return FINE if good else UNWITNESSED


def _seen(head: Checkpoint, policy: Policy) -> int:
    """Say beside the answer how little stands behind a checkpoint that too few witnesses saw; returns the exit code."""
    if policy.quorum == NONE:
        complain(ALONE)
    elif not policy.satisfied_by(head.cosignatures.keys(), head.size):
        complain(TOO_FEW)
        return UNWITNESSED
    return FINE


def leaf(given: argparse.Namespace) -> int:
    """Show a leaf as the log holds it: for those who want to see for themselves."""
    with _opened(given) as (source, policy):
        reader = Reader(read_head(source, policy), source)
        if not 0 <= given.index < reader.size:
            raise RejectedError("--index", f"the log has {reader.size} entries")
        entry = reader.entry(given.index)
        told = quoted(entry.decode("utf-8", "replace"))
        say(told if entry else f"The contents of leaf {given.index} were removed, openly: a later leaf says so.")
        return _seen(reader.head, policy)


def copy(given: argparse.Namespace) -> int:
    """Make or renew a mirror."""
    with _opened(given) as (source, policy):
        done = mirror(source, Path(given.folder), policy)
        say(f"{done.head.origin}: {done.head.size} entries, {done.head.size - done.before} of them new.")
        return _seen(done.head, policy)


def stats(given: argparse.Namespace) -> int:
    """Compute the public numbers of months again. Nothing is said before every entry was proven."""
    tallies = [MonthTally(period) for period in given.period]
    for period in given.period:
        last_day(period)
    with _opened(given) as (source, policy):
        reader = Reader(read_head(source, policy, now=int(time.time())), source)
        size = reader.size if given.size is None else given.size
        if not 0 <= size <= reader.size:
            raise RejectedError("--size", f"the log has {reader.size} entries")
        progress = Progress("stats", size)
        for index, entry in enumerate(islice(reader.entries(), size)):
            counted = read_counted(entry, f"leaf {index}") if entry else LogLeaf("")
            for tally in tallies:
                tally.add(counted)
            if index % 1024 == 0:
                progress.at(index)
        progress.end()
        for tally in tallies:
            say(tally.finish().as_json().decode())
        return _seen(reader.head, policy)


def whole_audit(given: argparse.Namespace) -> int:
    """Audit a log, and look for a promised entry when asked."""
    now = int(time.time())
    options = Options(
        given.log,
        now=now,
        folder=Path(given.state) if given.state else None,
        policy=named_policy(given),
        max_age=given.max_age,
        full=given.full,
        others=tuple(given.also),
        ask_witnesses=not given.no_witnesses,
    )
    report = audit(options)
    text, code = render(report), exit_code(report)
    if given.promise and report.head is not None and code not in {BROKEN, DAMAGED, RETIRED}:
        with closing(open_source(given.log)) as source:
            policy = options.policy or served_policy(source)[0]
            key = parse_vkey(given.promise_key) if given.promise_key else policy.promise
            if key is None:
                raise RejectedError("--promise-key", "the policy names no key for promises; give it here")
            promise = verify_promise(read_file(given.promise, CHECKPOINT_LIMIT), key)
            kept = judge(promise, Reader(report.head, source), policy, now)
        text += f"\n{kept.words}\n"
        code = BROKEN if kept.kept is False else UNWITNESSED if kept.unwitnessed else code
    say(text.rstrip("\n"))
    if options.folder:
        (options.folder / "report.txt").write_text(text, encoding="utf-8")
    return code
