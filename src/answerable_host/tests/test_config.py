"""Configuration: where a value comes from, and every fault at once."""

import stat
from pathlib import Path

import pytest

from answerable_host import config
from answerable_host.testing import TEMPLATES


def test_a_variable_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    (tmp_path / "answerable.toml").write_text('port = 9000\nhost = "10.0.0.1"\n')
    found = config.load_config({"ANSWERABLE_HOME": str(tmp_path), "ANSWERABLE_PORT": "9001"})
    assert (found.port, found.host, found.workers) == (9001, "10.0.0.1", 2)
    assert found.sources["port"] == "ANSWERABLE_PORT"
    assert found.sources["host"] == f"{tmp_path}/answerable.toml:2"
    assert "workers" not in found.sources


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "answerable.toml").write_text('prot = 9000\nlanguages = ["uk", "Xx"]\n')
    with pytest.raises(config.ConfigError) as caught:
        config.load_config(
            {"ANSWERABLE_HOME": str(tmp_path), "ANSWERABLE_PORT": "99999", "DATABASE_OWNER_URL": "mysql://x"}
        )
    assert caught.value.faults == [
        f"{tmp_path}/answerable.toml:1: prot is no setting; is port meant?",
        "database_owner_url (DATABASE_OWNER_URL): must begin with postgresql:// or postgres://",
        "port (ANSWERABLE_PORT): 99999 is not between 1 and 65535",
        f"languages ({tmp_path}/answerable.toml:2): no code of a language: Xx; write xx",
    ]


def test_a_fault_in_the_file_names_the_line_where_its_setting_begins(tmp_path: Path) -> None:
    (tmp_path / "answerable.toml").write_text(
        "# port = 1\n"
        'mail_from = """\n'
        "port = 2\n"
        '"""\n\n'
        "languages = [  # in the order of the switch\n"
        '  "uk",\n'
        '  "Xx",\n'
        "]\n"
        "workers = 0\n"
        '"doors" = ["window"]\n'
        'backup_to = "b"\n'
        "[web]\n"
        "port = 3\n"
    )
    with pytest.raises(config.ConfigError) as caught:
        config.load_config({"ANSWERABLE_HOME": str(tmp_path)})
    place = f"{tmp_path}/answerable.toml"
    assert [fault for fault in caught.value.faults if "backup_to" not in fault] == [
        f"{place}:13: web is no setting",
        f"doors ({place}:11): unknown: window; known: {', '.join(config.DOORS)}",
        f"languages ({place}:6): no code of a language: Xx; write xx",
        f"workers ({place}:10): 0 is not between 1 and 64",
    ]
    assert [fault.partition(" is set")[0] for fault in caught.value.faults if "backup_to" in fault] == [
        f"backup_to ({place}:12)"
    ]


@pytest.mark.parametrize("name", ["Mars/Base", "", "Europe", "/etc/passwd"])
def test_a_time_zone_that_is_not_there_is_a_fault_with_its_cure(name: str, tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError) as caught:
        config.load_config({"ANSWERABLE_HOME": str(tmp_path), "ANSWERABLE_TIME_ZONE": name})
    assert caught.value.faults == [
        f"time_zone (ANSWERABLE_TIME_ZONE): there is no time zone {name!r}; write one like Europe/Kyiv or Etc/UTC"
    ]


def test_a_variable_that_is_no_setting_is_a_fault_as_a_name_in_the_file_is(tmp_path: Path) -> None:
    strange = {"ANSWERABLE_TIMEZONE": "Europe/Kyiv", "ANSWERABLE_QQQ": "1"}
    with pytest.raises(config.ConfigError) as caught:
        config.load_config({"ANSWERABLE_HOME": str(tmp_path), **strange, "OTHER_NAME": "1"})
    assert caught.value.faults == [
        "ANSWERABLE_QQQ is no setting; take it away",
        "ANSWERABLE_TIMEZONE is no setting; is ANSWERABLE_TIME_ZONE meant?",
    ]


def test_what_our_own_processes_tell_each_other_is_no_fault(tmp_path: Path) -> None:
    told = {**dict.fromkeys(config.HANDED_DOWN, "1"), TEMPLATES: str(tmp_path)}
    assert config.load_config({"ANSWERABLE_HOME": str(tmp_path), **told}).home == tmp_path


def test_a_broken_file_is_a_fault_and_not_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "answerable.toml").write_text("port = \n")
    with pytest.raises(config.ConfigError) as caught:
        config.load_config({"ANSWERABLE_HOME": str(tmp_path)})
    assert len(caught.value.faults) == 1


def test_secrets_are_drawn_once_and_are_for_the_owner_alone(tmp_path: Path) -> None:
    first, second = (config.load_config({"ANSWERABLE_HOME": str(tmp_path)}).server_key for _ in range(2))
    assert (len(first), first == second) == (32, True)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "secret", tmp_path / "secret" / "server.key")]
    assert modes == [0o700, 0o600]
    assert [path.name for path in (tmp_path / "secret").iterdir()] == ["server.key"]


def test_a_cut_off_key_is_refused_and_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "server.key").write_bytes(b"short")
    with pytest.raises(config.ConfigError):
        _ = config.load_config({"ANSWERABLE_HOME": str(tmp_path)}).server_key
    assert (tmp_path / "secret" / "server.key").read_bytes() == b"short"


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    rows = config.load_config(
        {
            "ANSWERABLE_HOME": str(tmp_path),
            "DATABASE_URL": "postgresql://me:hidden@db/x",
            "ANSWERABLE_METRICS_TOKEN": "t0",
        }
    ).shown()
    assert {name: value for name, value, _, _ in rows if value.startswith("(set")} == {
        "database_url": "(set, not shown)",
        "metrics_token": "(set, not shown)",
    }


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({}, False),
        ({"ANSWERABLE_PUBLIC_URL": "https://answerable.example"}, True),
        ({"ANSWERABLE_HOST": "0.0.0.0"}, True),
        ({"ANSWERABLE_REQUIRE_SECOND_FACTOR": "yes"}, True),
    ],
)
def test_a_second_factor_is_required_unless_somebody_tries_it_out_at_home(
    environ: dict[str, str], wanted: bool, tmp_path: Path
) -> None:
    loaded = config.load_config({"ANSWERABLE_HOME": str(tmp_path), **environ})
    assert loaded.require_second_factor is wanted
    assert loaded.require_passkey is (wanted and "ANSWERABLE_REQUIRE_SECOND_FACTOR" not in environ)


@pytest.mark.parametrize(
    "url", ["smtp://bot:se/cret@mail", "smtp://bot:se#cret@mail", "smtps://bot:se?cret@mail", "smtp://mail:se"]
)
def test_a_mail_server_whose_password_is_not_written_for_an_address_is_refused_and_not_shown(
    url: str, tmp_path: Path
) -> None:
    with pytest.raises(config.ConfigError) as caught:
        config.load_config({"ANSWERABLE_HOME": str(tmp_path), "ANSWERABLE_SMTP_URL": url})
    (fault,) = caught.value.faults
    assert fault == (
        "smtp_url (ANSWERABLE_SMTP_URL): must be user:password@host:port, "
        "with @ : / ? # % in either written %40 %3A %2F %3F %23 %25"
    )
