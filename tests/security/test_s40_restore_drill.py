"""S40: the backup restores, is seen when it does not, and brings nothing back that was erased or taken back."""

import json
import re
import shutil
import threading
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import pyrage
import pytest

from answerable.base.testing import now
from answerable_host import config
from answerable_host.backups import drilling, erasures, restoring, sealing, sets, taking
from answerable_host.backups.drilling import DrillOutcome
from answerable_host.cluster import processes, roles, server
from answerable_host.serving import RESTORING
from answerable_verify.checkpoint import Checkpoint
from tests.scale.test_killed import Installation
from tests.security.living import Living, living

pytestmark = [pytest.mark.machine_clock, pytest.mark.slow]
PEOPLE = [pyrage.x25519.Identity.generate() for _ in range(3)]  # two can open the backups, the third cannot
APPEALS = 4


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    base = tmp_path_factory.mktemp("s40")
    settings = {
        "ANSWERABLE_BACKUP_TO": str(base / "backups"),
        "ANSWERABLE_BACKUP_KEYS_TO": str(base / "keys"),
        "ANSWERABLE_BACKUP_RECIPIENTS": " ".join(str(person.to_public()) for person in PEOPLE[:2]),
    }
    with living(base / "home", **settings) as mine:
        mine.tell(f"for _ in range({APPEALS}): write(name='Olha', contact='olha@example.org', way='email')")
        yield mine


@pytest.fixture
def backup(installation: Living, tmp_path: Path) -> Path:
    """A copy of a whole fresh backup, to be spoiled as one likes."""
    place = installation.config.backup_to
    assert place is not None
    taking.take_whole(taking.Taker(installation.config, _silent))
    kept = sets.latest(place / "sets")
    assert kept is not None
    shutil.copytree(kept.folder, tmp_path / "backups" / "sets" / kept.name)
    return tmp_path / "backups"


def _silent(_words: str) -> None:
    """Say nothing."""


def _order(installation: Living, place: Path, home: Path, *, who: int = 0) -> restoring.RestoreOrder:
    return restoring.RestoreOrder(
        place=place, home=home, opened_by=[PEOPLE[who]], keys_from=installation.config.backup_keys_to, say=_silent
    )


def _drill(
    installation: Living,
    place: Path,
    tmp_path: Path,
    *,
    after: timedelta = timedelta(),
    checkpoint: Checkpoint | None = None,
    who: int = 0,
) -> DrillOutcome:
    at = now() + after
    return drilling.drill(
        installation.config, _order(installation, place, tmp_path, who=who), at=at, checkpoint=checkpoint
    )


def _red(outcome: DrillOutcome) -> list[str]:
    return [f"{line.what}: {line.figures}" for line in outcome.lines if not line.held]


def _folder(place: Path) -> Path:
    return next((place / "sets").iterdir())


@pytest.mark.parametrize("who", [0, 1])
def test_s40_the_drill_restores_counts_opens_and_says_rpo_and_rto(
    installation: Living, backup: Path, tmp_path: Path, who: int
) -> None:
    outcome = _drill(installation, backup, tmp_path, who=who)
    said = {line.what: line.figures for line in outcome.lines}
    assert _red(outcome) == []
    assert {f"appeals_appeal {APPEALS}", f"channels_message {APPEALS}"} <= set(said["counts"].split(", "))
    fields, _, rest = said["sample"].partition(" ")
    assert rest == f"fields and {APPEALS} files open, 0 do not"
    assert (
        int(fields) >= APPEALS * 2
    )  # of each appeal its words and who wrote; of each other kind that a room declares, too
    assert said["RPO"].endswith("minutes of work would be lost, budget 15")
    assert said["RTO"].endswith("minutes to restore, budget 60")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("drill-")] == []


def test_s40_the_command_ends_with_0_when_it_held_and_1_when_it_did_not(installation: Living, tmp_path: Path) -> None:
    installation.run("backup")
    key = tmp_path / "stick.key"
    key.write_text(f"# a stick\n{PEOPLE[1]}\n")
    done = installation.run("drill", "--key", str(key), check=False)
    assert (done.returncode, "The drill held" in done.stdout) == (0, True), done.stdout + done.stderr
    note = tmp_path / "checkpoint"
    note.write_text(Checkpoint("example.org/log", 5000, b"\x01" * 32).text + "\n— example.org/log AAAA\n")
    done = installation.run("drill", "--key", str(key), "--checkpoint", str(note), check=False)
    assert (done.returncode, "4999 are missing" in done.stdout) == (1, True), done.stdout + done.stderr
    status = json.loads((installation.home / "backup-status.json").read_text())
    assert status["drill_held"] is False


