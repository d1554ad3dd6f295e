"""What the public log costs its readers: a whole-log audit, a receipt check, proofs from cold tiles.

`python bench/log.py [--leaves N] [--folder DIR]` makes a log of N leaves (one million by default), then measures the
audit against a bare hashlib loop over the same bytes, and prints ratios, memory and the machine.
"""

import argparse
import json
import multiprocessing
import os
import platform
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from answerable_verify import Frontier, Policy, Signer, build_receipt, commit, cosign_line, sign_note, verify_receipt
from answerable_verify.audit import Options, audit
from answerable_verify.checkpoint import Checkpoint, verify_checkpoint
from answerable_verify.note import COSIGNATURE
from answerable_verify.reader import Reader
from answerable_verify.source import FolderSource
from answerable_verify.strict import base64_of
from answerable_verify.testing import act
from answerable_verify.tiles import WIDTH, LogTile, bundle, parse_bundle
from answerable_verify.tree import leaf_hash

LOG = Signer.from_seed("bench.example.org/tlog/b", b"b" * 32)
SEERS = [Signer.from_seed(f"w{i}.example.org/w", bytes([i]) * 32, COSIGNATURE) for i in (1, 2)]
POLICY = Policy.of([LOG.key], [seer.key for seer in SEERS], 2)
START = date(2026, 1, 1)
KINDS = ("registered", "acknowledged", "routed", "answered", "rated", "closed")
NOW = 1_788_264_000


def leaves(count: int) -> Iterator[bytes]:
    """Six acts a case; a thousand cases go on side by side, so that acts of one case lie far apart."""
    plain = {}
    for n, kind in enumerate(KINDS):
        extra: dict[str, Any] = {"routed": {"from": "d01", "to": "d02"}, "rated": {"rating": 4}}.get(kind, {})
        entry = act(kind, n=n, on=START, **extra).decode()
        entry = entry.replace(START.isoformat(), "@DAY").replace((START + timedelta(30)).isoformat(), "@DUE")
        plain[kind] = entry
    made, wave = 0, 0
    while True:
        day = START + timedelta(wave % 700)
        for n, kind in enumerate(KINDS):
            on = (day + timedelta(n)).isoformat()
            due = (day + timedelta(30)).isoformat()
            text = plain[kind].replace("@DAY", on).replace("@DUE", due)
            head, _, tail = text.partition('"c":"')
            for number in range(wave * 1000, wave * 1000 + 1000):
                if made == count:
                    return
                yield f'{head}"c":"{number:021d}A{tail[22:]}'.encode()
                made += 1
        wave += 1


