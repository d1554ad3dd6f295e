"""The database backend named in settings.

With server-side binding Django sends a bare number as a 32-bit one, and psycopg's compiled code cuts off what does not
fit, silently: `barred_persons && {id}` then compares with another id. Our ids have 64 bits. Here a number that does not
fit its type is sent as a 64-bit one, so PostgreSQL compares it rightly or refuses it aloud.
"""

from collections.abc import Callable
from typing import Final

from django.db.backends.postgresql import base, operations
from psycopg.types import numeric

Number = numeric.Int2 | numeric.Int4 | numeric.Int8


def _fitting(narrow: type[numeric.Int2 | numeric.Int4], bits: int) -> Callable[[int], Number]:
    """The narrow type for numbers that fit it, the 64-bit one for others."""
    limit: Final = 1 << (bits - 1)

    def adapt(value: int) -> Number:
        return narrow(value) if -limit <= value < limit else numeric.Int8(value)

    return adapt


class DatabaseOperations(operations.DatabaseOperations):
    """Django's operations with numbers that keep their length."""

    integerfield_type_map = {  # noqa: RUF012 -- Django's name and form
        "SmallIntegerField": _fitting(numeric.Int2, 16),
        "PositiveSmallIntegerField": _fitting(numeric.Int2, 16),
        "IntegerField": _fitting(numeric.Int4, 32),
        "PositiveIntegerField": _fitting(numeric.Int4, 32),
        "BigIntegerField": numeric.Int8,
        "PositiveBigIntegerField": numeric.Int8,
    }


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection with these operations."""

    ops_class = DatabaseOperations
