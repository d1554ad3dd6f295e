"""The verifiable draw: a frame, then a design, then a public seed; whoever has the three draws the same units again.

What is fixed first can't be chosen to suit the rest: the frame and the design stand as digests in the log (leaf
`draw-framed`) before the seed is known (`draw-seeded`), and the list that comes out as a digest after it (`draw-drawn`).

Frame   text, UTF-8, each line ended by LF. The first line names the columns: `unit`, then `stratum` and `size` where there
        are any. All values are codes; sizes are whole numbers. Its digest is the SHA-256 of these bytes.
Design  canonical JSON: {"method":"simple","strata":{"north":{"n":12,"reserve":[3,3]}},"v":1}. A frame without strata is
        the one stratum `all`. Its digest is the SHA-256 of these bytes.
Seed    32 bytes, in hexadecimal the field `seed` of the leaf. Of a seed that was said aloud (dice, a lottery's numbers) the
        SHA-256 of the words exactly as they were announced.

The place of a unit is HMAC-SHA256(seed, unit). `simple` takes of each stratum the first n by place. `systematic` goes
through the frame as it stands, `pps` through the units by place, each as long as its size: a start from the seed, then
equal steps (Cochran 1977, 8.1; Hartley and Rao 1962); whoever is as long as a step is taken for certain. The chance of
each drawn unit is exact. Reserves are drawn with the sample and parted from it by a second HMAC, each a random part.
"""

import hmac
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any, Final

from .canonical import read_json, write_json
from .leaf import TOKEN
from .strict import HASH_SIZE, LIMIT, RejectedError, decimal, utf8

ALL: Final = "all"
"""The stratum of a frame that has none."""
SIMPLE, SYSTEMATIC, PPS = "simple", "systematic", "pps"
METHODS: Final = (SIMPLE, SYSTEMATIC, PPS)
FRAME_LIMIT: Final = 1 << 30
"""Bytes of the longest frame that is read: ten million units."""
DESIGN_LIMIT: Final = 1 << 20
MOST_REPLICATES: Final = 100

_COLUMNS: Final = {b"unit", b"unit,stratum", b"unit,size", b"unit,stratum,size"}
_START: Final = b"start\x00"
_PART: Final = b"replicate\x00"


@dataclass(frozen=True, slots=True)
class FrameUnit:
    """One line of a frame: who can be drawn, among whom, and how large it is."""

    name: str
    stratum: str = ALL
    size: int = 1


