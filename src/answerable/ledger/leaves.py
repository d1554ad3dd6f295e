"""The bytes of leaves: an act in codes with the commitment to its contents. Pure, but for the randomness of new cases.

What the writer makes, `answerable_verify.leaf.parse_leaf` reads; a test holds both together for whatever is written.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from answerable.ledger.terms import NO_TERM, Place, PublicAct
from answerable_verify.commitment import commit, field_commitment
from answerable_verify.leaf import TOKEN, act_leaf

_INNER: Final = bytes(byte ^ 0x36 for byte in range(256))
_OUTER: Final = bytes(byte ^ 0x5C for byte in range(256))
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def code_text(code: bytes) -> str:
    """A case's 16 random bytes as leaves write them."""
    return base64.urlsafe_b64encode(code).rstrip(b"=").decode()


def token(code: str) -> str:
    """A code of a pack as leaves may carry it: itself, or its digest where it has letters that a leaf never has."""
    return code if TOKEN.fullmatch(code) else "x-" + hashlib.sha256(code.encode()).hexdigest()[:16]


def instant(at: datetime) -> str:
    """An instant as commitments write it: exact, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def committed(text: str) -> str:
    """A text as commitments take it: word for word, but for halves of letters that UTF-8 can't carry."""
    return _SURROGATE.sub("\ufffd", text)


def leaf_of(act: PublicAct, *, code: bytes, n: int, place: Place, key: bytes) -> bytes:
    """The leaf of act `n` of a case."""
    h, _ = commit(key, n, {name: committed(value) for name, value in act.fields.items()})
    return act_leaf(
        kind=act.kind,
        case=code_text(code),
        n=n,
        on=act.on,
        body=token(act.body),
        territory=place.territory,
        group=place.group,
        h=base64.b64encode(h).decode(),
        channel=None if act.channel is None else token(act.channel),
        due=act.due,
        extra={name: token(value) if isinstance(value, str) else value for name, value in act.extra.items()} or None,
    )


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The first leaf of a case in pieces, for the statement that draws the appeal's number only while it runs.

    h    = SHA256(before || HMAC(salt, name || number) || after)
    body = head || base64(h) || tail
    The HMAC is given as its two padded keys: `inner` is hashed with the number behind it, `outer` with that hash.
    """

    head: bytes
    tail: bytes
    before: bytes
    after: bytes
    inner: bytes
    outer: bytes

    def finished(self, number: str) -> bytes:
        """The leaf for a number: what the database computes in SQL (a test compares)."""
        c = hashlib.sha256(self.outer + hashlib.sha256(self.inner + number.encode()).digest()).digest()
        h = hashlib.sha256(self.before + c + self.after).digest()
        return self.head + base64.b64encode(h) + self.tail


def _salts(key: bytes) -> Callable[[str], bytes]:
    """`derive_salt(key, 0, name)` for many names: the two keyed beginnings of the HMAC are hashed once."""
    padded = key.ljust(64, b"\x00")
    inner = hashlib.sha256(padded.translate(_INNER) + b"act-commit/v1/salt\x00" + bytes(8))
    outer = hashlib.sha256(padded.translate(_OUTER))

    def salt(name: str) -> bytes:
        within, around = inner.copy(), outer.copy()
        within.update(name.encode())
        around.update(within.digest())
        return around.digest()

    return salt


def first_leaf(
    *,
    code: bytes,
    key: bytes,
    on: date,
    due: date | None,
    body: str,
    channel: str,
    place: Place,
    fields: Mapping[str, str],
) -> Unfinished:
    """The `registered` leaf of a new case, all but the field `number`. On the hot path: no check that a test can make."""
    names, salt_of = sorted((*fields, "number")), _salts(key)
    parts = [b"act-commit/v1\x00"]
    at = 0
    for name in names:
        parts.append(bytes([len(name)]) + name.encode())
        if name == "number":
            at = len(parts)
            continue
        parts.append(field_commitment(name, committed(fields[name]), salt_of(name)))
    salt = salt_of("number").ljust(64, b"\x00")
    text = (
        f'{{"b":"{token(body)}","c":"{code_text(code)}","ch":"{token(channel)}","d":"{on.isoformat()}",'
        f'"due":"{(due or NO_TERM).isoformat()}","g":"{place.group}","h":"'
    )
    return Unfinished(
        head=text.encode(),
        tail=f'","k":"registered","n":0,"t":"{place.territory}","v":1}}'.encode(),
        before=b"".join(parts[:at]),
        after=b"".join(parts[at:]),
        inner=salt.translate(_INNER) + b"act-commit/v1/field\x00number\x00",
        outer=salt.translate(_OUTER),
    )
