"""From answers to what anybody reads: worked out, looked at, published once with its hash in the log."""

import json
import random
from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client

from answerable.base.testing import now, standing_at
from answerable.ledger.models import Entry
from answerable.ledger.testing import AT, at_home, audited, sound
from answerable.people import queries as people_queries
from answerable.people.testing import make_body, make_person
from answerable.surveys import actions, fielding, testing
from answerable.surveys.models import Result, Survey, Unit
from answerable.surveys.tests.test_draws import SAID, fixed, opened, signed_in, witnessed
from answerable.vault.keys import server_key
from answerable.vault.rules.subkeys import subkey

pytestmark = pytest.mark.django_db
FRAME = "unit,stratum\n" + "".join(f"h-{place:04},{'north' if place % 3 else 'south'}\n" for place in range(900))
DESIGN = "north 100\nsouth 50\n"
SHEET = {
    "sponsor": "The monitor paid and asked.", "coverage": "Hostels are missing.", "selection": "Whoever had a birthday last.",
    "modes": "Letters and the web, in English and Ukrainian.", "processing": "Nothing.", "limits": "A small town.",
}  # fmt: skip


def survey_with_answers(kind: str) -> tuple[Client, str]:
    """A survey at the desk of a body of that kind, two thirds of whose sample have answered."""
    body = make_body("asking", kind=kind)
    maker = make_person("olha", body, "read", "surveys")
    client = signed_in(maker)
    address = opened(client, body)
    draw = fixed(client, address, frame=FRAME, design=DESIGN)["Location"]
    witnessed()
    client.post(draw, {"source": "dice", "words": SAID})
    testing.ask(by=people_queries.actor_for(maker.id, now()), at=now(), survey=Survey.objects.get().id)
    client.post(f"{address}field/", {"draw": draw.rstrip("/").rpartition("/")[2]})
    chance, key = random.Random(7), subkey(server_key(), "surveys/link")
    for unit in Unit.objects.order_by("code"):
        if chance.random() < 0.66:
            said = {
                "start_here/consent": "yes", "main/age": str(chance.randrange(18, 80)),
                "main/good_job": chance.choices(["5", "3", "1"], [5, 4, 1])[0],
                "main/problems": chance.choice(["roads", "theft noise", "other"]), "main/other": "Dogs",
            }  # fmt: skip
            actions.finish(link=fielding.link_of(key, unit.id), at=now(), answers=said)
    return client, address


def test_results_are_worked_out_published_and_their_hash_is_in_the_log(tmp_path: Path) -> None:
    with at_home(tmp_path), standing_at(AT):
        client, address = survey_with_answers("monitor")
        assert client.post(f"{address}results/", {"by": "agegr"}).status_code == 302
        page = client.get(f"{address}results/").text
        row = Result.objects.get()
        assert ("young" in page, "How good a job do they do?" in page) == (True, True)
        assert Client().get(f"/en/surveys/results/{row.id}/").status_code == 404
        publish = f"/desk/surveys/results/{row.id}/publish/"
        gap = client.post(publish, SHEET | {"limits": ""})
        assert (gap.status_code, "Hostels are missing." in gap.text) == (400, True)
        assert client.post(publish, SHEET)["Location"] == f"/en/surveys/results/{row.id}/"
        assert client.post(publish, SHEET).status_code == 409
        witnessed()
        assert sound(audited(tmp_path))
    public = Client().get(f"/en/surveys/results/{row.id}/").text
    assert ("Hostels are missing." in public, "Asked by an independent body." in public) == (True, True)
    raw = Client().get(f"/en/surveys/results/{row.id}/results.json").content
    digest = sha256(raw).hexdigest()
    entry = Entry.objects.get(deed="result.published")
    assert (digest in public, entry.thing) == (True, f"dataset/{row.id}")
    said = json.loads(raw)
    assert [table["name"] for table in said["results"]["tables"]] == ["good_job", "problems"]  # consent is no answer
    assert said["results"]["answers"] == Unit.objects.filter(disposition="I").count()
    assert f"/en/surveys/results/{row.id}/" in Client().get(f"/en/surveys/{Survey.objects.get().id}/").text
    assert [
        cell
        for table in said["results"]["tables"]
        for part in table["parts"]
        for cell in part["cells"]
        if cell["refusals"] and "share" in cell
    ] == []


def test_what_the_judged_ask_gives_no_figure(tmp_path: Path) -> None:
    with at_home(tmp_path), standing_at(AT):
        client, address = survey_with_answers("police")
        refused = client.post(f"{address}results/", {})
    assert (refused.status_code, "asked by those whom the answers are about" in refused.text) == (409, True)
    assert Result.objects.count() == 0


