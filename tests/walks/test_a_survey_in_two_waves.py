"""A survey stands up: `confidence.xlsx` from its upload to published figures, then its second wave and what changed.

Simulated interviews in two stages, a third by an interviewer's telephone, a third by personal links, a third called by
telephone; a few go through every page, the others through the same actions. The second wave goes to the same places. 240 in each
run, 900 in `make ci-long`.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.base.testing import now, standing_at
from answerable.ledger.testing import AT, at_home, audited, sequencer, sound
from answerable.people import queries as people_queries
from answerable.people.models import Account, Body
from answerable.people.testing import make_body, make_person
from answerable.surveys import actions
from answerable.surveys.models import Draw, Quota, Response, Survey, Unit

pytestmark = [pytest.mark.walk, pytest.mark.slow, pytest.mark.django_db]


class Size(NamedTuple):
    """Addresses at each of 24 points and how many are silent, in both waves; how much more is trusted in the second."""

    each: int
    silent: int
    again: int
    silent_again: int
    lean: float


SIZES = (
    pytest.param(Size(12, 48, 10, 60, 0.45), id="240"),
    pytest.param(Size(45, 180, 12, 48, 0.25), id="900", marks=pytest.mark.long),
)
WORKBOOK = Path(__file__).resolve().parents[3] / "shared" / "reference" / "surveys" / "confidence.xlsx"
POINTS = {"centre": 8, "suburb": 6, "town": 6, "village": 4}
SHEET = {
    "sponsor": "The monitor paid and asked; simulated.", "coverage": "Hostels are missing.",
    "selection": "Whoever had a birthday last, of all adults.", "modes": "At the door, by link, by telephone.",
    "processing": "Nothing was corrected.", "limits": "Nobody was really asked.",
}  # fmt: skip
WEIGHED = {
    "by": "agegr", "margins": "sex F 10700\nsex M 9300", "source": "Simulated register, 1 January 2026",
    "cells": "auto", "adults": "adults", "trim": "on",
}  # fmt: skip


def answers(chance: random.Random, lean: float) -> dict[str, str]:
    """What somebody says, name of the question -> answer; `lean`: how much more is trusted."""
    trusts = chance.random() < 0.45 + lean
    said = {
        "consent": "yes", "adults": str(chance.randrange(1, 4)), "sex": chance.choice("FM"),
        "age": str(chance.randrange(18, 80)), "conf_local": chance.choice(["5", "4"] if trusts else ["3", "2", "1"]),
        "trust11": str(chance.randrange(5, 11) if trusts else chance.randrange(0, 6)),
        "safe_dark": chance.choice(["4", "3", "2", "1"]), "safe_day": "3",
        "problems": " ".join(sorted(chance.sample(["roads", "theft", "lighting", "fraud"], 2))),
        "problem_first": "", "victim12": "no", "contact12": "no", "heard_rt": chance.choice(["yes", "no"]),
        "gps_ok": "no", "alone": "no", "outcome": "I",
    }  # fmt: skip
    return said | {"problem_first": said["problems"].split()[0]}


PATHS = {
    "consent": "grp_consent", "adults": "main/sel", "sex": "main/demo", "age": "main/demo", "conf_local": "main/conf",
    "trust11": "main/conf", "safe_dark": "main/safety", "safe_day": "main/safety", "problems": "main/safety",
    "problem_first": "main/safety", "victim12": "main/victim", "contact12": "main/victim", "heard_rt": "main/engage",
    "gps_ok": "main/loc", "alone": "main/obs", "outcome": "main/obs", "stratum": "main/sel", "psu": "main/sel",
    "hh": "main/sel",
}  # fmt: skip


def keyed(said: dict[str, str], unit: Unit) -> dict[str, str]:
    """The answers by their keys, with what the code of the unit says, as pages hand them on."""
    return {f"{PATHS[name]}/{name}": value for name, value in (said | place_of(unit)).items()}


def place_of(unit: Unit) -> dict[str, str]:
    psu, _, household = unit.code.partition("-")
    return {"stratum": unit.stratum, "psu": psu, "hh": household}


def submission(said: dict[str, str], unit: Unit, number: int) -> str:
    """What ODK Collect sends: the answers in their groups, and an id of its own."""
    groups: dict[str, str] = {}
    for name, value in (said | place_of(unit)).items():
        groups[PATHS[name]] = groups.get(PATHS[name], "") + f"<{name}>{escape(value)}</{name}>"
    inner = "".join(f"<{path[5:]}>{xml}</{path[5:]}>" for path, xml in groups.items() if path.startswith("main/"))
    return (
        f'<data id="confidence_police" version="2026112201"><grp_consent>{groups["grp_consent"]}</grp_consent>'
        f"<main>{inner}</main><meta><instanceID>uuid:{unit.survey_id}-{number}</instanceID></meta></data>"
    )


def by_pages(client: Client, address: str, said: dict[str, str]) -> str:
    """Answer screen by screen, as a browser does; the address, or the page, after the last."""
    for _screen in range(20):
        page = client.get(address)
        assert page.status_code == 200
        names = {name for name in re.findall(r'name="([a-z_0-9.]+)"', page.text) if "." in name}
        values = {name: said.get(name.rpartition(".")[2], "") for name in names}
        several = {name: value.split() if name.endswith(".problems") else value for name, value in values.items()}
        place = re.search(r'name="at" value="(\d+)"', page.text)[1]
        after = client.post(address.partition("?")[0], {"at": place, "go": "on"} | several)
        if after.status_code != 302 or "at=" not in after["Location"]:
            return after.get("Location", "") or after.text
        address = after["Location"]
    raise AssertionError("the questionnaire does not end")


class Wave:
    """One wave at the desk of whoever makes it."""

    def __init__(self, maker: Account, caller: Account, body: Body, *, title: str, before: int | None) -> None:
        self.client, self.calls, self.caller = Client(), Client(), caller
        self.client.force_login(maker)
        self.calls.force_login(caller)
        asked = {"body": body.id, "title": title, "population": "People of 18 and older in the town"}
        self.address = self.client.post("/desk/surveys/", asked | ({"earlier": before} if before else {}))["Location"]
        self.survey = Survey.objects.order_by("-id")[0]
        book = SimpleUploadedFile("confidence.xlsx", WORKBOOK.read_bytes())
        version = self.client.post(f"{self.address}questionnaire/", {"workbook": book})["Location"]
        assert self.client.post(f"{version}release/")["Location"] == version

    def drawn(self, frame: str, design: str, dice: str) -> Draw:
        upload = SimpleUploadedFile("frame.csv", frame.encode())
        draw = self.client.post(self.address, {"frame": upload, "method": "simple", "design": design})["Location"]
        witnessed()
        assert self.client.post(draw, {"source": "dice", "words": dice})["Location"] == draw
        return Draw.objects.order_by("-id")[0]

    def asked(self, *, lean: float, silent: int, seed: int) -> None:
        """Everybody but the last so many is asked: by thirds at the door, by link, by telephone."""
        chance = random.Random(seed)
        units = list(Unit.objects.filter(survey=self.survey).order_by("code"))
        chance.shuffle(units)
        asked = units[: len(units) - silent]
        third = len(asked) // 3
        self._at_the_door(asked[:third], chance, lean)
        self._by_link(asked[third : 2 * third], chance, lean)
        self._called(asked[2 * third :], chance, lean)
        for unit in units[len(asked) :][:40]:
            said = {"code": unit.code, "disposition": chance.choice(["R", "NC"])}
            assert self.client.post(f"{self.address}field/", said).status_code == 302

    def _at_the_door(self, units: list[Unit], chance: random.Random, lean: float) -> None:
        page = self.client.post(f"{self.address}field/interviewers/", {"name": "Third"}).text
        telephone = re.search(r"<code>http://testserver(/odk/k/[0-9a-f]{40})</code>", page)[1]
        for number, unit in enumerate(units):
            xml = submission(answers(chance, lean), unit, number)
            sent = SimpleUploadedFile("form.xml", xml.encode(), content_type="text/xml")
            assert Client().post(f"{telephone}/submission", {"xml_submission_file": sent}).status_code == 201

    def _by_link(self, units: list[Unit], chance: random.Random, lean: float) -> None:
        table = self.client.post(f"{self.address}field/links/").text.splitlines()[1:]
        links = dict(line.split(",") for line in table)
        for place, unit in enumerate(units):
            address, said = links[unit.code].removeprefix("http://testserver"), answers(chance, lean)
            if place < 2:
                assert "your link is used up" in by_pages(Client(), address, said)
            else:
                actions.finish(link=address.strip("/").rpartition("/")[2], at=now(), answers=keyed(said, unit))

    def _called(self, units: list[Unit], chance: random.Random, lean: float) -> None:
        lines = "".join(f"{unit.code},+38057{place:07}\n" for place, unit in enumerate(units))
        assert self.client.post(f"{self.address}calls/set-up/", {"numbers": lines}).status_code == 302
        wanted = {"quotas": f"sex F {len(units)}\nsex M {len(units)}"}
        assert self.client.post(f"{self.address}calls/quotas/", wanted).status_code == 302
        by = people_queries.actor_for(self.caller.id, now())
        for place in range(len(units)):
            said = answers(chance, lean)
            if place < 2:
                call = self.calls.post(f"{self.address}calls/")["Location"]
                assert by_pages(self.calls, call, said) == f"{self.address}calls/"
            else:
                unit = actions.take_call(by=by, at=now(), survey=self.survey.id)
                actions.finish_call(by=by, at=now(), unit=unit.id, answers=keyed(said, unit))
        assert "No number is due now." in self.calls.get(f"{self.address}calls/").text

    def published(self) -> str:
        """The address of the results, once every line of the sheet is filled in."""
        worked_out = self.client.post(f"{self.address}results/", WEIGHED)
        assert worked_out.status_code == 302, worked_out.context["form"].errors
        page = self.client.get(f"{self.address}results/").text
        publish = re.search(r'action="(/desk/surveys/results/\d+/publish/)"', page)[1]
        assert self.client.post(publish, SHEET | {"coverage": ""}).status_code == 400
        return self.client.post(publish, SHEET)["Location"]


def witnessed() -> None:
    one = sequencer()
    one.step(at=now(), everything=True)
    one.publish(at=now())


def places(first: int) -> str:
    """A hundred households in each sampling point, numbered from `first`: the frame of the second stage."""
    names = [f"{stratum}{number}" for stratum, count in POINTS.items() for number in range(1, count + 1)]
    return "unit,stratum\n" + "".join(f"{name}-{first + hh},{name}\n" for name in names for hh in range(100))


def of_each(count: int) -> str:
    names = [f"{stratum}{number}" for stratum, many in POINTS.items() for number in range(1, many + 1)]
    return "".join(f"{name} {count}\n" for name in names)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    if not WORKBOOK.exists():
        pytest.skip("the reference questionnaire is not beside this project")
    with at_home(tmp_path), standing_at(AT):
        yield tmp_path


@pytest.mark.parametrize("size", SIZES)
def test_a_survey_from_its_questionnaire_to_what_changed(home: Path, size: Size) -> None:
    count, count_again = 24 * size.each - size.silent, 24 * size.again - size.silent_again
    body = make_body("asking", kind="monitor")
    maker, caller = make_person("olha", body, "read", "surveys"), make_person("ira", body, "interviews")
    first = Wave(maker, caller, body, title="Trust, first wave", before=None)
    listed = "".join(f"{name}{number},{name}\n" for name, count in POINTS.items() for number in range(1, count + 1))
    taken = "".join(f"{name} {count}\n" for name, count in POINTS.items())
    points = first.drawn(f"unit,stratum\n{listed}", taken, "1 2 3 4 5 6")
    homes = first.drawn(places(1), of_each(size.each), "6 5 4 3 2 1")
    field = {"draw": homes.id, "points": points.id, "questions": "psu hh"}
    assert first.client.post(f"{first.address}field/", field).status_code == 302
    assert (
        Unit.objects.filter(cluster="town3", stratum="town", chance=str(Fraction(size.each, 100))).count() == size.each
    )
    first.asked(lean=0.0, silent=size.silent, seed=11)
    counted = Response.objects.filter(survey=first.survey).exclude(chance="")
    modes = Counter(counted.values_list("mode", flat=True))
    assert modes == {"interview": count // 3, "web": count // 3, "telephone": count // 3}
    assert {tuple(map(tuple, flags)) for flags in counted.values_list("flags", flat=True)} == {()}
    assert sum(Quota.objects.values_list("taken", flat=True)) == count // 3
    assert Unit.objects.exclude(telephone=None).count() == 0
    before = first.published()

    second = Wave(maker, caller, body, title="Trust, second wave", before=first.survey.id)
    homes = second.drawn(places(101), of_each(size.again), "2 2 2 2 2 2")
    field = {"draw": homes.id, "points": points.id, "questions": "psu hh"}
    assert second.client.post(f"{second.address}field/", field).status_code == 302
    second.asked(lean=size.lean, silent=size.silent_again, seed=12)
    after = second.published()
    witnessed()
    assert sound(audited(home))

    earlier, later = (json.loads(Client().get(f"{at}results.json").content) for at in (before, after))
    assert (earlier["results"]["answers"], later["results"]["answers"]) == (count, count_again)
    assert (earlier["results"]["points"], earlier["results"]["changes"], earlier["weighting"]["adults"]) == (
        24, {}, "adults",
    )  # fmt: skip
    assert later["results"]["wave"]["breaks"] == later["results"]["wave"]["unlike"] == []
    moved = {line["choice"]: line for line in later["results"]["changes"]["conf_local"]}
    for choice in ("5", "4"):
        change, ends = moved[choice], (share_of(earlier, choice), share_of(later, choice))
        assert change["change"] == pytest.approx(ends[1] - ends[0], abs=0.11)  # both are rounded to a tenth
        assert change["low"] < change["change"] < change["high"]
    assert [line["choice"] for line in moved.values() if line["evidence"] and line["change"] > 0] != []
    still = {line["choice"]: line["evidence"] for line in later["results"]["changes"]["heard_rt"]}
    assert still == {"yes": False, "no": False}
    page = Client().get(f"/en/surveys/{second.survey.id}/trend/").text
    assert ("Trust, first wave" in page, "no evidence of change" in page, "asked otherwise" in page) == (
        True, True, False,
    )  # fmt: skip
    digest = sha256(Client().get(f"{after}results.json").content).hexdigest()
    public = Client().get(after).text
    assert (digest in public, "Simulated register" in public, "Asked by an independent body." in public) == (True,) * 3


def share_of(said: dict, choice: str) -> float:
    (table,) = [each for each in said["results"]["tables"] if each["name"] == "conf_local"]
    return next(cell["share"] for cell in table["parts"][0]["cells"] if cell["choice"] == choice)
