"""An older version makes a state folder and lives in it; this one opens it, and nothing is lost, closed or rewritten.

    python -m tests.upgrade.run --from COMMIT

The older version is checked out beside, in an environment of its own where its lock differs. It serves, lives the sample
community, takes letters (some of them sealed) and publishes its log; a stranger audits that log and takes receipts home.
Then this version opens the same folder. Proven is: it migrates; no row is gone; each letter opens to its sender by the
code, and sealed ones to a person with a key; every word that the system can open is what the log committed to; receipts of
before and of after verify; and the log is the old one, continued: the same auditor goes on from where it stood.
"""

import argparse
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from answerable_host.cluster import processes, roles, server
from tests.upgrade.town import PATIENCE, Letter, Town, Version, followed, read_case, signed_in, write

ROOT = Path(__file__).resolve().parents[2]
LOCK = "requirements/run.txt"
PASSING = ("procrastinate_", "django_migrations", "django_content_type")  # tables of work and of bookkeeping


def main() -> int:
    """Say line by line what holds."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--from", dest="commit", default="bf1232f", help="the older version: a commit, branch or tag")
    words.add_argument("--days", type=int, default=20, help="days that the sample community lives")
    words.add_argument("--keep", action="store_true", help="leave the state folder and say where it is")
    asked = words.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended, too
    work = Path(tempfile.mkdtemp(prefix="answerable-upgrade-"))
    try:
        with checked_out(asked.commit, work / "old") as old:
            said = lived(Town(old, work / "home"), work, days=asked.days)
            opened(Town(Version(ROOT, Path(sys.executable)), work / "home"), work, said)
    finally:
        if asked.keep:
            print(f"kept: {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    print(f"{asked.commit} was opened by this version, and everything held")
    return 0


def held(what: str, *, holds: bool, why: str = "") -> None:
    """Say one thing that holds; end where it does not."""
    print(f"{'held' if holds else 'RED '}  {what}", flush=True)
    if not holds:
        raise SystemExit(f"{what}\n{why}")


@contextmanager
def checked_out(commit: str, place: Path) -> Iterator[Version]:
    """The older version in a worktree of its own. Where its lock is ours, our Python runs it: it would be the same one."""
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "--detach", str(place), commit], check=True, capture_output=True)
    try:
        python = Path(sys.executable)
        if (place / LOCK).read_bytes() != (ROOT / LOCK).read_bytes():
            print("making the environment of the older version", flush=True)
            subprocess.run(["make", "-C", str(place), "setup"], check=True, stdout=subprocess.DEVNULL)
            python = place / ".venv" / "bin" / "python"
        yield Version(place, python)
    finally:
        subprocess.run([*git, "remove", "--force", str(place)], check=False, capture_output=True)


def lived(town: Town, work: Path, *, days: int) -> dict[str, object]:
    """Let the older version live; what is known of it afterwards, outside of it."""
    with town.open():
        demo = town.run("demo", "--days", str(days))
        password = demo.partition("each of these sample keys: ")[2].split()[0]
        kinds = ("report", "complaint", "complaint", "request")
        letters = [write(town.visitor(), mark=f"mark {n} of the {kind}", kind=kind) for n, kind in enumerate(kinds)]
        held(f"the older version took {len(letters)} letters beside its sample", holds=True)
        published(town)
        receipts(town, letters, work / "before")
        held("its log audits", holds=verified(town, "audit", *audit(town, work)))
    complaints = [one.number for one in letters if one.kind == "complaint"]
    held("its complaints are sealed", holds=sealed(town, complaints) == len(complaints))
    return {"letters": letters, "password": password, "rows": rows(town)}


def opened(town: Town, work: Path, said: dict[str, object]) -> None:
    """Open the folder with this version, and look at everything."""
    town.run("prepare")
    held("this version migrates", holds=True)
    before, after = said["rows"], rows(town)
    gone = fewer(before, after)  # type: ignore[arg-type] # as put there above
    held("no row is gone", holds=not gone, why="\n".join(gone))
    told = rows_held(town)
    held("rows that were there are held by a deed of their own", holds=told.get("people_role", 0) > 0, why=str(told))
    letters: list[Letter] = said["letters"]  # type: ignore[assignment] # as above
    with town.open():
        shut = [one.number for one in letters if one.mark not in followed(town, one).get("/en/follow/message/").text]
        held("each letter opens to its sender by the code", holds=not shut, why=", ".join(shut))
        held("sealed letters open to a person with a key", **sealed_open(town, letters, str(said["password"])))
        checked = town.run("log", "verify")
        held("every word is what the log committed to", holds="is what the log committed to" in checked, why=checked)
        new = write(town.visitor(), mark="mark of the new version", kind="complaint")
        published(town)
        receipts(town, [*letters, new], work / "after")
        for when in ("before", "after"):
            files = sorted((work / when).glob("*.tlog-proof"))
            wrong = [one.name for one in files if not verified(town, "receipt", str(one), *believed(town))]
            held(f"{len(files)} receipts of {when} verify", holds=bool(files) and not wrong, why=", ".join(wrong))
        held("the log goes on from where it was", holds=verified(town, "audit", *audit(town, work)))


def published(town: Town) -> None:
    """Let everything that waits go into the log, and wait for it."""
    town.run("log", "batch")
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        said = town.run("log", "show")
        found = re.search(r"(\d+) entries signed, (\d+) published\n(\d+) wait", said)
        if found and found[1] == found[2] != "0" and found[3] == "0":
            return
        time.sleep(2)
    raise AssertionError(f"the log was not published:\n{said}")


def receipts(town: Town, letters: list[Letter], place: Path) -> None:
    """Take each letter's receipt home."""
    place.mkdir()
    for one in letters:
        answer = followed(town, one).get("/en/follow/message/record/receipt/")
        held(f"{one.number} has a receipt", holds=answer.status_code == 200 and b"tlog-proof" in answer.content[:40])
        (place / f"{one.number}.tlog-proof").write_bytes(answer.content)