def make(folder: Path, count: int) -> None:
    """Publish a log of `count` leaves."""
    frontier, source = Frontier(), leaves(count)
    made: set[Path] = set()

    def write(tile: LogTile, raw: bytes) -> None:
        path = folder / tile.path
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(raw)

    while held := list(islice(source, WIDTH)):
        write(LogTile("entries", frontier.size // WIDTH, len(held)), bundle(held))
        for tile, raw in frontier.extend([leaf_hash(entry) for entry in held]):
            write(tile, raw)
    for tile, raw in frontier.partials():
        write(tile, raw)
    text = f"{LOG.key.name}\n{count}\n{base64_of(frontier.root())}\n"
    lines = "".join(cosign_line(seer, text, NOW) for seer in SEERS)
    (folder / "checkpoint").write_bytes(sign_note(text, LOG) + lines.encode())


def bare(folder: Path, count: int, *, nodes: bool) -> None:
    """The floor: read every bundle, hash every entry, and with `nodes` the tree above, with nothing else."""
    row = []
    for n in range(-(-count // WIDTH)):
        width = min(WIDTH, count - n * WIDTH)
        raw = (folder / LogTile("entries", n, width).path).read_bytes()
        row += [sha256(b"\x00" + entry).digest() for entry in parse_bundle(raw, width)]
        if nodes and width == WIDTH:
            data = b"".join(row)
            while len(data) > 32:
                data = b"".join([sha256(b"\x01" + data[i : i + 64]).digest() for i in range(0, len(data), 64)])
        row.clear()


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of the work by a clock."""
    begun = clock()
    work()
    return clock() - begun


def audited(folder: Path) -> None:
    """One audit from nothing, which must find the log whole."""
    report = audit(Options(str(folder), now=NOW + 60, policy=POLICY, ask_witnesses=False))
    if report.findings.kept:
        raise SystemExit(f"the log of the benchmark does not hold: {report.findings.kept[0].text}")


class Cost(NamedTuple):
    """Seconds on the clock, seconds of the processor, and the peak memory in KiB."""

    seconds: float
    processor: float
    memory: int


def _measured(folder: str, answers: "multiprocessing.Queue[Cost]") -> None:
    seconds = timed(lambda: audited(Path(folder)))
    own = resource.getrusage(resource.RUSAGE_SELF)
    answers.put(Cost(seconds, own.ru_utime + own.ru_stime, own.ru_maxrss))


def apart(folder: Path) -> Cost:
    """What an audit costs in a process of its own."""
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[Cost] = context.Queue()
    process = context.Process(target=_measured, args=(str(folder), answers))
    process.start()
    found = answers.get()
    process.join()
    return found


def receipt(folder: Path, count: int) -> tuple[float, float]:
    """Seconds to check a receipt: in a running program, and as a command from a cold start."""
    h, opening = commit(
        b"k" * 32, 0, {"at": "2026-01-01T08:00:00Z", "text": "Please mend the lamp in our street. " * 20}
    )
    entry = act("registered", on=START).decode()
    entry = entry[: entry.index('"h":"') + 5] + base64_of(h) + entry[entry.index('","k":') :]
    row = [entry.encode(), *leaves(min(count, 100_000) - 1)]
    size = len(row)
    hashes = [leaf_hash(one) for one in row]
    frontier = Frontier()
    frontier.extend(hashes)
    text = f"{LOG.key.name}\n{size}\n{base64_of(frontier.root())}\n"
    note = sign_note(text, LOG) + "".join(cosign_line(seer, text, NOW) for seer in SEERS).encode()
    from answerable_verify import inclusion_proof

    raw = build_receipt(entry=row[0], opening=opening, index=0, proof=inclusion_proof(hashes, 0), checkpoint=note)
    warm = timed(lambda: [verify_receipt(raw, POLICY) for _ in range(200)]) / 200
    path = folder / "bench.tlog-proof"
    path.write_bytes(raw)
    command = [sys.executable, "-m", "answerable_verify.cli", "receipt", str(path), "--log-key", LOG.key.vkey]
    for seer in SEERS:
        command += ["--witness-key", seer.key.vkey]
    cold = min(timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(3))
    path.unlink()
    return warm, cold


def proofs(folder: Path, count: int) -> tuple[float, float]:
    """Inclusion proofs a second from tiles: each with an empty cache, and over a warm one."""
    head, source, chance = head_of(folder), FolderSource(str(folder)), random.Random(7)
    places = [chance.randrange(count) for _ in range(400)]

    def cold() -> None:
        for place in places:
            Reader(head, source).inclusion(place)

    reader = Reader(head, source, keep=1000)
    warm_places = [place % 20_000 for place in places]
    for place in warm_places:
        reader.inclusion(place)
    warm = timed(lambda: [reader.inclusion(place) for place in warm_places])
    return len(places) / timed(cold), len(places) / warm


def head_of(folder: Path) -> Checkpoint:
    """The checkpoint of the benchmark's log."""
    return verify_checkpoint((folder / "checkpoint").read_bytes(), POLICY)


def main() -> None:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--leaves", type=int, default=1_000_000)
    parser.add_argument(
        "--folder", type=Path, help="where to make the log (and leave it), instead of a temporary folder"
    )
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="answerable-bench-"))
    try:
        measure(folder, given.leaves)
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path, count: int) -> None:
    """All figures of a log of `count` leaves."""
    load = os.getloadavg()[0]
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {load:.1f}")
    if not (folder / "checkpoint").exists():
        print(f"made {count:,} leaves in {timed(lambda: make(folder, count)):.1f} s")
    floor = min(timed(lambda: bare(folder, count, nodes=False)) for _ in range(2))
    tree = min(timed(lambda: bare(folder, count, nodes=True)) for _ in range(2))
    alone = min(timed(lambda: bare(folder, count, nodes=True), time.process_time) for _ in range(2))
    one = min(apart(folder) for _ in range(2))
    warm, cold = receipt(folder, count)
    cold_proofs, warm_proofs = proofs(folder, count)
    figures = {
        "leaves": count,
        "bare leaf hashing, s": round(floor, 2),
        "bare leaf and tree hashing, s": round(tree, 2),
        "whole audit with all rules, s": round(one.seconds, 2),
        "leaves audited a second of processor": round(count / one.processor),
        "audit / bare leaf and tree hashing, by processor time (limit 6)": round(one.processor / alone, 2),
        "peak memory of the audit, MiB (limit 256)": one.memory // 1024,
        "receipt check, ms (limit 50)": round(warm * 1000, 2),
        "receipt check as a command from cold, ms": round(cold * 1000),
        "inclusion proofs a second, tiles cold": round(cold_proofs),
        "inclusion proofs a second, tiles warm": round(warm_proofs),
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
