"""The law of this room: whose word a survey is, what a frame and a design must be before they are fixed for ever."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from answerable.people.terms import BodyKind
from answerable.surveys.terms import Asker, Method
from answerable_verify import draw as verifiable
from answerable_verify.leaf import TOKEN
from answerable_verify.strict import HASH_SIZE, LIMIT, RejectedError

MOST_UNITS: Final = 500_000
COLUMNS: Final = ("unit", "stratum", "size")
NUMBER: Final = re.compile(r"\+?[0-9]{5,15}")
_TRIED: Final = bytes(HASH_SIZE)


@dataclass(frozen=True, slots=True)
class FrameFault:
    """Why a frame is not taken: a key of `wording`, and where."""

    reason: str
    line: int = 0
    value: str = ""


class FrameError(ValueError):
    """A frame, or a design for it, that cannot be fixed."""

    def __init__(self, fault: FrameFault) -> None:
        super().__init__(f"{fault.reason}, line {fault.line}: {fault.value}")
        self.fault = fault


@dataclass(frozen=True, slots=True)
class ReadFrame:
    """A frame as it is fixed, and how many units each stratum has."""

    raw: bytes
    frame: verifiable.DrawFrame
    strata: Mapping[str, int]


def asker(kind: str) -> Asker:
    """Whose word a survey is that a body of this kind asks for."""
    if kind == BodyKind.POLICE:
        return Asker.JUDGED
    return Asker.INDEPENDENT if kind == BodyKind.MONITOR else Asker.AUTHORITY


def read_frame(text: str) -> ReadFrame:
    """A frame of a CSV with the columns unit, stratum, size; only the first is needed, others are refused.

    Raises FrameError at the first line that is wrong: a unit twice, what is no code, a size that is no whole number.
    """
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    head = tuple(name.strip().lower() for name in next(lines, []))
    if not head or head[0] != COLUMNS[0] or head != tuple(name for name in COLUMNS if name in head):
        raise FrameError(FrameFault("frame.columns", 1, ", ".join(head)[:100]))
    units = list(_units(lines, head))
    if not units:
        raise FrameError(FrameFault("frame.empty"))
    raw = verifiable.write_frame(units, head)
    return ReadFrame(raw, verifiable.parse_frame(raw), Counter(unit.stratum for unit in units))


def _units(lines: Iterator[list[str]], head: Sequence[str]) -> Iterator[verifiable.FrameUnit]:
    seen: set[str] = set()
    for number, cells in enumerate(lines, 2):
        if not any(cells):
            continue
        if len(seen) >= MOST_UNITS:
            raise FrameError(FrameFault("frame.too-many", number))
        if len(cells) != len(head):
            raise FrameError(FrameFault("frame.cells", number))
        told = {name: cell.strip() for name, cell in zip(head, cells, strict=True)}
        unit = _unit(told, number)
        if unit.name in seen:
            raise FrameError(FrameFault("frame.twice", number, unit.name))
        seen.add(unit.name)
        yield unit


def _unit(told: Mapping[str, str], number: int) -> verifiable.FrameUnit:
    for name in ("unit", "stratum"):
        if name in told and not TOKEN.fullmatch(told[name]):
            raise FrameError(FrameFault("frame.no-code", number, told[name][:100]))
    size = told.get("size", "1")
    if not (size.isascii() and size.isdigit()) or int(size) > LIMIT:
        raise FrameError(FrameFault("frame.size", number, size[:100]))
    return verifiable.FrameUnit(told["unit"], told.get("stratum", verifiable.ALL), int(size))


def read_totals(text: str) -> dict[str, dict[str, float]]:
    """Lines "question answer number" by question and answer: totals of a population, or quotas. Raises FrameError."""
    found: dict[str, dict[str, float]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words:
            continue
        if len(words) != 3 or not (words[2].isascii() and words[2].isdecimal()) or not 0 < int(words[2]) < 10**10:
            raise FrameError(FrameFault("totals.line", number))
        found.setdefault(words[0], {})[words[1]] = float(words[2])
    return found


def read_numbers(text: str) -> dict[str, str]:
    """Lines "code,number" as code -> telephone number; a first line without a number names the columns. Raises FrameError."""
    found: dict[str, str] = {}
    for number, cells in enumerate(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")), 1):
        told = [cell.strip() for cell in cells]
        if not any(told) or (number == 1 and told[:1] == ["unit"]):
            continue
        plain = number_of(told[1]) if len(told) == 2 else ""
        if not plain or not TOKEN.fullmatch(told[0]):
            raise FrameError(FrameFault("numbers.line", number))
        if told[0] in found:
            raise FrameError(FrameFault("frame.twice", number, told[0]))
        found[told[0]] = plain
    return found


def number_of(text: str) -> str:
    """A telephone number without blanks, brackets and dashes; empty where it is none."""
    plain = re.sub(r"[\s().\-]", "", text)
    return plain if NUMBER.fullmatch(plain) else ""


def read_design(text: str, method: Method, read: ReadFrame) -> bytes:
    """The design of lines "stratum number [reserve ...]"; for a frame without strata the numbers alone.

    Raises FrameError for a line that is none, a stratum that is not in the frame or not in the design, or more than there are.
    """
    shares: dict[str, verifiable.StratumShare] = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words:
            continue
        whole = [*read.strata] == [verifiable.ALL] and words[0] != verifiable.ALL
        name, numbers = (verifiable.ALL, words) if whole else (words[0], words[1:])
        if not numbers or not all(each.isascii() and each.isdigit() and len(each) < 10 for each in numbers):
            raise FrameError(FrameFault("design.line", number, line[:100]))
        if name not in read.strata or name in shares:
            raise FrameError(FrameFault("design.stratum", number, name))
        shares[name] = verifiable.StratumShare(int(numbers[0]), tuple(map(int, numbers[1:])))
    if missing := sorted(set(read.strata) - set(shares)):
        raise FrameError(FrameFault("design.missing", 0, ", ".join(missing)[:100]))
    return _tried(shares, method, read)


def _tried(shares: Mapping[str, verifiable.StratumShare], method: Method, read: ReadFrame) -> bytes:
    """The design's bytes, once it is proven on some seed that it can be drawn at all."""
    try:
        raw = verifiable.write_design(method.value, shares)
        drawn = verifiable.draw(read.frame, verifiable.parse_design(raw), _TRIED)
    except RejectedError as refused:
        raise FrameError(FrameFault("design.does-not-fit", 0, refused.where)) from None
    if not drawn:
        raise FrameError(FrameFault("design.nothing"))
    return raw
