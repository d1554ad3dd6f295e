"""What is measured and logged of pages and jobs, and that nothing of a visitor is in it. Tests `observing`, `logs`, `health`."""

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path

from answerable.base import measures, working
from answerable.base.doors import door
from answerable.site import health, observing, wellbeing
from answerable.site import urls as site_urls
from answerable.site.logs import Discreet

MARK = "Olha Petrenko"


@pytest.fixture
def log_lines() -> Iterator[list[dict[str, Any]]]:
    """What is written to the log meanwhile, as it is set up."""
    lines: list[dict[str, Any]] = []

    class _Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(_line(record))

    kept = _Kept()
    logging.getLogger().addHandler(kept)
    yield lines
    logging.getLogger().removeHandler(kept)


def _line(record: logging.LogRecord) -> dict[str, Any]:
    text = Discreet().format(record)
    assert "\n" not in text
    found: dict[str, Any] = json.loads(text)
    return found


def _record(event: str, *words: object, info: Any = None) -> logging.LogRecord:
    return logging.LogRecord("answerable.test", logging.ERROR, __file__, 1, event, words, info)


def test_a_line_says_when_where_what_and_on_what() -> None:
    with working.on("job", "12"):
        line = _line(_record("notice %d was not sent", 7))
    assert line.pop("time")[10] == "T"
    assert line == {"level": "ERROR", "logger": "answerable.test", "event": "notice 7 was not sent", "job": "12"}
    assert "job" not in _line(_record("later"))


def test_an_error_is_logged_by_kind_and_place_and_never_by_its_words() -> None:
    try:
        try:
            int(MARK)
        except ValueError as cause:
            raise KeyError(MARK) from cause
    except KeyError:
        line = _line(_record("it failed", info=sys.exc_info()))
    assert [error["kind"] for error in line["errors"]] == ["builtins.KeyError", "builtins.ValueError"]
    assert line["errors"][0]["places"][0].startswith("answerable/site/tests/test_observing.py:")
    assert MARK not in json.dumps(line, ensure_ascii=False)


def test_what_others_hand_along_with_a_record_is_left_out() -> None:
    record = _record("a request failed")
    record.request, record.job = MARK, {"args": MARK}
    assert MARK not in json.dumps(_line(record), ensure_ascii=False)


@pytest.mark.parametrize(("status", "told"), [(200, False), (404, False), (500, True), (503, True)])
def test_the_id_of_a_request_is_ours_and_told_only_where_we_are_at_fault(status: int, told: bool) -> None:
    seen: list[tuple[str, str] | None] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(working.now())
        return HttpResponse(status=status)

    request = RequestFactory().get("/", HTTP_X_REQUEST_ID="theirs")
    response = observing.Observed(answer)(request)
    assert seen[0] is not None
    assert seen[0][0] == "request"
    assert len(seen[0][1]) == 16
    assert response.headers.get(observing.HEADER) == (seen[0][1] if told else None)
    assert working.now() is None


def _torn(request: HttpRequest, word: str) -> HttpResponse:
    if word == "Petrenko":
        raise ValueError(word)
    return HttpResponse(status=503)


urlpatterns = [*site_urls.urlpatterns, path("torn/<str:word>/", door("public")(_torn), name="torn")]
handler500 = site_urls.handler500


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("word", "status"), [("Olha", 503), ("Petrenko", 500)])
def test_a_page_that_fails_is_logged_once_by_its_name_with_the_id_that_the_visitor_is_told(
    word: str, status: int, client: Client, log_lines: list[dict[str, Any]]
) -> None:
    client.raise_request_exception = False
    answer = client.get(f"/torn/{word}/?q=Olha")
    assert answer.status_code == status
    (line,) = [each for each in log_lines if each["logger"] == "django.request"]
    assert (line["level"], line["event"]) == ("ERROR", f"the page torn answered with {status}")
    assert line["request"] == answer.headers[observing.HEADER]
    assert ("errors" in line) is (status == 500)
    assert word not in json.dumps(log_lines)


@pytest.mark.django_db
def test_a_red_health_writes_no_line_at_each_probe(client: Client, monkeypatch: Any, log_lines: list[Any]) -> None:
    known = health._known_migrations()
    monkeypatch.setattr(health, "_known_migrations", lambda: known | {("ledger", "9999_later")})
    monkeypatch.setattr(wellbeing, "red_lines", lambda _config, at: [f"red since {at:%Y}"])
    assert [client.get(page).status_code for page in ("/readyz", "/healthz")] == [503, 503]
    assert log_lines == []


@pytest.mark.django_db
def test_pages_are_counted_by_name_and_never_by_path_or_parameter(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(measures, "_numbers", {})
    client.get("/en/about/?q=Olha")
    client.get("/en/no-such-page/Olha/")
    numbers = client.get("/metrics", REMOTE_ADDR="127.0.0.1").content.decode()
    assert 'answerable_page_seconds_count{page="public:site:about"} 1\n' in numbers
    assert 'answerable_page_seconds_count{page="none"} 1\n' in numbers
    assert "Olha" not in numbers


class _Job:
    def __init__(self) -> None:
        self.job = self
        self.id, self.task_name, self.attempts = 41, "answerable.ledger.jobs.look", 0


def test_a_job_is_counted_and_logged_with_its_id(monkeypatch: Any, caplog: Any) -> None:
    monkeypatch.setattr(measures, "_numbers", {})
    seen: list[object] = []

    def fail() -> None:
        seen.append(working.now())
        raise ValueError(MARK)

    with pytest.raises(ValueError, match=MARK):
        observing.job(fail, _Job(), None)
    observing.job(lambda: None, _Job(), None)
    (row,) = measures.numbers().values()
    assert (seen, sum(row[:5]), row[-1]) == ([("job", "41")], 2, 1)
    assert [record.getMessage() for record in caplog.records] == ["the job answerable.ledger.jobs.look failed at try 1"]


@pytest.mark.django_db
def test_readiness_costs_one_statement_and_reads_no_file_again(client: Client) -> None:
    assert client.get("/readyz").content == b"ready\n"
    before = health._known_migrations.cache_info().misses
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/readyz").status_code == 200
    assert (len(asked), health._known_migrations.cache_info().misses) == (1, before)


@pytest.mark.django_db
def test_a_migration_that_waits_is_told(client: Client, monkeypatch: Any) -> None:
    known = health._known_migrations()
    monkeypatch.setattr(health, "_known_migrations", lambda: known | {("ledger", "9999_later")})
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"1 migrations wait\n")


def test_while_the_database_is_silent_the_numbers_that_need_none_are_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing but one look waits for it: a monitor gives up after ten seconds."""
    asked: list[int] = []

    class Silent:
        def cursor(self) -> None:
            asked.append(1)
            raise OperationalError("silent")

    monkeypatch.setattr(wellbeing, "connection", Silent())
    monkeypatch.setattr(health, "connection", Silent())
    answer = client.get("/metrics")
    told = dict(line.rsplit(" ", 1) for line in answer.content.decode().splitlines() if not line.startswith("#"))
    assert (answer.status_code, told["answerable_healthy"], told["answerable_database_answers"]) == (200, "0.0", "0.0")
    assert asked == [1]


def test_no_digit_of_a_counter_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "_numbers", {})
    with measures.measured(measures.CountedKind.PAGE, "desk:list"):
        pass
    (row,) = measures.numbers().values()
    found = {"page desk:list": [1_234_567.0, *row[1:]]}
    assert (
        f'answerable_page_seconds_count{{page="desk:list"}} {1_234_567 + int(sum(row[1:-2])):d}'
        in measures.exposition(found)
    )
