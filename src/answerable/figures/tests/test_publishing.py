"""From the log to published figures and their errata; and nothing of it is ever changed."""

import json
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from answerable.base.actor import SYSTEM
from answerable.base.verdict import NotNowError
from answerable.figures import actions, counting, jobs, queries, testing
from answerable.figures.models import Figure
from answerable.figures.terms import Basis
from answerable.ledger.testing import audited, sound
from answerable.people.models import Body
from answerable.people.testing import make_body
from answerable_verify.cli import main
from answerable_verify.exits import BROKEN, FINE, OLDER
from answerable_verify.numbers.definitions import DEFINITIONS
from answerable_verify.numbers.document import write_document
from answerable_verify.numbers.periods import parse_period

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(tmp_path: Path):
    make_body("dep")
    make_body("city")
    with testing.published_log(tmp_path) as sequencer:
        testing.march("dep", "city")
        testing.placed(sequencer)
        yield sequencer


def verified(home: Path, row: Figure) -> int:
    """What the verifier says of an edition over the published files."""
    path = home / "figure.json"
    path.write_bytes(bytes(row.document))
    return main(["figure", str(path), "--log", str(home / "log"), "--policy", str(home / "log" / "keys")])


def test_march_is_published_once_with_its_hashes_in_the_log(log, tmp_path, capsys):
    assert testing.publish_march() == (2 * len(DEFINITIONS), 0)  # the month and the quarter
    assert testing.publish_march() == (0, 0)
    testing.placed(log)
    shown = queries.one("on-time", "2026-03")
    assert shown.cell()["parts"] == {"late": 4, "on-time": 16, "unanswered": 4}
    assert verified(tmp_path, shown.row) in {FINE, 7}  # 7: a log without witnesses
    assert "EQUAL: the published figure is what these rows give." in capsys.readouterr().out
    assert sound(audited(tmp_path))


def test_every_published_figure_is_computed_again_without_a_difference(log, tmp_path):
    testing.publish_march()
    testing.placed(log)
    found = {row.name: verified(tmp_path, row) for row in Figure.objects.filter(period="2026-03")}
    assert found == dict.fromkeys(DEFINITIONS, found["received"])
    assert found["received"] != BROKEN


def test_what_comes_late_into_the_log_is_an_erratum_beside_the_old_edition(log, tmp_path, capsys):
    testing.publish_march()
    testing.told(11, "answered", day=19, body="dep")
    testing.placed(log)
    frozen, corrected = testing.publish_march()
    # of month and quarter: time, also of what was sent; on time, outcome, heard, waiting, disputed, closing, its days, entered, reopened
    assert (frozen, corrected) == (0, 22)
    old, new = queries.one("on-time", "2026-03", 0), queries.one("on-time", "2026-03")
    assert (old.cell()["parts"]["on-time"], new.cell()["parts"]["on-time"]) == (16, 17)
    assert (new.row.edition, new.row.basis, new.row.first) == (1, Basis.LATE_ENTRIES, old.row.id)
    testing.placed(log)
    assert verified(tmp_path, old.row) == OLDER
    assert "It was CORRECTED at leaf" in capsys.readouterr().out
    assert verified(tmp_path, new.row) != BROKEN
    assert sound(audited(tmp_path))


def test_a_published_figure_is_never_changed_nor_replaced(log):
    testing.publish_march()
    row = Figure.objects.get(name="received", period="2026-03")
    document = json.loads(bytes(row.document))
    with pytest.raises(NotNowError):
        actions.freeze(by=SYSTEM, at=testing.AT, document=document)
    with pytest.raises(NotNowError):
        actions.correct(by=SYSTEM, at=testing.AT, document=document, basis=Basis.MISTAKE)
    with pytest.raises(NotNowError):
        actions.correct(by=SYSTEM, at=testing.AT, document=document | {"period": "2020"}, basis=Basis.MISTAKE)
    for change in (lambda rows: rows.update(digest="0" * 64), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(Figure.objects.filter(id=row.id))


def test_bodies_of_one_authority_are_counted_as_one(log):
    assert counting.authorities() == {}
    make_body("unit", parent=Body.objects.get(code="dep"))
    assert counting.authorities() == {"dep": ["dep", "unit"]}
    counted = counting.count([parse_period("2026-03")])["2026-03"]["received"]
    assert (counted["groups"], sorted(counted["cells"])) == ({"dep": ["dep", "unit"]}, ["all", "city", "dep"])
    assert write_document(counted)


def test_the_job_publishes_what_is_due(log):
    assert jobs.publish_figures.func(timestamp=0) == (2 * len(DEFINITIONS), 0)
    assert [period.code for period in queries.periods()] == ["2026-03", "2026-Q1"]


def test_nothing_is_published_before_the_log_is(tmp_path):
    make_body("dep")
    with testing.published_log(tmp_path):
        assert testing.publish_march() == (0, 0)
    assert queries.of_last_month(*DEFINITIONS) == []


def test_before_anything_is_published_the_front_says_so():
    make_body("dep")
    assert "Nothing is published yet." in Client().get("/en/figures/").text
    assert Client().get("/en/figures/on-time/").status_code == 404
