"""What a body attests: entered at the desk, hash in the log before anybody sees it, corrected beside the old, never a goal."""

import csv
import io
import json
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from answerable.appeals.testing import make_world
from answerable.base.testing import standing_at
from answerable.base.verdict import InvalidError, NotNowError, RefusedError
from answerable.figures import jobs, publishing_cells
from answerable.figures.actions import attesting
from answerable.figures.models import Attested, Series
from answerable.figures.queries import attested
from answerable.figures.terms import FEWEST, RECEIVED, AttestedBasis
from answerable.figures.testing import placed
from answerable.law.queries import standing_order
from answerable.ledger.models import Entry
from answerable.ledger.testing import at_home, audited, sequencer, sound
from answerable.people import queries as people_queries
from answerable.people.testing import make_body, make_person
from answerable.places.models import Territory
from answerable_verify.numbers.attested import HIDDEN, read_attested, sums

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)
WORDS = {
    "title_en": "Probes into offences against children",
    "title_uk": "Перевірки злочинів проти дітей",
    "means_en": "Probes begun in the month, each once. What came of them is not counted here.",
    "means_uk": "Перевірки, початі за місяць, кожна один раз. Чим вони скінчилися, тут не рахується.",
    "source_en": "The department's register of probes, form 1",
    "source_uk": "Реєстр перевірок відділу, форма 1",
}
NEW = {"code": "probes", "months": "1", "hides": "on", **WORDS}


@pytest.fixture
def log(tmp_path):
    with at_home(tmp_path), standing_at(AT):
        yield sequencer()


def at_desk(*powers, code="dep"):
    """Somebody with these powers in a body, signed in; and the body."""
    body = make_body(code)
    client = Client()
    client.force_login(make_person(f"who-{code}", body, *powers))
    return client, body


def begun(client, body, **other):
    answer = client.post("/desk/series/", NEW | {"body": body.id} | other)
    assert answer.status_code == 302
    return answer["Location"]


def test_a_count_is_entered_and_shown_only_after_its_hash_is_in_the_published_log(log, tmp_path):
    client, body = at_desk("read", "sign")
    address = begun(client, body)
    assert client.post(address, {"period": "2026-03", "count": "1500"}).status_code == 302
    row = Attested.objects.get()
    hidden = {
        page: Client().get(page).status_code
        for page in ("/en/figures/attested/probes/", "/data/figures/attested/probes/2026-03.json")
    }
    assert set(hidden.values()) == {404}
    placed(log)
    page = Client().get("/en/figures/attested/probes/").text
    assert ("1500" in page, row.digest in page, "The department&#x27;s register of probes, form 1" in page) == (
        True,
        True,
        True,
    )
    raw = Client().get("/data/figures/attested/probes/2026-03.json").content
    assert (sha256(raw).hexdigest(), read_attested(raw)["cells"]) == (row.digest, [[[], 1500]])
    assert "Перевірки злочинів проти дітей" in Client().get("/uk/figures/attested/").text
    assert sound(audited(tmp_path))


def test_a_correction_stands_beside_what_it_corrects(log, tmp_path):
    client, body = at_desk("read", "sign")
    address = begun(client, body)
    client.post(address, {"period": "2026-03", "count": "1500"})
    again = client.post(address, {"period": "2026-03", "count": "1600"})
    assert again.status_code == 400  # it is offered no more: what is published is corrected
    wrong = {
        "period": "2026-03",
        "count": "1510",
        "reason": "mistake",
        "why_en": "Ten were left out.",
        "why_uk": "Десять пропущено.",
    }
    assert client.post(address, wrong).status_code == 302
    placed(log)
    page = Client().get("/en/figures/attested/probes/").text
    assert ("It said 1500, now it says 1510" in page, "Ten were left out." in page) == (True, True)
    old = Client().get("/data/figures/attested/probes/2026-03/0.json")
    assert (json.loads(old.content)["cells"], "immutable" in old["Cache-Control"]) == ([[[], 1500]], True)
    rows = list(csv.DictReader(io.StringIO(Client().get("/data/figures/attested/probes.csv").text)))
    assert rows == [
        {
            "series": "probes", "body": "dep", "period": "2026-03", "edition": "1",
            "group": "all", "matter": "all", "place": "all", "value": "1510",
        }
    ]  # fmt: skip
    listed = json.loads(Client().get("/data/figures/attested/index.json").content)
    assert [(row["series"], row["edition"]) for row in listed] == [("probes", 1)]
    assert sound(audited(tmp_path))


def test_a_small_count_is_hidden_and_kept_nowhere(log):
    client, body = at_desk("read", "sign")
    client.post(begun(client, body), {"period": "2026-03", "count": "7"})
    placed(log)
    row = Attested.objects.get()
    assert json.loads(bytes(row.document))["cells"] == [[[], HIDDEN]]
    assert "fewer than 10" in Client().get("/en/figures/attested/probes/").text
    entry = Entry.objects.get(deed="attested.frozen")
    assert entry.facts == {"edition": 0, "period": "2026-03", "series": Series.objects.get().id}


