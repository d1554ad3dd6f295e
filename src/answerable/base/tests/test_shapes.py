"""What fits a JSON column, and what is made of what does not."""

import pytest

from answerable.base import shapes
from answerable.base.shapes import Day, Lists, Names, Shape, ShapedField, has


@pytest.mark.parametrize(
    ("shape", "value", "fits"),
    [
        (Names, {"uk": "так"}, True),
        (Names, {}, True),
        (Names, {"uk": ["так"]}, False),
        (Names, 5, False),
        (Lists, {"uk": ["так"]}, True),
        (Lists, {"uk": "так"}, False),
        (list[Day], ["2026-03-01"], True),
        (list[Day], ["the first of March"], False),
        (list[int], ["5"], False),
    ],
)
def test_what_fits(shape: object, value: object, *, fits: bool) -> None:
    assert Shape(shape).fits(value) == fits
    assert shapes.is_damaged(Shape(shape).read(value)) == (not fits)


def test_a_reader_is_asked_about_what_is_there_alone() -> None:
    shape = Shape(dict[str, int], has("a", "b"))
    assert [shape.fits(value) for value in ({}, {"a": 1}, {"a": 1, "b": 2})] == [True, False, True]


def test_a_damaged_value_is_empty_and_stays_what_it_was() -> None:
    field = ShapedField(Names)
    found = field.from_db_value('{"uk": [1]}', None, None)
    assert (found, found.raw, isinstance(found, dict)) == ({}, {"uk": [1]}, True)
    assert ShapedField(list[int]).from_db_value("5", None, None) == []
    assert (field.from_db_value(None, None, None), field.from_db_value('{"uk": "так"}', None, None)) == (
        None,
        {"uk": "так"},
    )


def test_to_migrations_it_is_a_plain_column() -> None:
    assert ShapedField(Names, default=dict).deconstruct()[1:] == ("django.db.models.JSONField", [], {"default": dict})
