"""What a record, a message, a file or a deed is about: a kind and an id, spelled in one way, "appeal/123".

Everything below the rooms that own such things speaks of subjects. Ids are made by `base.ids` and are unique over all
kinds, so what is stored with an id alone (sealed texts, wraps, looks) is bound to one subject all the same; the kind
says which room's table, row policy and purposes it is (`SubjectKind`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NewType, Self

if TYPE_CHECKING:
    from django.db.models import Model

LONGEST_KIND: Final = 20
KindName = NewType("KindName", str)
"""The word of a kind that some room declares: made once, beside its terms, so that a misspelt one is a type error."""
KIND: Final = r"[a-z](?:[a-z_]*[a-z])?"
"""How a kind is spelled, here and in the journal; a kind that one of them refused could be sealed and never recorded."""
_KIND: Final = re.compile(KIND)
_WRITTEN: Final = re.compile(rf"({KIND})/([1-9][0-9]{{0,18}})")
_MOST: Final = 2**63 - 1


class SubjectError(ValueError):
    """What should name a subject doesn't."""

    def __init__(self, written: str) -> None:
        super().__init__(f"no subject: {written!r}")


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """One thing of a kind. Raises SubjectError for a kind or an id that could not be written and read back.

    kind  a lower-case word of at most 20 letters, as a room declares it
    id    1 to 2**63 - 1, from `base.ids`
    """

    kind: str
    id: int

    def __post_init__(self) -> None:
        """Refuse what has no spelling."""
        if not _is_kind(self.kind) or not 0 < self.id <= _MOST:
            raise SubjectError(f"{self.kind}/{self.id}")

    def __str__(self) -> str:
        """The one spelling."""
        return f"{self.kind}/{self.id}"

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read the one spelling back: `str(Subject.parse(written)) == written`. Raises SubjectError for any other."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            raise SubjectError(written)
        return cls(found[1], int(found[2]))


def _is_kind(word: str) -> bool:
    """The one rule for a kind: of a subject, and of what a room declares."""
    return len(word) <= LONGEST_KIND and _KIND.fullmatch(word) is not None


class Lack(StrEnum):
    """What a reader lacks before a sealed subject."""

    PURPOSE = "purpose"  # nobody has said for what it is opened
    KEY = "key"  # the reader's private key is not open in this session
    READER = "reader"  # it is sealed to others


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPages:
    """How the pages of a room stand before its sealed subjects. Each function is given the request and the id.

    purpose  for what this reader opens it, as the server knows it or they said it; empty where they must say it
    lead     where to go for what is lacking, given the address to come back to as a query; None: nothing of the
             room's own, then the page that opens the key. Raises Missing for whoever may not know of the subject
    """

    purpose: Callable[[Any, int], str]
    lead: Callable[[Any, int, Lack, str], Any]


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """What a room declares of a kind of subject. Raises SubjectError for a word that no subject could have.

    word      the kind, as `Subject.kind` has it
    model     gives the table whose rows are the subjects, `id` its key: who may see the row there is within reach of
              the subject, and of all that the vault and the letterbox keep of it
    purposes  for what somebody may open a sealed one, besides what the vault itself knows
    pages     of a kind that can be sealed: how its pages stand before it
    follow    of a kind with follow-up codes: the name of the page on which whoever typed one lands
    """

    word: KindName
    model: "Callable[[], type[Model]]"
    purposes: frozenset[StrEnum] = frozenset()
    pages: Callable[[], SealedPages] | None = None
    follow: str = ""

    def __post_init__(self) -> None:
        """Refuse at the declaration what would be refused at its first subject."""
        if not _is_kind(self.word):
            raise SubjectError(f"{self.word}/")

    @property
    def table(self) -> str:
        """The name of that table."""
        return self.model()._meta.db_table  # noqa: SLF001 -- Django's way to a table's name
