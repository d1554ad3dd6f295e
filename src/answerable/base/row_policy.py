"""The words in which a room says which rows of its tables lie within whose reach (`base.reach`), in SQL.

A policy is a condition on a row of a guarded table; `site.postgresql.rows` puts it in force, and whoever stands for the
whole house passes besides. What these functions ask stands in `site/postgresql/rows.sql`.
"""

from dataclasses import dataclass
from typing import Final

ROOTS: Final = "ANY ((SELECT reach_roots())::bigint[])"
BODIES: Final = "ANY ((SELECT reach_bodies())::bigint[])"
APPEAL: Final = "(SELECT reach_appeal())"
THING: Final = "(SELECT reach_thing())"
WORD: Final = "(SELECT reach_word())"


@dataclass(frozen=True, slots=True)
class Guarded:
    """A table under row-level security, and what must be true of a row for whoever is served."""

    table: str
    policy: str


@dataclass(frozen=True, slots=True)
class Unguarded:
    """A table of a room with residents' things that has no rows of a tenant, and why not."""

    table: str
    why: str


def of_ref(column: str) -> str:
    """What belongs to an appeal is within reach when the appeal is; the column holds its id."""
    return f"{column} = {APPEAL} OR in_reach({column})"


def of_thing(column: str = "thing") -> str:
    """The same, for what names its appeal as the journal does."""
    return f"{column} = {THING} OR in_reach({column})"
