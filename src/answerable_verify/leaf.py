"""The leaf: one act or one note of the log to itself, in enumerated codes only. No free text, ever.

The writer refuses whatever the reader would refuse, so nothing personal can enter the public log by a slip: public
strings match `TOKEN`, and each kind has its fixed set of fields. Contents stand behind the commitment `h`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from .canonical import Json, read_json, write_json
from .strict import HASH_SIZE, Rejected, unbase64

LEAF_LIMIT: Final = 8192
ANCHOR_LIMIT: Final = 65535
TOKEN: Final = re.compile(r"[A-Za-z0-9._:/+=-]{1,64}")
CASE: Final = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")
"""22 characters of base64url: 16 random bytes, unrelated to any number."""
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WEEK: Final = re.compile(r"([0-9]{4})-W([0-9]{2})")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")

CASE_KINDS: Final = (
    "registered",
    "acknowledged",
    "routed",
    "extended",
    "answered",
    "rated",
    "disputed",
    "escalated",
    "instructed",
    "measure",
    "reopened",
    "withdrawn",
    "closed",
    "erased",
)
LOG_KINDS: Final = ("config", "statement", "anchor", "sealed", "private-root", "redaction")
WITH_DUE: Final = ("registered", "extended", "reopened")
EXTRAS: Final = ("basis", "from", "rating", "rule", "to")
"""The coded extras an act may carry in `x`."""
MOST: Final = 1 << 53


def day(text: Any, where: str) -> date:
    """The calendar day written YYYY-MM-DD."""
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        raise Rejected(where, "not a day written YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Rejected(where, "no such day") from None


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf read strictly. Case acts have `case`, `n`, `on` ...; acts of the log itself leave them empty."""

    kind: str
    case: str | None = None
    n: int = 0
    on: date | None = None
    body: str = ""
    territory: str = ""
    group: str = ""
    h: bytes = b""
    channel: str | None = None
    due: date | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    week: str | None = None

    @property
    def of_case(self) -> bool:
        """Whether this is an act on a case."""
        return self.case is not None


def _token(value: Any, where: str) -> str:
    if not isinstance(value, str) or not TOKEN.fullmatch(value):
        raise Rejected(where, "not a code (letters, digits and . _ : / + = - only, 64 at most)")
    return value


def _number(value: Any, where: str) -> int:
    if type(value) is not int or not 0 <= value < MOST:
        raise Rejected(where, "not a whole number from 0")
    return value


def _hash(value: Any, where: str) -> bytes:
    if not isinstance(value, str):
        raise Rejected(where, "not a commitment")
    return unbase64(value.encode("utf-8", "replace"), where, size=HASH_SIZE)


def _sha256(value: Any, where: str) -> str:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        raise Rejected(where, "not a SHA-256 in hexadecimal")
    return value


def _fields(entry: Json, needed: set[str], where: str, optional: frozenset[str] = frozenset()) -> None:
    missing, odd = needed - entry.keys(), entry.keys() - needed - optional
    if missing:
        raise Rejected(where, f"the field {min(missing)} is missing")
    if odd:
        raise Rejected(where, "a field that this kind does not have")


def _extras(value: Any, where: str) -> Json:
    if not isinstance(value, dict) or not value:
        raise Rejected(where, "not a set of codes")
    for name, code in value.items():
        if name not in EXTRAS:
            raise Rejected(where, "an extra that no act has")
        if type(code) is int:
            _number(code, where)
        else:
            _token(code, where)
    return value


def _case_act(entry: Json, where: str) -> Leaf:
    kind = entry["k"]
    needed = {"v", "k", "c", "n", "d", "b", "t", "g", "h"}
    needed |= {"due"} if kind in WITH_DUE else set()
    needed |= {"ch"} if kind == "registered" else set()
    _fields(entry, needed, where, frozenset({"x"}))
    if not isinstance(entry["c"], str) or not CASE.fullmatch(entry["c"]):
        raise Rejected(f"{where}, c", "not the id of a case")
    return Leaf(
        kind,
        case=entry["c"],
        n=_number(entry["n"], f"{where}, n"),
        on=day(entry["d"], f"{where}, d"),
        body=_token(entry["b"], f"{where}, b"),
        territory=_token(entry["t"], f"{where}, t"),
        group=_token(entry["g"], f"{where}, g"),
        h=_hash(entry["h"], f"{where}, h"),
        channel=_token(entry["ch"], f"{where}, ch") if "ch" in entry else None,
        due=day(entry["due"], f"{where}, due") if "due" in entry else None,
        extra=_extras(entry["x"], f"{where}, x") if "x" in entry else {},
    )


