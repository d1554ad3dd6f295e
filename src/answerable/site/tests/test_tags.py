"""Dates as people say them, pills, code groups, fields with their faults."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from answerable.site.place import in_language
from answerable.site.templatetags import dates, parts

NOON = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)  # noon in Kyiv


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", "Вівторок, 22 грудня 2026\u00a0р."),
        ("ru", "Вторник, 22 декабря 2026\u00a0г."),
        ("en", "Tuesday 22 December 2026"),
    ],
)
def test_a_day_is_said_as_people_say_it(language: str, said: str):
    with override(language):
        page = str(dates.say_weekday(date(2026, 12, 22)))
    assert page.lower() == f'<time datetime="2026-12-22">{said}</time>'.lower()


def test_a_moment_that_is_a_midnight_to_the_microsecond_is_a_day():
    day = datetime(2026, 12, 22, 22, 0, tzinfo=UTC)
    with override("en"):
        assert [
            ">23 December 2026<" in dates.say_moment(day + timedelta(seconds=late), "Europe/Kyiv") for late in (0, 1)
        ] == [
            True,
            False,
        ]


def test_a_day_of_the_place_is_said_and_the_second_is_in_no_attribute():
    with override("en"):
        page = str(dates.say_date(datetime(2026, 12, 22, 22, 30, tzinfo=UTC), "Europe/Kyiv"))
    assert page == '<time datetime="2026-12-23">23 December 2026</time>'


def test_a_moment_is_said_in_the_zone_of_the_place_and_kept_exact():
    with override("en"):
        page = str(dates.say_moment(datetime(2026, 12, 22, 22, 30, tzinfo=UTC), "Europe/Kyiv"))
    assert page == '<time datetime="2026-12-22T22:30:00Z">23 December 2026, 00:30</time>'


@pytest.mark.parametrize(
    ("days", "said", "look"),
    [(-2, "2 days late", "late"), (0, "today", "soon"), (1, "tomorrow", "soon"), (4, "in 4 days", "good")],
)
def test_a_pill_says_how_far_a_date_is(days: int, said: str, look: str):
    with override("en"), timezone.override("Europe/Kyiv"):
        page = str(dates.due(NOON.date() + timedelta(days=days), NOON))
    assert f">{said}</time>" in page
    assert f'class="pill {look}"' in page


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "на 1 день пізніше"),
        (-3, "на 3 дні пізніше"),
        (-11, "на 11 днів пізніше"),
        (21, "за 21 день"),
        (25, "за 25 днів"),
    ],
)
def test_days_are_counted_in_ukrainian_plurals(days: int, said: str):
    with override("uk"):
        assert dates.distance(days) == said


def test_what_passed_today_is_late():
    assert dates.days_left(NOON - timedelta(hours=1), NOON, "Europe/Kyiv") == -1


@given(st.integers(-400, 400))
def test_a_date_is_never_late_and_to_come_at_once(days: int):
    left = dates.days_left(NOON.date() + timedelta(days=days), NOON, "Europe/Kyiv")
    assert left == days


@given(st.text("0123456789", min_size=24, max_size=24))
def test_a_code_stands_in_six_groups_and_loses_no_digit(code: str):
    page = parts.groups(code)
    inner = page.removeprefix('<span class="code">').removesuffix("</span>")
    assert inner.replace("<span>", "").replace("</span>", "").split() == [code[at : at + 4] for at in range(0, 24, 4)]


def test_a_name_falls_back_to_english_and_then_to_whatever_there_is():
    with override("uk"):
        assert in_language({"uk": "Відділ", "en": "Unit"}) == "Відділ"
        assert in_language({"en": "Unit"}) == "Unit"
        assert in_language({"ru": "Отдел"}) == "Отдел"
        assert in_language(None) == ""


class Asking(forms.Form):
    """Two fields, one with a hint."""

    name = forms.CharField(label="Name", help_text="As in the passport")
    way = forms.ChoiceField(label="Way", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, required=False)


def test_a_field_ties_hint_and_fault_to_its_input_and_keeps_what_was_typed():
    form = Asking({"name": "", "way": "c"})
    form.is_valid()
    page = Template("{% load parts %}{% errors form %}{% field form.name %}{% field form.way %}").render(
        Context({"form": form})
    )
    assert 'aria-describedby="id_name_hint id_name_fault"' in page
    assert 'aria-invalid="true"' in page
    assert '<a href="#id_name">' in page
    assert '<a href="#id_way_0">' in page
    assert "<legend>Way" in page
