"""The leaf: one act or one note of the log to itself, in enumerated codes only. No free text, ever.

The writer refuses whatever the reader would refuse, so nothing personal can enter the public log by a slip: public
strings match `TOKEN`, and each kind has its fixed set of fields. Contents stand behind the commitment `h`. Version 1 is
spelled out here, version 2 is the table in `kinds`; a log may hold both, also within a case.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from . import kinds
from .canonical import Json, read_json, write_json
from .kinds import KINDS, ActKind
from .strict import HASH_SIZE, RejectedError, unbase64

LEAF_LIMIT: Final = 8192
ANCHOR_LIMIT: Final = 65535
TOKEN: Final = re.compile(r"[A-Za-z0-9._:/+=-]{1,64}")
CASE: Final = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")
"""22 characters of base64url: 16 random bytes, unrelated to any number."""
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WEEK: Final = re.compile(r"([0-9]{4})-W([0-9]{2})")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_KIND: Final = re.compile(r"[a-z-]{1,64}")

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
        raise RejectedError(where, "not a day written YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RejectedError(where, "no such day") from None


def week(text: Any, where: str) -> date:
    """The Monday of the week written YYYY-Www."""
    match = _WEEK.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise RejectedError(where, "not a week written YYYY-Www")
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise RejectedError(where, "no such week") from None


@dataclass(frozen=True, slots=True)
class LogLeaf:
    """A leaf read strictly. Acts on a case have `case`, `n`, `on` ...; acts of the log itself leave them empty.

    `subject` is the kind of subject that the case is of; in version 2 the channel stands among the extras, as `ch`.
    """

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
    version: int = 1
    subject: str = ""

    @property
    def of_case(self) -> bool:
        """Whether this is an act on a case."""
        return self.case is not None


class NewerLeafError(RejectedError):
    """A leaf of a version that this verifier does not know: not judged, and not accused.

    `leaf` has what every version keeps in its place: `v`, `k`, and of an act on a case `c`, `n` and `d`.
    """

    def __init__(self, where: str, why: str = "newer than this verifier", leaf: LogLeaf | None = None) -> None:
        super().__init__(where, why)
        self.leaf = leaf or LogLeaf("")


def _token(value: Any, where: str) -> str:
    if not isinstance(value, str) or not TOKEN.fullmatch(value):
        raise RejectedError(where, "not a code (letters, digits and . _ : / + = - only, 64 at most)")
    return value


def _number(value: Any, where: str) -> int:
    if type(value) is not int or not 0 <= value < MOST:
        raise RejectedError(where, "not a whole number from 0")
    return value


def _case(value: Any, where: str) -> str:
    if not isinstance(value, str) or not CASE.fullmatch(value):
        raise RejectedError(where, "not the id of a case")
    return value


def _within(least: int, most: int) -> Callable[[Any, str], int]:
    def read(value: Any, where: str) -> int:
        if not least <= _number(value, where) < most:
            raise RejectedError(where, f"a number below {least}" if value < least else "a number that is too large")
        return int(value)

    return read


def _hash(value: Any, where: str) -> bytes:
    if not isinstance(value, str):
        raise RejectedError(where, "not a commitment")
    return unbase64(value.encode("utf-8", "replace"), where, size=HASH_SIZE)


def _sha256(value: Any, where: str) -> str:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        raise RejectedError(where, "not a SHA-256 in hexadecimal")
    return value


def _fields(entry: Json, needed: set[str], where: str, optional: frozenset[str] = frozenset()) -> None:
    missing, odd = needed - entry.keys(), entry.keys() - needed - optional
    if missing:
        raise RejectedError(where, f"the field {min(missing)} is missing")
    if odd:
        raise RejectedError(where, "a field that this kind does not have")


def _extras(value: Any, where: str) -> Json:
    if not isinstance(value, dict) or not value:
        raise RejectedError(where, "not a set of codes")
    for name, code in value.items():
        if name not in EXTRAS:
            raise RejectedError(where, "an extra that no act has")
        if type(code) is int:
            _number(code, where)
        else:
            _token(code, where)
    return value


def _case_act(entry: Json, where: str) -> LogLeaf:
    kind = entry["k"]
    needed = {"v", "k", "c", "n", "d", "b", "t", "g", "h"}
    needed |= {"due"} if kind in WITH_DUE else set()
    needed |= {"ch"} if kind == "registered" else set()
    _fields(entry, needed, where, frozenset({"x"}))
    return _of_case(entry, where, kinds.APPEAL, _extras(entry["x"], f"{where}, x") if "x" in entry else {})


def _of_case(entry: Json, where: str, subject: str, extra: Json) -> LogLeaf:
    """What all acts on cases have alike."""
    return LogLeaf(
        entry["k"],
        case=_case(entry["c"], f"{where}, c"),
        n=_number(entry["n"], f"{where}, n"),
        on=day(entry["d"], f"{where}, d"),
        body=_token(entry["b"], f"{where}, b"),
        territory=_token(entry["t"], f"{where}, t"),
        group=_token(entry["g"], f"{where}, g"),
        h=_hash(entry["h"], f"{where}, h"),
        channel=_token(entry["ch"], f"{where}, ch") if "ch" in entry else None,
        due=day(entry["due"], f"{where}, due") if "due" in entry else None,
        extra=extra,
        version=entry["v"],
        subject=subject,
    )


def _config(entry: Json, where: str) -> LogLeaf:
    _fields(entry, {"v", "k", "x"}, where)
    extra = entry["x"]
    names = {"name", "sha256"} | ({"size"} if entry["k"] == "statement" else set())
    if not isinstance(extra, dict):
        raise RejectedError(f"{where}, x", "not a set of codes")
    _fields(extra, names, f"{where}, x")
    _token(extra["name"], f"{where}, name")
    _sha256(extra["sha256"], f"{where}, sha256")
    if "size" in names:
        _number(extra["size"], f"{where}, size")
    return LogLeaf(entry["k"], extra=extra)


def _anchor(entry: Json, where: str) -> LogLeaf:
    _fields(entry, {"v", "k", "note"}, where)
    if not isinstance(entry["note"], str):
        raise RejectedError(f"{where}, note", "not a checkpoint")
    return LogLeaf("anchor", note=entry["note"])


def _redaction(entry: Json, where: str) -> LogLeaf:
    _fields(entry, {"v", "k", "x"}, where)
    extra = entry["x"]
    if not isinstance(extra, dict):
        raise RejectedError(f"{where}, x", "not a set of codes")
    _fields(extra, {"index"}, f"{where}, x", frozenset({"basis"}))
    _number(extra["index"], f"{where}, index")
    if "basis" in extra:
        _token(extra["basis"], f"{where}, basis")
    return LogLeaf("redaction", extra=extra)


def _sealed(entry: Json, where: str) -> LogLeaf:
    _fields(entry, {"v", "k", "d", "h"}, where)
    text = entry["d"]
    if not isinstance(text, str) or not _WEEK.fullmatch(text):
        return LogLeaf(entry["k"], on=day(text, f"{where}, d"), h=_hash(entry["h"], f"{where}, h"))
    week(text, f"{where}, d")
    return LogLeaf(entry["k"], week=text, h=_hash(entry["h"], f"{where}, h"))


_READERS: Final = {
    **dict.fromkeys(CASE_KINDS, _case_act),
    "config": _config,
    "statement": _config,
    "anchor": _anchor,
    "sealed": _sealed,
    "private-root": _sealed,
    "redaction": _redaction,
}


_TYPES: Final[Mapping[str, Callable[[Any, str], object]]] = {
    kinds.CODE: _token,
    kinds.DAY: day,
    kinds.WEEK: week,
    kinds.NUMBER: _number,
    kinds.FLAG: _within(0, 2),
    kinds.SEVERAL: _within(2, MOST),
    kinds.SIZE: _number,
    kinds.SHA256: _sha256,
    kinds.HASH: _hash,
    kinds.CASE: _case,
}


def _by_table(entry: Json, kind: ActKind, where: str) -> LogLeaf:
    """A leaf of version 2, by the row of its kind."""
    needed = {"v", "k", "d"} | ({"c", "n", "b", "t", "g", "h"} if kind.subject else set())
    needed |= {"h"} if kind.hidden else set()
    needed |= {"due"} if kind.due == kinds.MUST else set()
    needed |= {"x"} if kind.needs or kind.one_of else set()
    optional = ({"due"} if kind.due == kinds.MAY else set()) | ({"x"} if kind.may else set())
    _fields(entry, needed, where, frozenset(optional))
    extra = _told(entry["x"], kind, f"{where}, x") if "x" in entry else {}
    if kind.subject:
        return _of_case(entry, where, kind.subject, extra)
    h = _hash(entry["h"], f"{where}, h") if kind.hidden else b""
    return LogLeaf(entry["k"], on=day(entry["d"], f"{where}, d"), h=h, extra=extra, version=kinds.VERSION)


def _told(value: Any, kind: ActKind, where: str) -> Json:
    """The extras of a kind: all that it needs, nothing that it does not have, each of its type."""
    if not isinstance(value, dict) or not value:
        raise RejectedError(where, "not a set of codes")
    _fields(value, set(kind.needs), where, frozenset(kind.may))
    if kind.one_of and len(value.keys() & set(kind.one_of)) != 1:
        raise RejectedError(where, f"it has to say one of {' and '.join(kind.one_of)}")
    for name, code in value.items():
        allowed = kind.needs.get(name) or kind.may[name]
        if isinstance(allowed, str):
            _TYPES[allowed](code, f"{where}, {name}")
        elif code not in allowed:
            raise RejectedError(f"{where}, {name}", "not one of the codes that may stand here")
    return value


def _newer(entry: Json, where: str) -> NewerLeafError:
    """What can be said of a leaf of a later version."""
    kind = entry.get("k")
    kind = kind if isinstance(kind, str) and _KIND.fullmatch(kind) else ""
    try:
        case, n, on = _case(entry.get("c"), where), _number(entry.get("n"), where), day(entry.get("d"), where)
    except RejectedError:
        return NewerLeafError(where, leaf=LogLeaf(kind, version=entry["v"]))
    return NewerLeafError(where, leaf=LogLeaf(kind, case=case, n=n, on=on, version=entry["v"]))


def _read(entry: Json, length: int, where: str) -> LogLeaf:
    kind, version = entry.get("k"), entry.get("v")
    if type(version) is not int or version < 1:
        raise RejectedError(f"{where}, v", "not the number of a version")
    if length > (ANCHOR_LIMIT if kind == "anchor" else LEAF_LIMIT):
        raise RejectedError(where, f"{length} bytes are too long for a leaf")
    if version > kinds.VERSION:
        raise _newer(entry, where)
    if version == kinds.VERSION and isinstance(kind, str) and kind in KINDS:
        return _by_table(entry, KINDS[kind], where)
    reader = _READERS.get(kind) if version == 1 and isinstance(kind, str) else None
    if reader is None:
        raise RejectedError(f"{where}, k", "an unknown kind of act")
    return reader(entry, where)


def parse_leaf(raw: bytes, where: str = "leaf") -> LogLeaf:
    """The leaf in canonical bytes. Refuses every other spelling, kind, field and every string that is not a code.

    A leaf of a later version is refused with `Newer`, a word of its own.
    """
    if len(raw) > ANCHOR_LIMIT:
        raise RejectedError(where, f"{len(raw)} bytes are too long for a leaf")
    return _read(read_json(raw, where), len(raw), where)


def write_leaf(entry: Json) -> bytes:
    """The canonical bytes of a leaf given as its JSON object, `v` included. Refuses what `parse_leaf` would refuse."""
    try:
        raw = write_json(entry)
    except (TypeError, ValueError):
        raise RejectedError("leaf", "not writable as canonical JSON") from None
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
    version: int = 1,
) -> bytes:
    """The leaf of an act on a case; `h` is the commitment in base64. Refuses whatever is not a code."""
    entry: Json = {"v": version, "k": kind, "c": case, "n": n, "d": on.isoformat(), "b": body}
    entry |= {"t": territory, "g": group, "h": h}
    extra = dict(extra or {})
    if channel is not None:
        (entry if version == 1 else extra)["ch"] = channel
    if due is not None:
        entry["due"] = due.isoformat()
    if extra:
        entry["x"] = extra
    return write_leaf(entry)


def log_leaf(*, kind: str, on: date, extra: Json, h: str | None = None) -> bytes:
    """The leaf of an act of the log itself, of version 2. Refuses whatever is not a code."""
    entry: Json = {"v": kinds.VERSION, "k": kind, "d": on.isoformat(), "x": extra}
    return write_leaf(entry if h is None else entry | {"h": h})


def version_of(kind: str) -> int:
    """The version in which a kind is written: the first that has it, so that what could be read before still can."""
    return 1 if kind in _READERS else kinds.VERSION


def contradictions(leaf: LogLeaf, case: Mapping[str, Any]) -> list[str]:
    """What the table of kinds finds untrue in a leaf of version 2, beside what its `case` said; as sentences.

    `case` has each word as it was said first under its own name, and as it was said last under `last.` and its name.
    """
    if leaf.version != kinds.VERSION:
        return []
    own = dict(leaf.extra)
    for name, on in (("on", leaf.on), ("due", leaf.due)):
        if on is not None:
            own[name] = on.isoformat()
    if "week" in own:
        own["week"] = week(own["week"], "week").isoformat()
    faults = (one.fault(own, case) for one in KINDS[leaf.kind].holds)
    return [fault for fault in faults if fault]
