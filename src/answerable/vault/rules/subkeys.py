"""One key a purpose, derived from the server key; generations of the server key for rotation.

The server key is 32 bytes, or several times 32: its generations, oldest first, so that rotating is appending 32 fresh
bytes to the file. New ciphertext is made with the newest; old ciphertext names its generation in its first byte.
What must give the same result for ever (search tokens, codes shown again) is derived from the oldest.
"""

from functools import lru_cache
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SIZE: Final = 32
_SALT: Final = b"answerable/vault/1"


def generations(key: bytes) -> int:
    """Give the number of generations in a server key. Raises ValueError for a key of another shape."""
    count, rest = divmod(len(key), SIZE)
    if rest or not 1 <= count <= 255:
        raise ValueError("a server key is 32 bytes, or 2 to 255 generations of 32 bytes each")
    return count


@lru_cache(maxsize=1024)
def subkey(key: bytes, purpose: str, generation: int = 1) -> bytes:
    """Derive the 32-byte key of one purpose from one generation (1 is the oldest) of the server key by HKDF-SHA256."""
    if not 1 <= generation <= generations(key):
        raise ValueError(f"the server key has no generation {generation}")
    part = key[(generation - 1) * SIZE : generation * SIZE]
    return HKDF(algorithm=SHA256(), length=SIZE, salt=_SALT, info=purpose.encode()).derive(part)
