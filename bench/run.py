"""Every figure of the system beside its limit or its peer, in one run: `make bench`.

    python bench/run.py [--quick] [--large N] [--only intake|pages] [--home FOLDER]

`--quick` is for a look: a few seconds of intake, pages at 10 and 50 thousand appeals. The rest of the machine should
be idle: the load before and after is printed, because figures of a busy machine are only good for their ratios.
"""

import argparse
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import fill
import helpdesk
import installation
import intake
import pages

SMALL: Final = 10_000
IDLE: Final = 390.0  # MiB
LOADED: Final = 1024.0  # MiB


def machine(where: Path) -> None:
    """Say on what this runs."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {model}, {os.cpu_count()} cores, {total:.0f} GiB")
    print(f"Linux {platform.release()}, Python {platform.python_version()}, load {load}, fsync {fsync(where):.2f} ms")


def fsync(where: Path, rounds: int = 200) -> float:
    """Milliseconds (median) that the disk takes to make 8 KiB durable."""
    path, times = where / "fsync.probe", []
    file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        for _ in range(rounds):
            os.pwrite(file, b"x" * 8192, 0)
            began = time.perf_counter()
            os.fdatasync(file)
            times.append(time.perf_counter() - began)
    finally:
        os.close(file)
        path.unlink()
    return sorted(times)[rounds // 2] * 1000


def line(what: str, figure: str, limit: str = "", *, held: bool | None = None) -> None:
    """One figure, beside what it is held against."""
    verdict = {True: "held", False: "MISSED", None: ""}[held]
    print(f"  {what:<46} {figure:>22}   {limit:<30} {verdict}", flush=True)


def intake_figures(home: Path, *, quick: bool) -> None:
    """Intake, its peers, and the memory of the system."""
    seconds = 5 if quick else 20
    with installation.database(home):
        import django
        import psycopg

        from answerable.base import row_scope

        django.setup()
        row_scope.set_process_scope(row_scope.EVERYWHERE)
        intake.environment_of(home)
        with psycopg.connect("", autocommit=True) as connection:
            intake.know(connection)
        statement = intake.script(*intake.captured(home))
    port = installation.free_port()
    with installation.served(home, port) as supervisor:
        time.sleep(3)
        idle = installation.memory(supervisor)
        door = intake.door(port, seconds, supervisor)
        peer = helpdesk.measured(home, clients=intake.CLIENTS, seconds=5 if quick else 15)
        # last, for what it writes is sealed under other ids: followers park each of its deeds, which costs the worker much
        bare = intake.pgbench(home, statement, 5 if quick else 15)
    _intake_lines(door, bare, peer)
    _memory_lines(idle, door["memory"])


def _intake_lines(door: dict[str, Any], bare: dict[str, Any], peer: dict[str, Any]) -> None:
    print(
        f"\nIntake: {intake.CLIENTS} clients, the real door over HTTP, each answer durable; the worker works meanwhile"
    )
    rate = door["per_second"]
    line("accepted appeals a second", f"{rate:.0f}")
    line("latency p50 / p95, ms", f"{door['p50']} / {door['p95']}")
    if door["refused"]:
        line("refused", str(door["refused"])[:120])
    if bare.get("per_second"):
        share = rate / bare["per_second"]
        line("pgbench, the same statement, a second", f"{bare['per_second']:.0f}", f"mean {bare['mean_ms']:.1f} ms")
        line("share of pgbench", f"{share:.2f}", "limit: 0.12 or better", held=share >= 0.12)
    if bare.get("failed"):
        line("pgbench said", bare["failed"].strip()[-200:])
    if peer.get("failed"):
        line("django-helpdesk could not be measured", peer["failed"].strip()[-300:])
    else:
        line("django-helpdesk 2.6.1, its form, a second", f"{peer['per_second']:.0f}", f"p50 {peer['p50']:.0f} ms")
        times = rate / peer["per_second"]
        line("times django-helpdesk", f"{times:.1f}", "limit: 2.5 or better", held=times >= 2.5)
    line("processor per appeal, ms", f"{door['cpu_ms']:.2f}", "limit: 3.3", held=door["cpu_ms"] <= 3.3)
    line("  of it web / database", f"{door['web_ms']:.2f} / {door['database_ms']:.2f}", "without worker and client")


def _memory_lines(idle: dict[str, float], loaded: dict[str, float]) -> None:
    print("\nMemory of the whole tree of `answerable serve`, MiB (proportional: shared pages are counted once)")
    for name, found, limit in (("idle", idle, IDLE), ("under the intake", loaded, LOADED)):
        parts = ", ".join(f"{role} {mib:.0f}" for role, mib in sorted(found.items()))
        whole = sum(found.values())
        line(name, f"{whole:.0f}", f"limit: {limit:.0f}", held=whole <= limit)
        print(f"    {parts}")


def page_figures(home: Path, large: int) -> None:
    """Pages at few and at very many appeals in one database."""
    with installation.database(home):
        import django

        from answerable.base import row_scope

        django.setup()
        row_scope.set_process_scope(row_scope.EVERYWHERE)
        from django.db import connection

        pages.sign_in_at_once(home)
        before = _held(home)
        if before > SMALL:
            raise SystemExit(f"{home} holds {before} appeals already")
        fill.grow(home, before, SMALL)
        few = pages.measure()
        connection.close()
        began = time.monotonic()
        fill.grow(home, SMALL, large)
        print(
            f"\nPages: server time in ms, p50 / p95 of {pages.ROUNDS}, as a head whose bodies hold most of the register"
        )
        print(f"  ({large:,} appeals, 5 % open; the growth took {time.monotonic() - began:.0f} s)")
        many = pages.measure()
        connection.close()
    page_lines(few, many, large)


def page_lines(few: dict[str, pages.Timed], many: dict[str, pages.Timed], large: int) -> None:
    """The pages side by side."""
    for name, small in few.items():
        big = many[name]
        ratio = big.p95 / small.p95
        line(
            f"{name}, {SMALL:,} | {large:,}",
            f"{small.p50:.1f} / {small.p95:.1f} | {big.p50:.1f} / {big.p95:.1f}",
            f"x {ratio:.2f} (1.5), {big.queries} queries",
            held=ratio <= pages.LIMIT_RATIO and big.p95 < pages.LIMIT_MS,
        )


def _held(home: Path) -> int:
    from answerable_host.cluster import roles, server

    with server.connect(server.ServerFolders(home), dbname=roles.DATABASE) as boss:
        row = boss.execute("SELECT count(*) FROM appeals_appeal").fetchone()
    return int(row[0]) if row else 0


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--large", type=int, default=0, help="appeals of the large register (default 1,000,000)")
    parser.add_argument("--only", choices=["intake", "pages"])
    parser.add_argument("--home", type=Path, help="an empty folder to work in and leave, instead of a temporary one")
    given = parser.parse_args()
    if sys.platform != "linux":
        raise SystemExit("the benchmark reads /proc: Linux only")
    large = given.large or (50_000 if given.quick else 1_000_000)
    with installation.folder(given.home) as home:
        (home / "a").mkdir(exist_ok=True)
        (home / "b").mkdir(exist_ok=True)
        machine(home)
        # intake goes first, in processes of its own: Django can be set up for one house only
        child = os.fork() if given.only != "pages" else None
        if child == 0:
            intake_figures(home / "a", quick=given.quick)
            sys.stdout.flush()
            os._exit(0)
        if child is not None and os.waitpid(child, 0)[1]:
            print("  the intake could not be measured; the lines above say why")
        if given.only != "intake":
            page_figures(home / "b", large)
        print(f"\nload afterwards {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
