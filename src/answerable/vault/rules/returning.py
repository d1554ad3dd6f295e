"""The way back to a message whose code is contested: digits given in person, to whoever has the slip or the newer code. Pure.

An operator knows every digit that they wrote on a slip, and can lock its sender out. What they can't do is to stand before
somebody of another body and not be seen. So digits are given in person alone, they work together with the code of whoever was
heard, and not before a week has passed in which the other one, who is told, can be heard in their turn (docs/decisions/0270).
"""

import hmac
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from answerable.base.subject import Subject
from answerable.vault.rules.subkeys import subkey

SIGNS: Final = 8
"""Digits that are given. With so few tries and only beside a right code they need not be more."""
WAIT: Final = timedelta(days=7)
MOST_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class HolderHeard:
    """Who was heard in person last.

    by_slip  whoever has the operator's slip; otherwise whoever has the newer code
    on       the day      tries  wrong digits since
    """

    by_slip: bool
    on: date
    tries: int = 0

    @property
    def opens_on(self) -> date:
        """The first day on which the digits are taken."""
        return self.on + WAIT


def digits_digest(key: bytes, subject: Subject, digits: str) -> bytes:
    """What is kept of the digits: a MAC under the server key, so that nobody with the database alone can try them."""
    return hmac.digest(subkey(key, "code/heard"), f"{subject}|{digits}".encode(), "sha256")


def refusal(heard: HolderHeard | None, *, by_slip: bool, fits: bool, on: date) -> str:
    """Why a code and digits don't open the way back on this day; empty where they do.

    The same is said where nobody was heard and where it was the holder of the other code.
    """
    if heard is None or heard.by_slip != by_slip:
        return "code.not-heard"
    if on < heard.opens_on:
        return "code.heard-waits"
    if heard.tries >= MOST_TRIES:
        return "code.heard-spent"
    return "" if fits else "code.heard-wrong"
