"""Pages of figures: every number carries the id of its figure, what is not published is not there, few queries."""

import html
import json
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from answerable.figures import presenting, queries, testing
from answerable.figures.models import Figure
from answerable_verify.numbers.cells import share_cell
from answerable_verify.numbers.definitions import DEFINITIONS
from answerable_verify.numbers.wording import TABLES

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(module_db: None, tmp_path_factory: pytest.TempPathFactory):
    """March, published and corrected once, for all tests of this file."""
    with testing.march_published(tmp_path_factory.mktemp("home"), drawn=True) as log:
        testing.told(11, "answered", day=19, body="dep")
        testing.placed(log)
        testing.publish_march(drawn=True)
        yield


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_front_says_every_figure_of_the_last_month(published, language):
    page = Client().get(f"/{language}/figures/")
    said = html.unescape(page.text)
    titles = [words.title for words in TABLES[language].values()]
    assert [title for title in titles if title not in said] == []
    assert (page.status_code, page["Cache-Control"]) == (200, "public, max-age=60")
    assert Client().get(f"/{language}/figures/in/2026-Q1/").status_code == 200


@pytest.mark.parametrize("name", [*DEFINITIONS])
def test_each_figure_has_a_page_of_its_own(published, name):
    page = Client().get(f"/en/figures/{name}/2026-03/")
    assert page.status_code == 200
    assert "answerable-verify figure http" in page.text
    assert Client().get(f"/en/figures/{name}/").status_code == 200


def test_the_page_of_a_figure_says_n_interval_table_and_erratum(published):
    text = " ".join(Client().get("/en/figures/on-time/2026-03/").text.split())
    for said in (
        "Answered on time: 17 of 24",
        "71 %, from 51 % to 85 % · n = 24",
        "It said 16 of 24, now it says 17 of 24: acts of this period came into the log after the figure was published.",
        "/data/figures/on-time/2026-03/0.json",
        ">dep</",
    ):
        assert said in text, said
    waiting = Client().get("/en/figures/time-to-answer/2026-03/").text
    assert "Half of those who write have an answer within 3 days" in " ".join(waiting.split())
    assert '<svg class="chart"' in waiting


def test_the_very_bytes_are_served_as_they_stand_and_as_they_stood(published):
    for path, edition in (("on-time/2026-03.json", 1), ("on-time/2026-03/0.json", 0)):
        answer = Client().get(f"/data/figures/{path}")
        row = queries.one("on-time", "2026-03", edition).row
        assert (answer.content, answer["ETag"]) == (bytes(row.document), f'"{row.digest}"')
        assert (answer["Access-Control-Allow-Origin"], answer["Content-Type"]) == ("*", "application/json")
    assert json.loads(answer.content)["figure"] == "on-time"


@pytest.mark.parametrize(
    "path",
    [
        "/en/figures/in/2026-13/",
        "/en/figures/in/2020-01/",
        "/en/figures/happiness/",
        "/en/figures/on-time/2020-01/",
        "/data/figures/on-time/2020-01.json",
        "/data/figures/on-time/2026-03/7.json",
    ],
)
def test_what_is_not_published_is_not_there(published, path):
    assert Client().get(path).status_code == 404


def test_pages_ask_little_however_much_is_published(published):
    client = Client()
    for path, most in (("/en/figures/", 12), ("/en/figures/on-time/2026-03/", 14)):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert len(asked) <= most, [one["sql"] for one in asked]


def test_places_are_told_only_where_enough_were_counted(published):
    assert {(row.best, row.worst) for row in presenting.rows(queries.one("on-time", "2026-03"))} == {(0, 0)}


def test_the_feed_tells_of_publications_and_errata_with_their_files(published):
    answer = Client().get("/en/figures/feed.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    atom = "{http://www.w3.org/2005/Atom}"
    root = ET.fromstring(answer.content)
    entries = root.findall(f"{atom}entry")
    titles = [entry.findtext(f"{atom}title") for entry in entries]
    assert {"Figures: March 2026", "Figures: January – March 2026", "Corrected: Answered on time, March 2026"} <= {
        *titles
    }
    assert len({entry.findtext(f"{atom}id") for entry in entries}) == len(entries)
    for entry in entries:
        (enclosure,) = [link for link in entry.findall(f"{atom}link") if link.get("rel") == "enclosure"]
        assert Client().get(urlsplit(enclosure.get("href")).path).status_code == 200
    assert root.findtext(f"{atom}updated") == "2026-04-02T09:00:00Z"


def test_a_share_of_the_few_who_spoke_never_stands_large_above_those_who_did_not():
    cell = {"n": 7, "of": 29, "value": "1.000000", "low": "0.645670", "high": "1.000000"}
    document = {"cells": {"all": cell | {"parts": {"silent": 22, "solved": 7}}}}
    row = Figure(name="outcome", period="2026-03", document=json.dumps(document).encode())
    with override("en"):
        said = presenting.said(queries.ReadEdition(row))
        under = " ".join(render_to_string("figures/_under.html", {"said": said}).split())
    assert (said.value, said.share, said.between) == ("7 of 29", "100\u00a0%", "from 65\u00a0% to 100\u00a0%")
    assert under == (
        '<p class="under">7 of the 29 who were answered said how it ended (24 %) · of these solved: 100 %, '
        "from 65 % to 100 % · March 2026</p>"
    )


@pytest.mark.parametrize(("met", "n", "value", "share"), [(9, 15, "9 of 15", "60\u00a0%"), (18, 30, "60\u00a0%", "")])
def test_of_few_the_count_stands_large_and_the_share_beneath(met, n, value, share):
    cell = share_cell({"met": met, "refused": n - met}, "met", n)
    row = Figure(name="points", period="2026-03", document=json.dumps({"cells": {"all": cell}}).encode())
    with override("en"):
        said = presenting.said(queries.ReadEdition(row))
    assert (said.value, said.share) == (value, share)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "bodies/",
        "open-data/",
        "figures/",
        "figures/in/2026-Q1/",
        *(f"figures/{name}/" for name in DEFINITIONS),
    ],
)
def test_every_number_on_a_page_carries_the_id_of_its_figure(published, path):
    reader = testing.BareNumbers()
    reader.feed(Client().get(f"/en/{path}").text)
    assert reader.bare == []


def test_the_front_page_of_the_place_leads_to_its_figures(published):
    page = Client().get("/en/").text
    for said in (
        'data-figure="time-to-answer/2026-03"',
        'data-figure="outcome/2026-03"',
        'href="/en/figures/"',
        "<svg",
    ):
        assert said in page, said


def test_the_calendar_of_closing_says_in_numbers_what_it_draws(published):
    figure = Client().get("/en/figures/closing-days/2026-03/").text
    assert "No day of the month has more answers than chance alone would give." in figure
    assert '<tr><th scope="row">24</th><td class="number">4</td><td class="number">0–5</td></tr>' in figure
    assert '<tr><th scope="row">7</th><td class="number">2</td><td class="number">–</td></tr>' in figure  # a Saturday
