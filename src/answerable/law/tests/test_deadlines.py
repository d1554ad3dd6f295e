"""Terms of law: the vectors of the contract, and what must hold of every term."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.base.verdict import NotNowError
from answerable.law.rules.deadlines import (
    DayOff,
    Due,
    Extension,
    FirstDay,
    Profile,
    Shift,
    Term,
    TermUnit,
    due,
    explain,
    extend_due,
    furthest,
    months_later,
    otherwise,
    pick,
    recall,
    stood,
)
from answerable.places.rules import Calendar, YearDays

KYIV, MOSCOW, LONDON, CHISINAU = "Europe/Kyiv", "Europe/Moscow", "Europe/London", "Europe/Chisinau"


@cache
def oracle(country: str, subdivision: str | None = None) -> Calendar:
    """A calendar as the `holidays` package has it: used to check, never shipped."""
    years = {}
    for year in range(2019, 2028):
        days = holidays.country_holidays(country, subdiv=subdivision, years=year)
        years[year] = YearDays(
            holidays=frozenset(days), working=frozenset(day for day in days.weekend_workdays if day.year == year)
        )
    return Calendar(country, years)


PLAIN = Calendar("XX", {year: YearDays() for year in range(2015, 2040)})


def at(day: str, zone: str, clock: str = "10:00:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone))


def ends(day: str, zone: str) -> datetime:
    return at(day, zone, "23:59:59").astimezone(UTC)


def counted(start: str, zone: str, calendar: Calendar, count: int, unit: TermUnit, **how: object) -> Due:
    return due(Term(count, unit, **how), start=at(start, zone), zone=zone, calendar=calendar)  # type: ignore[arg-type]


# --- the vectors of the contract -------------------------------------------------------------------------------------


def test_ru_thirty_days_to_a_worked_saturday_do_not_shift() -> None:
    end = counted("2025-10-02", MOSCOW, oracle("RU"), 30, TermUnit.CALENDAR_DAY, day_off=DayOff.PREVIOUS)
    assert (end.last, end.shift, end.legal) == (date(2025, 11, 1), Shift.STAYED, ends("2025-11-01", MOSCOW))


@pytest.mark.parametrize(
    ("start", "nominal", "previous", "following"),
    [
        ("2025-10-04", date(2025, 11, 3), date(2025, 11, 1), date(2025, 11, 5)),
        ("2025-12-03", date(2026, 1, 2), date(2025, 12, 30), date(2026, 1, 12)),
    ],
)
def test_ru_thirty_days_shift_either_way(start: str, nominal: date, previous: date, following: date) -> None:
    back = counted(start, MOSCOW, oracle("RU"), 30, TermUnit.CALENDAR_DAY, day_off=DayOff.PREVIOUS)
    ahead = counted(start, MOSCOW, oracle("RU"), 30, TermUnit.CALENDAR_DAY, day_off=DayOff.NEXT)
    assert (back.nominal, back.last, back.shift) == (nominal, previous, Shift.PREVIOUS)
    assert (ahead.nominal, ahead.last, ahead.shift) == (nominal, following, Shift.NEXT)


def test_ua_month_from_the_last_of_january_and_its_cap_of_45_days() -> None:
    end = counted("2026-01-31", KYIV, oracle("UA"), 1, TermUnit.MONTH)
    assert (end.nominal, end.off, end.last) == (date(2026, 2, 28), "weekend", date(2026, 3, 2))
    cap = Extension(cap=Term(45, TermUnit.CALENDAR_DAY))
    assert furthest(cap, end, calendar=oracle("UA")) == date(2026, 3, 17)


def test_ua_independence_day_is_a_working_day_under_martial_law() -> None:
    end = counted("2026-08-09", KYIV, oracle("UA"), 15, TermUnit.CALENDAR_DAY)
    assert (end.last, end.shift) == (date(2026, 8, 24), Shift.STAYED)


def test_md_five_working_days_pass_over_the_first_of_may() -> None:
    assert counted("2026-04-30", CHISINAU, oracle("MD"), 5, TermUnit.WORKING_DAY).last == date(2026, 5, 8)


def test_uk_five_working_days_pass_over_easter() -> None:
    assert counted("2026-04-01", LONDON, oracle("GB", "ENG"), 5, TermUnit.WORKING_DAY).last == date(2026, 4, 10)


def test_uk_review_window_of_28_days() -> None:
    end = counted("2026-03-02", LONDON, oracle("GB", "ENG"), 28, TermUnit.CALENDAR_DAY, day_off=DayOff.NONE)
    assert end.last == date(2026, 3, 30)


# --- single rules ----------------------------------------------------------------------------------------------------


def test_the_day_is_the_one_of_the_zone_not_of_utc() -> None:
    late_evening = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)  # 00:30 of 4 March in Kyiv
    assert due(Term(1, TermUnit.CALENDAR_DAY), start=late_evening, zone=KYIV, calendar=PLAIN).last == date(2026, 3, 5)
    assert due(Term(1, TermUnit.CALENDAR_DAY), start=late_evening, zone="UTC", calendar=PLAIN).last == date(2026, 3, 4)


def test_a_day_term_over_a_change_of_clocks_ends_at_the_local_end_of_day() -> None:
    end = counted("2026-03-27", KYIV, PLAIN, 4, TermUnit.CALENDAR_DAY)  # clocks go ahead on 29 March
    assert end.legal == datetime(2026, 3, 31, 20, 59, 59, tzinfo=UTC)


def test_where_the_clock_goes_back_at_midnight_the_day_ends_at_the_later_one() -> None:
    end = counted("2026-10-24", "Atlantic/Azores", PLAIN, 1, TermUnit.CALENDAR_DAY, day_off=DayOff.NONE)
    havana = counted("2026-10-30", "America/Havana", PLAIN, 1, TermUnit.CALENDAR_DAY, day_off=DayOff.NONE)
    assert end.legal == datetime(2026, 10, 26, 0, 59, 59, tzinfo=UTC)
    assert havana.legal == datetime(2026, 11, 1, 3, 59, 59, tzinfo=UTC)


def test_an_hour_term_ends_to_the_second_over_weekends_and_changes_of_clocks() -> None:
    start = datetime(2026, 3, 28, 10, 15, 30, tzinfo=UTC)
    end = due(Term(24, TermUnit.HOUR), start=start, zone=KYIV, calendar=PLAIN)
    assert (end.legal, end.safe, end.shift) == (start + timedelta(hours=24), start + timedelta(hours=24), Shift.STAYED)


def test_first_day_included_makes_the_day_itself_day_one() -> None:
    included = partial(counted, "2026-03-02", KYIV, PLAIN, first_day=FirstDay.INCLUDE)
    assert included(5, TermUnit.WORKING_DAY).last == date(2026, 3, 6)
    assert included(2, TermUnit.WEEK).nominal == date(2026, 3, 15)


def test_a_shift_back_never_reaches_the_day_of_the_event() -> None:
    end = counted("2026-01-02", MOSCOW, oracle("RU"), 3, TermUnit.CALENDAR_DAY, day_off=DayOff.PREVIOUS)
    assert (end.nominal, end.last, end.shift) == (date(2026, 1, 5), date(2026, 1, 12), Shift.FIRST_AFTER)


def test_months_end_on_the_last_day_when_the_number_is_missing() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_later(date(2026, 3, 15), 12) == date(2027, 3, 15)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        due(Term(1, TermUnit.HOUR), start=datetime(2026, 1, 1), zone=KYIV, calendar=PLAIN)  # noqa: DTZ001 -- the point


def test_a_term_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="can't be counted"):
        Term(0, TermUnit.CALENDAR_DAY)


def test_a_year_without_calendar_data_is_marked_as_guessed() -> None:
    narrow = Calendar("UA", {2026: YearDays()})
    assert counted("2026-12-20", KYIV, narrow, 15, TermUnit.CALENDAR_DAY).guessed
    assert not counted("2026-11-20", KYIV, narrow, 15, TermUnit.CALENDAR_DAY).guessed


# --- extension -------------------------------------------------------------------------------------------------------

UA_TO_45 = Extension(cap=Term(45, TermUnit.CALENDAR_DAY))
RU_PLUS_30 = Extension(cap=Term(60, TermUnit.CALENDAR_DAY), most=Term(30, TermUnit.CALENDAR_DAY))


def _answer_due() -> Due:
    return counted("2026-03-03", KYIV, PLAIN, 1, TermUnit.MONTH)


def test_an_extension_moves_the_date_and_is_counted() -> None:
    longer = extend_due(UA_TO_45, _answer_due(), until=date(2026, 4, 15), at=at("2026-04-01", KYIV), calendar=PLAIN)
    assert (longer.last, longer.legal, longer.extended) == (date(2026, 4, 15), ends("2026-04-15", KYIV), 1)
    assert longer.safe == ends("2026-04-14", KYIV)


@pytest.mark.parametrize(
    ("until", "moment", "reason"),
    [
        ("2026-04-15", "2026-04-04T00:00:00", "law.extension-after-due"),
        ("2026-04-18", "2026-04-01T10:00:00", "law.extension-past-cap"),
        ("2026-04-03", "2026-04-01T10:00:00", "law.extension-past-cap"),
    ],
)
def test_an_extension_after_the_due_instant_past_the_cap_or_backwards_is_refused(
    until: str, moment: str, reason: str
) -> None:
    day, clock = moment.split("T")
    with pytest.raises(NotNowError) as refusal:
        extend_due(UA_TO_45, _answer_due(), until=date.fromisoformat(until), at=at(day, KYIV, clock), calendar=PLAIN)
    assert refusal.value.reason == reason


def test_an_extension_in_the_last_second_of_the_term_is_in_time() -> None:
    last_second = at("2026-04-03", KYIV, "23:59:59")
    longer = extend_due(UA_TO_45, _answer_due(), until=date(2026, 4, 10), at=last_second, calendar=PLAIN)
    assert longer.last == date(2026, 4, 10)


def test_a_second_extension_is_refused_where_the_law_knows_one() -> None:
    once = extend_due(UA_TO_45, _answer_due(), until=date(2026, 4, 10), at=at("2026-04-01", KYIV), calendar=PLAIN)
    with pytest.raises(NotNowError) as refusal:
        extend_due(UA_TO_45, once, until=date(2026, 4, 15), at=at("2026-04-02", KYIV), calendar=PLAIN)
    assert refusal.value.reason == "law.extension-used-up"


def test_a_term_of_hours_or_a_law_without_extension_is_not_extended() -> None:
    hours = counted("2026-03-03", KYIV, PLAIN, 24, TermUnit.HOUR)
    for extension, current in ((UA_TO_45, hours), (None, _answer_due())):
        with pytest.raises(NotNowError) as refusal:
            extend_due(extension, current, until=date(2026, 4, 10), at=at("2026-03-03", KYIV), calendar=PLAIN)
        assert refusal.value.reason == "law.extension-unknown"


def test_a_day_off_at_the_cap_does_not_go_past_the_cap() -> None:
    start = counted("2026-03-04", KYIV, PLAIN, 1, TermUnit.MONTH)  # the 45th day is Saturday 18 April
    longer = extend_due(UA_TO_45, start, until=date(2026, 4, 18), at=at("2026-04-01", KYIV), calendar=PLAIN)
    assert (longer.last, longer.shift) == (date(2026, 4, 18), Shift.STAYED)


def test_the_longest_step_is_counted_from_the_day_before_any_shift() -> None:
    end = counted("2025-10-04", MOSCOW, oracle("RU"), 30, TermUnit.CALENDAR_DAY, day_off=DayOff.PREVIOUS)
    assert furthest(RU_PLUS_30, end, calendar=oracle("RU")) == date(2025, 12, 3)


def test_where_the_law_knows_no_cap_it_is_lengthened_as_often_as_is_needed_each_time_to_a_later_day() -> None:
    kpa = Extension(cap=None, times=None)
    end = _answer_due()
    for until in (date(2026, 5, 4), date(2026, 8, 3), date(2027, 2, 1)):
        end = extend_due(kpa, end, until=until, at=end.started, calendar=PLAIN)
    assert (end.last, end.extended) == (date(2027, 2, 1), 3)
    with pytest.raises(NotNowError) as refusal:  # a slip in the year is no promise
        extend_due(kpa, end, until=date(2035, 2, 1), at=end.started, calendar=PLAIN)
    assert refusal.value.reason == "law.extension-past-cap"


def test_the_term_that_the_content_asks_for_is_set_in_time_and_never_makes_late() -> None:
    month, days = _answer_due(), counted("2026-03-03", KYIV, PLAIN, 15, TermUnit.CALENDAR_DAY)
    assert otherwise(month, days, at=at("2026-03-10", KYIV)) == days
    for current, other, moment, reason in (
        (days, month, "2026-03-19", "law.term-has-passed"),
        (month, days, "2026-03-19", "law.term-would-be-over"),
        (replace(days, extended=1), month, "2026-03-10", "law.term-was-extended"),
    ):
        with pytest.raises(NotNowError) as refusal:
            otherwise(current, other, at=at(moment, KYIV))
        assert refusal.value.reason == reason


# --- picking a profile -----------------------------------------------------------------------------------------------


def profile(code: str, **words: object) -> Profile:
    words = {"step": "answer", "applies_to": frozenset({"complaint"}), **words}
    return Profile(
        id=0, code=code, jurisdiction="UA", basis="x", clock_from="received", term=Term(1, TermUnit.MONTH), **words
    )  # type: ignore[arg-type]


def test_pick_takes_the_profile_of_that_day() -> None:
    old = profile("a", valid_from=date(2020, 1, 1), valid_to=date(2026, 5, 31))
    new = profile("a", valid_from=date(2026, 6, 1))
    for day, expected in ((date(2026, 5, 31), old), (date(2026, 6, 1), new), (date(2019, 12, 31), None)):
        assert pick([new, old], kind="complaint", channel="web", step="answer", on=day) == expected


def test_pick_looks_at_kind_channel_body_and_place() -> None:
    desk = profile("desk", channels=frozenset({"desk"}), place=1)
    house = profile("house", place=9)
    council = profile("council", bodies=frozenset({"council"}), place=0)
    rows = [house, desk, council]
    on = date(2026, 1, 1)
    assert pick(rows, kind="complaint", channel="web", step="answer", on=on) == house
    assert pick(rows, kind="complaint", channel="desk", step="answer", on=on) == desk
    assert pick(rows, kind="complaint", channel="desk", step="answer", on=on, body="council") == council
    assert pick(rows, kind="thanks", channel="desk", step="answer", on=on) is None
    assert pick(rows, kind="complaint", channel="desk", step="forward", on=on) is None


def test_what_explain_writes_recall_reads() -> None:
    end = counted("2025-10-04", MOSCOW, oracle("RU"), 30, TermUnit.CALENDAR_DAY, day_off=DayOff.PREVIOUS)
    assert recall(explain(end, profile("a"))) == end


# --- what holds of every term ----------------------------------------------------------------------------------------

STARTS = st.datetimes(datetime(2020, 1, 1), datetime(2026, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds
ZONES = st.sampled_from([KYIV, MOSCOW, LONDON, "Asia/Kamchatka", "America/Havana", "Asia/Kathmandu", "UTC"])
CALENDARS = st.sampled_from([PLAIN, oracle("RU"), oracle("UA"), oracle("MD"), oracle("GB", "ENG")])
TERMS = st.builds(
    Term,
    st.integers(1, 60),
    st.sampled_from([TermUnit.CALENDAR_DAY, TermUnit.WORKING_DAY, TermUnit.WEEK, TermUnit.MONTH]).filter(bool),
    st.sampled_from(list(FirstDay)),
    st.sampled_from(list(DayOff)),
).filter(lambda term: term.unit in {TermUnit.CALENDAR_DAY, TermUnit.WORKING_DAY} or term.count <= 3)


@given(TERMS, STARTS, ZONES, CALENDARS)
def test_a_term_never_ends_on_a_day_off_unless_the_law_says_so(
    term: Term, start: datetime, zone: str, calendar: Calendar
) -> None:
    end = due(term, start=start, zone=zone, calendar=calendar)
    assert term.day_off is DayOff.NONE or end.guessed or calendar.is_working(end.last)
    assert end.nominal == end.last or not calendar.is_working(end.nominal)


@given(TERMS, STARTS, ZONES, CALENDARS)
def test_safe_is_never_after_legal_and_nothing_is_due_before_it_came(
    term: Term, start: datetime, zone: str, calendar: Calendar
) -> None:
    end = due(term, start=start, zone=zone, calendar=calendar)
    assert start.replace(microsecond=0) <= end.safe <= end.legal
    local = end.legal.astimezone(ZoneInfo(zone))
    assert (local.date(), local.strftime("%H:%M:%S")) == (end.last, "23:59:59")


@given(TERMS, STARTS, st.timedeltas(timedelta(0), timedelta(days=90)), ZONES, CALENDARS)
def test_what_comes_later_is_never_due_earlier(
    term: Term, start: datetime, later: timedelta, zone: str, calendar: Calendar
) -> None:
    first = due(term, start=start, zone=zone, calendar=calendar)
    second = due(term, start=start + later, zone=zone, calendar=calendar)
    assert first.legal <= second.legal
    assert first.safe <= second.safe


@given(TERMS, STARTS, ZONES, CALENDARS)
def test_a_longer_term_is_never_due_earlier(term: Term, start: datetime, zone: str, calendar: Calendar) -> None:
    longer = Term(term.count + 1, term.unit, term.first_day, term.day_off)
    shorter = due(term, start=start, zone=zone, calendar=calendar).legal
    assert shorter <= due(longer, start=start, zone=zone, calendar=calendar).legal


@given(TERMS, STARTS, ZONES, CALENDARS, st.integers(-5, 70))
def test_an_extension_is_later_and_within_the_cap_or_refused(
    term: Term, start: datetime, zone: str, calendar: Calendar, days: int
) -> None:
    current = due(term, start=start, zone=zone, calendar=calendar)
    extension = Extension(cap=Term(45, TermUnit.CALENDAR_DAY))
    cap = furthest(extension, current, calendar=calendar)
    until = current.last + timedelta(days=days)
    try:
        longer = extend_due(extension, current, until=until, at=start, calendar=calendar)
    except NotNowError:
        assert not current.last < until <= cap
        return
    assert current.last < longer.last <= cap
    assert current.legal < longer.legal
    assert current.safe <= longer.safe <= longer.legal


@given(st.integers(1, 400), STARTS)
def test_a_term_of_hours_is_the_same_in_every_zone(hours: int, start: datetime) -> None:
    ends_at = {due(Term(hours, TermUnit.HOUR), start=start, zone=zone, calendar=PLAIN).legal for zone in (KYIV, "UTC")}
    assert ends_at == {start + timedelta(hours=hours)}


@given(st.integers(1, 40), st.dates(date(2020, 1, 1), date(2026, 6, 1)), st.sampled_from(["RU", "MD"]))
def test_working_days_agree_with_the_oracle(count: int, day: date, country: str) -> None:
    theirs = holidays.country_holidays(country, years=range(2019, 2028))
    end = counted(day.isoformat(), "UTC", oracle(country), count, TermUnit.WORKING_DAY)
    assert end.last == theirs.get_nth_working_day(day, count)


@given(st.integers(0, 400))
def test_a_term_on_which_nothing_was_owed_ends_later_by_so_many_days(days: int) -> None:
    calendar = Calendar("XX", {year: YearDays() for year in range(2025, 2030)})
    begun = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
    for term in (Term(15, TermUnit.CALENDAR_DAY), Term(15, TermUnit.CALENDAR_DAY, day_off=DayOff.NONE)):
        end = due(term, start=begun, zone=KYIV, calendar=calendar)
        later = stood(end, days=days, calendar=calendar)
        assert later.nominal == end.last + timedelta(days=days)
        assert 0 <= (later.last - later.nominal).days <= (0 if term.day_off is DayOff.NONE else 2)
        assert later.safe <= later.legal
        assert (later.shift is Shift.STAYED) == (later.last == later.nominal)
    hours = due(Term(24, TermUnit.HOUR, day_off=DayOff.NONE), start=begun, zone=KYIV, calendar=calendar)
    aside = timedelta(days=days)
    later = stood(hours, days=days, calendar=calendar)
    assert (later.legal, later.safe, later.last) == (hours.legal + aside, hours.safe + aside, hours.last + aside)


def test_why_a_date_is_can_be_said_without_a_law() -> None:
    half, start = Term(15, TermUnit.CALENDAR_DAY), datetime(2026, 3, 3, tzinfo=UTC)
    end = due(half, start=start, zone=KYIV, calendar=Calendar("XX"))
    assert set(explain(end, profile("a"))) - set(explain(end)) == {"profile", "basis", "basis_name", "status"}
    assert recall(explain(end)) == end
