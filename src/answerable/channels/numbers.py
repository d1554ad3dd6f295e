"""The numbers to call in danger, as a sentence names them."""

from collections.abc import Sequence

from django.utils.translation import pgettext


def one_of(numbers: Sequence[str]) -> str:
    """Any of them, in the active language: 102 or 112."""
    *before, last = numbers
    if not before:
        return last
    return pgettext("numbers to call", "%(numbers)s or %(last)s") % {"numbers": ", ".join(before), "last": last}
