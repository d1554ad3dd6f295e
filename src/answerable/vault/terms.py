"""Words of the vault: states, kinds and the things that rules hand to actions."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from answerable.base.subject import Subject
from answerable.vault.rules.damm import check_digit


class UnreadableError(Exception):
    """The ciphertext is damaged, moved from its place, or made with a key that is not here. Never says which."""


class AuditUnavailableError(Exception):
    """The look could not be written down, so nothing is opened (503)."""

    status = 503


class NotOpenedError(Exception):
    """A sealed record that is not open for this page; `record` says which. The site leads to what is missing."""

    def __init__(self, record: int) -> None:
        super().__init__(f"record {record}")
        self.record = record


class KeyWantedError(NotOpenedError):
    """The reader's private key is not open in this session, or nobody reads here at all."""


class PurposeWantedError(NotOpenedError):
    """Nobody has said for what purpose the record is opened."""


class NoKeyForYouError(NotOpenedError):
    """The reader may see that the record exists, and none of its keys is wrapped to them."""


AUTOMATIC: Final = frozenset({"handover"})
"""Purposes for which the system opens a record with somebody's open key, to hand its key on: nobody saw a word of it."""


class KeyDeed(StrEnum):
    """Deeds on keys that others hear of, or that outlast a restore."""

    CONFIRMED = "key.confirmed"
    RETIRED = "key.retired"


class CodeDeed(StrEnum):
    """Deeds on follow-up codes that others hear of."""

    CHANGED = "code.changed"


class MadeBy(StrEnum):
    """Through whose hands a follow-up code went when it was made."""

    SENDER = "sender"
    OPERATOR = "operator"  # somebody else has seen it: it must be changed at its first use by the sender
    CHANNEL = "channel"  # it went out in a chat or a letter: what is sealed opens only once it is changed


class FileState(StrEnum):
    """How far a file has come."""

    PENDING = "pending"  # the original is sealed; its cleaned copy is not made yet
    DERIVED = "derived"  # a cleaned copy exists and is what is shown
    KEPT = "kept"  # no cleaned copy can be made: only staff may download it, with a warning
    REFUSED = "refused"  # the cleaning found it harmful: only the reason is kept


class Scan(StrEnum):
    """What a look for viruses said of the original."""

    NOT_YET = ""  # nobody has looked: there is no clamd, it is silent, or the file was sealed before it came to it
    CLEAN = "clean"
    FOUND = "found"  # handed out only after a fresh proof


class FileFamily(StrEnum):
    """What sort of thing a file is: decides how its copy is cleaned."""

    IMAGE = "image"
    PDF = "pdf"
    OFFICE = "office"
    TEXT = "text"
    AUDIO = "audio"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class FileKind:
    """One type of file that is taken: its media type, usual ending and family."""

    media: str
    ending: str
    family: FileFamily


class FileRefusedError(Exception):
    """A file is not taken; `reason` is a key of `wording.FILE_REFUSALS`. What it was sent with is never lost by it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SecretCode:
    """A follow-up code: 7 digits that find it, 16 that prove it."""

    locator: str
    secret: str

    @property
    def digits(self) -> str:
        """All 24 digits: locator, secret, check digit."""
        plain = self.locator + self.secret
        return plain + str(check_digit(plain))

    def __repr__(self) -> str:
        """Show the locator only: a secret must not reach a log by way of a traceback."""
        return f"Code({self.locator} ...)"


class CodeMisreadError(Exception):
    """What was typed cannot be a code. Found without looking anything up, so it says nothing about existence.

    reason  a key of `wording.CODE_MISREADS`: "empty", "long", "letter", "group", "count", "check"
    group   1..6 where one group is to blame, else 0
    digits  how many digits were found
    """

    def __init__(self, reason: str, *, group: int = 0, digits: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.group = group
        self.digits = digits


@dataclass(frozen=True, slots=True)
class Entered:
    """A follow-up session just begun: what goes into the cookie, and what the page needs at once."""

    cookie: str
    subject: Subject
    root: int
    must_change: bool


class Holder(StrEnum):
    """Whose a pair of keys is."""

    ACCOUNT = "account"
    BODY = "body"
    QUORUM = "quorum"
    CODE = "code"  # the sender of one subject, by the follow-up code


class SlotKind(StrEnum):
    """What opens a private key. There is none for an administrator."""

    PASSWORD = "password"  # noqa: S105 -- a kind, not a password
    RECOVERY = "recovery"
    CODE = "code"
    SLIP = "slip"  # the sender's, by the code before it, as long as that still opens
    RESTED = "rested"  # the same after that has ended, under the server key besides: for the way back alone
    WAITING = "waiting"  # the sender's, under the server key until the code is slow-hashed
    MEMBER = "member"  # a body's private key, sealed to the pair of one of its people


@dataclass(frozen=True, slots=True)
class RecordBar:
    """Who must never be able to open a record: the conflict rule's list, made by the room that knows it."""

    accounts: frozenset[int] = frozenset()
    bodies: frozenset[int] = frozenset()

    def bars(self, holder: Holder | str, owner: int) -> bool:
        """Say whether the bar meets the owner of a pair."""
        return owner in {Holder.ACCOUNT: self.accounts, Holder.BODY: self.bodies}.get(Holder(holder), frozenset())


@dataclass(frozen=True, slots=True)
class Readers:
    """To whom a record should be open.

    pairs  living, confirmed pairs of the people who may
    bar    who never
    keep   nobody of the body that handles it holds a key yet: the server keeps one meanwhile
    """

    pairs: frozenset[int]
    bar: RecordBar
    keep: bool = False
