"""Readers of sealed appeals, one for each request: whose key, for what purpose, and each record opened once."""

from collections.abc import Callable, Mapping
from datetime import datetime

from answerable.base.actor import Actor
from answerable.base.verdict import Missing
from answerable.vault import queries
from answerable.vault.actions.looks import look, open_own, open_record
from answerable.vault.terms import Holder, KeyWanted, NoKeyForYou, PurposeWanted


class Reader:
    """Somebody at a desk who reads; given to `opening.through`.

    section  what page it is, chosen by the server, never by the reader
    seed     gives the reader's private key that is open in this session, None while it is closed
    purpose  gives the purpose for one appeal: known to the server or stated; "" while nobody has said it
    """

    def __init__(
        self,
        *,
        by: Actor,
        at: datetime,
        section: str,
        seed: Callable[[], bytes | None],
        purpose: Callable[[int], str],
    ) -> None:
        self._by, self._at, self._section = by, at, section[:40]
        self._seed, self._purpose = seed, purpose
        self._opened: dict[int, Mapping[int, bytes]] = {}

    def __call__(self, appeal: int) -> Mapping[int, bytes]:
        """Give the keys of an appeal, after its look is committed."""
        if appeal not in self._opened:
            self._opened[appeal] = self._open(appeal)
        return self._opened[appeal]

    def _open(self, appeal: int) -> Mapping[int, bytes]:
        """Ask for what is missing in the order in which a person can give it: purpose, a pair, its password."""
        purpose = self._purpose(appeal)
        if not purpose:
            raise PurposeWanted(appeal)
        if kept := queries.kept_keys(appeal):  # nobody of the body that handles it holds a key yet
            self._look(appeal, purpose)
            return kept
        seed = self._seed()
        if seed is None and (
            queries.wraps_for(self._by.id, appeal) or not queries.pair_of(Holder.ACCOUNT, self._by.id)
        ):
            raise KeyWanted(appeal)
        try:
            return open_record(
                by=self._by,
                at=self._at,
                appeal=appeal,
                section=self._section,
                purpose=purpose,
                seed=seed or b"",
            )
        except Missing:
            raise NoKeyForYou(appeal) from None

    def _look(self, appeal: int, purpose: str) -> None:
        root = queries.root_of(appeal)
        look(by=self._by, at=self._at, record=appeal, root=root, section=self._section, purpose=purpose)

    def at_hand(self, appeal: int) -> Mapping[int, bytes] | None:
        """Give the keys of an appeal to hand them on; None when this person's key is closed or doesn't open it."""
        if appeal in self._opened:
            return self._opened[appeal]
        seed = self._seed()
        if seed is None or not queries.wraps_for(self._by.id, appeal):
            return None
        return open_record(by=self._by, at=self._at, appeal=appeal, section="keys", purpose="handover", seed=seed)


class SenderReader:
    """The sender of one appeal; `opener` is what the follow-up code opens, kept in the short session."""

    def __init__(self, *, by: Actor, at: datetime, opener: bytes | None) -> None:
        self._by, self._at, self._opener = by, at, opener
        self._opened: Mapping[int, bytes] | None = None

    def __call__(self, appeal: int) -> Mapping[int, bytes]:
        """Give the keys of the sender's own appeal; KeyWanted for any other."""
        if appeal != self._by.id or self._opener is None:
            raise KeyWanted(appeal)
        if self._opened is None:
            self._opened = open_own(by=self._by, at=self._at, appeal=appeal, opener=self._opener)
        return self._opened
