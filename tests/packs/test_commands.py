"""`answerable pack`: what an operator reads, and that the manual names what a pack decides."""

import re
import stat
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from answerable.appeals.terms import Care
from answerable.base.packs.checked import LawStatus
from answerable.base.packs.row import LANGUAGES, Reading
from answerable.law.rules import deadlines, kinds
from answerable.law.rules.clocks import OnForward
from answerable.law.terms import ABOUT_POLICE, Cause, GroundFor, GroundNeeds, MatterKind, Nameless
from answerable.people import powers
from answerable.people.models import Body
from answerable.people.terms import BodyKind
from answerable.site import packs
from answerable.site.commands.pack import command
from answerable.site.packs import whole
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


def test_a_new_pack_passes_the_check_in_any_languages_and_is_made_once(tmp_path: Path) -> None:
    folder = str(tmp_path / "moje-miasto")
    made = CliRunner().invoke(command, ["new", folder, "-l", "pl", "-l", "ka", "--zone", "Europe/Warsaw"])
    assert (made.exit_code, (tmp_path / "moje-miasto" / "territories.csv").read_text("utf-8")) == (
        0,
        "code,parent,kind,zone,population,pl,ka\nPLACE,,town,,,moje-miasto,moje-miasto\n",
    )
    checked = CliRunner().invoke(command, ["check", folder])
    assert (checked.exit_code, checked.output.splitlines()[0]) == (
        0,
        "moje-miasto: faultless, territories 1, bodies 4, categories 2, terms 1, grounds 4, people 3",
    )
    again = CliRunner().invoke(command, ["new", folder])
    assert (again.exit_code, again.output.splitlines()[-1]) == (1, "1 fault; nothing was changed")


def test_a_new_pack_is_refused_with_every_fault_before_anything_is_made(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["new", str(tmp_path / "my town"), "-l", "polski", "--zone", "Warsaw"])
    assert (done.exit_code, [*tmp_path.iterdir()], done.output.splitlines()) == (
        1,
        [],
        [
            f"{tmp_path / 'my town'}: 'my town' isn't a code. Use Latin letters, digits, dot, dash and underscore, 30 at most.",
            "languages: 'polski' is no code of a language. Write uk, pl or pt-br.",
            "zone: 'Warsaw' isn't known here. Write an IANA zone such as Europe/Kyiv.",
            "3 faults; nothing was changed",
        ],
    )


@pytest.mark.django_db
def test_load_says_what_is_new_and_the_second_time_that_nothing_is() -> None:
    first = CliRunner().invoke(command, ["load", "raion"])
    second = CliRunner().invoke(command, ["load", "raion"])
    assert (first.exit_code, second.exit_code) == (0, 0)
    new = (
        "new: territory 50, calendar 5, body 15, role 12, category 35, jurisdiction 27, profile 12, ground 14, rung 7, "
        "template 5, setting 30, account 23, seat 23"
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


MANUAL = (ROOT / "docs" / "operating" / "packs.md").read_text(encoding="utf-8")
SECTIONS = {"calendars/PL.yaml": "calendars/CODE.yaml"}


def section(file: str) -> str:
    """What the manual says of a file."""
    return MANUAL.partition(f"\n### {SECTIONS.get(file, file)}\n")[2].partition("\n### ")[0].partition("\n## ")[0]


def test_the_manual_names_every_word_of_every_file_and_no_other() -> None:
    reading = Reading()
    packs.check_pack(packs.find("gmina"), on=date(2026, 11, 30), reading=reading)
    assert {*reading.words} == {*(each for each in reading.words if section(each))}
    for file, words in reading.words.items():
        told = section(file)
        assert [word for word in sorted(words - LANGUAGES) if f"`{word}`" not in told and f"`{word}:" not in told] == []
        columns = re.findall(r"^\| ((?:`[a-z_]+`(?:, )?)+) \|", told, re.MULTILINE)
        mine = {word for column in columns for word in re.findall(r"`([a-z_]+)`", column)}
        assert sorted(mine - words - {*powers.known()}) == []


@pytest.mark.parametrize(
    ("file", "values"),
    [
        ("bodies.yaml", [*BodyKind, *Care]),
        ("roles.yaml", powers.known()),
        ("profiles.yaml", [*deadlines.TermUnit, *deadlines.FirstDay, *deadlines.DayOff, *LawStatus, *OnForward, *MatterKind, ABOUT_POLICE, *whole.CHANNELS - {"house"}]),
        ("kinds.yaml", MatterKind),
        ("grounds.yaml", [*GroundFor, *GroundNeeds]),
        ("pack.yaml", [*Nameless, *Cause]),
        ("Steps that are acted on", [*kinds.EVIDENCE, *(each for found in kinds.EVIDENCE.values() for each in found)]),
    ],
)  # fmt: skip
def test_the_manual_names_every_value_of_a_closed_list(file: str, values: Iterable[str]) -> None:
    assert [str(value) for value in values if f"`{value}`" not in section(file)] == []


@pytest.mark.parametrize("pack", ["raion", "directorates", "gmina"])
def test_the_manual_names_every_setting_that_a_pack_makes(pack: str) -> None:
    manual = (ROOT / "docs" / "operating" / "packs.md").read_text(encoding="utf-8")
    made = packs.check_pack(packs.find(pack), on=date(2026, 11, 22)).settings
    assert [name for name in made if f"`{name}`" not in manual] == []
