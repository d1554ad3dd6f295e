"""`answerable-verify draw`: a published draw, drawn again from its frame, its design and its seed."""

import argparse
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from answerable_verify.draw import (
    DESIGN_LIMIT,
    FRAME_LIMIT,
    draw,
    parse_design,
    parse_frame,
    seed_of,
    write_drawn,
)
from answerable_verify.exits import BROKEN, FINE
from answerable_verify.source import read_file
from answerable_verify.strict import RejectedError
from answerable_verify.voice import say

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 -- argparse names its type nowhere else


def _seed(given: argparse.Namespace) -> bytes:
    if given.seed is not None:
        return seed_of(given.seed)
    try:
        seed = bytes.fromhex(given.seed_hex)
    except ValueError:
        seed = b""
    if seed.hex() != given.seed_hex:
        raise RejectedError("--seed-hex", "not the hexadecimal digits of the log")
    return seed


def _draw(given: argparse.Namespace) -> int:
    frame = parse_frame(read_file(given.frame, FRAME_LIMIT))
    design = parse_design(read_file(given.design, DESIGN_LIMIT))
    seed = _seed(given)
    drawn = draw(frame, design, seed)
    found = write_drawn(drawn)
    say(f"frame  {frame.digest} ({len(frame.units)} units)")
    say(f"design {design.digest} ({design.method}, {design.wanted} wanted)")
    say(f"seed   {seed.hex()}")
    say(f"drawn  {sha256(found).hexdigest()} ({len(drawn)} units)")
    if given.out:
        Path(given.out).write_bytes(found)
    return _compared(found, read_file(given.list, FRAME_LIMIT)) if given.list else FINE


def _compared(found: bytes, published: bytes) -> int:
    if found == published:
        say("The published list is the one that this seed draws.")
        return FINE
    lines = zip_longest(found.decode().split("\n"), published.decode("utf-8", "replace").split("\n"), fillvalue="")
    at, ours, theirs = next((n, *pair) for n, pair in enumerate(lines, 1) if pair[0] != pair[1] or not pair[0])
    say(f"The published list is NOT the one that this seed draws. They part at line {at}:")
    say(f"  drawn:     {ours or 'nothing more'}\n  published: {theirs or 'nothing more'}")
    return BROKEN


def add_to(verbs: "Verbs") -> None:
    """Put `draw` among the commands."""
    words = "draw again what was drawn in public: from the frame, the design and the seed"
    one = verbs.add_parser("draw", help=words, description=words)
    one.add_argument("frame", metavar="FRAME", help="the list that was drawn from (unit[,stratum][,size])")
    one.add_argument("design", metavar="DESIGN", help="how (canonical JSON)")
    seed = one.add_mutually_exclusive_group(required=True)
    seed.add_argument("--seed", metavar="WORDS", help="the seed as it was announced, to the letter")
    seed.add_argument("--seed-hex", metavar="HEX", help="the seed as the log has it")
    one.add_argument("--list", metavar="FILE", help="the list that was published, to compare")
    one.add_argument("--out", metavar="FILE", help="where to write the list that is drawn here")
    one.set_defaults(run=_draw)
