"""What a client of GeoReport v2 asks for: the window, the filters and the page of a list, the dates of updates. Pure.

The standard is silent where only one end of a window is given: then it is 90 days long from that end. A parameter without
a value is no parameter; one that nobody knows is passed over. Source: GeoReport v2, GET Service Requests; Extensions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

SPAN: Final = timedelta(days=90)
MOST: Final = 1000  # rows of one answer
RECENT: Final = timedelta(hours=2)  # the window of updates where none is asked for, as FixMyStreet's client has it
FAR: Final = timedelta(days=36_500)


class Status(StrEnum):
    """A request as the standard knows it."""

    OPEN = "open"
    CLOSED = "closed"


class AskedError(Exception):
    """The question can't be answered; each fault a status and a sentence."""

    def __init__(self, *faults: tuple[int, str]) -> None:
        super().__init__("; ".join(words for _code, words in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Window:
    """From when till when, both ends within: instants are written in seconds, and the last one counts to its end."""

    since: datetime
    until: datetime

    @property
    def ends(self) -> tuple[datetime, datetime]:
        """Both ends, as rows that know finer instants are asked by them."""
        return self.since, _moved(self.until, timedelta(microseconds=999_999))


@dataclass(frozen=True, slots=True)
class Listing:
    """A question for a list of requests.

    numbers  asked for by name: nothing else counts then
    updated  by when they changed last, beside when they came
    """

    numbers: tuple[str, ...]
    services: tuple[str, ...]
    statuses: frozenset[Status]
    window: Window
    updated: Window | None
    page: int
    size: int
    extended: bool


def listing(asked: Mapping[str, str], at: datetime) -> Listing:
    """The question as it is meant. Raises AskedError with every fault of it."""
    faults: list[tuple[int, str]] = []
    numbers = _listed(asked, "service_request_id")
    updated = None
    if asked.get("updated_after") or asked.get("updated_before"):
        updated = _window(asked, "updated_after", "updated_before", at, faults, span=FAR)
    found = Listing(
        numbers=numbers,
        services=_listed(asked, "service_code"),
        statuses=frozenset(_statuses(asked, faults)),
        window=_window(asked, "start_date", "end_date", at, faults),
        updated=updated,
        page=_number(asked, "page", 1, faults),
        size=min(_number(asked, "page_size", MOST, faults), MOST),
        extended=asked.get("extensions", "").lower() == "true",
    )
    if faults and not numbers:
        raise AskedError(*faults)
    return found


def updates_window(asked: Mapping[str, str], at: datetime) -> Window:
    """The window of a question for updates: both ends or none. Raises AskedError."""
    if bool(asked.get("start_date")) != bool(asked.get("end_date")):
        raise AskedError((400, "start_date and end_date go together"))
    faults: list[tuple[int, str]] = []
    found = _window(asked, "start_date", "end_date", at, faults, span=SPAN if asked.get("start_date") else RECENT)
    if faults:
        raise AskedError(*faults)
    return found


def instant(written: str) -> datetime | None:
    """An instant in the W3C's subset of ISO 8601; None where it is none, or bears no zone and could be any of 26."""
    try:
        found = datetime.fromisoformat(written.strip().replace(" ", "+"))  # a bare + in a query is read as a blank
    except ValueError:
        return None
    return None if found.tzinfo is None else found


def said(at: datetime | None) -> str | None:
    """An instant as it is written."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _window(
    asked: Mapping[str, str],
    first: str,
    last: str,
    at: datetime,
    faults: list[tuple[int, str]],
    *,
    span: timedelta = SPAN,
) -> Window:
    ends: list[datetime | None] = []
    for name in (first, last):
        written = asked.get(name, "")
        ends.append(instant(written) if written else None)
        if written and ends[-1] is None:
            faults.append((400, f"{name} is no date of ISO 8601 with a time zone: {written}"))
    since, until = ends
    if since is None:
        until = until or at
        since = _moved(until, -span)
    until = until or _moved(since, span)
    if until < since:
        faults.append((400, f"{last} lies before {first}"))
    elif until - since > span:
        faults.append((400, f"{first} and {last} may be {span.days} days apart at most"))
    return Window(since, until)


def _moved(at: datetime, span: timedelta) -> datetime:
    """So much later or earlier, within what a calendar holds."""
    try:
        return at + span
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if span > timedelta(0) else datetime.min.replace(tzinfo=UTC)


def _listed(asked: Mapping[str, str], name: str) -> tuple[str, ...]:
    parts = (each.strip() for each in asked.get(name, "").split(","))
    return tuple(part.replace("\x00", "\ufffd") for part in parts if part)  # PostgreSQL's texts hold no NUL


def _statuses(asked: Mapping[str, str], faults: list[tuple[int, str]]) -> list[Status]:
    found = []
    for each in _listed(asked, "status"):
        if each.lower() in {*Status}:
            found.append(Status(each.lower()))
        else:
            faults.append((400, f"status is open or closed, not {each}"))
    return found


def _number(asked: Mapping[str, str], name: str, usual: int, faults: list[tuple[int, str]]) -> int:
    written = asked.get(name, "").strip()
    if not written:
        return usual
    if not (written.isdecimal() and written.isascii() and len(written) < 7 and int(written)):
        faults.append((400, f"{name} is a whole number from 1: {written}"))
        return usual
    return int(written)
