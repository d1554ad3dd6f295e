"""A pack in a language that the product doesn't ship: its pages, its own catalogue, and what is said where that lacks."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.test import Client
from django.utils.translation import override

from answerable.law.models import Category
from answerable.people.actions.loading import locked_revision, move_revision
from answerable.people.models import Body
from answerable.site import catalogues, packs, translations, wellbeing
from answerable.site.commands import translations as command
from answerable.site.templatetags.dates import distance
from answerable_host import config, spoken

TOWN = Path(__file__).parent / "mestecko"
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
ASKED = """
import json, django
django.setup()
from django.conf import settings
from django.utils.translation import gettext, override
with override(settings.LANGUAGE_CODE):
    print(json.dumps([settings.LANGUAGES, gettext("Send a message"), gettext("Follow my message")]))
"""


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """A home of its own for what loading a pack leaves there; keys stay where they are."""
    settings.ANSWERABLE = replace(settings.ANSWERABLE, home=tmp_path)
    return tmp_path


@pytest.fixture
def town(settings: Any, home: Path) -> Iterator[None]:
    """The town's installation, as its processes are when they have been started again."""
    packs.load_pack(TOWN, at=AT)
    settings.LOCALE_PATHS = [spoken.catalogues(home)]
    settings.LANGUAGES, settings.LANGUAGE_CODE = [("sk", "Slovenčina")], "sk"
    with override("sk"):
        catalogues.fall_back(["sk"], settings.LOCALE_PATHS)
        yield


def _started(home: Path) -> Any:
    """What a process says that is started in a home."""
    environ = {name: value for name, value in os.environ.items() if name != "ANSWERABLE_LANGUAGES"}
    environ |= {"ANSWERABLE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "answerable.site.settings"}
    done = subprocess.run([sys.executable, "-c", ASKED], env=environ, capture_output=True, check=True, text=True)
    return json.loads(done.stdout)


@pytest.mark.django_db
def test_pages_stand_under_the_packs_language_with_its_texts(town: None, client: Client) -> None:
    front = client.get("/", follow=True)
    assert front.redirect_chain == [("/sk/", 302)]
    page = front.content.decode()
    assert '<html lang="sk"' in page
    assert "polícia a obyvatelia si navzájom zodpovedajú" in page
    assert "Odoslať správu" in page
    assert "Follow my message" in page  # not translated, and no other language is offered: as it stands in the source
    assert [client.get(f"/sk/{each}/").status_code for each in ("write", "about/law", "bodies", "about")] == [200] * 4
    assert client.get("/uk/").status_code == 404
    assert Category.objects.get(code="ulica").name == {"sk": "Ulica a doprava"}


@pytest.mark.django_db
def test_what_is_said_in_another_language_says_in_which(town: None, client: Client) -> None:
    """WCAG 2.2, 3.1.2: a screen reader that speaks Slovak must not read English by Slovak rules."""
    page = client.get("/sk/").content.decode()
    assert '<span lang="en">Follow my message</span>' in page
    assert '<span lang="sk">' not in page
    assert "Odoslať správu" in page
    assert re.findall("[\ue000-\ue002]", page) == []
    assert re.findall(r'="[^"]*<span', page) == []  # none within an attribute
    assert re.findall(r"<title>[^<]*<span", page) == []
    assert client.get("/desk/sign-in/?language=sk").status_code == 200


@pytest.mark.django_db
def test_a_name_that_the_pack_gives_in_another_language_says_in_which(town: None, client: Client) -> None:
    Body.objects.filter(code="oddelenie").update(name={"en": "Town guard"})
    with transaction.atomic():
        move_revision(locked_revision())
    page = client.get("/sk/bodies/").content.decode()
    assert '<span lang="en">Town guard</span>' in page


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "said"), [(2, "o 2 dni"), (22, "o 22 dní"), (-1, "1 day late"), (-2, "2 days late")])
def test_a_catalogue_counts_as_its_language_does_and_a_slip_in_it_breaks_no_page(
    town: None, days: int, said: str
) -> None:
    assert distance(days) == said


def test_a_started_process_speaks_the_languages_kept_and_falls_back_to_the_second(tmp_path: Path) -> None:
    shutil.copytree(TOWN / "locale", spoken.catalogues(tmp_path))
    catalogues.compile_in(spoken.catalogues(tmp_path))
    spoken.keep(tmp_path, ["sk", "uk"])
    assert _started(tmp_path) == [
        [["sk", "Slovenčina"], ["uk", "Українська"]],
        "Odoslať správu",
        "Стежити за зверненням",
    ]


def test_a_language_without_a_catalogue_is_offered_all_the_same(tmp_path: Path) -> None:
    spoken.keep(tmp_path, ["ab"])  # Django has no Abkhaz either
    catalogues.compile_in(spoken.catalogues(tmp_path), ["ab"])
    assert _started(tmp_path) == [[["ab", "Аԥсшәа"]], "Send a message", "Follow my message"]


