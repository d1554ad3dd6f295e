"""S36: the system does not open over a database that may lose what it acknowledged. The kills are in tests/scale."""

from pathlib import Path

import pytest

from answerable_host.cluster import processes, roles, server
from tests.security.living import Living, living

pytestmark = [pytest.mark.machine_clock, pytest.mark.slow]


def test_s36_start_is_refused_if_synchronous_commit_is_off(tmp_path: Path) -> None:
    with living(tmp_path / "home") as installation:
        assert installation.run("check").returncode == 0
        with server.connect(installation.place) as boss:
            boss.execute(f"ALTER ROLE {roles.APP} SET synchronous_commit = off")
        for command in ("check", "prepare"):
            refused = installation.run(command, check=False)
            assert refused.returncode == 1
            assert "synchronous_commit is off" in refused.stdout + refused.stderr


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_s36_start_is_refused_if_the_server_may_lose_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    """Our own server is started with these on; somebody who starts it otherwise is refused."""
    monkeypatch.setitem(server.HELD, setting, "off")
    installation = Living(tmp_path / "home")
    with processes.hold(installation.home):
        running = server.start(installation.place, say=lambda _words: None, pdeathsig=True)
        try:
            roles.set_up(installation.place)
            refused = installation.run("prepare", check=False)
        finally:
            server.stop(running)
    assert refused.returncode == 1
    assert f"{setting} is off" in refused.stdout + refused.stderr


def test_s36_the_way_of_starting_leaves_no_choice(tmp_path: Path) -> None:
    """Neither a file nor ALTER SYSTEM undoes what stands on the command line."""
    installation = Living(tmp_path / "home")
    with processes.hold(installation.home):
        running = server.start(installation.place, say=lambda _words: None, pdeathsig=True)
        with server.connect(installation.place) as boss:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                boss.execute(f"ALTER SYSTEM SET {setting} = off")
        server.stop(running)
        running = server.start(installation.place, say=lambda _words: None, pdeathsig=True)
        with server.connect(installation.place) as boss:
            shown = [
                boss.execute(f"SHOW {name}").fetchone() for name in ("fsync", "synchronous_commit", "full_page_writes")
            ]
        server.stop(running)
    assert shown == [("on",)] * 3
