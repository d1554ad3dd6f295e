"""The reason of a date, as residents read it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from answerable.law.rules.deadlines import DayOff, Due, Extension, Profile, Term, TermUnit, due, explain, extend_due
from answerable.law.wording import deadlines
from answerable.places.rules import Calendar, YearDays

KYIV = "Europe/Kyiv"
HOLIDAYS = {
    2025: YearDays(holidays=frozenset({date(2025, 12, 31)})),
    2026: YearDays(holidays=frozenset(date(2026, 1, day) for day in range(1, 10))),
}
NAMES = {"en": "article 20", "uk": "стаття 20", "ru": "статья 20"}


def profile(term: Term, status: str = "verified") -> Profile:
    return Profile(
        0, "ua.393.answer", "UA", "393/96 art. 20", "answer", "received", term, basis_name=NAMES, status=status
    )


def facts(term: Term, start: str, *, calendar: Calendar | None = None, status: str = "verified") -> dict[str, object]:
    return explain(_due(term, start, calendar), profile(term, status))


def _due(term: Term, start: str, calendar: Calendar | None = None) -> Due:
    calendar = calendar or Calendar("UA", {year: YearDays() for year in (2023, 2024, 2025, 2026, 2027)})
    begin = datetime.fromisoformat(f"{start}T10:00").replace(tzinfo=ZoneInfo(KYIV))
    return due(term, start=begin, zone=KYIV, calendar=calendar)


FIFTEEN = Term(15, TermUnit.CALENDAR_DAY)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "15 days from 3 March, article 20; 18 March is a Saturday, so Monday, 20 March"),
        ("uk", "15 днів від 3 березня, стаття 20; 18 березня — субота, тому понеділок, 20 березня"),
        ("ru", "15 дней с 3 марта, статья 20; 18 марта — суббота, поэтому понедельник, 20 марта"),
    ],
)
def test_a_shifted_date_says_why_in_each_language(language: str, said: str) -> None:
    with translation.override(language):
        assert deadlines.why(facts(FIFTEEN, "2023-03-03")) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1 month from 22 November, article 20"),
        ("uk", "1 місяць від 22 листопада, стаття 20"),
        ("ru", "1 месяц с 22 ноября, статья 20"),
    ],
)
def test_a_date_that_stays_says_only_the_term(language: str, said: str) -> None:
    with translation.override(language):
        assert deadlines.why(facts(Term(1, TermUnit.MONTH), "2026-11-22")) == said


def test_a_holiday_and_the_first_working_day_after_it_are_named() -> None:
    calendar = Calendar("RU", HOLIDAYS)
    with translation.override("en"):
        back = facts(Term(30, TermUnit.CALENDAR_DAY, day_off=DayOff.PREVIOUS), "2025-12-03", calendar=calendar)
        assert deadlines.why(back) == (
            "30 days from 3 December, article 20; 2 January is a public holiday, so Tuesday, 30 December"
        )
        after = facts(Term(3, TermUnit.CALENDAR_DAY, day_off=DayOff.PREVIOUS), "2026-01-02", calendar=calendar)
        assert deadlines.why(after) == (
            "3 days from 2 January, article 20; 5 January is a public holiday, so Monday, 12 January, the first working day"
        )


def test_an_extension_is_named() -> None:
    term = Term(1, TermUnit.MONTH)
    calendar = Calendar("UA", {2026: YearDays()})
    start = datetime(2026, 3, 3, 10, tzinfo=ZoneInfo(KYIV))
    longer = extend_due(
        Extension(cap=Term(45, TermUnit.CALENDAR_DAY)),
        _due(term, "2026-03-03"),
        until=date(2026, 4, 12),
        at=start,
        calendar=calendar,
    )
    with translation.override("en"):
        assert deadlines.why(explain(longer, profile(term))) == (
            "1 month from 3 March, article 20; extended until 12 April; 12 April is a Sunday, so Monday, 13 April"
        )


@pytest.mark.parametrize(
    ("count", "uk", "ru"),
    [
        (1, "1 день", "1 день"),
        (3, "3 дні", "3 дня"),
        (5, "5 днів", "5 дней"),
        (21, "21 день", "21 день"),
        (12, "12 днів", "12 дней"),
    ],
)
def test_numbers_take_the_right_form(count: int, uk: str, ru: str) -> None:
    said = {}
    for language in ("uk", "ru"):
        with translation.override(language):
            said[language] = deadlines.term(count, "calendar_day")
    assert said == {"uk": uk, "ru": ru}


def test_caveats_say_what_is_unchecked_promised_or_guessed() -> None:
    with translation.override("en"):
        house = deadlines.caveats(facts(FIFTEEN, "2026-03-03", status="house"))
        unread = deadlines.caveats(
            facts(FIFTEEN, "2026-12-30", calendar=Calendar("UA", {2026: YearDays()}), status="unverified")
        )
        assert deadlines.caveats(facts(FIFTEEN, "2026-03-03")) == []
    assert house == ["This is a promise of this place, not a term of law."]
    assert unread == [
        "Nobody has yet checked this term against the text of the law.",
        "The days off of that year are not known here yet: plain weekends were taken.",
    ]


def test_nothing_known_is_nothing_said() -> None:
    assert deadlines.why({}) == ""


def test_a_date_without_a_law_says_only_the_days_and_one_without_a_name_its_code() -> None:
    nameless = Profile(0, "x", "UA", "393/96 art. 20", "answer", "received", FIFTEEN)
    with translation.override("en"):
        assert deadlines.why(explain(_due(FIFTEEN, "2026-03-02"))) == "15 days from 2 March"
        assert deadlines.why(explain(_due(FIFTEEN, "2026-03-02"), nameless)) == "15 days from 2 March, 393/96 art. 20"