def _config(entry: Json, where: str) -> Leaf:
    _fields(entry, {"v", "k", "x"}, where)
    extra = entry["x"]
    names = {"name", "sha256"} | ({"size"} if entry["k"] == "statement" else set())
    if not isinstance(extra, dict):
        raise Rejected(f"{where}, x", "not a set of codes")
    _fields(extra, names, f"{where}, x")
    _token(extra["name"], f"{where}, name")
    _sha256(extra["sha256"], f"{where}, sha256")
    if "size" in names:
        _number(extra["size"], f"{where}, size")
    return Leaf(entry["k"], extra=extra)


def _anchor(entry: Json, where: str) -> Leaf:
    _fields(entry, {"v", "k", "note"}, where)
    if not isinstance(entry["note"], str):
        raise Rejected(f"{where}, note", "not a checkpoint")
    return Leaf("anchor", note=entry["note"])


def _redaction(entry: Json, where: str) -> Leaf:
    _fields(entry, {"v", "k", "x"}, where)
    extra = entry["x"]
    if not isinstance(extra, dict):
        raise Rejected(f"{where}, x", "not a set of codes")
    _fields(extra, {"index"}, f"{where}, x", frozenset({"basis"}))
    _number(extra["index"], f"{where}, index")
    if "basis" in extra:
        _token(extra["basis"], f"{where}, basis")
    return Leaf("redaction", extra=extra)


def _sealed(entry: Json, where: str) -> Leaf:
    _fields(entry, {"v", "k", "d", "h"}, where)
    text = entry["d"]
    week = _WEEK.fullmatch(text) if isinstance(text, str) else None
    if week is None:
        return Leaf(entry["k"], on=day(text, f"{where}, d"), h=_hash(entry["h"], f"{where}, h"))
    try:
        date.fromisocalendar(int(week[1]), int(week[2]), 1)
    except ValueError:
        raise Rejected(f"{where}, d", "no such week") from None
    return Leaf(entry["k"], week=text, h=_hash(entry["h"], f"{where}, h"))


_READERS: Final = {
    **dict.fromkeys(CASE_KINDS, _case_act),
    "config": _config,
    "statement": _config,
    "anchor": _anchor,
    "sealed": _sealed,
    "private-root": _sealed,
    "redaction": _redaction,
}


def _read(entry: Json, length: int, where: str) -> Leaf:
    kind = entry.get("k")
    if type(entry.get("v")) is not int or entry["v"] != 1:
        raise Rejected(f"{where}, v", "not version 1")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise Rejected(f"{where}, k", "an unknown kind of act")
    if length > (ANCHOR_LIMIT if kind == "anchor" else LEAF_LIMIT):
        raise Rejected(where, f"{length} bytes are too long for a leaf")
    return reader(entry, where)


def parse_leaf(raw: bytes, where: str = "leaf") -> Leaf:
    """The leaf in canonical bytes. Refuses every other spelling, kind, field and every string that is not a code."""
    if len(raw) > ANCHOR_LIMIT:
        raise Rejected(where, f"{len(raw)} bytes are too long for a leaf")
    return _read(read_json(raw, where), len(raw), where)


def write_leaf(entry: Json) -> bytes:
    """The canonical bytes of a leaf given as its JSON object, `v` included. Refuses what `parse_leaf` would refuse."""
    try:
        raw = write_json(entry)
    except (TypeError, ValueError):
        raise Rejected("leaf", "not writable as canonical JSON") from None
    parse_leaf(raw)
    return raw


def act_leaf(
    *,
    kind: str,
    case: str,
    n: int,
    on: date,
    body: str,
    territory: str,
    group: str,
    h: str,
    channel: str | None = None,
    due: date | None = None,
    extra: Json | None = None,
) -> bytes:
    """The leaf of an act on a case; `h` is the commitment in base64. Refuses whatever is not a code."""
    entry: Json = {"v": 1, "k": kind, "c": case, "n": n, "d": on.isoformat(), "b": body, "t": territory, "g": group}
    entry["h"] = h
    if channel is not None:
        entry["ch"] = channel
    if due is not None:
        entry["due"] = due.isoformat()
    if extra:
        entry["x"] = extra
    return write_leaf(entry)
