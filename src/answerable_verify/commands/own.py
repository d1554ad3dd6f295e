"""`answerable-verify self`: this verifier as one file, and the hash by which others can tell it."""

import argparse
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from answerable_verify import one_file
from answerable_verify.exits import FINE
from answerable_verify.voice import complain, say

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 -- argparse names its type nowhere else


def _own(given: argparse.Namespace) -> int:
    raw = one_file.build()
    if given.out:
        Path(given.out).write_bytes(raw)
    say(f"{sha256(raw).hexdigest()}  {one_file.NAME}")
    complain("Compare it with what a witness of the log publishes: a lying verifier would lie here, too.")
    return FINE


def add_to(verbs: "Verbs") -> None:
    """Put `self` among the commands."""
    words = "say the hash of this verifier as one file, and write the file"
    one = verbs.add_parser("self", help=words, description=words)
    one.add_argument("--out", metavar="FILE", help="where to write it")
    one.set_defaults(run=_own)
