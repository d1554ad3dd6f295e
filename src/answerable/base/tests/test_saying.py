"""Days in the language of the page, whichever it is."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from answerable.base import dates

DAY = date(2026, 12, 22)


@pytest.mark.parametrize(
    ("language", "day", "alone", "weekday", "near"),
    [
        ("en", "22 December 2026", "Tuesday 22 December 2026", "Tuesday", "22 December"),
        ("uk", "22 грудня 2026\u00a0р.", "Вівторок, 22 грудня 2026\u00a0р.", "вівторок", "22 грудня"),
        ("ru", "22 декабря 2026\u00a0г.", "Вторник, 22 декабря 2026\u00a0г.", "вторник", "22 декабря"),
        ("pl", "22 grudnia 2026", "Wtorek, 22 grudnia 2026", "wtorek", "22 grudnia"),
        ("de", "22. Dezember 2026", "Dienstag, 22. Dezember 2026", "Dienstag", "22. Dezember"),
    ],
)
def test_a_day_is_said_by_the_rules_of_its_language(
    language: str, day: str, alone: str, weekday: str, near: str
) -> None:
    with override(language):
        assert (dates.day(DAY), dates.day_of_week(DAY)) == (day, alone)
        assert (dates.weekday(DAY), dates.near(DAY)) == (weekday, near)


def test_a_moment_is_said_by_the_clock_of_the_place() -> None:
    with override("pl"), timezone.override("Europe/Kyiv"):
        assert dates.moment(datetime(2026, 12, 22, 22, 30, tzinfo=UTC)) == "23 grudnia 2026, 00:30"


def test_a_friday_in_ukrainian_has_an_apostrophe_that_every_type_face_has() -> None:
    with override("uk"):
        assert dates.weekday(date(2026, 12, 25)) == "п'ятниця"


def test_a_language_that_nobody_knows_has_english_days_and_its_code_for_a_name() -> None:
    with override("xx"):
        assert (dates.day(DAY), dates.own_name("xx")) == ("22 December 2026", "xx")


@pytest.mark.parametrize(
    ("code", "name"), [("uk", "Українська"), ("en", "English"), ("ru", "Русский"), ("pl", "Polski"), ("ka", "ქართული")]
)
def test_a_language_is_called_as_it_calls_itself(code: str, name: str) -> None:
    assert dates.own_name(code) == name
