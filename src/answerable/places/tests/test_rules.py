"""Working days, and places named in an address."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.places.rules import (
    Calendar,
    EndlessCalendarError,
    TerritoryNode,
    TerritoryTree,
    UncoveredYearError,
    YearDays,
    add_working_days,
    mentioned,
    name_in,
    next_working,
    previous_working,
    tree_order,
)

PLAIN = Calendar("XX", {year: YearDays() for year in range(2020, 2032)})
DAYS = st.dates(date(2020, 6, 1), date(2031, 6, 1))


def test_a_ring_of_damaged_rows_is_gone_round_once() -> None:
    def node(ref: int, parent: int) -> TerritoryNode:
        return TerritoryNode(ref, str(ref), parent, "town", {"en": str(ref)}, "Europe/Kyiv")

    assert TerritoryTree({1: node(1, 1), 2: node(2, 1)}).outwards(2) == [2, 1]
    assert TerritoryTree({1: node(1, 2), 2: node(2, 1)}).outwards(2) == [2, 1]


def test_a_year_without_data_is_an_error_by_name_and_a_guess_otherwise() -> None:
    calendar = Calendar("UA", {2026: YearDays()})
    with pytest.raises(UncoveredYearError, match="the calendar UA says nothing of 2031"):
        calendar.days_of(2031)
    assert not calendar.is_working(date(2031, 1, 4))
    assert calendar.guessed(date(2026, 12, 30), date(2027, 1, 2))
    assert not calendar.guessed(date(2026, 1, 1), date(2026, 12, 31))


def test_a_worked_saturday_is_a_working_day_and_a_holiday_is_not() -> None:
    calendar = Calendar(
        "RU", {2025: YearDays(holidays=frozenset({date(2025, 11, 3)}), working=frozenset({date(2025, 11, 1)}))}
    )
    assert calendar.why_off(date(2025, 11, 1)) == ""
    assert calendar.why_off(date(2025, 11, 2)) == "weekend"
    assert calendar.why_off(date(2025, 11, 3)) == "holiday"


def test_a_weekend_of_seven_days_ends_in_an_error_not_in_a_loop() -> None:
    calendar = Calendar("XX", {year: YearDays(weekend=frozenset(range(1, 8))) for year in (2025, 2026)})
    with pytest.raises(EndlessCalendarError):
        next_working(calendar, date(2025, 12, 1))
    with pytest.raises(EndlessCalendarError):
        previous_working(calendar, date(2026, 3, 1))


@given(DAYS)
def test_next_and_previous_working_are_the_nearest(day: date) -> None:
    ahead, back = next_working(PLAIN, day), previous_working(PLAIN, day)
    assert back <= day <= ahead
    assert PLAIN.is_working(ahead)
    assert PLAIN.is_working(back)
    between = [back + timedelta(days=n) for n in range(1, (ahead - back).days)]
    assert not any(PLAIN.is_working(one) for one in between if one not in (back, ahead))


@given(DAYS, st.integers(1, 60))
def test_adding_working_days_counts_exactly_that_many(day: date, count: int) -> None:
    last = add_working_days(PLAIN, day, count)
    assert sum(PLAIN.is_working(day + timedelta(days=n)) for n in range(1, (last - day).days + 1)) == count
    assert PLAIN.is_working(last)


def test_no_working_days_can_not_be_added() -> None:
    with pytest.raises(ValueError, match="0 working days"):
        add_working_days(PLAIN, date(2026, 1, 1), 0)


def test_tree_order_puts_parents_first_and_names_a_ring() -> None:
    assert tree_order({"c": "b", "b": "a", "a": None}) == ["a", "b", "c"]
    with pytest.raises(ValueError, match=r"^b, c$"):
        tree_order({"a": None, "b": "c", "c": "b"})


def _place(number: int, parent: int | None, uk: str, en: str, kind: str = "settlement") -> TerritoryNode:
    return TerritoryNode(number, f"T{number}", parent, kind, {"uk": uk, "en": en}, "Europe/Kyiv")


PLACES = [
    _place(1, None, "Чугуївський район", "Chuhuiv raion", "raion"),
    _place(2, 1, "Чугуївська громада", "Chuhuiv community", "community"),
    _place(3, 2, "Чугуїв", "Chuhuiv"),
    _place(4, 2, "Кочеток", "Kochetok"),
    _place(5, 1, "Старий Салтів", "Staryi Saltiv"),
]


def test_a_place_is_found_in_an_address_in_any_case_of_the_word() -> None:
    assert mentioned(PLACES, "біля вокзалу у Чугуєві, вул. Харківська, 5") == [3]
    assert mentioned(PLACES, "смт КОЧЕТОК, школа") == [4]
    assert mentioned(PLACES, "по дорозі на Старого Салтова") == [5]
    assert mentioned(PLACES, "Chuhuiv, station") == [3]
    assert mentioned(PLACES, "не знаю де") == []
    assert mentioned(PLACES, "Kochetoks or Kochetok") == [4]
    assert mentioned([_place(9, None, "Сю", "Sy")], "сюди") == []


def test_the_tree_says_what_a_place_lies_in_and_what_lies_in_it() -> None:
    tree = TerritoryTree({place.id: place for place in PLACES})
    assert tree.outwards(4) == [4, 2, 1]
    assert tree.within(2) == frozenset({2, 3, 4})
    assert tree.path(4, "uk") == ["Кочеток", "Чугуївська громада", "Чугуївський район"]


def test_a_name_falls_back_to_english_then_to_whatever_there_is() -> None:
    assert name_in({"en": "A", "uk": "Б"}, "ru") == "A"
    assert name_in({"uk": "Б"}, "ru") == "Б"
    assert name_in({}, "ru") == ""
