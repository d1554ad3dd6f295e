"""The command `answerable-verify`: for residents, journalists, auditors.

Exit codes, each a thing of its own: 0 nothing wrong; 1 false, or a past that was changed, which is proven; 2 the command
was used wrongly; 3 the log holds and acts in it break a rule of the record; 4 nothing could be learnt (no connection, a
wrong address); 5 newer than this verifier; 6 what is served is damaged, which accuses nobody; 7 too few witnesses saw it;
8 the log's key has changed; 9 an older view than one that was seen before.
"""

import argparse
import io
import sqlite3
import sys
from collections.abc import Callable, Sequence
from typing import Final

from . import __version__, words
from .audit.state import BusyStateError
from .checkpoint import RetiredKeyError, UnwitnessedError
from .commands import all_figures, drawing, figures, logs, own, receipts, trust
from .exits import BROKEN, DAMAGED, FINE, OUTGROWN, RETIRED, UNREACHABLE, UNWITNESSED, USAGE
from .leaf import NewerLeafError
from .source import UnreachableError
from .strict import DamagedLogError, RejectedError
from .voice import complain

LOG: Final = "ADDRESS|FOLDER"


def _parser() -> argparse.ArgumentParser:
    about, _, codes = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(prog="answerable-verify", description=about, epilog=codes)
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    trusted = trust.options()

    def verb(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        one = verbs.add_parser(name, help=about, description=about, parents=[trusted])
        one.set_defaults(run=run)
        return one

    one = verb("receipt", receipts.receipt, "check a resident's receipt, offline")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--language", choices=words.LANGUAGES, help="the language of the answer")
    one.add_argument("--log", metavar=LOG, help="ask the log of today, too, whether it still holds this")
    one.add_argument("--evidence", metavar="FOLDER", help="where to keep the evidence when it does not")
    _audit_options(verb("audit", logs.whole_audit, "check a whole log, and afterwards only what is new in it"))
    one = verb("log", logs.log, "show what a log signed and who saw it")
    one.add_argument("log", metavar=LOG)
    one = verb("leaf", logs.leaf, "show one leaf")
    one.add_argument("log", metavar=LOG)
    one.add_argument("index", type=int)
    one = verb("mirror", logs.copy, "make or renew a full copy, checked while it is made")
    one.add_argument("log", metavar=LOG)
    one.add_argument("folder", metavar="FOLDER")
    one = verb("stats", logs.stats, "compute the public numbers of months again (stats/v1)")
    one.add_argument("log", metavar=LOG)
    one.add_argument("period", nargs="+", metavar="YYYY-MM")
    one.add_argument("--size", type=int, help="over the first entries only, as a published number says")
    one = verb("evidence", receipts.check_evidence, "check a folder of evidence against a log")
    one.add_argument("folder", metavar="FOLDER")
    drawing.add_to(verbs)
    figures.add_to(verbs, trusted, LOG)
    all_figures.add_to(verbs, trusted, LOG)
    own.add_to(verbs)
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
    except (RejectedError, UnreachableError, BusyStateError, OSError, sqlite3.Error) as fault:
        code, words = told_fault(fault)
    complain(words)
    return code


_REFUSALS: Final = (
    (NewerLeafError, OUTGROWN, "Get the newer verifier from a witness."),
    (
        DamagedLogError,
        DAMAGED,
        "What is served is DAMAGED. That accuses nobody; try another way to the log, or a mirror.",
    ),
    (RetiredKeyError, RETIRED, "The KEY is not one that still speaks for this log."),
    (UnwitnessedError, UNWITNESSED, "It is NOT WITNESSED."),
)


def _rejected(fault: RejectedError) -> tuple[int, str]:
    """What was given does not hold, was given wrongly, or is newer than we are."""
    said = f"{fault.where}: {fault.why}."
    for kind, code, advice in _REFUSALS:
        if isinstance(fault, kind):
            return code, f"{said} {advice}"
    usage = fault.where.startswith(("--", "policy", "verifier key", "state", "address", "period", "frame", "design"))
    return USAGE if usage else BROKEN, said


def told_fault(fault: Exception) -> tuple[int, str]:
    """The exit code and the sentence for what went wrong. Texts of other people's exceptions are never shown."""
    if isinstance(fault, RejectedError):
        return _rejected(fault)
    if isinstance(fault, UnreachableError):
        return UNREACHABLE, f"{fault.where}: {fault.why}."
    if isinstance(fault, OSError):
        return UNREACHABLE, f"{fault.filename or 'a file'}: {fault.strerror or 'cannot be used'}."
    if isinstance(fault, sqlite3.Error):
        return UNREACHABLE, "What is remembered cannot be read or written; is the disk full?"
    return UNREACHABLE, "Another audit works with this folder just now."


if __name__ == "__main__":
    sys.exit(main())
