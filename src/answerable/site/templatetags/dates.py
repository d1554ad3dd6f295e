"""Dates as people say them, with the same in `<time>`, no finer than what is said; and how far away a due date is."""

from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from answerable.base import dates
from answerable.base.clock import now

register = template.Library()
SOON_DAYS: Final = 3  # from here on a due date is shown as near


def _zone(name: object) -> ZoneInfo:
    return ZoneInfo(str(name or timezone.get_current_timezone_name()))


def _local(value: date | datetime, zone: object) -> date:
    """The day in the zone of the place; a plain date is nobody's instant and stays."""
    return value.astimezone(_zone(zone)).date() if isinstance(value, datetime) else value


def _machine(value: date | datetime) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


@register.filter
def say_date(value: date | datetime | None, zone: str = "") -> str | SafeString:
    """A day: 22 December 2026."""
    if value is None:
        return ""
    local = _local(value, zone)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), dates.day(local))


@register.filter
def say_weekday(value: date | datetime | None, zone: str = "") -> str | SafeString:
    """A day with its weekday: Tuesday 22 December 2026."""
    if value is None:
        return ""
    local = _local(value, zone)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), dates.day_of_week(local))


@register.filter
def say_moment(value: datetime | None, zone: str = "") -> str | SafeString:
    """A day and a time: 22 December 2026, 14:02. What is kept to the day only, as sealed things are, is said so."""
    if value is None:
        return ""
    local = value.astimezone(_zone(zone))
    said = dates.day(local.date())
    if local.time() != time.min:
        said += f", {local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', _machine(value), said)


def days_left(due: date | datetime, at: datetime, zone: object) -> int:
    """Whole days, counted as dates of the place: 0 is today, a negative number is late.

    An instant that has passed today already counts as one day late, so that nothing late is called "today".
    """
    left = (_local(due, zone) - at.astimezone(_zone(zone)).date()).days
    return -1 if left == 0 and isinstance(due, datetime) and due < at else left


def distance(left: int) -> str:
    """How far a due date is: "2 days late", "today", "tomorrow", "in 4 days"."""
    if left < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -left) % {"days": -left}
    if left == 0:
        return gettext("today")
    if left == 1:
        return gettext("tomorrow")
    return ngettext("in %(days)s day", "in %(days)s days", left) % {"days": left}


@register.simple_tag
def due(value: date | datetime | None, at: datetime | None = None, zone: str = "") -> str | SafeString:
    """A pill that says how far a due date is; the date itself is its title and its `<time>`.

    at  the present instant; the clock's when a page does not give it
    """
    if value is None:
        return ""
    left = days_left(value, at or now(), zone)
    return _pill(value, left, zone, dates.language())


@lru_cache(maxsize=2_000)
def _pill(value: date | datetime, left: int, zone: str, language: str) -> SafeString:  # noqa: ARG001 -- what it is true for
    """The pill itself, kept: lists show the same due dates all day long."""
    return format_html(
        '<time class="pill {}" datetime="{}" title="{}">{}</time>',
        _look(left),
        _machine(value),
        dates.day_of_week(_local(value, zone)),
        distance(left),
    )


@register.simple_tag
def left(value: datetime, at: datetime, zone: str = "") -> SafeString:
    """How far a due date is and its day, in one line of a list: "2 days late 28 Nov"; at the present instant `at`."""
    return _left(value, days_left(value, at, zone), zone, dates.language())


@lru_cache(maxsize=2_000)
def _left(value: datetime, days: int, zone: str, language: str) -> SafeString:  # noqa: ARG001 -- as in _pill
    return format_html(
        '<time class="left {}" datetime="{}" title="{}">{} <small>{}</small></time>',
        _look(days),
        _machine(value),
        dates.day_of_week(_local(value, zone)),
        distance(days),
        dates.short(_local(value, zone)),
    )


def _look(days: int) -> str:
    return "late" if days < 0 else "soon" if days <= SOON_DAYS else "good"


@register.filter
def begins(value: date) -> datetime:
    """The first instant of a day in the present zone."""
    return datetime.combine(value, time.min, tzinfo=_zone(""))