def test_a_language_with_a_script_is_loaded_kept_and_offered(tmp_path: Path) -> None:
    town = shutil.copytree(TOWN, tmp_path / "town")
    for path in [*town.glob("*.yaml"), *town.glob("*.csv"), *town.glob("calendars/*")]:
        path.write_text(re.sub(r"\bsk\b", "sr-latn", path.read_text("utf-8")), "utf-8")
    pack = packs.check_pack(town, on=AT.date())
    assert pack.settings["languages"] == ["sr-latn"]
    home = tmp_path / "home"
    home.mkdir()
    spoken.keep(home, pack.settings["languages"])
    catalogues.compile_in(spoken.catalogues(home), pack.settings["languages"])
    assert _started(home) == [[["sr-latn", "Srpski (latinica)"]], "Send a message", "Follow my message"]


@pytest.mark.django_db
def test_loading_keeps_the_languages_and_health_says_to_start_again(settings: Any, home: Path) -> None:
    assert list(wellbeing.of_languages(settings.ANSWERABLE)) == []
    before = config.load_config({"ANSWERABLE_HOME": str(home)})
    packs.load_pack(TOWN, at=AT)
    after = config.load_config({"ANSWERABLE_HOME": str(home)})
    assert (before.languages, after.languages) == (("en",), ("sk",))
    assert list(wellbeing.of_languages(after)) == []
    assert list(wellbeing.of_languages(before)) == [
        "the pack that is loaded names the languages sk, and this process was started with en: start Answerable again"
    ]


@pytest.mark.parametrize(
    ("file", "text", "without", "fault"),
    [
        ("pack.yaml", "name: {sk: Mestečko}", "name: {uk: Містечко}", "'sk' is missing. Write sk: and a text."),
        ("pack.yaml", "languages: [sk]", "languages: []", "no language is offered. Name one at least, as [uk, en]: the first is the default."),
        ("territories.csv", "population,sk", "population,skx", "columns are missing: sk. Begin with the line code,parent,kind,zone,population,sk."),
    ],
)  # fmt: skip
def test_texts_are_needed_in_the_packs_languages_alone(
    file: str, text: str, without: str, fault: str, tmp_path: Path
) -> None:
    assert packs.check_pack(TOWN, on=AT.date()).settings["languages"] == ["sk"]
    town = shutil.copytree(TOWN, tmp_path / "town")
    written = (town / file).read_text(encoding="utf-8")
    assert written.count(text) == 1
    (town / file).write_text(written.replace(text, without), encoding="utf-8")
    with pytest.raises(packs.PackError) as faulty:
        packs.check_pack(town, on=AT.date())
    assert fault in [f"{each.says}. {each.cure}." for each in faulty.value.faults]


def test_a_text_may_stand_in_a_language_that_is_not_offered(tmp_path: Path) -> None:
    town = shutil.copytree(TOWN, tmp_path / "town")
    path = town / "pack.yaml"
    path.write_text(
        path.read_text("utf-8").replace("name: {sk: Mestečko}", "name: {sk: Mestečko, uk: Містечко}"), "utf-8"
    )
    assert packs.check_pack(town, on=AT.date()).settings["place_name"] == {"sk": "Mestečko", "uk": "Містечко"}


@pytest.mark.parametrize("code", ["xx", "Polish"])
def test_a_code_that_no_pack_can_name_gets_no_catalogue(code: str) -> None:
    run = CliRunner().invoke(command.command, ["scaffold", code])
    assert (run.exit_code, "is no" in run.output, "write" in run.output) == (1, True, True)


def test_a_scaffold_holds_every_phrase_and_keeps_what_was_translated(monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path))
    monkeypatch.delenv("ANSWERABLE_LANGUAGES")
    every, folder = len(translations.all_phrases()), spoken.catalogues(tmp_path)
    run = CliRunner().invoke(command.command, ["scaffold", "sk"])
    assert run.output.endswith(f": {every} phrases wait for a translation\n")
    made = translations.read(translations.path_in(folder, "sk"), "sk")
    assert (len(made), made.num_plurals) == (every, 3)
    made.get("Send a message").string = "Odoslať správu"
    translations.write(translations.path_in(folder, "sk"), made)
    assert catalogues.scaffold("sk", folder)[1] == every - 1
    checked = CliRunner().invoke(command.command, ["check", "sk"])
    said = checked.output.splitlines()
    assert (checked.exit_code, said[0], said[-1]) == (0, f"sk: 1 of {every} phrases are translated", "0 faults")
    doors = [line.split() for line in said[1:-1]]
    assert [line[0] for line in doors] == ["public", "follow", "letters", "shared", "desk"]
    assert [sum(int(line[n]) for line in doors) for n in (1, 3)] == [1, every]


def test_a_check_names_what_would_break_a_page(tmp_path: Path) -> None:
    found = catalogues.standing("sk", [TOWN / "locale"])
    assert (found.lacking, [line.partition(": ")[2] for line in found.wrong]) == (
        found.of - 3,
        ["site/templatetags/dates.py: '%(days)s day late': has other placeholders than ['days']"],
    )


def test_what_ships_lacks_nothing() -> None:
    assert {translations.SOURCE_LANGUAGE, *translations.whole()} == {"en", "ru", "uk"}
    assert translations.of_shipped_packs() == {"en", "pl", "ru", "uk"}
    assert [catalogues.standing(each, []).lacking for each in ("en", "ru", "uk")] == [0, 0, 0]


def test_polish_lacks_nothing_that_residents_read() -> None:
    by_door = catalogues.standing("pl", []).by_door
    assert [door for door, (lacking, _) in by_door.items() if lacking] == ["desk"]
