"""Seals of the journal: which deed this system wrote, and which rows it left as they are.

Whoever has the database in their hands can write any row, a deed among them. What they have not got is the server key,
which lies outside of it. So a deed carries a MAC made by the process that recorded it, and its place in the order of
deeds a second one, made by whoever gives positions, over the deed, the hash of its public leaf and the digests of the
rows that it changed (`held.sql`). Against whoever has the key besides stands the public log.

A deed's seal: 1 byte generation of the server key | 16 bytes of HMAC-SHA256. A place's: 8 bytes, from which position on
every place is sealed | the same.
"""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, NamedTuple

from django.conf import settings

_GENERATION: Final = 32  # bytes of one generation of the server key
_MAC: Final = 16
_BOUNDARY: Final = 8
FORGED: Final = b""
"""Stands where the place of a deed would be sealed that this system did not write."""


class DeedParts(NamedTuple):
    """A deed, as its seal is over it."""

    ref: int
    at: datetime
    actor: str
    deed: str
    thing: str
    root: int
    facts: Mapping[str, object]

    @property
    def plain(self) -> bytes:
        """One spelling of it, whatever form the database gives the facts back in."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return json.dumps([self.ref, at, *self[2:]], sort_keys=True, separators=(",", ":")).encode()


class PlaceParts(NamedTuple):
    """The place of a deed, as its seal is over it.

    deed  the deed's own seal      leaf  hash of its public leaf, empty without      rows  what it left where
    """

    position: int
    ref: int
    deed: bytes
    leaf: bytes
    rows: str

    def plain(self, since: int) -> bytes:
        """One spelling of it, with the position from which on places are sealed."""
        said = (since, self.position, self.ref, self.deed.hex(), self.leaf.hex(), self.rows)
        return "|".join(map(str, said)).encode()


def _mac(purpose: bytes, plain: bytes, generation: int) -> bytes:
    server_key: bytes = settings.ANSWERABLE.server_key
    part = server_key[(generation - 1) * _GENERATION : generation * _GENERATION]
    if generation < 1 or len(part) != _GENERATION:
        return b""
    own = hmac.digest(part, b"answerable/ledger/seal/" + purpose, "sha256")
    return bytes([generation]) + hmac.digest(own, plain, "sha256")[:_MAC]


def _newest() -> int:
    return len(settings.ANSWERABLE.server_key) // _GENERATION


def seal_deed(parts: DeedParts) -> bytes:
    """Seal a deed about to be recorded."""
    return _mac(b"deed", parts.plain, _newest())


def is_ours(seal: bytes, parts: DeedParts) -> bool:
    """Say whether a deed is as this system recorded it."""
    made = _mac(b"deed", parts.plain, seal[0]) if seal else b""
    return bool(made) and hmac.compare_digest(seal, made)


def seal_place(parts: PlaceParts, *, since: int) -> bytes:
    """Seal the place of a deed; `since` is the position from which on every place is sealed."""
    return since.to_bytes(_BOUNDARY, "big") + _mac(b"place", parts.plain(since), _newest())


def sealed_since(seal: bytes) -> int:
    """From which position on every place is sealed, as one of them says."""
    return int.from_bytes(seal[:_BOUNDARY], "big")


def is_placed(seal: bytes, parts: PlaceParts) -> bool:
    """Say whether a place is as it was given."""
    mac = seal[_BOUNDARY:]
    made = _mac(b"place", parts.plain(sealed_since(seal)), mac[0]) if mac else b""
    return bool(made) and hmac.compare_digest(mac, made)
