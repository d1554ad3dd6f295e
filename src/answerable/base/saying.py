"""Days and moments as people say them, in the language of the page: "2 March 2026", "2 березня 2026 р.".

Django's own formats write "02 березня" and know no weekday. E is the month as it stands after a number.
"""

from datetime import date, datetime
from typing import Final

from django.utils import formats, timezone
from django.utils.translation import get_language

DAY: Final = {"uk": "j E Y\u00a0р.", "ru": "j E Y\u00a0г.", "en": "j F Y"}


def day(value: date) -> str:
    """A day; of a moment its day by the clock of the place."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return str(formats.date_format(value, DAY.get((get_language() or "en")[:2], DAY["en"])))


def near(value: date) -> str:
    """A day of these weeks, without its year: "2 March"."""
    return str(formats.date_format(value, "j E"))


def moment(value: datetime) -> str:
    """A day and a time, by the clock of the place."""
    local = timezone.localtime(value)
    return f"{day(local)}, {local:%H:%M}"


def plain(value: object) -> object:
    """What may stand in a sentence: days and moments in words, anything else as it is."""
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else value
