"""The words in which a room says which rows of its tables lie within whose reach (`base.row_scope`), in SQL.

A policy is a condition on a row of a guarded table; `site.postgresql.rows` puts it in force, and whoever stands for the
whole system passes besides. What these functions ask stands in `site/postgresql/rows.sql`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from answerable.base.subject import KindName

if TYPE_CHECKING:
    from django.db.models import Model

ROOTS: Final = "ANY ((SELECT reach_roots())::bigint[])"
BODIES: Final = "ANY ((SELECT reach_bodies())::bigint[])"
SUBJECT: Final = "(SELECT reach_subject())"
NO_SUBJECT: Final = "NOT is_subject(thing)"
"""Of what names, as the journal does, something of no declared kind: a body, a pack."""
WORD: Final = "(SELECT reach_word())"


@dataclass(frozen=True, slots=True)
class Guarded:
    """A table under row-level security, and what must be true of a row for whoever is served."""

    model: "type[Model]"
    policy: str

    @property
    def table(self) -> str:
        """The table's name."""
        return self.model._meta.db_table  # noqa: SLF001 -- Django's way to a table's name


@dataclass(frozen=True, slots=True)
class Unguarded:
    """A table of a room with residents' things that has no rows of a tenant, and why not."""

    model: "type[Model]"
    why: str

    @property
    def table(self) -> str:
        """The table's name."""
        return self.model._meta.db_table  # noqa: SLF001 -- Django's way to a table's name


def own(kind: KindName) -> str:
    """The id of the one subject within reach, where it is of that kind; 0 otherwise."""
    return f"(SELECT reach_id('{kind}'))"


def of_kind(kind: KindName, column: str) -> str:
    """What belongs to a subject of one kind is within reach when the subject is; the column holds its id."""
    return f"{column} = {own(kind)} OR in_reach('{kind}', {column})"


def of_pair(*, column: str, kind: str = "kind") -> str:
    """The same, where the kind stands beside the id."""
    return f"{kind} || '/' || {column} = {SUBJECT} OR in_reach({kind}, {column})"


def of_subject(column: str = "thing") -> str:
    """The same, for what names its subject as the journal does."""
    return f"{column} = {SUBJECT} OR in_reach({column})"
