"""How a call is signed, and what its answer means: Standard Webhooks (standardwebhooks.com, specification 1.0). Pure."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

PREFIX: Final = "whsec_"
PAUSES: Final = tuple(timedelta(seconds=each) for each in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400))
"""After each failed try; after the last one it is given up: about three days in all."""
STANDS: Final = timedelta(seconds=60)  # how long a claimed call is one worker's
GONE: Final = 410  # "stop sending" in the words of the specification
LONGEST: Final = timedelta(days=1)


class Ends(StrEnum):
    """What becomes of a call after a try."""

    DELIVERED = "delivered"
    AGAIN = "again"
    GIVEN_UP = "given_up"
    GONE = "gone"  # its receiver wants none any more


def new_secret(chance: bytes) -> str:
    """A secret as receivers take it, from 24 to 64 bytes of chance."""
    return PREFIX + base64.b64encode(chance).decode()


def signature(secret: str, *, call: str, at: datetime, body: str) -> str:
    """What stands in `webhook-signature`. Raises ValueError for a secret that is none."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("no secret of a webhook") from None
    said = f"{call}.{int(at.timestamp())}.{body}".encode()
    return "v1," + base64.b64encode(hmac.digest(key, said, hashlib.sha256)).decode()


def after_try(status: int, *, tries: int) -> Ends:
    """What becomes of a call after its try of that number (from 1). `status`: 0 where nobody answered."""
    if 200 <= status < 300:
        return Ends.DELIVERED
    if status == GONE:
        return Ends.GONE
    return Ends.AGAIN if tries <= len(PAUSES) else Ends.GIVEN_UP


def pause_after(tries: int, wanted: timedelta | None = None) -> timedelta:
    """How long until the next try; at least as long as the receiver wants, and a day at most."""
    pause = PAUSES[min(tries, len(PAUSES)) - 1]
    return max(pause, min(wanted or timedelta(0), LONGEST))


def is_heard(event: str, events: Collection[str]) -> bool:
    """Whether a webhook that asked for these is told of an event; one that named none is told of all."""
    return not events or event in events