def believed(town: Town) -> tuple[str, ...]:
    """Whom the verifier believes: the log's own published policy, as it is at hand here."""
    return ("--policy", str(town.home / "log" / "keys"))


def audit(town: Town, work: Path) -> tuple[str, ...]:
    """The words of an auditor who remembers what was seen before."""
    return (str(town.home / "log"), *believed(town), "--state", str(work / "auditor"), "--no-witnesses")


def verified(town: Town, *words: str) -> bool:
    """Say whether the verifier of that version, which knows nothing of the system, is content."""
    order = town.version.order(*words, module="answerable_verify.cli")
    done = subprocess.run(order, env=town.version.environment({}), capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode == 0


def sealed_open(town: Town, letters: list[Letter], key_password: str) -> dict[str, object]:
    """Try everybody with a first password until each complaint was read by somebody."""
    lines = (town.home / "secret" / "first-sign-in.txt").read_text(encoding="utf-8").split("\n")
    people = dict(line.split()[:2] for line in lines if " " in line)
    wanted = {one.number: one.mark for one in letters if one.kind == "complaint"}
    for login, password in people.items():
        person = signed_in(town, login, password)
        wanted = {
            number: mark for number, mark in wanted.items() if mark not in read_case(person, number, key_password)
        }
        if not wanted:
            return {"holds": True}
    return {"holds": False, "why": f"nobody of {', '.join(people)} could open {', '.join(wanted)}"}


@contextmanager
def superuser(town: Town) -> Iterator[psycopg.Connection[Any]]:
    """The superuser of an installation in which nobody else is."""
    with processes.hold(town.home):
        running = server.start(server.ServerFolders(town.home), say=lambda _words: None)
        try:
            with server.connect(server.ServerFolders(town.home), dbname=roles.DATABASE) as boss:
                yield boss
        finally:
            server.stop(running)


def sealed(town: Town, numbers: list[str]) -> int:
    """How many of these the server alone cannot open."""
    with superuser(town) as boss:
        asked = "SELECT count(*) FROM appeals_appeal WHERE tier = 'S' AND number = ANY(%s)"
        return int((boss.execute(asked, [numbers]).fetchone() or [0])[0])


def rows(town: Town) -> dict[str, int]:
    """How many rows each table has."""
    with superuser(town) as boss:
        tables = boss.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        counts = {name: boss.execute(f'SELECT count(*) FROM "{name}"').fetchone() for (name,) in tables}
    return {name: int(count[0]) for name, count in sorted(counts.items()) if count is not None}


def rows_held(town: Town) -> dict[str, int]:
    """How many rows of each table were held as they stood when this version was the first to hold it."""
    with superuser(town) as boss:
        deeds = boss.execute("SELECT facts FROM ledger_entry WHERE deed = 'rows.held' ORDER BY id").fetchall()
    return {table: int(count) for (facts,) in deeds for table, count in facts.items()}


def fewer(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """Tables that hold fewer rows than before; one that moved to another room is looked for there by its last name."""
    found = []
    for name, count in before.items():
        last = name.partition("_")[2]
        moved = [other for other in after if other not in before and other.partition("_")[2] == last]
        now = after.get(name, after[moved[0]] if moved else 0)
        if now < count and not name.startswith(PASSING):
            found.append(f"{name}: {count} before, {now} now")
    return found


if __name__ == "__main__":
    sys.exit(main())