def test_s40_a_third_key_opens_nothing(installation: Living, backup: Path, tmp_path: Path) -> None:
    outcome = _drill(installation, backup, tmp_path, who=2)
    assert [line.split(":")[0] for line in _red(outcome)] == ["restore"]


@pytest.mark.parametrize("part", ["base.tar.gz.age", "files-00001.tar.gz.age", "0*.gz.age"])
def test_s40_a_changed_cut_or_missing_part_turns_it_red(
    installation: Living, backup: Path, tmp_path: Path, part: str
) -> None:
    path = next(_folder(backup).glob(part))
    whole = path.read_bytes()
    middle = len(whole) // 2
    for spoiled in (whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :], whole[:-1000], None):
        path.unlink() if spoiled is None else path.write_bytes(spoiled)
        red = _red(_drill(installation, backup, tmp_path))
        assert red[0] == "restore: the backup is damaged:"
        assert path.name in red[1]


def test_s40_a_part_changed_together_with_its_manifest_turns_it_red(
    installation: Living, backup: Path, tmp_path: Path
) -> None:
    """Anybody can seal to public keys: a thief who can write there could put in a part of his own."""
    folder = _folder(backup)
    said = json.loads((folder / sets.MANIFEST).read_text())
    dropped = [part for part in said["parts"] if part["kind"] == "wal"][-1]
    said["parts"].remove(dropped)
    (folder / dropped["name"]).unlink()
    (folder / sets.MANIFEST).write_text(json.dumps(said))
    assert "restore: the manifest was changed after it was written, or belongs to another installation" in _red(
        _drill(installation, backup, tmp_path)
    )


def test_s40_a_three_day_old_backup_is_red_and_names_the_missing_leaves(
    installation: Living, backup: Path, tmp_path: Path
) -> None:
    with server.connect(installation.place, dbname=roles.DATABASE) as boss:
        size, _ = drilling.grown(boss, None)
    witnessed = Checkpoint("example.org/log", size + 3, b"\x01" * 32)
    red = _red(_drill(installation, backup, tmp_path, after=timedelta(days=3), checkpoint=witnessed))
    assert [line.split(":")[0] for line in red] == ["RPO", "log"]
    assert red[0].startswith("RPO: 432")  # 3 days and what the drill took, in minutes
    assert red[1] == f"log: leaves {size} to {size + 2} are missing: {size + 3} were witnessed, {size} restored"


def test_s40_what_was_taken_back_after_the_backup_stays_so(installation: Living, tmp_path: Path) -> None:
    taken, silent, erased = installation.tell(
        "for _ in range(3): print(write(name='Olha', contact='olha@example.org', way='email').appeal)"
    )
    place = installation.config.backup_to
    assert place is not None
    taking.take_whole(taking.Taker(installation.config, _silent))
    installation.tell(
        "from answerable.base.actor import SYSTEM, resident\n"
        f"actions.erase(by=SYSTEM, at=now(), ref={erased}, basis='law')\n"
        f"actions.withdraw(by=resident({taken}), at=now(), ref={taken}, text='never mind')\n"
        f"actions.change_contact(by=resident({silent}), at=now(), ref={silent}, contact='', way='')\n"
        "from answerable.site.scheduling import read_on\n"
        "read_on()"
    )
    done = restoring.restore_backup(_order(installation, place, tmp_path / "again"))
    assert done.replayed.startswith("3 erasures and withdrawals done again, ")
    again = server.ServerFolders(tmp_path / "again")
    with (
        processes.hold(again.home),
        restoring.opened_database(again.home),
        server.connect(again, dbname="answerable") as boss,
    ):
        state = boss.execute("SELECT state FROM appeals_appeal WHERE id = %s", [int(taken)]).fetchone()
        contact = boss.execute("SELECT contact, way FROM appeals_sender WHERE appeal = %s", [int(silent)]).fetchone()
        left = [
            boss.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [value]).fetchone()
            for table, column, value in (
                ("appeals_sender", "appeal", int(erased)),
                ("appeals_tokens", "appeal", int(erased)),
                ("ledger_case_key", "thing", f"appeal/{erased}"),
                ("vault_file", "thing", f"appeal/{erased}"),
            )
        ]
    assert (state, contact) == (("withdrawn",), (None, ""))
    assert left == [(0,)] * 4
    assert (again.home / restoring.FROZEN).is_file(), "the log would sign before it was compared"
    book = place / erasures.BOOK
    lines = book.read_text().splitlines()
    book.write_text("\n".join([*lines[:-2], lines[-1]]) + "\n")  # the withdrawal is taken out
    try:
        with pytest.raises(sealing.DamagedError, match=r"changed or taken out|differ"):
            restoring.restore_backup(_order(installation, place, tmp_path / "spoiled"))
    finally:
        book.write_text("\n".join(lines) + "\n")
    assert (tmp_path / "spoiled" / RESTORING).is_file()


