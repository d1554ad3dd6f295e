"""territories.csv and calendars/*.yaml."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

from answerable.base.packs.checked import LawStatus
from answerable.base.packs.faults import meant
from answerable.base.packs.lines import Spot, read_csv, read_yaml
from answerable.base.packs.row import LANGUAGES, PackRow, Reading
from answerable.places.actions import CalendarFacts, TerritoryFacts
from answerable.places.rules import tree_order

COLUMNS: Final = ("code", "parent", "kind", "zone", "population")  # and one for each language
FILE: Final = "territories.csv"


@cache
def is_zone(word: str) -> bool:
    """Say whether it is an IANA time zone that this machine knows."""
    return word in available_timezones()


def territories(folder: Path, reading: Reading, *, zone: str) -> list[TerritoryFacts]:
    """The places of a pack; a zone left empty is that of the place around, at last the pack's."""
    columns = (*COLUMNS, *reading.languages)
    spots_of = read_csv(folder / FILE, FILE, reading.faults, columns=columns, besides=LANGUAGES)
    rows = [PackRow(reading, spot) for spot in spots_of]
    facts = [_territory(row) for row in rows]
    spots = {one.code: row.spot for one, row in zip(facts, rows, strict=True)}
    return _with_zones([one for one in facts if one.code], spots, reading, zone)


def _territory(row: PackRow) -> TerritoryFacts:
    names = {language: row.text(language, longest=200) for language in row.reading.languages}
    names |= {language: row.text(language, longest=200) for language in row.other_languages()}
    facts = TerritoryFacts(
        code=row.defines("territory", longest=40),
        parent=row.refers("territory", "parent"),
        kind=row.text("kind", longest=20),
        name=names,
        zone=row.checked("zone", is_zone, "Write an IANA zone such as Europe/Kyiv", default=""),
        population=row.whole("population", low=0, high=2_000_000_000) if row.has("population") else None,
    )
    row.asked.update(COLUMNS)
    row.done()
    return facts


def _with_zones(
    facts: list[TerritoryFacts], spots: dict[str, Spot], reading: Reading, zone: str
) -> list[TerritoryFacts]:
    by_code = {one.code: one for one in facts}
    try:
        order = tree_order({one.code: one.parent for one in facts})
    except ValueError as ring:
        first = str(ring).split(", ", maxsplit=1)[0]
        reading.fault(
            spots[first], f"these lie in each other in a ring: {ring}", "One of them has no parent, or another"
        )
        return facts
    zones: dict[str, str] = {}
    for code in order:
        one = by_code[code]
        zones[code] = one.zone or (zones.get(one.parent) if one.parent else None) or zone
    return [TerritoryFacts(one.code, one.parent, one.kind, one.name, zones[one.code], one.population) for one in facts]


def calendars(folder: Path, reading: Reading) -> list[CalendarFacts]:
    """Every calendar of a pack, a row a year."""
    found: list[CalendarFacts] = []
    files = sorted((folder / "calendars").glob("*.yaml"))
    if not files:
        reading.faults.add("calendars", 0, "no calendar", "Add calendars/CODE.yaml with the days off of each year")
    for path in files:
        name = f"calendars/{path.name}"
        spot = read_yaml(path, name, reading.faults)
        for row in reading.rows(None if spot is None else Spot([spot], name, spot.line), "calendars"):
            found += _calendar(row)
    return found


def _calendar(row: PackRow) -> list[CalendarFacts]:
    code = row.defines("calendar", longest=20)
    years = [_year(code, one) for one in row.rows("years")]
    if not years:
        row.fault("years", f"the calendar {code} has no year", "Add at least this year and the next")
    row.done()
    return years


def _year(code: str, row: PackRow) -> CalendarFacts:
    year = row.whole("year", low=1990, high=2100, needed=True, default=1990)
    row.reading.define("year of a calendar", f"{code}.{year}", row.spot)
    weekend = list(map(int, row.words("weekend", {str(n) for n in range(1, 8)}))) or [6, 7]
    if len(set(weekend)) > 5:
        row.fault("weekend", "no working day is left in a week", "Write ISO weekdays, usually [6, 7]")
    holidays, working = _days(row, "holidays", year), _days(row, "working", year)
    for day in sorted(set(holidays) & set(working)):
        row.fault("working", f"{day} is both a holiday and worked", "Remove one")
    for day in working:
        if day.isoweekday() not in weekend:
            row.fault("working", f"{day} is no weekend day, so it is worked anyhow", "Remove it, or correct the date")
    facts = CalendarFacts(
        code=code,
        year=year,
        weekend=weekend,
        holidays=holidays,
        working=working,
        source=row.text("source"),
        checked_on=row.day("checked_on", needed=True) or date.min,
        status=row.choice("status", LawStatus).value,
    )
    row.done()
    return facts


def _days(row: PackRow, word: str, year: int) -> list[date]:
    """Dates of one list, in order, each in its year and only once."""
    found: list[date] = []
    for item in row.take(word, list, "a list of dates", needed=False) or []:
        if not isinstance(item.value, date) or isinstance(item.value, datetime):
            row.reading.fault(item, f"{str(item.value)!r} isn't a date", "Write it as 2026-11-22")
        elif item.value.year != year:
            row.reading.fault(item, f"{item.value} isn't in {year}", "Put it under its own year")
        elif item.value in found:
            row.reading.fault(item, f"{item.value} stands twice", "Remove one")
        else:
            found.append(item.value)
    return sorted(found)


def known_calendar(reading: Reading, row: PackRow, word: str, default: str) -> str:
    """A calendar named by another file."""
    said = row.text(word, needed=False) or default
    known = reading.defined.get("calendar", {})
    if known and said and said not in known:
        row.fault(word, f"no calendar is called {said!r}", meant(said, known))
    return said
