"""What it costs to compute the figures of a month: all of them in one pass over the leaves, against a bare loop over the same.

`python bench/figures.py [--leaves N ...]` reads synthetic leaves (those of `bench/log.py`: acts alone, no texts), ten thousand,
a hundred thousand and a million by default. The bare loop reads each leaf as strictly and does nothing with it. Printed
are seconds, leaves a second, the ratio of the two, and the memory that the count takes besides.
"""

import argparse
import platform
import resource
import sys
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.log import leaves

from answerable_verify.numbers.definitions import DEFINITIONS
from answerable_verify.numbers.document import Count
from answerable_verify.numbers.periods import parse_period
from answerable_verify.stats import read_counted

SIZES = (10_000, 100_000, 1_000_000)
PERIOD = parse_period("2026-03")


def bare(entries: Iterable[bytes]) -> float:
    """Seconds to read the leaves and do nothing."""
    began = time.perf_counter()
    for entry in entries:
        read_counted(entry, "leaf")
    return time.perf_counter() - began


def counted(entries: Iterable[bytes]) -> tuple[float, float]:
    """Seconds to count all figures of the month while the leaves are read, and to write them all."""
    began = time.perf_counter()
    count = Count(PERIOD, {"town": ["d01", "d02"]})
    for entry in entries:
        count.add(read_counted(entry, "leaf"))
    read = time.perf_counter() - began
    for name in DEFINITIONS:
        count.document(name, "bench.example.org/tlog/b")
    return read, time.perf_counter() - began - read


def main() -> None:
    """Measure each size and print a row of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--leaves", type=int, nargs="*", default=SIZES)
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}; period {PERIOD.code}")
    print("leaves | bare loop, s | counted, s | ratio | leaves/s | all figures written, s | memory at most, MiB")
    for size in asked.parse_args().leaves:
        entries = list(islice(leaves(size), size))
        plain = bare(entries)
        read, written = counted(entries)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        row = (
            f"{size:,}",
            f"{plain:.2f}",
            f"{read:.2f}",
            f"{read / plain:.2f}",
            f"{size / read:,.0f}",
            f"{written:.3f}",
        )
        print(" | ".join((*row, f"{memory}")))


if __name__ == "__main__":
    main()
