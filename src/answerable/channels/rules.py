"""The letterbox's law: when a delivery is the same one, when a letter is tried again, what its own id is. Pure."""

import hashlib
import hmac
from datetime import timedelta
from typing import Final

# Pauses between tries; a receiving server that delays strangers answers within the hour, a broken one within days.
_PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 30, 60, 180, 360, 720, 1440, 1440, 1440))
MOST_TRIES: Final = len(_PAUSES)
LATE: Final = timedelta(hours=2)  # letters that wait longer, while none goes out, are the mail server's trouble
OWN_LETTERS: Final = timedelta(days=1)  # a morning letter that was given up is told of until the next one
ATTENDED: Final = timedelta(days=3)  # within which a desk should have found another way to tell somebody
MOST_RINGS: Final = 5  # a phone that nobody answers on four days is not going to be answered


def delivery_id(channel: str, external: str) -> bytes:
    """What makes two deliveries the same: the channel and the channel's own name of the delivery, hashed.

    The channel's length goes first, so that no two pairs share a hash by shifting the border between them.
    """
    named = channel.encode()
    return hashlib.sha256(len(named).to_bytes(2, "big") + named + external.encode("utf-8", "surrogatepass")).digest()


def pause_after(tries: int) -> timedelta:
    """How long after the given try (the first is 1) the next one waits, if that one does not go through."""
    return _PAUSES[min(max(tries, 1), MOST_TRIES) - 1]


def is_last(tries: int) -> bool:
    """Say whether no try is left after this one."""
    return tries >= MOST_TRIES


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
    seal = hmac.new(key, f"message-id/{notice}".encode(), hashlib.sha256).hexdigest()[:20]
    return f"<notice.{notice}.{seal}@{host}>"
