"""How often, how long and with how many failures the system does what it does: numbers of every process together.

Each process counts in memory and writes its numbers to a small file of its own every ten seconds (`begin`); whoever is
asked adds up the files (`exposition`). A file of a process that ended keeps counting: sums never go back until the next
start of the system, which clears them. Nothing is counted by a person, a path or a parameter: names are those of pages,
jobs and followers in the code.
"""

import json
import os
import threading
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

BOUNDS: Final = (0.05, 0.25, 1.0, 5.0)
"""Upper bounds of the classes of duration, in seconds; a fifth has none."""
EVERY: Final = 10.0  # seconds between two writings
FOLDER: Final = "metrics"  # below the state folder


class CountedKind(StrEnum):
    """What is measured; the word is in the name of the number."""

    PAGE = "page"
    JOB = "job"
    FOLLOWER = "follower"
    OUTBOX = "outbox"
    STEP = "step"


Numbers = dict[str, list[float]]  # "kind name" -> one count for each class of duration, seconds in all, failures
_numbers: Numbers = {}
_lock = threading.Lock()


def note(kind: CountedKind, name: str, seconds: float, *, failed: bool = False) -> None:
    """Count one that took so long."""
    key = f"{kind} {name}"
    with _lock:
        row = _numbers.get(key)
        if row is None:
            row = _numbers[key] = [0.0] * (len(BOUNDS) + 3)
        row[bisect_left(BOUNDS, seconds)] += 1
        row[-2] += seconds
        row[-1] += failed


@contextmanager
def measured(kind: CountedKind, name: str) -> Iterator[None]:
    """Count what follows; whatever it raises is a failure, and goes on."""
    began, failed = time.perf_counter(), True
    try:
        yield
        failed = False
    finally:
        note(kind, name, time.perf_counter() - began, failed=failed)


def numbers() -> Numbers:
    """What this process has counted."""
    with _lock:
        return {key: list(row) for key, row in _numbers.items()}


def begin(home: Path, role: str) -> None:
    """Write this process's numbers from now on, in a thread that ends with it."""
    path = home / FOLDER / f"{role}-{os.getpid()}.json"
    threading.Thread(target=_keep_writing, args=(path,), name="measures", daemon=True).start()


def _keep_writing(path: Path) -> None:
    while True:
        time.sleep(EVERY)
        write(path)


def write(path: Path) -> None:
    """Write this process's numbers, whole or not at all; a disk that is full loses nothing but these."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(numbers()), encoding="utf-8")
        draft.replace(path)


def clear(home: Path) -> None:
    """Forget what earlier processes counted: at a start of the whole system."""
    for path in (home / FOLDER).glob("*.json"):
        path.unlink(missing_ok=True)


def gathered(home: Path) -> Numbers:
    """The numbers of all processes on this machine: this one's as they are, the others' as they wrote them last."""
    found = numbers()
    for path in sorted((home / FOLDER).glob("*.json")):
        if path.stem.rpartition("-")[2] == str(os.getpid()):
            continue
        with suppress(OSError, ValueError, TypeError):  # one is being removed, or is damaged: the others count
            for key, row in json.loads(path.read_text("utf-8")).items():
                before = found.setdefault(key, [0.0] * len(row))
                found[key] = [mine + theirs for mine, theirs in zip(before, row, strict=True)]
    return found


def exposition(found: Numbers) -> Iterable[str]:
    """Lines in Prometheus' text format: a histogram of seconds and a counter of failures for each kind."""
    for kind in CountedKind:
        rows = [(key.partition(" ")[2], row) for key, row in sorted(found.items()) if key.startswith(f"{kind} ")]
        if not rows:
            continue
        yield f"# TYPE answerable_{kind}_seconds histogram"
        for name, row in rows:
            total = 0.0
            for bound, count in zip((*BOUNDS, "+Inf"), row, strict=False):
                total += count
                yield f'answerable_{kind}_seconds_bucket{{{kind}="{name}",le="{bound}"}} {total:.0f}'
            yield f'answerable_{kind}_seconds_sum{{{kind}="{name}"}} {row[-2]:.6f}'
            yield f'answerable_{kind}_seconds_count{{{kind}="{name}"}} {total:.0f}'
        yield f"# TYPE answerable_{kind}_failures_total counter"
        for name, row in rows:
            yield f'answerable_{kind}_failures_total{{{kind}="{name}"}} {row[-1]:.0f}'