def test_s40_a_restore_never_goes_over_a_living_or_a_used_home(
    installation: Living, backup: Path, tmp_path: Path
) -> None:
    with pytest.raises(restoring.RestoreError, match="runs in"):
        restoring.restore_backup(_order(installation, backup, installation.home))
    used = tmp_path / "used"
    (used / "files" / "00").mkdir(parents=True)
    (used / "files" / "00" / "1.original").write_bytes(b"somebody's")
    with pytest.raises(restoring.RestoreError, match="already holds files"):
        restoring.restore_backup(_order(installation, backup, used))
    assert (used / "files" / "00" / "1.original").read_bytes() == b"somebody's"


def test_s40_a_half_restored_home_does_not_open(installation: Living, backup: Path, tmp_path: Path) -> None:
    next(_folder(backup).glob("base*")).unlink()
    with pytest.raises(sealing.DamagedError):
        restoring.restore_backup(_order(installation, backup, tmp_path / "half"))
    half = Living(tmp_path / "half")
    done = half.run("check", check=False)
    assert done.returncode == 1
    assert "was not restored to its end" in done.stderr


def test_s40_an_addition_brings_what_was_written_since(installation: Living, tmp_path: Path) -> None:
    taker = taking.Taker(installation.config, _silent)
    kept = taking.take_whole(taker)
    (appeal,) = installation.tell("print(write(name='Later').appeal)")
    taking.take_addition(taker, kept)
    restoring.restore_backup(_order(installation, taker.folder, tmp_path / "later"))
    later = server.ServerFolders(tmp_path / "later")
    with (
        processes.hold(later.home),
        restoring.opened_database(later.home),
        server.connect(later, dbname="answerable") as boss,
    ):
        assert boss.execute("SELECT count(*) FROM appeals_appeal WHERE id = %s", [int(appeal)]).fetchone() == (1,)
    assert len(list((later.home / "files").rglob("*.original"))) == len(
        list((installation.home / "files").rglob("*.original"))
    )


def test_s40_the_running_installation_takes_backups_by_itself_and_says_so(tmp_path: Path) -> None:
    home, public = tmp_path / "home", [str(person.to_public()) for person in PEOPLE[:2]]
    home.mkdir()
    (home / "answerable.toml").write_text(
        f'backup_to = "{tmp_path}/backups"\nbackup_keys_to = "{tmp_path}/keys"\nbackup_recipients = {public}\n'
        'backup_wal_minutes = 1\npack = ""\n'
    )
    mine = Installation(home)
    try:
        assert mine.comes_up(), mine.log.read_text()
        ends = time.monotonic() + 90
        while not (kept := sets.latest(tmp_path / "backups" / "sets")) or not kept.end:
            assert time.monotonic() < ends, mine.log.read_text()
            threading.Event().wait(0.5)
        with urlopen(f"http://127.0.0.1:{mine.port}/metrics", timeout=60) as answer:
            numbers = answer.read().decode()
    finally:
        mine.stop()
    assert sets.latest(tmp_path / "keys") is not None
    assert "answerable_backup_wanted 1.0" in numbers
    assert "answerable_backup_failing 0.0" in numbers
    age = float(re.findall(r"answerable_backup_covers_age_seconds (\S+)", numbers)[0])
    assert 0 <= age < 120


