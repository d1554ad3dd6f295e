"""How a room says which of its tables the journal holds: every row as its last deed left it (`ledger.queries.held`)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from django.db.models import Model

WHOLE: Final = ""
"""Of a column that names the thing as the journal does: appeal/123."""
BESIDE: Final = "@"
"""Of a column that holds an id whose kind stands in the column `kind`."""


@dataclass(frozen=True, slots=True)
class HeldTable:
    """A table under the ledger's triggers `must_record` and `held`; the room's migration calls `ledger_hold` with the same.

    word    of the thing that a row belongs to, WHOLE or BESIDE      column  that holds the thing or its id
    key     the table's own key
    """

    model: "type[Model]"
    word: str
    column: str = "id"
    key: str = "id"

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

    def is_of(self, row: str) -> str:
        """Whether a row belongs to a thing, in SQL with the values `thing`, `kind` and `id`: such that an index finds it."""
        if self.word == WHOLE:
            return f"{row}.{self.column} = %(thing)s"
        kind = f"{row}.kind" if self.word == BESIDE else f"'{self.word}'"
        return f"{row}.{self.column} = %(id)s AND {kind} = %(kind)s"
