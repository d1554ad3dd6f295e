"""What is open while one page is made: the one place through which sealed records are read.

A record is named by its id alone here: that is what a sealed text carries, and ids are unique over kinds.

A sealed text can be opened only with the keys of its record, and the keys are had only here: whoever serves a request
says once who reads (`through`), and the first text that is opened writes the look, commits it, and unwraps. So no page
can forget the look, and outside a request nothing sealed opens at all.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Protocol, runtime_checkable

from answerable.vault.terms import KeyWantedError

Keys = Mapping[int, bytes]  # the record's key by epoch
Opener = Callable[[int], Keys]
_opener: Final[ContextVar[Opener | None]] = ContextVar("opener", default=None)


@contextmanager
def opened_by(opener: Opener) -> Iterator[None]:
    """Let everything within open sealed records with this opener (`actions.Reader`, `actions.SenderReader`)."""
    token = _opener.set(opener)
    try:
        yield
    finally:
        _opener.reset(token)


def record_keys(record: int) -> Keys:
    """Give the keys of a sealed record by epoch; its look is committed by then.

    Raises KeyWanted where nobody's private key is at hand, PurposeWanted, NoKeyForYou, AuditUnavailable.
    """
    opener = _opener.get()
    if opener is None:
        raise KeyWantedError(record)
    return opener(record)


@runtime_checkable
class Lender(Protocol):
    """An opener whose private key may wrap a record's key on to somebody else."""

    def at_hand(self, record: int) -> Keys | None:
        """Give the keys of a record, its look committed with the purpose "handover"; None where they don't open."""


def at_hand(record: int) -> Keys | None:
    """Give the keys of a sealed record for handing them on, where somebody is here whose open key has them.

    Raises nothing for want of a key: then the wraps wait for the next who has one. AuditUnavailable as in `keys`.
    """
    opener: object = _opener.get()
    return opener.at_hand(record) if isinstance(opener, Lender) else None
