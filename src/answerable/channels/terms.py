"""The words of this room."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final


class Channel(StrEnum):
    """How a message came or went."""

    WEB = "web"
    DESK = "desk"  # a call, a visit or a letter, typed in by an operator
    IMPORT = "import"  # a register kept elsewhere
    OPEN311 = "open311"  # another's program, by GeoReport v2
    API = "api"  # another's program, by /api/v1
    SYSTEM = "house"
    EMAIL = "email"
    TELEGRAM = "telegram"
    VK = "vk"
    FACEBOOK = "facebook"
    SMS = "sms"
    VOICE = "voice"


class MessageKind(StrEnum):
    """What a message is to its appeal."""

    APPEAL = "appeal"
    REPLY = "reply"
    DISPUTE = "dispute"
    QUESTION = "question"
    ANSWER = "answer"
    TOLD = "told"  # the system or the body says what it did: forwarded, extended, refused
    WITHDRAWAL = "withdrawal"


class Way(StrEnum):
    """How somebody can be told that there is news."""

    EMAIL = "email"
    PHONE = "phone"  # somebody rings
    TELEGRAM = "telegram"
    VK = "vk"
    FACEBOOK = "facebook"
    SMS = "sms"


WRITTEN_BY_MACHINE: Final = frozenset(Way) - {Way.PHONE}


class NoticeKind(StrEnum):
    """Which letter a notice is. Every other kind is news to a resident, and all news reads the same."""

    NEWS = "news"
    DIGEST = "digest"  # the day's count to a chair
    RECEIPT = "receipt"  # with a file that the sender asked for
    ANSWERED = "answered"  # where the words go along, the sender can rate them
    ACKNOWLEDGED = "acknowledged"  # what came by a channel has a number, a code and a date
    TEST = "test"  # whether an account works: through the real channel, to an address of ours
    CHAT = "chat"  # a bot's own word in a conversation: what is said is all of it
    TO_SIGN = "to_sign"  # an answer waits for a signature
    RETURNED = "returned"  # it came back with a remark
    INVITED = "invited"  # the sender was drawn to say how it was handled


TO_OUR_OWN: Final = frozenset({NoticeKind.DIGEST, NoticeKind.TO_SIGN, NoticeKind.RETURNED})
"""Letters to people of the bodies: whoever rings senders up need not find another way for them."""

NOT_THE_DESKS: Final = TO_OUR_OWN | {NoticeKind.INVITED}
"""Of which no desk is told that they did not arrive: whom the hotline asks is not the business of whoever is asked about."""


class Saying(StrEnum):
    """How much may be said by a way that others may read."""

    NEWS = "news"  # that there is news, and the number
    STAGE = "stage"  # and where it stands, and by when
    WORDS = "words"  # and what was written


class DeliveryState(StrEnum):
    """What has become of a kept delivery."""

    WAITING = "waiting"  # for the job
    TAKEN = "taken"  # its words belong to a subject
    EMPTY = "empty"  # nobody wrote anything in it: a report, an automatic reply
    DESK = "desk"  # a person has to look
    SPAM = "spam"  # a person looked, and closed it


class Light(StrEnum):
    """How an account is."""

    GREEN = "green"
    AMBER = "amber"  # it works, and something wants a look
    RED = "red"  # nothing comes or goes by it


class ReportState(StrEnum):
    """What a channel says of something that we sent."""

    DELIVERED = "delivered"
    DELAYED = "delayed"
    RETURNED = "returned"
    READ = "read"


class Deed(StrEnum):
    """Deeds of this room."""

    DELIVERY_CLOSED = "delivery.closed"  # as spam, by a person
    DELIVERY_ATTACHED = "delivery.attached"  # to a subject, by a person
    DELIVERY_REGISTERED = "delivery.registered"  # by a person
    NOTICE_DELIVERED = "notice.delivered"  # the channel proves that it arrived
    NOTICE_RETURNED = "notice.returned"
    ACCOUNT_SET = "channel.set"  # a mailbox, a bot, a number: what it is, never a secret
    ACCOUNT_SHUT = "channel.shut"
    ACCOUNT_TESTED = "channel.tested"  # a message was sent through it, to see whether it arrives


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """One mailbox, bot, community or number of a body, with its settings as an integration is given them."""

    id: int
    channel: Channel
    name: str
    body: int
    root: int
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)  # secrets in them: never in a log


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What shows whether an account works.

    fault, fault_at  a code of what fails, and since when
    unread           how many deliveries nobody has read for a quarter of an hour
    stuck            how many notices of its way were tried and have not gone out for a quarter of an hour
    returned         how many notices of its way were given up since yesterday
    expires_on       the day after which its token is worth nothing, where that is known
    """

    fault: str = ""
    fault_at: datetime | None = None
    unread: int = 0
    stuck: int = 0
    returned: int = 0
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One thing to send, as an integration is given it.

    notice   its id: the same at every try
    address  as `Words.sender` is written
    subject  of a mail
    text     what is sent, in the reader's language
    buttons  of a bot: what a press sends back -> what stands on it
    answers  what it answers, as the channel calls it; empty where that is unknown
    enclosed a file that goes with it
    """

    notice: int
    address: str
    subject: str
    text: str
    language: str
    buttons: Mapping[str, str] = field(default_factory=dict)
    answers: str = ""
    enclosed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a channel said to something sent.

    external  its own id of it, by which reports and replies name it
    proven    it has arrived: the channel says so in its answer
    account   by which account it went; the letterbox fills it in
    """

    external: str = ""
    proven: bool = False
    account: int = 0


class SendingError(Exception):
    """Something was not sent. `code` says why, without any address or word in it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SendingRefusedError(SendingError):
    """It cannot be sent there, today or ever."""


class SendLaterError(SendingError):
    """It may be tried again; `after` says when the channel wants that, None leaves it to us."""

    def __init__(self, code: str, after: timedelta | None = None) -> None:
        super().__init__(code)
        self.after = after


class SendingUnknownError(SendingError):
    """Nobody knows whether it arrived: the line broke after the words had gone out."""


class AccountStoppedError(SendingError):
    """The account itself is shut: a token is gone. Whatever waits for it waits on."""