@dataclass(frozen=True, slots=True)
class DrawFrame:
    """Everybody who can be drawn, in the order of the file, and the digest that fixes them."""

    units: tuple[FrameUnit, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class StratumShare:
    """What a design wants of one stratum: `n` units, and sealed reserves of so many each."""

    n: int
    reserve: tuple[int, ...] = ()

    @property
    def wanted(self) -> int:
        """How many are drawn together."""
        return self.n + sum(self.reserve)


@dataclass(frozen=True, slots=True)
class Design:
    """How a frame is drawn from, and the digest that fixes it."""

    method: str
    strata: Mapping[str, StratumShare]
    digest: str

    @property
    def wanted(self) -> int:
        """How many are drawn over all strata, reserves counted."""
        return sum(share.wanted for share in self.strata.values())


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn unit: replicate 0 is the sample, 1 and on the reserves; `chance` is that of being drawn at all."""

    unit: str
    stratum: str
    replicate: int
    chance: Fraction


def _code(text: str, where: str) -> str:
    if not TOKEN.fullmatch(text):
        raise RejectedError(where, "not a code (letters, digits and . _ : / + = - only, 64 at most)")
    return text


def parse_frame(raw: bytes) -> DrawFrame:
    """Read a frame. Refuses a unit that stands in it twice, and every spelling but the one."""
    if len(raw) > FRAME_LIMIT or not raw.endswith(b"\n"):
        raise RejectedError("frame", "too long, or its last line does not end")
    head, *lines = raw[:-1].split(b"\n")
    if head not in _COLUMNS:
        raise RejectedError("frame, line 1", "not the columns: unit, then stratum and size where there are any")
    columns = head.decode().split(",")
    units = tuple(_unit(line, columns, f"frame, line {number}") for number, line in enumerate(lines, 2))
    for name, times in Counter(unit.name for unit in units).most_common(1):
        if times > 1:
            raise RejectedError("frame", f"the unit {name} stands in it {times} times")
    return DrawFrame(units, sha256(raw).hexdigest())


def _unit(line: bytes, columns: Sequence[str], where: str) -> FrameUnit:
    values = line.split(b",")
    if len(values) != len(columns):
        raise RejectedError(where, f"{len(values)} values instead of {len(columns)}")
    told = dict(zip(columns, values, strict=True))
    size = decimal(told["size"], f"{where}, size", limit=LIMIT) if "size" in told else 1
    return FrameUnit(
        _code(utf8(told["unit"], where), f"{where}, unit"),
        _code(utf8(told["stratum"], where), f"{where}, stratum") if "stratum" in told else ALL,
        size,
    )


def write_frame(units: Iterable[FrameUnit], columns: Sequence[str] = ("unit",)) -> bytes:
    """The bytes of a frame with these columns. Refuses what `parse_frame` would refuse."""
    names = {"unit": "name", "stratum": "stratum", "size": "size"}
    rows = [",".join(columns), *(",".join(str(getattr(unit, names[one])) for one in columns) for unit in units)]
    raw = "".join(f"{row}\n" for row in rows).encode()
    parse_frame(raw)
    return raw


def parse_design(raw: bytes) -> Design:
    """Read a design. Refuses every spelling but the canonical one, and what no draw can mean."""
    if len(raw) > DESIGN_LIMIT:
        raise RejectedError("design", "too long")
    told = read_json(raw, "design")
    if told.keys() != {"method", "strata", "v"} or told["v"] != 1 or type(told["v"]) is not int:
        raise RejectedError("design", "not a method, strata and version 1")
    if told["method"] not in METHODS:
        raise RejectedError("design, method", f"not one of {', '.join(METHODS)}")
    if not isinstance(told["strata"], dict) or not told["strata"]:
        raise RejectedError("design, strata", "not what is wanted of each stratum")
    strata = {_code(name, "design, strata"): _share(said, f"design, {name}") for name, said in told["strata"].items()}
    return Design(told["method"], strata, sha256(raw).hexdigest())


def _count(value: Any, where: str, least: int) -> int:
    if type(value) is not int or value < least:
        raise RejectedError(where, f"not a whole number from {least}")
    return value


def _share(said: Any, where: str) -> StratumShare:
    if not isinstance(said, dict) or not {"n"} <= said.keys() <= {"n", "reserve"}:
        raise RejectedError(where, "not a number of units and reserves")
    reserve = said.get("reserve", [])
    if not isinstance(reserve, list) or len(reserve) > MOST_REPLICATES or ("reserve" in said and not reserve):
        raise RejectedError(where, "reserves are a list of numbers")
    share = StratumShare(_count(said["n"], where, 0), tuple(_count(one, where, 1) for one in reserve))
    if reserve and not share.n:
        raise RejectedError(where, "a reserve without a sample")
    return share


def write_design(method: str, strata: Mapping[str, StratumShare]) -> bytes:
    """The bytes of a design. Refuses what `parse_design` would refuse."""
    told = {
        name: {"n": share.n, "reserve": list(share.reserve)} if share.reserve else {"n": share.n}
        for name, share in strata.items()
    }
    raw = write_json({"v": 1, "method": method, "strata": told})
    parse_design(raw)
    return raw


def seed_of(words: str) -> bytes:
    """The seed of words that were said aloud, exactly as they were announced."""
    try:
        return sha256(words.encode()).digest()
    except UnicodeEncodeError:
        raise RejectedError("seed", "not text that UTF-8 can carry") from None


def place(seed: bytes, unit: str) -> bytes:
    """Where the seed puts a unit among the others."""
    return hmac.digest(seed, unit.encode(), "sha256")


def draw(frame: DrawFrame, design: Design, seed: bytes) -> list[Drawn]:
    """The units that this seed draws, stratum by stratum in the order of their names, the sample before its reserves."""
    if len(seed) != HASH_SIZE:
        raise RejectedError("seed", "not 32 bytes")
    strata: dict[str, list[FrameUnit]] = {name: [] for name in sorted(design.strata)}
    for unit in frame.units:
        if unit.stratum not in strata:
            raise RejectedError("design, strata", f"it says nothing of the stratum {unit.stratum} of the frame")
        strata[unit.stratum].append(unit)
    found: list[Drawn] = []
    for name, units in strata.items():
        share = design.strata[name]
        chances = _chances(design.method, units, share.wanted, seed, name)
        found += _parted(chances, share, seed, name)
    return found


def _chances(method: str, units: Sequence[FrameUnit], wanted: int, seed: bytes, stratum: str) -> dict[str, Fraction]:
    """The drawn units of a stratum, each with the chance that it had."""
    able = [unit for unit in units if unit.size] if method == PPS else list(units)
    if wanted > len(able):
        raise RejectedError(f"design, {stratum}", f"{wanted} are wanted of {len(able)} that can be drawn")
    if not wanted:
        return {}
    if method != SYSTEMATIC:
        able.sort(key=lambda unit: place(seed, unit.name))
    if method == SIMPLE:
        return {unit.name: Fraction(wanted, len(able)) for unit in able[:wanted]}
    start = int.from_bytes(hmac.digest(seed, _START + stratum.encode(), "sha256"))
    if method == SYSTEMATIC:
        able = [FrameUnit(unit.name) for unit in able]
    return _by_size(able, wanted, start)


def _by_size(units: Sequence[FrameUnit], wanted: int, start: int) -> dict[str, Fraction]:
    """Steps through the units laid end to end. Who fills a whole step is taken first, until nobody of the rest does."""
    certain: dict[str, Fraction] = {}
    rest, total, left = list(units), sum(unit.size for unit in units), wanted
    while left and (sure := [unit for unit in rest if unit.size * left >= total]):
        certain |= {unit.name: Fraction(1) for unit in sure}
        rest = [unit for unit in rest if unit.name not in certain]
        total, left = sum(unit.size for unit in rest), wanted - len(certain)
    if not left:
        return certain
    # the i-th step falls on (start + i * total) / left: whole numbers only, by comparing `left` times each length
    found, mark, end = certain, start % total, 0
    for unit in rest:
        end += unit.size * left
        if mark < end:
            found[unit.name] = Fraction(unit.size * left, total)
            mark += total
    return found


def _parted(chances: Mapping[str, Fraction], share: StratumShare, seed: bytes, stratum: str) -> list[Drawn]:
    """The sample and its reserves, each a random part of what was drawn."""
    order = sorted(chances, key=lambda name: hmac.digest(seed, _PART + name.encode(), "sha256"))
    sizes, found, begin = (share.n, *share.reserve), [], 0
    for replicate, size in enumerate(sizes):
        found += [Drawn(name, stratum, replicate, chances[name]) for name in order[begin : begin + size]]
        begin += size
    return found


def write_drawn(drawn: Iterable[Drawn]) -> bytes:
    """The list of a draw, whose SHA-256 the leaf `draw-drawn` carries: unit, stratum, replicate and chance, a line each."""
    rows = (f"{one.unit},{one.stratum},{one.replicate},{one.chance}\n" for one in drawn)
    return ("unit,stratum,replicate,chance\n" + "".join(rows)).encode()
