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

from answerable.ledger.terms import ALL, NO_TERM, PublicAct, PublicNote, PublicPlace
from answerable_verify.canonical import Json, write_json
from answerable_verify.commitment import commit, field_commitment
from answerable_verify.kinds import ALWAYS, BODY, KINDS
from answerable_verify.leaf import TOKEN, act_leaf, log_leaf, version_of

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


def coded(extra: Mapping[str, str | int], place: PublicPlace) -> Json:
    """Extras as a leaf may carry them. The kind of a matter is told where its group is, never where that is hidden."""
    codes: Json = {name: token(value) if isinstance(value, str) else value for name, value in extra.items()}
    if place.group == ALL and "m" in codes:
        codes["m"] = ALL
    return codes


def leaf_of(act: PublicAct, *, code: bytes, n: int, place: PublicPlace, key: bytes) -> bytes:
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
        extra=coded(act.extra, place),
        version=act.version or version_of(act.kind),
    )


def leaf_of_note(note: PublicNote) -> bytes:
    """The leaf of an act of the log itself."""
    h = None if note.h is None else base64.b64encode(note.h).decode()
    return log_leaf(kind=note.kind, on=note.on, extra=dict(note.extra), h=h)


def waits(kind: str, *, slow: bool) -> bool:
    """Whether a leaf takes the slow lane: as its body does, unless its kind always or never waits."""
    lane = KINDS[kind].lane if kind in KINDS else BODY
    return slow if lane == BODY else lane == ALWAYS


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


_GAP: Final = "?"
"""Stands where the commitment comes: no code of a leaf has it."""


def first_leaf(
    *,
    code: bytes,
    key: bytes,
    on: date,
    due: date | None,
    body: str,
    channel: str,
    place: PublicPlace,
    fields: Mapping[str, str],
    extra: Mapping[str, str | int] | None = None,
) -> Unfinished:
    """The `registered` leaf of a new case, all but the field `number`. On the hot path: no check that a test can make.

    With `extra` (the authority and whatever else version 2 says of a registration) it is of version 2; where no law sets
    a term that one names no due day, and version 1 says `NO_TERM`.
    """
    entry: Json = {"b": token(body), "c": code_text(code), "d": on.isoformat(), "g": place.group, "h": _GAP}
    entry |= {"k": "registered", "n": 0, "t": place.territory}
    if extra is None:
        entry |= {"v": 1, "ch": token(channel), "due": (due or NO_TERM).isoformat()}
    else:
        entry |= {"v": 2, "x": coded({**extra, "ch": channel}, place)} | ({"due": due.isoformat()} if due else {})
    head, _, tail = write_json(entry).partition(_GAP.encode())
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
    return Unfinished(
        head=head,
        tail=tail,
        before=b"".join(parts[:at]),
        after=b"".join(parts[at:]),
        inner=salt.translate(_INNER) + b"act-commit/v1/field\x00number\x00",
        outer=salt.translate(_OUTER),
    )
