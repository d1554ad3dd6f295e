"""A sample community is thrown away where it is one, and nothing else ever is."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from answerable_host.cluster import processes
from answerable_host.commands.demo_reset import MARK, command


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", "ANSWERABLE_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path))
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "server.key").write_text("key")
    (tmp_path / "erasures.jsonl").write_text("")
    return tmp_path


def _left(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir() if path.name != "answerable.lock")


def test_a_home_that_holds_no_sample_is_left_alone(home: Path) -> None:
    done = CliRunner().invoke(command)
    assert (done.exit_code, _left(home)) == (1, ["erasures.jsonl", "secret"])
    assert f"{home} holds no sample community" in done.output


def test_a_sample_is_thrown_away_whole(home: Path) -> None:
    (home / MARK).write_text("")
    done = CliRunner().invoke(command)
    assert (done.exit_code, _left(home)) == (0, [])


def test_a_sample_that_runs_is_not_thrown_away(home: Path) -> None:
    (home / MARK).write_text("")
    with processes.hold(home):
        done = CliRunner().invoke(command)
    assert (type(done.exception), _left(home)) == (processes.AlreadyRunsError, ["erasures.jsonl", "sample", "secret"])


def test_a_database_elsewhere_is_not_emptied(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / MARK).write_text("")
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@elsewhere/answerable")
    done = CliRunner().invoke(command)
    assert (done.exit_code, _left(home)) == (1, ["erasures.jsonl", "sample", "secret"])
