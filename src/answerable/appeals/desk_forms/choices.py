"""Choices as forms offer them: rows of a pack become pairs of a value and a name in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.utils.translation import gettext as _

from answerable.base import dates
from answerable.places.rules import name_in

Pairs = list[tuple[str, str]]


class CodedRow(Protocol):
    """A row of a pack with a code: a ground, a template."""

    @property
    def code(self) -> str:
        """What the pack calls it."""

    @property
    def name(self) -> Mapping[str, str]:
        """Its names by language."""


class Numbered(Protocol):
    """A row of a pack with an id: a body, a category, a territory."""

    @property
    def id(self) -> int:
        """Its number in this installation."""

    @property
    def name(self) -> Mapping[str, str]:
        """Its names by language."""


def name_of(names: Mapping[str, str]) -> str:
    """A name in the reader's language."""
    return name_in(names, dates.language())


def by_code(rows: Iterable[CodedRow], *, empty: str = "") -> Pairs:
    """Pairs of code and name, in the order given; `empty` is said for choosing nothing."""
    return [*_none(empty), *((row.code, name_of(row.name)) for row in rows)]


def by_id(rows: Iterable[Numbered], *, empty: str = "") -> Pairs:
    """Pairs of id and name, in the order given; `empty` is said for choosing nothing."""
    return [*_none(empty), *((str(row.id), name_of(row.name)) for row in rows)]


def not_chosen() -> str:
    """What stands in a list until something is chosen."""
    return _("Choose …")


def _none(empty: str) -> Pairs:
    return [("", empty)] if empty else []


def id_or_none(value: str) -> int | None:
    """What was chosen in a list of ids; nothing chosen is None."""
    return int(value) if value else None
