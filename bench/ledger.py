"""What the public log costs the system: on intake, with and without in one run; and how fast the sequencer is.

    python bench/ledger.py [--appeals N] [--leaves N] [--home FOLDER]

Intake is measured inside one process, alternating blocks with and without the log, so that both see the same machine:
processor time of this process and of its database session for one registration. "Without" writes no case, key and leaf
(the guard that demands them is off meanwhile). The sequencer is held against hashing the same leaves and nothing else.
"""

import argparse
import os
import time
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest import mock

import installation

BLOCK = 50


def ticks(pid: int) -> float:
    """Seconds of processor that a process has used."""
    stat = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(stat[11]) + int(stat[12])) / installation.TICK


def without_log() -> AbstractContextManager[Any]:
    """Registering writes nothing for the public log."""
    from answerable.appeals.actions import publishing
    from answerable.ledger.leaves import Unfinished

    nothing = Unfinished(b"", b"", b"", b"", b"", b"")
    return mock.patch.object(publishing, "case_rows", return_value=([], nothing))


def intake(count: int) -> dict[str, tuple[float, float]]:
    """Milliseconds of processor (ours, the database's) for one registration, with and without the log."""
    from django.db import connection

    from answerable.law.queries import standing_order

    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    category = standing_order().categories[0].id
    spent = {"with": [0.0, 0.0], "without": [0.0, 0.0]}
    made = 0
    for block in range(2 * count // BLOCK):
        name, off = ("without", without_log) if block % 2 else ("with", nullcontext)
        guard(on=name == "with")
        with off():
            before = time.process_time(), ticks(backend)
            for _ in range(BLOCK):
                register(category, made)
                made += 1
            spent[name][0] += time.process_time() - before[0]
            spent[name][1] += ticks(backend) - before[1]
    guard(on=True)
    return {name: (ours * 1000 / count, theirs * 1000 / count) for name, (ours, theirs) in spent.items()}


def register(category: int, number: int) -> None:
    """One registration through the room's own action."""
    from answerable.appeals import actions as appeals_actions
    from answerable.base.actor import STRANGER
    from answerable.base.clock import now

    sent = appeals_actions.Intake(
        kind="report",
        text=f"The lamp at the corner is dark again, for the {number}th time this year. Who answers for it?",
        language="en",
        token=f"bench-of-the-ledger-{os.getpid()}-{number}",
        category=category,
    )
    appeals_actions.register(by=STRANGER, at=now(), intake=sent)


BOSS: list[Any] = []


def guard(*, on: bool) -> None:
    """Let the database demand leaves, or not."""
    verb = "ENABLE" if on else "DISABLE"
    BOSS[0].execute(f"ALTER TABLE ledger_entry {verb} TRIGGER must_publish_appeals_first")


def sequencer(count: int) -> tuple[float, float, int]:
    """Leaves a second of the sequencer, files durable; and of hashing the same leaves to a root; and how many."""
    from answerable.base.clock import now
    from answerable.ledger import keys, sequencing
    from answerable.ledger.models import PublicLeaf, Tree
    from answerable_verify.tree import root

    with BOSS[0].transaction():
        BOSS[0].execute(
            "INSERT INTO ledger_public_leaf (id, case_code, n, body, leaf_hash, slow) SELECT 1000 + i, "
            "decode(md5(i::text), 'hex'), 0, body, sha256('\\x00'::bytea || body), false FROM (SELECT i, "
            "convert_to(rpad('{\"leaf\":' || i, 300, 'x'), 'UTF8') AS body FROM generate_series(1, %s) AS i) made",
            [count],
        )
    keys.ensure(at=now())
    one = sequencing.of_this_installation()
    one.start(at=now())
    began = time.perf_counter()
    placed = 0
    while step := one.step(at=now(), everything=True):
        placed += step
    took = time.perf_counter() - began
    size = Tree.objects.get().size
    bodies = [bytes(body) for body in PublicLeaf.objects.order_by("idx").values_list("body", flat=True)]
    began = time.perf_counter()
    found = root([sha256(b"\x00" + body).digest() for body in bodies])
    bare = time.perf_counter() - began
    if found != bytes(Tree.objects.get().root) or len(bodies) != size:
        raise SystemExit("the tree is not the one over these leaves")
    return placed / took, len(bodies) / bare, placed


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--appeals", type=int, default=2_000)
    words.add_argument("--leaves", type=int, default=50_000)
    words.add_argument("--home", type=Path)
    asked = words.parse_args()
    with installation.folder(asked.home) as home, installation.database(home):
        import django

        django.setup()
        from answerable.base import row_scope
        from answerable_host.cluster import roles, server

        row_scope.set_process_scope(row_scope.EVERYWHERE)
        with server.connect(server.ServerFolders(home), dbname=roles.DATABASE) as boss:
            BOSS[:] = [boss]
            intake(2 * BLOCK)
            cost = intake(asked.appeals)
            both = {name: sum(parts) for name, parts in cost.items()}
            for name, (ours, theirs) in cost.items():
                print(
                    f"  registering {name + ' the log':<18} {ours:.2f} + {theirs:.2f} ms of processor (ours + database)"
                )
            more = both["with"] / both["without"] - 1
            print(f"  the log costs {more:+.1%} of it; aim: 10 %{'' if more <= 0.1 else '  MISSED'}")
            speed, bare, placed = sequencer(asked.leaves)
            print(f"  sequencer, {placed:,} leaves, every file durable: {speed:,.0f} a second")
            print(f"  hashing the same leaves to a root, nothing else: {bare:,.0f} a second ({bare / speed:.0f} times)")
        from django.db import connection

        connection.close()


if __name__ == "__main__":
    main()
