"""What a room declares of each column that holds ciphertext: where it stands, and what binds it there.

The place is bound into the ciphertext (`vault.rules.fields`), so a declaration is never changed once something is
sealed under it: table, bound word, and the columns from which ref and root are taken, are part of what is stored.
What is sealed otherwise (below the vault, by a library, to a pair of keys) is declared as `SealedOtherwise`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Under(StrEnum):
    """Whose key opens a field."""

    SERVER = "server"  # the server key
    RECORD = "record"  # the readers of the sealed subject that it belongs to; the server key in the working tier
    HOLDER = "holder"  # a key that no server has: a password, a code, a cookie, somebody's own pair


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedField:
    """One column of ciphertext, declared once.

    table   of the column, bound in
    column  as the model names it
    name    the word that is bound in, where it isn't the column's own
    ref     the column that is bound in as what the row is
    root    the column, or the way to it over `__`, that is bound in as the root; empty: 0 is bound in
    under   whose key opens it
    only    columns and values of the rows that are sealed so, where there are others besides
    """

    table: str
    column: str
    name: str = ""
    ref: str = "id"
    root: str = "root"
    under: Under = Under.RECORD
    only: tuple[tuple[str, str | int], ...] = ()

    @property
    def word(self) -> str:
        """The word that is bound in."""
        return self.name or self.column


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedOtherwise:
    """One column of ciphertext that another rule than the vault's seals.

    table   of the column; of a library's table, whoever gave the library its rule declares it
    column  as the model names it
    says    by which rule it is sealed and what binds it
    under   whose key opens it
    name    of what is sealed, where the column holds more
    only    columns and values of the rows that are sealed so, where there are others besides
    opens   says of a row whether it opens; given for all that the server key opens, asked after a restore
    """

    table: str
    column: str
    says: str
    under: Under
    name: str = ""
    only: tuple[tuple[str, str | int], ...] = ()
    opens: Callable[[Any], bool] | None = None

    @property
    def word(self) -> str:
        """What it is called."""
        return self.name or self.column