def test_totals_want_a_source_and_a_form(tmp_path: Path) -> None:
    with at_home(tmp_path), standing_at(AT):
        client, address = survey_with_answers("monitor")
        wrong = client.post(f"{address}results/", {"margins": "agegr young"})
        assert (wrong.status_code, "Line 1: write a question" in wrong.text) == (400, True)
        bare = client.post(f"{address}results/", {"margins": "agegr young 500\nagegr old 400"})
        assert (bare.status_code, "Say where the totals come from." in bare.text) == (400, True)
        source = {"source": "Census, 1 January 2026"}
        never = client.post(f"{address}results/", {"margins": "agegr young 500\nagegr ancient 400"} | source)
        assert (never.status_code, "could not be worked out" in never.text, "agegr young 500" in never.text) == (
            400,
            True,
            True,
        )
        assert (
            client.post(f"{address}results/", {"margins": "agegr young 500\nagegr old 400"} | source).status_code == 302
        )
        assert "Census, 1 January 2026" in client.get(f"{address}results/").text
    stranger = signed_in(make_person("petro", make_body("other", kind="monitor"), "read", "surveys"))
    assert [stranger.get(f"{address}results/").status_code, stranger.post(f"{address}results/").status_code] == [
        404,
        404,
    ]
    assert stranger.post(f"/desk/surveys/results/{Result.objects.get().id}/publish/", SHEET).status_code == 404


def test_answers_leave_for_researchers_once_results_are_published(tmp_path: Path) -> None:
    with at_home(tmp_path), standing_at(AT):
        client, address = survey_with_answers("monitor")
        client.post(f"{address}results/", {})
        row = Result.objects.get()
        page = f"/desk/surveys/results/{row.id}/answers/"
        assert client.get(page).status_code == 409
        client.post(f"/desk/surveys/results/{row.id}/publish/", SHEET)
        assert "By which answers somebody could be recognised" in client.get(page).text
        given = client.post(page, {"known_by": ["agegr"], "what": "csv"})
        described = client.post(page, {"known_by": ["agegr"], "what": "ddi"})
        syntax = client.post(page, {"known_by": ["agegr"], "what": "sps"})
    assert (given.status_code, given["Cache-Control"], b"Dogs" in given.content) == (200, "no-store", False)
    assert given.content.count(b"\n") == 1 + Unit.objects.filter(disposition="I").count()
    digest = sha256(given.content).hexdigest()
    assert (digest.encode() in described.content, b"<codeBook" in described.content) == (True, True)
    handed = [entry.facts["sha256"] for entry in Entry.objects.filter(deed="survey.handed_out")]
    assert handed == [digest, digest, digest]
    assert ("VALUE LABELS good_job" in syntax.text, syntax["Content-Disposition"].endswith('.sps"')) == (True, True)
    stranger = signed_in(make_person("petro", make_body("other", kind="monitor"), "read", "surveys"))
    assert (stranger.get(page).status_code, stranger.post(page, {"what": "csv"}).status_code) == (404, 404)


def test_published_results_are_corrected_in_the_open_and_stay(tmp_path: Path) -> None:
    with at_home(tmp_path), standing_at(AT):
        client, address = survey_with_answers("monitor")
        client.post(f"{address}results/", {})
        first = Result.objects.get()
        publish = "/desk/surveys/results/{}/publish/"
        client.post(publish.format(first.id), SHEET)
        client.post(f"{address}results/", {})
        again = Result.objects.get(published_at=None)
        wrong = {"corrects": first.id, "basis": "mistake", "erratum": "Hostels were not missing."}
        assert client.post(publish.format(again.id), SHEET | wrong).status_code == 409  # they say the same
        mended = SHEET | {"coverage": "Nobody is missing."} | wrong
        bare = client.post(publish.format(again.id), mended | {"erratum": ""})
        assert (bare.status_code, "Say why the results are corrected." in bare.text) == (400, True)
        assert "Hostels are missing." in client.get(f"{address}results/").text  # the sheet as it was published last
        assert client.post(publish.format(again.id), mended)["Location"] == f"/en/surveys/results/{again.id}/"
        client.post(f"{address}results/", {"by": "agegr"})
        more = Result.objects.get(published_at=None)
        assert (
            client.post(publish.format(more.id), mended).status_code == 400
        )  # what is corrected is no choice any more
        witnessed()
        assert sound(audited(tmp_path))
    old, new = (Client().get(f"/en/surveys/results/{each.id}/").text for each in (first, again))
    assert ("These results were corrected." in old, f"/en/surveys/results/{again.id}/" in old) == (True, True)
    assert ("Hostels were not missing." in new, f"/en/surveys/results/{first.id}/" in new) == (True, True)
    first.refresh_from_db()
    said = json.loads(Client().get(f"/en/surveys/results/{again.id}/results.json").content)["corrects"]
    assert said == {"sha256": first.digest, "basis": "mistake", "erratum": "Hostels were not missing."}
    assert Entry.objects.get(deed="result.corrected").thing == f"dataset/{again.id}"
    assert "corrects" not in json.loads(bytes(first.document))


def test_a_share_stands_with_its_bar_and_interval_and_a_hidden_one_with_none(tmp_path: Path) -> None:
    with at_home(tmp_path), standing_at(AT):
        client, address = survey_with_answers("monitor")
        client.post(f"{address}results/", {"by": "agegr"})
        page = client.get(f"{address}results/").text
    tables = Result.objects.get().numbers["tables"]
    cells = [cell for table in tables for part in table["parts"] for cell in part["cells"]]
    shown = [cell for cell in cells if not cell["refusals"]]
    bars = [f'<rect width="{cell["share"]:.1f}" height="4"/><rect class="span" x="{cell["low"]:.1f}"' for cell in shown]
    assert (len(shown) < len(cells), [bar for bar in bars if bar not in page]) == (True, [])
    assert page.count('class="span"') == len(shown)
