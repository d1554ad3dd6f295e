"""How a promise stands."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.promises.rules import PromiseStanding, count, standing
from answerable.promises.terms import State

DAYS = st.dates(date(2025, 1, 1), date(2027, 1, 1))


@given(DAYS, DAYS)
def test_an_open_promise_is_late_only_after_its_day(due_on: date, today: date) -> None:
    shown = standing(state=State.OPEN, due_on=due_on, ended_on=None, today=today)
    assert (shown is PromiseStanding.LATE) == (today > due_on)
    assert (shown is PromiseStanding.TODAY) == (today == due_on)


@given(DAYS, st.integers(-30, 30), DAYS)
def test_kept_after_its_day_stays_kept_late_whatever_day_it_is(due_on: date, after: int, today: date) -> None:
    shown = standing(state=State.KEPT, due_on=due_on, ended_on=due_on + timedelta(days=after), today=today)
    assert shown is (PromiseStanding.KEPT_LATE if after > 0 else PromiseStanding.KEPT)


@given(st.lists(st.sampled_from(list(PromiseStanding))))
def test_every_promise_whose_day_has_come_is_in_the_count_once(standings: list[PromiseStanding]) -> None:
    counted = count(standings)
    assert counted.due == counted.kept + counted.kept_late + counted.broken + counted.late
    assert counted.due == len(standings) - standings.count(PromiseStanding.AHEAD) - standings.count(
        PromiseStanding.TODAY
    )


@given(DAYS, DAYS)
def test_what_was_not_kept_stays_broken(due_on: date, today: date) -> None:
    assert standing(state=State.BROKEN, due_on=due_on, ended_on=today, today=today) is PromiseStanding.BROKEN
