"""Commitments: a leaf fixes every field of an act without showing any, and each field can be shown alone later.

c = HMAC-SHA256(salt, "act-commit/v1/field" 00 name 00 value) for a field, and h over all of them for the act. Salts
come from a key kept for one case; when that key is deleted nobody can open h any more but those who keep a receipt.
Salts are exactly 32 bytes: HMAC pads with zeros, so a longer or shorter one could stand for another.
"""

import hmac
import re
import struct
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from .strict import HASH_SIZE, RejectedError, base64_of, unbase64

_NAME: Final = re.compile(r"[a-z0-9_]{1,32}")
MOST_FIELDS: Final = 64


def _field_name(name: str) -> bytes:
    if not _NAME.fullmatch(name):
        raise RejectedError("commitment", "not the name of a field")
    return name.encode()


def derive_salt(case_key: bytes, n: int, name: str) -> bytes:
    """The salt of a field of act `n`, from the case's own key of 32 bytes."""
    if len(case_key) != HASH_SIZE:
        raise RejectedError("commitment", "the case key is not 32 bytes long")
    return hmac.digest(case_key, b"act-commit/v1/salt\x00" + struct.pack(">Q", n) + _field_name(name), "sha256")


def field_commitment(name: str, value: str, salt: bytes) -> bytes:
    """The commitment to one field. The value is committed as the very bytes given, with no Unicode normalisation."""
    if len(salt) != HASH_SIZE:
        raise RejectedError(f"field {name}", "the salt is not 32 bytes long")
    try:
        encoded = value.encode()
    except UnicodeEncodeError:
        raise RejectedError(f"field {name}", "not text that UTF-8 can carry") from None
    return hmac.digest(salt, b"act-commit/v1/field\x00" + _field_name(name) + b"\x00" + encoded, "sha256")


def combine(commitments: Mapping[str, bytes]) -> bytes:
    """The act's commitment h over the commitments of all its fields."""
    if not 0 < len(commitments) <= MOST_FIELDS:
        raise RejectedError("commitment", "no fields, or too many")
    parts = [b"act-commit/v1\x00"]
    for name in sorted(commitments):
        encoded = _field_name(name)
        parts += [bytes([len(encoded)]), encoded, commitments[name]]
    return sha256(b"".join(parts)).digest()


def commit(case_key: bytes, n: int, fields: Mapping[str, str]) -> tuple[bytes, dict[str, dict[str, str]]]:
    """The commitment h to the fields of act `n`, and the opening that shows them all."""
    salts = {name: derive_salt(case_key, n, name) for name in fields}
    h = combine({name: field_commitment(name, value, salts[name]) for name, value in fields.items()})
    return h, {name: {"s": base64_of(salts[name]), "v": value} for name, value in fields.items()}


def lock(name: str, value: str, salt: bytes) -> bytes:
    """The commitment to one value that a later act opens in public: a seed, the digest of a test letter."""
    return combine({name: field_commitment(name, value, salt)})


def withhold(opening: Mapping[str, Mapping[str, str]], *names: str) -> dict[str, dict[str, str]]:
    """The opening with these fields hidden: their commitment stands in their place."""
    found = {}
    for name, shown in opening.items():
        if name in names and "v" in shown:
            salt = unbase64(shown["s"].encode(), f"field {name}", size=HASH_SIZE)
            found[name] = {"c": base64_of(field_commitment(name, shown["v"], salt))}
        else:
            found[name] = dict(shown)
    return found


def _opened(name: str, part: Any) -> tuple[bytes, str | None]:
    where = f"field {name}"
    if not isinstance(part, Mapping) or not all(isinstance(v, str) and k in "csv" for k, v in part.items()):
        raise RejectedError(where, "neither shown nor withheld")
    if set(part) == {"c"}:
        return unbase64(part["c"].encode(), where, size=HASH_SIZE), None
    if set(part) == {"s", "v"}:
        return field_commitment(name, part["v"], unbase64(part["s"].encode(), where, size=HASH_SIZE)), part["v"]
    raise RejectedError(where, "neither shown nor withheld")


def check_opening(h: bytes, opening: Mapping[str, Any]) -> dict[str, str]:
    """The fields that an opening shows, if it opens `h`. Withheld fields are left out of the answer."""
    commitments, shown = {}, {}
    for name, part in opening.items():
        _field_name(name)
        commitments[name], value = _opened(name, part)
        if value is not None:
            shown[name] = value
    if not hmac.compare_digest(combine(commitments), h):
        raise RejectedError("opening", "these contents are not the ones that were logged")
    return shown
