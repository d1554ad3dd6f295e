"""How a room says which of its tables the journal holds: every row as its last deed left it (`ledger.queries.held`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from django.db.models import Model

WHOLE: Final = ""
"""Of a column that names the thing as the journal does: appeal/123."""
BESIDE: Final = "@"
"""Of a column that holds an id whose kind stands in the column `kind`."""
PACK: Final = "pack/%"
"""Of rows that a pack loads: its one deed holds them all;"""
ANY: Final = "%"
"""of rows that are written along with something else: whatever deed their transaction has."""


@dataclass(frozen=True, slots=True)
class HeldTable:
    """A table under the ledger's trigger `held`; the room's migration calls `ledger_hold_from_now` with the same.

    word    of the thing that a row belongs to, WHOLE or BESIDE      column  that holds the thing or its id
    key     the table's own key      named  that key is a word
    also    a pattern of other things a deed on which holds a row, too: what a pack loads (PACK), or ANY
    passed  columns that change without a deed, each with the reason why nothing hangs on it, or what else notices
    where   which rows are held, in SQL; empty: all
    watched small, and powers, bars or terms hang on it: all rows are compared every ten minutes
    """

    model: "type[Model]"
    word: str
    column: str = "id"
    key: str = "id"
    named: bool = False
    also: str = ""
    passed: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    watched: bool = False

    @property
    def table(self) -> str:
        """The table's name."""
        return self.model._meta.db_table  # noqa: SLF001 -- Django's way to a table's name

    def thing(self, row: str) -> str:
        """The thing that a row belongs to, in SQL."""
        if self.word == WHOLE:
            return f"{row}.{self.column}"
        kind = f"{row}.kind" if self.word == BESIDE else f"'{self.word}'"
        return f"{kind} || '/' || {row}.{self.column}"

    def ref(self, row: str) -> str:
        """The number by which the journal knows a row, in SQL."""
        return f"hashtextextended({row}.{self.key}, 0)" if self.named else f"{row}.{self.key}"

    def digest(self, row: str) -> str:
        """The digest of a row as it stands, in SQL; none of a row that is not there, or is not held."""
        columns = f"ledger_columns({row})"
        if self.passed:
            columns = f"({columns} - '{{{','.join(self.passed)}}}'::text[])"
        held = f"{row}.{self.key} IS NOT NULL" + (f" AND {row}.{self.where}" if self.where else "")
        return f"CASE WHEN {held} THEN ledger_digest({columns}) END"

    def is_of(self, row: str) -> str:
        """Whether a row belongs to a thing, in SQL with the values `thing`, `kind` and `id`: such that an index finds it."""
        if self.word == WHOLE:
            return f"{row}.{self.column} = %(thing)s"
        kind = f"{row}.kind" if self.word == BESIDE else f"'{self.word}'"
        return f"{row}.{self.column} = %(id)s AND {kind} = %(kind)s"