def test_s40_somebody_elses_server_is_dumped_and_restored_into_an_empty_database(
    installation: Living, tmp_path: Path
) -> None:
    def url(role: str, dbname: str) -> str:
        return roles.dsn(installation.place, role, dbname)

    def settings(home: str, dbname: str) -> Living:
        other = {"DATABASE_URL": url(roles.APP, dbname), "DATABASE_OWNER_URL": url(server.SUPERUSER, dbname)}
        places = {"ANSWERABLE_BACKUP_TO": str(tmp_path / "dumps"), "ANSWERABLE_BACKUP_KEYS_TO": str(tmp_path / "keys")}
        return Living(tmp_path / home, {**installation.settings, **other, **places})

    there = settings("there", roles.DATABASE)
    (there.home / "secret").mkdir(parents=True, mode=0o700)
    shutil.copy2(installation.home / "secret" / "server.key", there.home / "secret" / "server.key")
    there.run("backup")
    with server.connect(installation.place) as boss:
        boss.execute(f"CREATE DATABASE again OWNER {roles.OWNER}")
    key = tmp_path / "stick.key"
    key.write_text(f"{PEOPLE[0]}\n")
    words = ("restore", "--from", str(tmp_path / "dumps"), "--key", str(key), "--keys", str(tmp_path / "keys"))
    settings("again", "again").run(*words)
    with (
        server.connect(installation.place, dbname=roles.DATABASE) as old,
        server.connect(installation.place, dbname="again") as new,
    ):
        assert taking.counts(new) == taking.counts(old)
    refused = settings("once-more", "again").run(*words, check=False)
    assert (refused.returncode, "is not empty" in refused.stderr) == (1, True)


def test_s40_keys_are_apart_from_what_they_open(installation: Living, backup: Path, tmp_path: Path) -> None:
    for part in ("files-00001.tar.gz.age", "base.tar.gz.age"):
        sealing.unpack(_folder(backup) / part, tmp_path / "open", keys=[PEOPLE[0]])
    key = (installation.home / "secret" / "server.key").read_bytes()
    assert [path for path in (tmp_path / "open").rglob("*") if path.is_file() and key in path.read_bytes()] == []
    with pytest.raises(config.ConfigError, match="must not lie with backup_to"):
        config.load_config(
            {**installation.environment, "ANSWERABLE_BACKUP_KEYS_TO": f"{installation.config.backup_to}/keys"}
        )
    with pytest.raises(config.ConfigError, match="fewer than two keys"):
        config.load_config({**installation.environment, "ANSWERABLE_BACKUP_RECIPIENTS": str(PEOPLE[0].to_public())})


def test_s40_old_sets_go_and_the_newest_stays_however_old(tmp_path: Path) -> None:
    key, now = bytes(32), datetime(2026, 11, 22, tzinfo=UTC)
    for days in (100, 50, 36):
        kept = sets.begin_set(tmp_path, kind="state", at=now - timedelta(days=days))
        kept.covers = kept.begun
        sets.finish(kept, key=key)
    assert len(sets.prune(tmp_path, at=now, keep_days=35)) == 2
    assert [sets.instant(kept.begun) for kept in sets.there(tmp_path)] == [now - timedelta(days=36)]
    assert sets.prune(tmp_path, at=now, keep_days=35) == []


def test_s40_memory_stays_flat_over_a_large_part(tmp_path: Path) -> None:
    class Large:
        left = 96

        def read(self, size: int = -1, /) -> bytes:
            assert size > 0, "all of it at one go"
            self.left -= 1
            return b"answerable" * 104_858 if self.left >= 0 else b""

    tracemalloc.start()
    sealing.seal_part(Large(), tmp_path / "part", to=[person.to_public() for person in PEOPLE[:2]])
    with (tmp_path / "plain").open("wb") as sink:
        sealing.open_into(tmp_path / "part", sink, keys=[PEOPLE[1]])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "plain").stat().st_size == 96 * 1_048_580
    assert peak < 12 * 1024 * 1024


def test_s40_a_backup_older_than_the_mark_opens_nothing_until_the_newer_book_is_there(
    installation: Living, backup: Path, tmp_path: Path
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    (second / restoring.MARK).write_text("example.org/log\n5000\nAAAA\n\n", encoding="ascii")
    order = replace(_order(installation, backup, tmp_path / "shut"), second_place=second)
    with pytest.raises(sealing.DamagedError, match=r"knows 5000 entries of the public log, this backup only \d+"):
        restoring.restore_backup(order)
    assert (tmp_path / "shut" / RESTORING).exists()
    erasures.keep_copies([installation.home, second])
    restoring.restore_backup(replace(order, home=tmp_path / "open"))
    assert not (tmp_path / "open" / RESTORING).exists()
    assert (second / "series").read_text(encoding="ascii") == "1\n"
