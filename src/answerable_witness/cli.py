"""The command `answerable-witness`: init, add-log, remove-key, clear-time, run, show, verifier, evidence.

Exit codes are those of `answerable-verify`; 1 also where this witness must not run, or a log it looked at is not good.
"""

import argparse
import secrets
import sqlite3
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from answerable_verify import __version__, one_file
from answerable_verify.audit import evidence
from answerable_verify.checkpoint import parse_checkpoint
from answerable_verify.cli import told_fault
from answerable_verify.exits import BROKEN
from answerable_verify.note import ED25519, parse_note, parse_vkey
from answerable_verify.policy import read_policy
from answerable_verify.source import UnreachableError, read_file
from answerable_verify.strict import RejectedError
from answerable_verify.voice import complain, say

from .judge import Witness, parse_request
from .memory import LostMemoryError, Memory, read_key, write_key
from .pull import pull_all
from .server import Server


def _witness(given: argparse.Namespace) -> Witness:
    folder = Path(given.folder)
    mark = Path(given.mark) if given.mark else None
    return Witness(read_key(folder), Memory(folder, mark=mark))


def _init(given: argparse.Namespace) -> int:
    folder = Path(given.folder)
    mark = Path(given.mark) if given.mark else None
    signer = write_key(folder, given.name, secrets.token_bytes(32))
    Memory.begin(folder, signer, mark=mark).close()
    say(
        f"This witness is born. Its key, for everybody:\n\n  {signer.key.vkey}\n\n"
        f"Keep {folder} whole, and never restore it from a backup: a witness that forgot what it saw must retire.\n"
        f"Next: answerable-witness add-log {folder} --log KEY --url ADDRESS"
    )
    return 0


def _add_log(given: argparse.Namespace) -> int:
    witness = _witness(given)
    wanted = [(parse_vkey(key), given.url) for key in given.log]
    if given.policy:
        wanted += [(known.key, known.url) for known in read_policy(Path(given.policy)).logs if known.until is None]
    if not wanted or any(key.kind != ED25519 for key, _ in wanted):
        raise RejectedError("--log", "give the key of a log, or a policy that names one")
    with witness.memory.changing():
        for key, url in wanted:
            witness.memory.know(key, url)
    for key, url in wanted:
        say(f"follows {key.name}" + (f" at {url}" if url else ""))
    return 0


def _remove_key(given: argparse.Namespace) -> int:
    witness = _witness(given)
    with witness.memory.changing():
        known = witness.memory.forget(given.vkey)
    say("no longer believed" if known else "this key was not known")
    return 0 if known else 2


def _clear_time(given: argparse.Namespace) -> int:
    """Let a witness whose clock ran ahead, and was set right, cosign again. What it saw stays as it was."""
    witness = _witness(given)
    with witness.memory.changing():
        witness.memory.put("latest", str(int(time.time())))
    say("the time is now the clock's")
    return 0


def _run(given: argparse.Namespace) -> int:
    witness = _witness(given)
    if given.listen:
        host, _, port = given.listen.rpartition(":")
        if not host or not port.isdecimal():
            raise RejectedError("--listen", "not of the form HOST:PORT")
        server = Server(witness, (host.strip("[]"), int(port)), prefix=given.prefix)
        complain(f"witness {witness.signer.key.name} listens on {given.listen}{given.prefix}")
        server.serve_forever()
        return 0
    while True:
        good = _look(witness)
        if given.once:
            return 0 if good else 1
        time.sleep(given.every)


def _look(witness: Witness) -> bool:
    looked = pull_all(witness, int(time.time()))
    if not looked:
        raise RejectedError("--url", "no log with an address is followed; use answerable-witness add-log ... --url")
    for one in looked:
        say(f"{one.origin}: {one.words}")
    return all(one.good for one in looked)


def _show(given: argparse.Namespace) -> int:
    witness = _witness(given)
    say(witness.signer.key.vkey)
    heads = witness.memory.heads()
    for origin, url in witness.memory.logs():
        held = heads.get(origin)
        seen = "nothing cosigned yet"
        if held:
            seen = f"{held.size} entries, {datetime.fromtimestamp(held.time, UTC):%Y-%m-%d %H:%M UTC}"
        say(f"{origin}: {seen}" + (f", at {url}" if url else ""))
    if why := witness.memory.get("frozen"):
        say(f"STOPPED FOR GOOD: {why}")
    kept = witness.memory.evidence()
    say(f"{len(kept)} refused requests kept as evidence")
    say(_vouched())
    return 0


