"""The values of expressions and what one is as another (XPath 1.0, section 4; dates as JavaRosa counts them, in days)."""

import math
from datetime import date, datetime
from typing import Final

EPOCH: Final = date(1970, 1, 1)


class Moment(str):
    """A date, or a date with its time, as it is written in ISO 8601; its number is days since 1970."""

    __slots__ = ()

    @property
    def days(self) -> float:
        """Days since 1970, with the part of the day; NaN for what is no date."""
        try:
            found = datetime.fromisoformat(self)
        except ValueError:
            return float("nan")
        part = (found.hour * 3600 + found.minute * 60 + found.second) / 86_400
        return (found.date() - EPOCH).days + part


Scalar = str | float | bool
Value = Scalar | tuple[Scalar, ...]


def single(value: Value) -> Scalar:
    """A set of nodes as one value: the first, or nothing."""
    if isinstance(value, tuple):
        return value[0] if value else ""
    return value


def text(value: Scalar) -> str:
    """A value as text: whole numbers without a point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    if math.isnan(value):
        return "NaN"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def number(value: Scalar) -> float:
    """A value as a number; NaN for what is none."""
    if isinstance(value, Moment):
        return value.days
    if isinstance(value, str):
        try:
            return (
                float(value) if len(value) < 40 and "_" not in value and value.strip()[-1:].isdigit() else float("nan")
            )
        except ValueError:
            return float("nan")
    return float(value)


def truth(value: Scalar) -> bool:
    """A value as a truth: a number that is neither 0 nor NaN, a text that is not empty."""
    if isinstance(value, str):
        return value != ""
    return bool(value) and not math.isnan(value)


def equal(one: Scalar, other: Scalar) -> bool:
    """Whether two values are the same: as truths, as numbers, or as texts, whichever either is."""
    if isinstance(one, bool) or isinstance(other, bool):
        return truth(one) == truth(other)
    if isinstance(one, float) or isinstance(other, float) or isinstance(one, Moment) or isinstance(other, Moment):
        return number(one) == number(other)
    return one == other