def test_what_cannot_be_entered_is_refused_with_its_reason(log):
    client, body = at_desk("read", "sign")
    who = people_queries.actor_for(people_queries_account(body), AT)
    series = Series.objects.get(code="probes") if begun(client, body) else None
    told = {"by": who, "at": AT, "series": series.id, "cells": {(): 20}}
    for period, other, reason in (
        ("2026-04", {}, "series.period-runs"),
        ("2026-Q1", {}, "series.other-length"),
        ("2026-03", {"reason": AttestedBasis.MISTAKE}, "series.nothing-to-correct"),
        ("2026-03", {"cells": {("a",): 3, ("b",): 30}}, "series.small-counts-open"),
    ):
        with pytest.raises(NotNowError) as refused:
            attesting.attest(**(told | {"period": period} | other))
        assert refused.value.reason == reason
    attesting.attest(**told, period="2026-03")
    for other, reason in (({}, "series.attested-before"), ({"reason": AttestedBasis.SOURCE}, "figure.same")):
        with pytest.raises(NotNowError) as refused:
            attesting.attest(**told, period="2026-03", **other)
        assert refused.value.reason == reason


def people_queries_account(body):
    from answerable.people.models import Seat

    return Seat.objects.get(body=body).account_id


def test_a_goal_is_no_series_and_a_code_is_taken_once(log):
    client, body = at_desk("read", "sign")
    goal = NEW | {
        "body": body.id,
        "title_en": "At least 2000 people must be detained every month, 10 percent more than last year",
    }
    assert client.post("/desk/series/", goal).status_code == 400
    assert Series.objects.count() == 0
    begun(client, body)
    again = client.post("/desk/series/", NEW | {"body": body.id})
    assert (again.status_code, "There is a series of this code already." in again.text) == (400, True)
    with pytest.raises(InvalidError):
        attesting.begin_series(
            by=people_queries.actor_for(people_queries_account(body), AT), at=AT, body=body.id, code="probes", months=1,
            words={"title": {"en": "Probes"}, "means": {}, "source": {}}, hides=True,
        )  # fmt: skip


def test_only_who_signs_for_the_body_attests(log):
    client, body = at_desk("read", "sign")
    address = begun(client, body)
    reader, _ = at_desk("read", "handle", code="other")
    assert {reader.get(page).status_code for page in ("/desk/series/", address)} == {404}
    neighbour, other = at_desk("sign", code="third")
    assert neighbour.get(address).status_code == 404
    assert neighbour.post("/desk/series/", NEW | {"body": body.id}).status_code == 400
    with pytest.raises(RefusedError):
        attesting.attest(
            by=people_queries.actor_for(people_queries_account(other), AT), at=AT, series=Series.objects.get().id,
            period="2026-03", cells={(): 20},
        )  # fmt: skip


def test_an_edition_is_never_changed_or_removed(log):
    client, body = at_desk("sign")
    client.post(begun(client, body), {"period": "2026-03", "count": "1500"})
    for change in (lambda rows: rows.update(digest="0" * 64), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(Attested.objects.all())


def received(world, *, category, place, count, at):
    for _ in range(count):
        world.sent(at=at, category=world.categories.get(category), territory=world.places[place])


def test_our_own_cells_are_attested_by_quarter_and_small_ones_hidden_with_what_gives_them_back(tmp_path):
    world = make_world()
    with at_home(tmp_path), standing_at(AT):
        Territory.objects.filter(code__in=list(world.places)).update(population=1000)
        order = standing_order()
        names = [name for name in sorted(world.categories) if not order.is_sensitive(world.categories[name])]
        places = sorted(world.places)
        march = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
        one, other = names[0], ""
        for category, place, count in (
            (one, places[0], 3), (one, places[1], 14), (other, places[0], 12), (other, places[1], 15),
        ):  # fmt: skip
            received(world, category=category, place=place, count=count, at=march)
        log = sequencer()
        placed(log)
        assert publishing_cells.publish_cells(at=AT, today=date(2026, 4, 10)) == (1, 0)
        assert jobs.attest_cells(0) == (0, 0)
        placed(log)
        read = attested.public_edition(RECEIVED, "2026-Q1")
        cells = read.cells
        assert cells["all", "all", "all"] == 44
        small = [value for value in cells.values() if isinstance(value, int) and 0 < value < FEWEST]
        hidden = [[key for key in (total, *parts) if cells[key] == HIDDEN] for total, parts in sums(cells)]
        assert (small, [line for line in hidden if len(line) == 1]) == ([], [])  # nothing is left alone in a sum
        assert any(hidden)
        page = Client().get(f"/en/figures/attested/{RECEIVED}/").text
        assert ("By matter and place" in page, "fewer than 10" in page) == (True, True)
        received(world, category=one, place=places[1], count=1, at=march)
        placed(log)
        assert publishing_cells.publish_cells(at=AT, today=date(2026, 4, 10)) == (0, 1)
        placed(log)
        later = attested.public_edition(RECEIVED, "2026-Q1").cells
        assert {key for key, value in cells.items() if value == HIDDEN} <= {
            key for key, value in later.items() if value == HIDDEN
        }
        assert sound(audited(tmp_path))