def _export(given: argparse.Namespace) -> int:
    """Write what is evidence of a fork as folders that `answerable-verify evidence` checks, and list the rest."""
    witness = _witness(given)
    for at, origin, status, why, held, body in witness.memory.evidence():
        when = datetime.fromtimestamp(at, UTC)
        say(f"{when:%Y-%m-%d %H:%M UTC} {origin}: refused with {status}, {why}")
        note = parse_request(body).note
        if not held or not _contradict(held.encode(), note):
            continue  # an older or a longer view that did not fit: by itself it convinces nobody else
        words = f"Shown to the witness {witness.signer.key.name} at {when:%Y-%m-%d %H:%M UTC}, refused: {why}."
        found = evidence.LogEvidence(evidence.FORK, held.encode(), note)
        say(f"  {evidence.keep_evidence(Path(given.to), found, words=words, at=when)}")
    return 0


def _contradict(held: bytes, shown: bytes) -> bool:
    """Whether two notes of a log are of one size and of different trees: then nothing else is needed to prove it."""
    first, second = (parse_checkpoint(parse_note(note)[0]) for note in (held, shown))
    return first.size == second.size and first.root != second.root


def _verifier(given: argparse.Namespace) -> int:
    """Compare a verifier that somebody was handed with our own, which is what we vouch for."""
    own = one_file.build()
    say(_vouched())
    if not given.file:
        return 0
    same = read_file(given.file, len(own)) == own
    say(f"{given.file} is {'this verifier' if same else 'NOT this verifier: do not rely on what it says'}.")
    return 0 if same else BROKEN


def _vouched() -> str:
    return f"The verifier, {__version__}, whose SHA-256 this witness publishes:\n  {one_file.digest()}  {one_file.NAME}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="answerable-witness", description="Cosign public logs that keep their past.")
    parser.add_argument("--version", action="version", version=__version__)
    inner = parser.add_subparsers(required=True, metavar="COMMAND")

    def verb(name: str, words: str) -> argparse.ArgumentParser:
        one = inner.add_parser(name, help=words, description=words)
        one.add_argument("folder", metavar="FOLDER", help="the witness's own folder")
        one.add_argument("--mark", metavar="FILE", help="the high-water mark, best on another disk")
        return one

    one = verb("init", "make a new key and an empty memory")
    one.add_argument("--name", required=True, help="a name that is yours, like ngo.example.org/witness")
    one.set_defaults(run=_init)
    one = verb("add-log", "follow a log, or one more key of it")
    one.add_argument("--log", action="append", default=[], metavar="VKEY")
    one.add_argument("--url", metavar="ADDRESS", help="where the log is published, for looking at it")
    one.add_argument("--policy", metavar="FILE", help="follow every log of this policy")
    one.set_defaults(run=_add_log)
    one = verb("remove-key", "believe a log's key no longer")
    one.add_argument("vkey", metavar="VKEY")
    one.set_defaults(run=_remove_key)
    one = verb("clear-time", "after setting a clock right that ran ahead: cosign again")
    one.set_defaults(run=_clear_time)
    one = verb("run", "look at the logs (from cron with --once), or listen for them")
    one.add_argument("--once", action="store_true", help="look once and stop; for cron")
    one.add_argument("--every", type=int, default=600, metavar="SECONDS", help="how often to look")
    one.add_argument("--listen", metavar="HOST:PORT", help="listen for logs instead (c2sp.org/tlog-witness)")
    one.add_argument("--prefix", default="", help="path under which to listen")
    one.set_defaults(run=_run)
    one = verb("show", "say what this witness knows")
    one.set_defaults(run=_show)
    one = verb("evidence", "write out the refused requests")
    one.add_argument("to", metavar="TO", help="the folder for them")
    one.set_defaults(run=_export)
    one = verb("verifier", "say the hash of the verifier that this witness vouches for; compare a file with it")
    one.add_argument("file", metavar="FILE", nargs="?", help="a verifier that somebody was given")
    one.set_defaults(run=_verifier)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give back its exit code."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except KeyboardInterrupt:
        return 130
    except LostMemoryError as fault:
        complain(f"This witness must not run: {fault.why}.")
        return BROKEN
    except (RejectedError, UnreachableError, OSError, sqlite3.Error) as fault:
        code, words = told_fault(fault)
    complain(words)
    return code


if __name__ == "__main__":
    sys.exit(main())
