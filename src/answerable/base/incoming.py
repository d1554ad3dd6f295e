"""What comes in by a channel, as its integration reads it, and who above the letterbox takes it.

The letterbox (`channels`) knows how a message comes; what it becomes is known by a room above, which declares that it takes them
(`base.room.Room.take`). So nothing below is called by name from above, and nothing above from below.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from answerable.base.subject import Subject


class UnreadableDeliveryError(ValueError):
    """A delivery that cannot be read: it is kept word for word and waits for a person. `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnfitError(Exception):
    """Words that no rule may put anywhere: they wait for a person.

    reason   a code
    perhaps  the subject that they seem to belong to, shown to whoever decides
    desk     the body at whose desk they wait; None: that of the account to which they came
    """

    def __init__(self, reason: str, *, perhaps: Subject | None = None, desk: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.perhaps, self.desk = reason, perhaps, desk


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file that came with words.

    content  its bytes; None for one that the channel only names
    remote   the channel's own name or address of it, by which the integration's `fetch` gets it
    """

    name: str
    content: bytes | None = None
    remote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody wrote.

    external  the channel's own id of it, unique in its account: the same again is the same message
    sender    where an answer goes: a mail address, a number in E.164, `account/peer` of a bot; empty where nobody can
    name      what the channel says that they are called; a claim
    heading   a mail's subject
    text      the new words
    whole     all words, with what they quote; empty where that is the same
    language  as the channel knows it; empty: the text says it
    refers    names of what it answers (docs/decisions/0160): notice/<id> | sent/<external> | chat
    proof     how far the sender is proven: proven | claimed | failed
    at        the channel's own instant of it
    """

    external: str
    sender: str
    text: str
    whole: str = ""
    name: str = ""
    heading: str = ""
    language: str = ""
    refers: tuple[str, ...] = ()
    files: tuple[IncomingFile, ...] = ()
    proof: str = "claimed"
    at: datetime | None = None
    facts: Mapping[str, str] = field(default_factory=dict)  # what else the channel says, shown at the desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of something that we sent.

    sent   names it as `Words.refers` does
    state  delivered | delayed | returned | read
    why    the channel's code for it
    """

    sent: str
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """A delivery, or a part of one, in which nobody wrote anything to us: an automatic reply, our own echo. `why` is a code."""

    why: str


Read = Words | Report | Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """How words came, for whoever takes them.

    delivery  the id of the kept delivery
    part      the place of the words in it, from 0
    channel   by which, as `channels.terms.Channel` writes it
    way       by which the sender is answered, as `channels.terms.Way` writes it; empty where nobody can be
    body      whose mailbox, bot or number it is
    personal  it is written to that body itself, whoever handles the matter: the chair's own line
    token     by which a second try is known; nobody outside can make it
    at        when it came to us
    about     the subject that it refers to, by something that only we could have made; None: to none
    """

    delivery: int
    part: int
    channel: str
    way: str
    body: int
    token: str
    at: datetime
    about: Subject | None = None
    personal: bool = False


Take = Callable[[Words, Arrived], Subject]
"""What a room above does with words that came: it registers them, or adds them to what they refer to, and gives the subject
that has them now. Raises UnfitError. Safe to do twice: by the token it is one message."""
Wish = Callable[[Words, Arrived], Subject | None]
"""What a room does that is asked for something by a fact of words (`base.room.Room.wishes`); None: it is nothing that was asked of
anybody, and the words are words. Raises UnfitError. Safe to do twice."""
