"""JSON columns that know their shape: what was bent by hand in the database shows as damaged, and takes no page with it.

A column's shape is a type that pydantic reads; a value that does not fit comes as a `Damaged` one: an empty map or list, so
that whoever reads it finds nothing, and `damaged()` where it is shown. Written back, it stays what it was. That the row is
not as the journal knows it, the journal says (`ledger.queries.held`).
"""

from collections.abc import Callable, Mapping
from datetime import date
from operator import itemgetter
from typing import Annotated, Any, Final, get_origin

from django.db import models
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext
from pydantic import AfterValidator, TypeAdapter, ValidationError

DAMAGED: Final = "[Damaged or changed since: this can't be read.]"
"""What stands in its place; `vault.wording` has the same for sealed words, and its translations."""


def read_by(reader: Callable[[str], object]) -> AfterValidator:
    """Of a text that a reader takes; it stays as it is."""

    def checked(text: str) -> str:
        reader(text)
        return text

    return AfterValidator(checked)


Day = Annotated[str, read_by(date.fromisoformat)]
Names = dict[str, str]
"""By language."""
Lists = dict[str, list[str]]


def has(*names: str) -> Callable[[Mapping[str, Any]], object]:
    """Reads a map that must have these names."""
    return itemgetter(*names)


class Damaged:
    """A value that does not fit its column, as it stands there."""

    raw: Any = None


class DamagedMap(dict[str, Any], Damaged):
    """One in the place of a map."""


class DamagedList(list[Any], Damaged):
    """One in the place of a list."""


def damaged() -> str:
    """What a page shows in the place of a damaged value."""
    return gettext(DAMAGED)


def is_damaged(value: object) -> bool:
    """Whether a value came from a column that holds something else than it should."""
    return isinstance(value, Damaged)


class Shape:
    """A type of JSON values: a list or a map; `reads` is what reads one of that type later, and must not fail."""

    def __init__(self, shape: Any, reads: Callable[[Any], object] | None = None) -> None:
        """Take the type, and its reader."""
        self._adapter: TypeAdapter[Any] = TypeAdapter(shape)
        self._reads = reads
        self._is_list = get_origin(shape) is list

    def fits(self, value: Any) -> bool:
        """Whether a value is of it."""
        try:
            self._adapter.validate_python(value, strict=True)
            if self._reads is not None and value:
                self._reads(value)
        except (ValidationError, KeyError, TypeError, ValueError):
            return False
        return True

    def read(self, value: Any) -> Any:
        """The value itself, or a damaged one."""
        if self.fits(value):
            return value
        found = DamagedList() if self._is_list else DamagedMap()
        found.raw = value
        return found


class ShapedField(models.JSONField):
    """A JSON column of one shape. To migrations it is a plain one: the database knows nothing of shapes."""

    def __init__(self, shape: Any = None, *, reads: Callable[[Any], object] | None = None, **words: Any) -> None:
        """Take the shape of its values, and what every field takes."""
        super().__init__(**words)
        self.shape = None if shape is None else Shape(shape, reads)

    def deconstruct(self) -> Any:
        """As a plain JSON column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Read what stands there, damaged or not; a part of it is not looked at."""
        if value is None or self.shape is None or isinstance(expression, KeyTransform):
            return super().from_db_value(value, expression, connection)
        return self.shape.read(super().from_db_value(value, expression, connection))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """What is written: a damaged value as it was."""
        return super().get_db_prep_value(value.raw if isinstance(value, Damaged) else value, connection, prepared)
