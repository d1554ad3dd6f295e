"""Two of three: the quorum's private key as SLIP-39 shares, whose checksums tell a bent share from a good one."""

from datetime import datetime, timedelta
from typing import Final

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from answerable.vault.terms import UnreadableError

SHARES: Final = 3
NEEDED: Final = 2
DELAY: Final = timedelta(hours=72)  # between the second person's approval and the opening


def split(seed: bytes) -> list[str]:
    """Split a private key into three shares, as words."""
    return list(generate_mnemonics(1, [(NEEDED, SHARES)], seed, iteration_exponent=0)[0])


def combine(shares: list[str]) -> bytes:
    """Put two shares together. Raises Unreadable for one share, a bent one, or shares of different keys."""
    try:
        return bytes(combine_mnemonics(shares))
    except (MnemonicError, ValueError):
        raise UnreadableError from None


def opens_at(approved_at: datetime) -> datetime:
    """Give the instant from which an approved request may be opened."""
    return approved_at + DELAY
