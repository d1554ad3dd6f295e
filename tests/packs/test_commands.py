"""`answerable pack`: what an operator reads, and that the manual names what a pack decides."""

import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from answerable.people.models import Body
from answerable.site import packs
from answerable.site.commands.pack import command
from answerable.site.packs.loading import password_file

ROOT = Path(__file__).parents[2]
AWKWARD = str(ROOT / "tests" / "packs" / "awkward")


def test_check_counts_what_it_read_and_says_what_should_be_known() -> None:
    done = CliRunner().invoke(command, ["check", AWKWARD])
    assert (done.exit_code, done.output.splitlines()) == (
        0,
        [
            "awkward: faultless, territories 5, bodies 11, categories 41, terms 2, grounds 1, people 0",
            "note: 1 of 2 terms are unverified: pages say so beside each",
            "note: 9 bodies that take appeals have nobody yet; grant seats at the desk",
        ],
    )


def test_check_names_faults_and_fails(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["check", str(tmp_path)])
    assert (done.exit_code, done.output.splitlines()) == (
        1,
        [
            "pack.yaml: the file can't be read (No such file or directory). Add it, or correct its permissions.",
            "1 fault; nothing was changed",
        ],
    )


@pytest.mark.django_db
def test_load_says_what_is_new_and_the_second_time_that_nothing_is() -> None:
    first = CliRunner().invoke(command, ["load", "raion"])
    second = CliRunner().invoke(command, ["load", "raion"])
    assert (first.exit_code, second.exit_code) == (0, 0)
    new = (
        "new: territory 50, calendar 5, body 15, role 12, category 35, jurisdiction 27, profile 12, ground 14, rung 7, "
        "template 5, setting 28, account 23, seat 23"
    )
    assert [line for line in first.output.splitlines() if line.startswith("new")] == [new]
    assert second.output.splitlines()[-1] == "raion: nothing has changed"
    assert Body.objects.count() == 15


@pytest.mark.django_db
def test_first_passwords_lie_in_a_file_that_only_its_owner_reads() -> None:
    done = packs.load_pack(packs.find("raion"), at=packs_day())
    path = password_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = path.read_text(encoding="utf-8").splitlines()
    told = {login: (password, who) for login, password, who in (line.split(maxsplit=2) for line in lines)}
    assert {login: told[login][0] for login in done.passwords} == dict(done.passwords)
    assert told["p.lysenko"][1] == (
        "Петро Лисенко; помічник начальника; Головне управління поліції в області, приймальня начальника"
    )


def packs_day() -> datetime:
    return datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.mark.parametrize("pack", ["raion", "directorates", "gmina"])
def test_the_manual_names_every_setting_that_a_pack_makes(pack: str) -> None:
    manual = (ROOT / "docs" / "operating" / "packs.md").read_text(encoding="utf-8")
    made = packs.check_pack(packs.find(pack), on=date(2026, 11, 22)).settings
    assert [name for name in made if f"`{name}`" not in manual] == []
