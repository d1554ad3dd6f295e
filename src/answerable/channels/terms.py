"""The words of this room."""

from enum import StrEnum


class Channel(StrEnum):
    """How a message came or went."""

    WEB = "web"
    DESK = "desk"  # a call, a visit or a letter, typed in by an operator
    IMPORT = "import"  # a register kept elsewhere
    OPEN311 = "open311"  # another's program, by GeoReport v2
    HOUSE = "house"


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
    PHONE = "phone"


class NoticeKind(StrEnum):
    """Which letter a notice is. Every other kind is news to a resident, and all news reads the same."""

    NEWS = "news"
    DIGEST = "digest"  # the day's count to a chair
    RECEIPT = "receipt"  # with a file that the sender asked for
