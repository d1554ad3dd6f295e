"""Readers of sealed records, one for each request: whose key, for what purpose, and each record opened once."""

from collections.abc import Callable, Mapping
from datetime import datetime

from answerable.base.actor import Actor
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError
from answerable.vault import queries
from answerable.vault.actions.access_records import open_own, open_record, record_access
from answerable.vault.terms import Holder, KeyWantedError, NoKeyForYouError, PurposeWantedError


class DeskReader:
    """Somebody at a desk who reads; given to `opening.through`.

    section  what page it is, chosen by the server, never by the reader
    seed     gives the reader's private key that is open in this session, None while it is closed
    purpose  gives the purpose for one subject: known to the server or stated; "" while nobody has said it
    """

    def __init__(
        self,
        *,
        by: Actor,
        at: datetime,
        section: str,
        seed: Callable[[], bytes | None],
        purpose: Callable[[Subject], str],
    ) -> None:
        self._by, self._at, self._section = by, at, section[:40]
        self._seed, self._purpose = seed, purpose
        self._opened: dict[int, Mapping[int, bytes]] = {}

    def __call__(self, record: int) -> Mapping[int, bytes]:
        """Give the keys of a record, after its look is committed."""
        if record not in self._opened:
            self._opened[record] = self._open(record)
        return self._opened[record]

    def _open(self, record: int) -> Mapping[int, bytes]:
        """Ask for what is missing in the order in which a person can give it: purpose, a pair, its password."""
        held = queries.record_by_id(record)
        if held is None:
            raise NoKeyForYouError(record)
        purpose = self._purpose(held.subject)
        if not purpose:
            raise PurposeWantedError(record)
        if kept := queries.kept_keys(held):  # nobody of the body that handles it holds a key yet
            subject, section = held.subject, self._section
            record_access(by=self._by, at=self._at, subject=subject, root=held.root, section=section, purpose=purpose)
            return kept
        seed = self._seed()
        if seed is None and (
            queries.wraps_for(self._by.id, held.subject) or not queries.pair_of(Holder.ACCOUNT, self._by.id)
        ):
            raise KeyWantedError(record)
        try:
            return self._unwrap(held.subject, seed=seed or b"", section=self._section, purpose=purpose)
        except MissingError:
            raise NoKeyForYouError(record) from None

    def _unwrap(self, subject: Subject, *, seed: bytes, section: str, purpose: str) -> Mapping[int, bytes]:
        return open_record(by=self._by, at=self._at, subject=subject, section=section, purpose=purpose, seed=seed)

    def at_hand(self, record: int) -> Mapping[int, bytes] | None:
        """Give the keys of a record to hand them on; None when this person's key is closed or doesn't open it."""
        if record in self._opened:
            return self._opened[record]
        held, seed = queries.record_by_id(record), self._seed()
        if held is None or seed is None or not queries.wraps_for(self._by.id, held.subject):
            return None
        return self._unwrap(held.subject, seed=seed, section="keys", purpose="handover")


class SenderReader:
    """The sender of one subject; `opener` is what the follow-up code opens, kept in the short session."""

    def __init__(self, *, by: Actor, at: datetime, subject: Subject | None, opener: bytes | None) -> None:
        self._by, self._at, self._subject, self._opener = by, at, subject, opener
        self._opened: Mapping[int, bytes] | None = None

    def __call__(self, record: int) -> Mapping[int, bytes]:
        """Give the keys of the sender's own subject; KeyWanted for any other."""
        subject = self._subject
        if subject is None or record != subject.id or self._opener is None:
            raise KeyWantedError(record)
        if self._opened is None:
            self._opened = open_own(by=self._by, at=self._at, subject=subject, opener=self._opener)
        return self._opened
