"""What an integration says of itself: one value in its folder, listed in `integrations`. See docs/decisions/0160."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from answerable.base.incoming import IncomingFile, Read, Words
from answerable.base.subject import Subject
from answerable.channels.terms import AccountFacts, Channel, Outgoing, Sent, Way

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

    Patterns = Sequence[URLPattern | URLResolver]
else:
    Patterns = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that an account of a channel needs.

    name     as it is kept and written at the command line
    title    for people, a lazy translation
    secret   is never shown again once it is kept
    default  what holds where nothing is said; None: it must be said
    """

    name: str
    title: object
    secret: bool = False
    default: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A conversation as a bot's rules are given it.

    state     what they left the last time; empty at the beginning
    language  in which the other was last spoken to; empty at the beginning
    subject   what was last spoken of
    danger    the numbers to call in danger here
    """

    state: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""
    subject: Subject | None = None
    danger: tuple[str, ...] = ("112",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """One message of a bot. `buttons`: what a press sends back -> what stands on it. `answers`: the press that it answers."""

    text: str
    buttons: Mapping[str, str] = field(default_factory=dict)
    answers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a bot's rules make of one message.

    state   how far the conversation is now
    says    what the bot says, in this order
    submit  what goes to whoever takes words: a new appeal, or (where it refers to one) more words to it
    """

    state: Mapping[str, Any]
    language: str
    says: tuple[Say, ...] = ()
    submit: Words | None = None


def _no_patterns() -> Patterns:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    """One channel.

    channel   which
    title     its name for people, a lazy translation
    settings  what an account of it needs
    read      what is in a delivery: pure. Raises `base.incoming.UnreadableDeliveryError`
    send      sends one thing; raises a `terms.SendingError`. None: nothing goes out by it
    needs_account  whether it sends by an account only
    peers     addresses are written `account/peer` (a bot answers by the account to which was written)
    way       by which its senders are answered, where that is not the channel itself
    brief     a word costs money there: what is said is said in as few as it can be
    hooks     its addresses below /hooks/
    fetch     gets a file that a delivery only names
    converse  a bot's rules: pure
    poll      asks for what came, where the channel does not come by itself; how much was kept
    public    the setting by which people know the account: an address, a number, the name of a bot
    check     looks whether an account works: empty, or a code that says why not
    """

    channel: Channel
    title: object
    read: Callable[[bytes, AccountFacts], Sequence[Read]]
    settings: tuple[Setting, ...] = ()
    send: Callable[[Outgoing, AccountFacts | None], Sent] | None = None
    needs_account: bool = True
    peers: bool = False
    way: Way | None = None
    brief: bool = False
    hooks: Callable[[], Patterns] = _no_patterns
    fetch: Callable[[IncomingFile, AccountFacts], bytes] | None = None
    converse: Callable[[Chat, Words], Turn] | None = None
    poll: Callable[[AccountFacts, datetime], int] | None = None
    public: str = ""
    check: Callable[[AccountFacts], str] | None = None
