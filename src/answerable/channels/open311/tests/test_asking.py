"""What a client asks: 90 days, 1,000 rows, ids before all else, and never a date without its zone."""

from datetime import UTC, datetime, timedelta

import pytest

from answerable.channels.open311 import asking
from answerable.channels.open311.asking import AskedError, Status, Window

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
DAYS = timedelta(days=90)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "window"),
    [
        ({}, Window(AT - DAYS, AT)),
        ({"start_date": "", "end_date": ""}, Window(AT - DAYS, AT)),
        ({"start_date": "2026-01-01T00:00:00Z"}, Window(FIRST, FIRST + DAYS)),
        ({"end_date": "2026-01-01T02:00:00 02:00"}, Window(FIRST - DAYS, FIRST)),
        ({"end_date": "0001-01-02T00:00:00Z"}, Window(datetime.min.replace(tzinfo=UTC), datetime(1, 1, 2, tzinfo=UTC))),
        (
            {"start_date": "9999-12-30T00:00:00Z"},
            Window(datetime(9999, 12, 30, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)),
        ),
    ],
)
def test_the_window_is_ninety_days(asked: dict[str, str], window: Window) -> None:
    assert asking.listing(asked, AT).window == window


def faults_of(asked: dict[str, str]) -> list[str]:
    with pytest.raises(AskedError) as refused:
        asking.listing(asked, AT)
    return [words for _code, words in refused.value.faults]


def test_every_fault_is_named_at_once() -> None:
    asked = {
        "start_date": "2026-01-01T00:00:00",
        "end_date": "soon",
        "status": "open,lost",
        "page": "0",
        "page_size": "x",
    }
    assert faults_of(asked) == [
        "status is open or closed, not lost",
        "start_date is no date of ISO 8601 with a time zone: 2026-01-01T00:00:00",
        "end_date is no date of ISO 8601 with a time zone: soon",
        "page is a whole number from 1: 0",
        "page_size is a whole number from 1: x",
    ]
    assert faults_of({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"}) == [
        "start_date and end_date may be 90 days apart at most"
    ]
    assert faults_of({"start_date": "2026-01-02T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}) == [
        "end_date lies before start_date"
    ]


def test_ids_override_everything_else() -> None:
    found = asking.listing({"service_request_id": "A-1, A-2,,", "status": "lost", "page": "x"}, AT)
    assert (found.numbers, found.page, found.size) == (("A-1", "A-2"), 1, 1000)


def test_filters_are_lists_and_a_page_has_a_thousand_rows_at_most() -> None:
    found = asking.listing(
        {"service_code": "a,b", "status": "OPEN,closed", "page": "3", "page_size": "5000", "extensions": "TRUE"}, AT
    )
    assert (found.services, found.statuses, found.page, found.size, found.extended) == (
        ("a", "b"),
        {Status.OPEN, Status.CLOSED},
        3,
        1000,
        True,
    )
    assert found.updated is None


def test_a_harvest_asks_by_the_last_change() -> None:
    found = asking.listing({"updated_after": "2026-03-01T00:00:00Z"}, AT)
    assert found.updated is not None
    assert found.updated.since == datetime(2026, 3, 1, tzinfo=UTC)


def test_the_window_of_updates_has_both_ends_or_none() -> None:
    assert asking.updates_window({}, AT) == Window(AT - timedelta(hours=2), AT)
    both = {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-01-02T00:00:00Z"}
    assert asking.updates_window(both, AT) == Window(FIRST, FIRST + timedelta(days=1))
    assert asking.updates_window(both, AT).ends == (FIRST, FIRST + timedelta(days=1, microseconds=999_999))
    for asked in ({"start_date": "2026-01-01T00:00:00Z"}, {"start_date": "x", "end_date": "y"}):
        with pytest.raises(AskedError):
            asking.updates_window(asked, AT)


def test_instants_are_written_in_utc() -> None:
    assert asking.said(asking.instant("2026-01-01T02:00:00+02:00")) == "2026-01-01T00:00:00Z"
    assert asking.said(None) is None
