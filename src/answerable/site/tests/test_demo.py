"""The sample is made beside a running system, and is made whole. Tests `demo.living`, `demo.surveying` and `alone`."""

import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client

from answerable.appeals.models import Appeal
from answerable.base.testing import now, standing_at
from answerable.base.verdict import NotNowError
from answerable.ledger.testing import AT, at_home, sequencer
from answerable.people.testing import make_body, make_person
from answerable.site import alone, packs
from answerable.site.demo import living, reading, showing, surveying
from answerable.surveys.models import Result

VOICES = {"andrii", "vasyl", "oleh", "tamara", "halyna"}


def _error(state: str) -> OperationalError:
    error = OperationalError("made up")
    error.__cause__ = psycopg.errors.lookup(state)("made up")
    return error


@pytest.mark.django_db(transaction=True)
def test_jobs_of_a_running_worker_wait_until_the_sample_has_come_up_to_today() -> None:
    """A job goes by today's date: one in the middle of the sample's March would leave the rest of that case without a day."""
    order: list[str] = []

    def in_a_worker() -> None:
        alone.job(lambda: order.append("job"), None, None)
        connection.close()

    thread = threading.Thread(target=in_a_worker)
    with alone.lived_alone():
        thread.start()
        with connection.cursor() as cursor:
            for _ in range(100_000):  # each question is a moment
                cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                if cursor.fetchone()[0]:
                    break
        order.append("sample")
    thread.join(60)
    assert order == ["sample", "job"]


@pytest.mark.parametrize("state", ["55P03", "40P01"])
def test_an_act_that_met_a_lock_is_done_again(state: str) -> None:
    met = [state] * (living.PATIENCE - 1)

    def act() -> str:
        if met:
            raise _error(met.pop())
        return "done"

    assert living.patiently(act) == "done"


@pytest.mark.parametrize(("state", "tries"), [("55P03", living.PATIENCE), ("53100", 1)])
def test_a_lock_for_ever_and_any_other_fault_are_told(state: str, tries: int) -> None:
    tried: list[int] = []

    def act() -> None:
        tried.append(len(tried))
        raise _error(state)

    with pytest.raises(OperationalError):
        living.patiently(act)
    assert len(tried) == tries


@pytest.mark.django_db
def test_the_sample_is_surveyed_from_its_list_to_what_anybody_reads(tmp_path: Path) -> None:
    make_person("olena", make_body("monitor", kind="monitor"), "read", "surveys")
    with at_home(tmp_path), standing_at(AT):
        draw = surveying.begin(at=AT)
        assert draw is not None
        assert not surveying.go_on(draw, at=AT, patience=0)  # nobody has witnessed the list yet
        one = sequencer()
        one.step(at=now(), everything=True)
        one.publish(at=now())
        assert surveying.go_on(draw, at=AT)
    row = Result.objects.get()
    page = Client().get(f"/uk/surveys/results/{row.id}/").text
    assert ("Наскільки добре працює тут поліція?" in page, row.numbers["units"]) == (True, 380)
    assert 150 < row.numbers["answers"] < 300


@pytest.mark.django_db
def test_where_nobody_may_make_a_survey_the_sample_has_none() -> None:
    assert surveying.begin(at=AT) is None


@pytest.mark.django_db
def test_a_part_of_the_sample_is_lived_as_it_is_written(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    packs.load_pack(packs.find("raion"), at=now())
    some = [one for one in reading.letters() if one.theme == "threads" and one.voice.code in VOICES]
    community = living.live(now=now(), letters=some)
    assert community.overtaken == []
    done = {one.state for one in Appeal.objects.filter(id__in=community.codes)}
    assert {"answered", "closed", "merged", "withdrawn", "refused"} & done == {
        "closed",
        "merged",
        "withdrawn",
        "refused",
    }
    assert showing.overdue_thanks(at=now()) == 0
    assert [seat.login for seat in showing.seats(at=now())][:2] == ["i.koval", "v.moroz"]


@pytest.mark.django_db
def test_the_sample_lives_in_no_other_pack() -> None:
    with pytest.raises(NotNowError, match=r"^demo\.other-pack$"):
        living.live(now=now(), days=1)
