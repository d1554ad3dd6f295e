"""The arithmetic of the reading."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from answerable.appeals.policy import AppealStanding
from answerable.base.actor import Actor, ActorKind, SeatHeld
from answerable.base.ids import EPOCH_MS
from answerable.law.terms import Cause
from answerable.oversight import policy, rules
from answerable.oversight.terms import Day, Hours, PublicReading, TimeSpan

ZONES = st.sampled_from(["Europe/Kyiv", "America/New_York", "Asia/Kamchatka", "UTC"])
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis wants bare bounds
IDS = st.integers(1, 30)


@given(st.lists(IDS, unique=True), IDS)
def test_going_on_visits_each_item_once_and_back_again(line: list[int], item: int) -> None:
    following = rules.next_item(item, line)
    if following is not None:
        assert rules.before(following, line) == item
    assert (rules.place_of(item, line) > 0) == (item in line)


@given(INSTANTS, ZONES, st.sets(st.integers(1, 7), max_size=6))
def test_the_reading_begins_at_the_end_of_a_working_day_before_today(at: datetime, zone: str, off: set[int]) -> None:
    since = rules.reading_since(at, zone=zone, works=lambda day: day.isoweekday() not in off, closes=time(18))
    today = at.astimezone(ZoneInfo(zone)).date()
    assert since < at
    assert since.astimezone(ZoneInfo(zone)).date() < today
    assert since.isoweekday() not in off
    assert all((today - timedelta(days=back)).isoweekday() in off for back in range(1, (today - since.date()).days))


@given(INSTANTS, INSTANTS, ZONES)
def test_days_late_are_never_negative_and_grow_with_time(since: datetime, at: datetime, zone: str) -> None:
    days = rules.days_since(since, at=at, zone=zone)
    assert days >= 0
    assert rules.days_since(since, at=at + timedelta(days=2), zone=zone) >= days


@given(st.integers(1, 168), st.integers(0, 22))
def test_the_hours_are_the_packs_and_else_the_products(to_read: int, opens: int) -> None:
    said = {"reading_hours": to_read, "working_hours": {"opens": opens, "closes": opens + 1}}
    assert rules.hours_of(said) == Hours(timedelta(hours=to_read), time(opens), time(opens + 1))
    assert rules.hours_of({}) == Hours(timedelta(hours=24), time(9), time(18))


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_the_share_is_never_overstated(part: int, more: int) -> None:
    whole = part + more
    now = datetime(2026, 1, 1, tzinfo=UTC)
    share = PublicReading(0, part, whole, TimeSpan(now, now)).share
    assert share is None if whole == 0 else share * whole <= part * 100 < (share + 1) * whole


@given(INSTANTS, ZONES, st.booleans())
def test_a_digest_goes_only_in_working_hours(at: datetime, zone: str, works: bool) -> None:
    local = at.astimezone(ZoneInfo(zone))
    assert rules.may_send_digest(Day(local, works), Hours()) == (works and 9 <= local.hour < 18)


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.integers(-400, 800))
def test_an_instruction_is_for_a_day_ahead_within_a_year(today: date, ahead: int) -> None:
    assert rules.is_day_to_ask(today + timedelta(days=ahead), today=today) == (1 <= ahead <= 366)


@given(st.sampled_from(list(Cause)), st.sampled_from(["withdrawn", "merged"]))
def test_nothing_climbs_once_it_was_taken_back(cause: Cause, state: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert not rules.still_stands(cause, state=state, due_at=now, at=now + timedelta(days=9))


@given(st.frozensets(IDS, max_size=6), st.frozensets(IDS, max_size=6), st.frozensets(IDS, max_size=6), IDS, IDS)
def test_nobody_reads_or_tells_about_what_concerns_themselves(
    tied: frozenset[int], barred: frozenset[int], below: frozenset[int], body: int, to: int
) -> None:
    reader = Actor(
        kind=ActorKind.OFFICER,
        id=99,
        seats=(SeatHeld(body, "chair", frozenset({"chair"})),),
        oversees=below,
        tied_to=tied | {body},
        persons=frozenset({99}),
    )
    appeal = AppealStanding(id=1, body=to, tier="W", barred_bodies=barred)
    if barred & reader.tied_to:
        assert not policy.can_read(reader, body=body, appeal=appeal)
    for one in policy.bodies_to_tell(reader, body=body, appeal=appeal, answering=below):
        assert one not in barred
        assert not barred & reader.tied_to


def test_an_occasion_names_one_passing_one_dispute_one_answer_one_instruction() -> None:
    due = datetime(2026, 3, 3, 23, 59, 59, tzinfo=ZoneInfo("Europe/Kyiv"))
    assert [
        rules.occasion_of_date(due),
        rules.occasion_of_deed(5),
        rules.occasion_of_answer(6),
        rules.occasion_of_instruction(7),
    ] == ["due/20260303T215959Z", "deed/5", "answer/6", "instruction/7"]


def test_a_row_made_after_its_date_was_late_before_it_came() -> None:
    made, second = datetime(2026, 3, 3, 12, tzinfo=UTC), timedelta(seconds=1)
    ref = int(made.timestamp() * 1000) - EPOCH_MS << 21
    assert [rules.late_before_it_came(ref, due) for due in (made - second, made + second)] == [True, False]


def test_what_is_counted_has_had_its_time_to_be_read() -> None:
    at = datetime(2026, 3, 31, 12, tzinfo=UTC)
    period = rules.counted_period(at, to_read=timedelta(hours=24))
    assert (period.since, period.until) == (at - timedelta(days=31), at - timedelta(days=1))


def test_a_faulty_calendar_without_a_working_day_does_not_stop_the_reading() -> None:
    at = datetime(2026, 3, 3, 12, tzinfo=UTC)
    since = rules.reading_since(at, zone="UTC", works=lambda _day: False, closes=time(18))
    assert since == datetime(2026, 1, 30, 18, tzinfo=UTC)
    assert rules.first_working(date(2026, 3, 3), lambda _day: False) == date(2026, 3, 3)


def test_a_form_offers_the_next_working_day() -> None:
    saturday = date(2026, 3, 7)
    offered = [rules.first_working(day, lambda one: one.isoweekday() < 6) for day in (saturday, date(2026, 3, 6))]
    assert offered == [date(2026, 3, 9), date(2026, 3, 6)]


def test_an_instruction_is_followed_in_time_until_its_day_ends_at_the_body() -> None:
    assert rules.due_end(date(2026, 3, 3), zone="Europe/Kyiv") == datetime(2026, 3, 3, 21, 59, 59, tzinfo=UTC)


@given(INSTANTS)
def test_public_counts_are_those_of_the_last_midnight(at: datetime) -> None:
    began, there = rules.last_midnight(at, zone="Europe/Kyiv"), at.astimezone(ZoneInfo("Europe/Kyiv"))
    assert (began.date(), began.timetz().replace(tzinfo=None), began <= at) == (there.date(), time(0), True)


def test_small_public_counts_are_not_told_and_none_is_a_small_one() -> None:
    period = TimeSpan(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 31, tzinfo=UTC))
    assert [rules.told(count) for count in (0, 1, 4, 5, 60)] == [None, None, None, 5, 60]
    shown = [PublicReading(unread=n, read_in_time=1, n=n, period=period) for n in (0, 4, 5)]
    assert [(one.is_told, one.told_unread) for one in shown] == [(False, None), (False, None), (True, 5)]
