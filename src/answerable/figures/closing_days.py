"""The calendar of closing as a page shows it: days of the month, the answers of each, and what chance alone would give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDE: Final = 10
"""Of a day, in the units of the drawing; the drawing takes the width that there is."""
HIGH: Final = 90
FOOT: Final = 14
NAMED: Final = (1, 5, 10, 15, 20, 25, 31)
"""The days that stand under the drawing."""


@dataclass(frozen=True, slots=True)
class ClosingDay:
    """A day of the month: how many answers came, and between which counts chance alone would leave it."""

    day: int
    count: int
    low: int | None
    high: int | None

    @property
    def is_beyond(self) -> bool:
        """Whether more came on a working day than chance would give."""
        return self.high is not None and self.count > self.high


@dataclass(frozen=True, slots=True)
class ClosingDays:
    """The days that had answers or are worked, in their order."""

    days: tuple[ClosingDay, ...]

    @property
    def beyond(self) -> tuple[ClosingDay, ...]:
        """The days with more answers than chance would give."""
        return tuple(one for one in self.days if one.is_beyond)

    @property
    def drawing(self) -> SafeString:
        """The days as bars on the band of chance, without a word; the sentence and the table beside it say the same."""
        return _drawing(self.days)


def closing_days(cell: Mapping[str, Any]) -> ClosingDays:
    """The days of a cell of `closing-days`."""
    counts, chance = cell["parts"], cell["chance"]
    return ClosingDays(
        tuple(
            ClosingDay(int(code[1:]), counts.get(code, 0), *(chance.get(code) or (None, None)))
            for code in sorted({*counts, *chance})
        )
    )


def _drawing(days: Sequence[ClosingDay]) -> SafeString:
    most = max((max(one.count, one.high or 0) for one in days), default=0) or 1
    bands = (
        ("var(--accent-soft)", one.day, 0, WIDE, one.low, one.high)
        for one in days
        if one.low is not None and one.high is not None
    )
    bars = (("var(--ink)" if one.is_beyond else "var(--accent)", one.day, 3, 4, 0, one.count) for one in days)
    rows = [
        (ink, WIDE * (day - 1) + inset, f"{HIGH - HIGH * top / most:.1f}", wide, f"{HIGH * (top - foot) / most:.1f}")
        for ink, day, inset, wide, foot, top in (*bands, *bars)
    ]
    drawn = format_html_join("", '<rect fill="{}" x="{}" y="{}" width="{}" height="{}"/>', rows)
    names = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle" font-size="9" fill="var(--quiet)">{}</text>',
        ((WIDE * (day - 1) + WIDE / 2, HIGH + FOOT - 3, day) for day in NAMED),
    )
    box = f"0 0 {31 * WIDE} {HIGH + FOOT}"
    return format_html(
        '<svg class="chart" aria-hidden="true" focusable="false" viewBox="{}">{}{}</svg>', box, drawn, names
    )
