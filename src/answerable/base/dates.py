"""Days and moments as people say them, in the language of the page: "2 March 2026", "2 березня 2026 р.".

By the rules of CLDR, which know every language: no language has a format of its own in the code.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from django.utils import timezone
from django.utils.translation import get_language

ENGLISH: Final = "en_GB"  # the day before the month
WITHOUT_COMMA: Final = {"en": "EEEE d MMMM y"}  # "Tuesday 22 December 2026"


def language() -> str:
    """The language of the page: one of those that this installation offers."""
    return get_language() or "en"


def day(value: date) -> str:
    """A day; of a moment its day by the clock of the place."""
    return _said(_date(value), "long")


def day_of_week(value: date) -> str:
    """A day with its weekday, as it stands alone: "Tuesday 22 December 2026"."""
    said = _said(_date(value), WITHOUT_COMMA.get(language(), "full"))
    return said[:1].title() + said[1:]


def weekday(value: date) -> str:
    """The name of the weekday as it stands within a sentence: only some languages write it with a capital letter."""
    return _said(value, "EEEE")


def near(value: date) -> str:
    """A day of these weeks, without its year: "2 March"."""
    return _plainly(str(format_skeleton("MMMMd", value, locale=_locale(language()))))


def short(value: date) -> str:
    """A day of these weeks for a column of a list: "2 Mar"."""
    return _plainly(str(format_skeleton("MMMd", value, locale=_locale(language()))))


def moment(value: datetime) -> str:
    """A day and a time, by the clock of the place."""
    return f"{day(value)}, {timezone.localtime(value):%H:%M}"


def month(value: date) -> str:
    """A month as it stands alone: "October 2026"."""
    said = _said(value, "LLLL y")
    return said[:1].title() + said[1:]


def month_alone(value: date) -> str:
    """A month without its year, as it stands alone: "October"."""
    said = _said(value, "LLLL")
    return said[:1].title() + said[1:]


def plain(value: object) -> object:
    """What may stand in a sentence: days and moments in words, anything else as it is."""
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else value


def own_name(code: str) -> str:
    """What a language calls itself: "Українська"; its code where nobody has told."""
    try:
        said = Locale.parse(code, sep="-").get_display_name(code.replace("-", "_")) or code
    except (UnknownLocaleError, ValueError):
        return code
    return said[:1].title() + said[1:]


def _date(value: date) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _said(value: date, style: str) -> str:
    return _plainly(str(format_date(value, style, locale=_locale(language()))))


def _plainly(said: str) -> str:
    """With the no-break space and the apostrophe that every type face has."""
    return said.replace("\u202f", "\u00a0").replace("\u02bc", "'")


@lru_cache
def _locale(code: str) -> Locale:
    """The rules of a language; those of English for one that CLDR doesn't know."""
    try:
        return Locale.parse(ENGLISH if code == "en" else code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(ENGLISH)
