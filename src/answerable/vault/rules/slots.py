"""The ways to a private key: a password, a printed recovery sheet, a sender's code. None for an administrator.

The parameters and the salt of the slow hash are bound into the ciphertext, so nobody can weaken them unseen.
"""

import os
import secrets
from hashlib import sha256
from typing import Final

from answerable.vault.rules import codes, fields
from answerable.vault.rules.subkeys import subkey
from answerable.vault.terms import SlotKind

SALT: Final = 16
RECOVERY_PARAMS: Final = "hkdf-sha256"  # 128 random bits need no slow hash
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_LETTERS: Final = 26  # 130 bits carry 128
_MEANT: Final = str.maketrans("OILоОіІ", "0110011")


def new_salt() -> bytes:
    """Draw a salt."""
    return os.urandom(SALT)


def new_recovery() -> str:
    """Draw a recovery code: 128 bits and a check of 10, printed in seven groups of four."""
    text = _written(secrets.token_bytes(16))
    return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def _written(secret: bytes) -> str:
    number = int.from_bytes(secret, "big")
    check = int.from_bytes(sha256(b"recovery" + secret).digest()[:2], "big") & 0x3FF
    number = number << 10 | check
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(5 * (_LETTERS + 1), -1, -5))


def as_written(typed: str) -> str:
    """Write a typed piece of a recovery code as the sheet has it: letters that look alike are meant alike."""
    return "".join(c for c in typed.upper().translate(_MEANT) if c.isalnum())


def read_recovery(typed: str) -> bytes | None:
    """Read a typed recovery code; None when it has a slip (the check misses one slip in a thousand)."""
    text = as_written(typed)
    if len(text) != _LETTERS + 2 or any(c not in _ALPHABET for c in text):
        return None
    number = 0
    for letter in text:
        number = number << 5 | _ALPHABET.index(letter)
    if number >> 138:
        return None
    secret = (number >> 10).to_bytes(16, "big")
    return secret if _written(secret) == text else None


def password_opener(password: str, salt: bytes, params: str = codes.PARAMS) -> bytes:
    """Give the 32 bytes that a password opens with: one slow hash."""
    return codes.slow_hash(password, salt, params)[1]


def recovery_opener(secret: bytes, salt: bytes) -> bytes:
    """Give the 32 bytes that a recovery code opens with."""
    return subkey(secret + secret, f"recovery/{salt.hex()}")


def _field(kind: SlotKind, salt: bytes, params: str) -> str:
    return f"{kind.value}|{params}|{salt.hex()}"


def seal_slot(opener: bytes, *, pair: int, kind: SlotKind, salt: bytes, params: str, seed: bytes) -> bytes:
    """Seal a private key in a slot of one pair."""
    field = _field(kind, salt, params)
    return fields.seal_field(opener, root=0, table="vault_slot", ref=pair, field=field, revision=0, plain=seed)


def open_slot(opener: bytes, *, pair: int, kind: SlotKind, salt: bytes, params: str, sealed: bytes) -> bytes:
    """Open a slot. Raises Unreadable for a wrong opener, another pair's slot, or changed parameters."""
    field = _field(kind, salt, params)
    return fields.open_field(opener, root=0, table="vault_slot", ref=pair, field=field, revision=0, sealed=sealed)
