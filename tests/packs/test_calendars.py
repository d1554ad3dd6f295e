"""The shipped calendars against an oracle that wasn't used to write the law: the `holidays` package."""

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from answerable.places.rules import Calendar, YearDays
from answerable.site import packs

PACKS = Path(__file__).parents[2] / "packs"


@pytest.mark.parametrize(
    ("pack", "code", "years"),
    [("raion", "UA", (2024, 2028)), ("directorates", "RU", (2024, 2027)), ("gmina", "PL", (2024, 2028))],
)
def test_every_day_of_the_shipped_calendars_agrees_with_the_oracle(
    pack: str, code: str, years: tuple[int, int]
) -> None:
    found = {
        row.year: YearDays(frozenset(row.weekend), frozenset(row.holidays), frozenset(row.working))
        for row in packs.check_pack(PACKS / pack, on=date(2026, 11, 22)).calendars
    }
    assert sorted(found) == list(range(years[0], years[1] + 1))
    ours, theirs = Calendar(code, found), holidays.country_holidays(code, years=range(years[0], years[1] + 1))
    day, odd = date(years[0], 1, 1), []
    while day.year <= years[1]:
        if ours.is_working(day) != theirs.is_working_day(day):
            odd.append(day)
        day += timedelta(days=1)
    assert odd == []
