"""Damm's check digit: one more digit by which a slip of the pen is noticed."""

from typing import Final

# Damm's totally anti-symmetric quasigroup of order 10: finds every single wrong digit and every swap of neighbours.
_TABLE: Final = tuple(
    tuple(map(int, row))
    for row in (
        "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
        "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
    )
)  # fmt: skip


def check_digit(digits: str) -> int:
    """Give the Damm digit of a row of decimal digits."""
    row = 0
    for digit in digits:
        row = _TABLE[row][ord(digit) - 48]
    return row
