"""The letterbox's law: when a delivery is the same one, when a letter is tried again, what may be said where. Pure."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from answerable.channels.terms import Light, Saying, Signs, Way

# Pauses between tries; a receiving server that delays strangers answers within the hour, a broken one within days.
_PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 30, 60, 180, 360, 720, 1440, 1440, 1440))
MOST_TRIES: Final = len(_PAUSES)
LATE: Final = timedelta(hours=2)  # letters that wait longer, while none goes out, are the mail server's trouble
OWN_LETTERS: Final = timedelta(days=1)  # a morning letter that was given up is told of until the next one
READ_BY: Final = timedelta(
    minutes=15
)  # after which a delivery that nobody read, or a notice that does not go out, is red
FAILS_FOR: Final = timedelta(minutes=5)  # after which an account that fails is red; it is looked at every five minutes
EXPIRES_SOON: Final = timedelta(days=14)
ATTENDED: Final = timedelta(days=3)  # within which a desk should have found another way to tell somebody
MOST_RINGS: Final = 5  # a phone that nobody answers on four days is not going to be answered
_TAKE_AGAIN: Final = tuple(timedelta(seconds=seconds) for seconds in (15, 60, 300, 900, 3600))
WHILE_STOPPED: Final = timedelta(minutes=15)  # between two looks whether a shut account works again
MOST_ACKNOWLEDGED: Final = 5  # to one address within a day at once: two machines that answer each other stop there
MOST_UNKNOWN: Final = 2  # tries of which nobody knows whether they arrived; a third could be a third letter

# What may be said where: first of the working tier, then of the sealed one (design, section 8). What is sealed never
# leaves by a way whose carrier reads along; a telephone that rings is answered by whoever is near; a short message lies
# open on a locked screen.
MAY_SAY: Final[Mapping[Way, tuple[Saying, Saying]]] = {
    Way.EMAIL: (Saying.WORDS, Saying.NEWS),
    Way.TELEGRAM: (Saying.WORDS, Saying.NEWS),
    Way.VK: (Saying.WORDS, Saying.NEWS),
    Way.FACEBOOK: (Saying.WORDS, Saying.NEWS),
    Way.SMS: (Saying.STAGE, Saying.NEWS),
    Way.PHONE: (Saying.NEWS, Saying.NEWS),
}


def may_say(way: Way, *, sealed: bool, came_by_it: bool) -> Saying:
    """How much may be said by a way; words only to whoever wrote by it: a contact was left to be told of news alone."""
    most = MAY_SAY[way][1 if sealed else 0]
    return most if came_by_it or most is Saying.NEWS else Saying.NEWS


def delivery_id(channel: str, external: str) -> bytes:
    """What makes two deliveries the same: the channel and the channel's own name of the delivery, hashed.

    The channel's length goes first, so that no two pairs share a hash by shifting the border between them.
    """
    named = channel.encode()
    return hashlib.sha256(len(named).to_bytes(2, "big") + named + external.encode("utf-8", "surrogatepass")).digest()


def raw_delivery_id(*, channel: str, account: int, external: str) -> bytes:
    """The same of a delivery as it lies in the letterbox: two accounts may get the same name."""
    return delivery_id(channel, f"{account}/{external}")


def words_token(key: bytes, *, delivery: bytes, part: int) -> str:
    """The token of the words at one place of a delivery: the same at every try, and nobody outside can make it.

    It stands for a form's token, from which the follow-up code follows (docs/decisions/0021).
    """
    return hmac.new(key, b"words/" + delivery + part.to_bytes(4, "big"), hashlib.sha256).hexdigest()[:48]


def peer_id(key: bytes, *, account: int, peer: str) -> bytes:
    """What finds the chat of somebody, and tells nobody without the key whose it is."""
    return hmac.digest(key, f"peer/{account}/{peer}".encode("utf-8", "surrogatepass"), "sha256")


def take_again_after(tries: int) -> timedelta | None:
    """How long to wait before a delivery that broke the job is tried again; None: a person has to look."""
    return _TAKE_AGAIN[tries - 1] if tries <= len(_TAKE_AGAIN) else None


def pause_after(tries: int, wanted: timedelta | None = None) -> timedelta:
    """How long after the given try (the first is 1) the next one waits, if that one does not go through.

    Never shorter than the channel `wanted`.
    """
    own = _PAUSES[min(max(tries, 1), MOST_TRIES) - 1]
    return own if wanted is None else max(own, wanted)


def is_last(tries: int) -> bool:
    """Say whether no try is left after this one."""
    return tries >= MOST_TRIES


def acknowledge_after(sent: Sequence[datetime], *, at: datetime) -> timedelta | None:
    """How long an acknowledgement waits, after those sent to the same address; None: it goes at once (RFC 3834, 2 and 5).

    Nobody's number and code are lost by it: what is beyond the day's five goes when the first of them is a day old.
    """
    latest = sorted(sent)[-MOST_ACKNOWLEDGED:]
    wait = latest[0] + timedelta(days=1) - at if len(latest) == MOST_ACKNOWLEDGED else timedelta()
    return wait if wait > timedelta() else None


def light_of(signs: Signs, *, at: datetime) -> tuple[Light, str]:
    """The light of an account, and the code of its reason; red within 15 minutes of whatever stops it."""
    failing = signs.fault_at is not None and at - signs.fault_at >= FAILS_FOR
    left = None if signs.expires_on is None else signs.expires_on - at.date()
    checks = (
        (Light.RED, signs.fault, bool(signs.fault) and failing),
        (Light.RED, "expired", left is not None and left < timedelta()),
        (Light.RED, "unread", signs.unread > 0),
        (Light.RED, "stuck", signs.stuck > 0),
        (Light.AMBER, signs.fault, bool(signs.fault)),
        (Light.AMBER, "expires", left is not None and left <= EXPIRES_SOON),
        (Light.AMBER, "returned", signs.returned > 0),
    )
    return next(((light, why) for light, why, holds in checks if holds), (Light.GREEN, ""))


def receiver_id(key: bytes, *, way: str, address: str) -> bytes:
    """What tells that two notices go to one address, and nobody without the key to which."""
    return hmac.digest(key, f"{way}/{address.strip().lower()}".encode("utf-8", "surrogatepass"), "sha256")


def ring_again_after(tries: int) -> timedelta:
    """How long to wait before ringing again somebody who did not answer: later that day, then on the next days."""
    return timedelta(hours=3) if tries < 2 else timedelta(hours=20)


def is_last_ring(tries: int) -> bool:
    """Say whether nobody rings any more after this call in vain. The sender still finds the news by the code."""
    return tries >= MOST_RINGS


def message_id(key: bytes, *, notice: int, host: str) -> str:
    """The Message-ID of a letter: the same at every try, so that a receiver can drop a second copy.

    Says nothing of the appeal, and a stranger can't make one that would pass for ours.
    """
    return f"<notice.{notice}.{notice_seal(key, notice)}@{host}>"


def notice_seal(key: bytes, notice: int) -> str:
    """What shows that the id of a notice was written by us."""
    return hmac.new(key, f"message-id/{notice}".encode(), hashlib.sha256).hexdigest()[:20]


def is_sealed_notice(key: bytes, *, notice: int, seal: str) -> bool:
    """Say whether an id of a notice that came back was written by us."""
    return hmac.compare_digest(notice_seal(key, notice).encode(), seal.encode("utf-8", "replace"))
