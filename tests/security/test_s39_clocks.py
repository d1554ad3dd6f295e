"""S39: a wrong clock of one machine moves no term, no code and no log; a clock that is off turns health red."""

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal
from answerable.appeals.testing import World, make_world
from answerable.base import clock
from answerable.base.testing import later, now, standing_at
from answerable.law.rules.deadlines import Term, TermUnit, due
from answerable.ledger.queries import leaves_of
from answerable.places.rules import Calendar, YearDays
from answerable.site import timekeeping
from answerable.vault import actions as vault_actions
from answerable.vault.models import FollowSession

WRITE = "/en/write/"
KYIV = "Europe/Kyiv"
PLAIN = Calendar("XX", {year: YearDays() for year in range(2024, 2032)})
WRONG = [timedelta(hours=2), timedelta(hours=-2), timedelta(days=-3)]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """What one test's process agreed with the database is nobody else's business."""
    clock.go_alone()
    yield
    clock.go_alone()


@pytest.fixture
def together(db: None) -> Iterator[None]:
    """The clocks of this machine and of the database agree."""
    with standing_at(_of_database()):
        yield


def _of_database() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def _hidden(answer) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.content.decode())
    return {name: unescape(value) for name, value in found}


def _sent(client: Client) -> str:
    """A message sent on the pages; returns its code."""
    said = {"text": "The lamp is dark.", "kind": "report", "about": "unsure", "screen": "first", "go": "check"}
    second = client.post(WRITE, _hidden(client.get(WRITE)) | said)
    last = client.post(WRITE, _hidden(second) | {"screen": "second", "go": "send"})
    return "".join(re.findall(r"<span>(\d{4})</span>", last.content.decode()))


@pytest.mark.parametrize("off", WRONG)
def test_s39_terms_and_sessions_are_counted_by_the_databases_clock(
    world: World, together: None, client: Client, off: timedelta
) -> None:
    assert timekeeping.ask_database()
    with later(off):
        code = _sent(client)
        appeal = Appeal.objects.get()
        entered = vault_actions.enter_code(typed=code, at=now())
        session = FollowSession.objects.get(subject_id=entered.subject.id)
    right = _of_database()
    assert abs(appeal.registered_at - right) < timedelta(seconds=30)
    assert abs(session.expires_at - session.begun_at - (session.expires_at - right)) < timedelta(seconds=30)
    again = appeals_actions.plan(intake=world.intake(), at=right)
    assert appeal.due_at == again.due.legal


@pytest.mark.parametrize("off", WRONG)
def test_s39_a_clock_that_is_off_turns_health_red_and_says_so_to_operators_only(
    together: None, client: Client, off: timedelta
) -> None:
    assert timekeeping.ask_database()
    before = client.get("/healthz", REMOTE_ADDR="127.0.0.1")
    assert "clock" not in before.content.decode()
    with later(off):
        here = client.get("/healthz", REMOTE_ADDR="127.0.0.1")
        stranger = client.get("/healthz", REMOTE_ADDR="203.0.113.5")
        numbers = client.get("/metrics", REMOTE_ADDR="127.0.0.1").content.decode()
    assert (here.status_code, stranger.status_code) == (503, 503)
    assert f"this machine's clock is {off.total_seconds():+.0f} s off" in here.content.decode()
    assert stranger.content == b"red\n"
    assert float(re.findall(r"answerable_clock_skew_seconds (\S+)", numbers)[0]) == pytest.approx(
        off.total_seconds(), abs=5
    )


def test_s39_four_seconds_are_no_alarm_and_six_are() -> None:
    for seconds, red in ((4, False), (-4, False), (6, True), (-6, True)):
        clock.go_alone()
        counted = time.monotonic()
        clock.agree(now() - timedelta(seconds=seconds), asked=counted, answered=counted)
        assert (abs(clock.skew()) > clock.TOLERABLE) is red


def test_s39_a_database_clock_that_is_set_back_is_noticed_and_moves_no_stored_term(world: World) -> None:
    appeal = world.sent()
    stored = Appeal.objects.get(id=appeal.appeal).due_at
    counted, day = time.monotonic(), datetime(2026, 3, 10, 12, tzinfo=UTC)
    clock.agree(day, asked=counted, answered=counted)
    assert clock.leap() == 0
    clock.agree(day - timedelta(days=3), asked=counted + 20, answered=counted + 20)
    assert clock.leap() == pytest.approx(-3 * 86400 - 20)
    assert Appeal.objects.get(id=appeal.appeal).due_at == stored


def test_s39_without_an_answer_of_the_database_time_goes_on(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert timekeeping.ask_database()
    right = _of_database()
    with standing_at(datetime(2020, 1, 1, tzinfo=UTC)):
        assert abs(clock.now() - right) < timedelta(seconds=10)
        assert clock.now() <= clock.now()


def test_s39_days_in_the_public_log_never_go_back_within_an_appeal(world: World) -> None:
    sent = world.sent()
    appeal = Appeal.objects.get(id=sent.appeal)
    appeals_actions.reply(
        by=world.sender(sent), at=appeal.registered_at - timedelta(days=3), ref=appeal.id, text="More.", token="r" * 24
    )
    days = [json.loads(bytes(leaf.body))["d"] for leaf in leaves_of(f"appeal/{appeal.id}")]
    assert days == sorted(days)
    assert min(days) == appeal.registered_at.date().isoformat()


def test_s39_a_term_over_a_change_of_clocks_is_neither_an_hour_short_nor_long() -> None:
    for day, last in ((date(2026, 3, 28), date(2026, 3, 31)), (date(2026, 10, 24), date(2026, 10, 27))):
        start = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
        end = due(Term(3, TermUnit.CALENDAR_DAY), start=start, zone=KYIV, calendar=PLAIN)
        assert end.last == last
        local = end.legal.astimezone(ZoneInfo(KYIV))
        assert (local.date(), local.hour, local.minute, local.second) == (last, 23, 59, 59)
        assert due(Term(24, TermUnit.HOUR), start=start, zone=KYIV, calendar=PLAIN).legal == start + timedelta(hours=24)


def test_s39_a_term_over_the_leap_day_counts_it() -> None:
    start = datetime(2028, 2, 28, 10, tzinfo=UTC)
    assert due(Term(1, TermUnit.CALENDAR_DAY), start=start, zone=KYIV, calendar=PLAIN).last == date(2028, 2, 29)
    assert due(Term(2, TermUnit.CALENDAR_DAY), start=start, zone=KYIV, calendar=PLAIN).last == date(2028, 3, 1)
    leap = datetime(2028, 2, 29, 10, tzinfo=UTC)
    assert due(Term(1, TermUnit.MONTH), start=leap, zone=KYIV, calendar=PLAIN).last == date(2028, 3, 29)
    assert due(Term(12, TermUnit.MONTH), start=leap, zone=KYIV, calendar=PLAIN).last == date(2029, 2, 28)
