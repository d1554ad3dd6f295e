"""The functions that expressions of a form may call: the published list. What is not in it is refused at upload."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from answerable.surveys.questionnaire import scope
from answerable.surveys.questionnaire.values import Moment, Scalar, Value, number, single, text, truth

MANY: Final = 1_000
LONGEST_MATCHED: Final = 2_000  # characters that a pattern is tried on
Given = Callable[[scope.Scope], Value]
ARITHMETIC: Final[dict[str, Callable[[float, float], float | bool]]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "div": lambda one, other: one / other if other else float("nan"),
    "mod": lambda one, other: math.fmod(one, other) if other and math.isfinite(one) else float("nan"),
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how many arguments it takes, and what it does with them."""

    least: int
    most: int
    call: Callable[[scope.Scope, Sequence[Given]], Value]


def _plain(least: int, most: int, work: Callable[..., Value]) -> Function:
    """A function of single values."""
    return Function(least, most, lambda where, given: work(*(single(each(where)) for each in given)))


def _flat(work: Callable[[list[Scalar]], Value], least: int = 1) -> Function:
    """A function of all values of its arguments."""

    def call(where: scope.Scope, given: Sequence[Given]) -> Value:
        values: list[Scalar] = []
        for each in given:
            found = each(where)
            values.extend(found if isinstance(found, tuple) else (found,))
        return work(values)

    return Function(least, MANY, call)


def _if(where: scope.Scope, given: Sequence[Given]) -> Value:
    return given[1](where) if truth(single(given[0](where))) else given[2](where)


def _count(where: scope.Scope, given: Sequence[Given]) -> Value:
    found = given[0](where)
    return float(len(found)) if isinstance(found, tuple) else float("nan")


def _position(where: scope.Scope, given: Sequence[Given]) -> Value:
    """Which turn this is: of the nearest repeat around; `..` is what forms give it."""
    del given
    found = re.findall(r"\[(\d+)\]", where.here)
    return float(found[-1]) if found else 1.0


def _selected_at(said: Scalar, place: Scalar) -> str:
    chosen, at = text(said).split(), number(place)
    return chosen[int(at)] if math.isfinite(at) and 0 <= at < len(chosen) else ""


def _rounded(value: Scalar, places: Scalar = 0.0) -> float:
    """Half away from zero, as JavaRosa rounds."""
    found, digits = number(value), number(places)
    if not (math.isfinite(found) and math.isfinite(digits) and abs(digits) <= 15):
        return float("nan")
    scale = 10.0 ** int(digits)
    return math.copysign(math.floor(abs(found) * scale + 0.5), found) / scale


def _whole(value: Scalar) -> float:
    found = number(value)
    return float(math.trunc(found)) if math.isfinite(found) else float("nan")


def _substr(said: Scalar, start: Scalar, end: Scalar | None = None) -> str:
    first, last = number(start), float("inf") if end is None else number(end)
    if math.isnan(first) or math.isnan(last):
        return ""
    whole = text(said)
    return whole[max(int(first), 0) : len(whole) if last == float("inf") else max(int(last), 0)]


def _matches(said: Scalar, pattern: Scalar) -> bool:
    return re.fullmatch(text(pattern), text(said)[:LONGEST_MATCHED]) is not None


def _once(where: scope.Scope, given: Sequence[Given]) -> Value:
    """What stands there already, else what the argument gives."""
    kept = where.answers.get(where.here, "")
    return kept or given[0](where)


def _most(work: Callable[[list[float]], float]) -> Callable[[list[Scalar]], Value]:
    """The least or the most of some numbers; of none, or where one is no number, none."""

    def most(values: list[Scalar]) -> float:
        found = [number(each) for each in values]
        return float("nan") if not found or any(map(math.isnan, found)) else work(found)

    return most


def _joined(values: list[Scalar]) -> str:
    return text(values[0]).join(text(each) for each in values[1:])


def is_safe_pattern(pattern: str) -> bool:
    """Whether a pattern can be tried on strangers' answers: no repetition of what repeats, nothing that looks back."""
    from re import _parser as parser  # type: ignore[attr-defined] # the only reader of patterns there is; no stubs

    try:
        read = parser.parse(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return len(pattern) <= 300 and _is_flat(read, inside=False)


def _is_flat(read: Any, *, inside: bool) -> bool:
    for name, given in read:
        word = str(name)
        if word in {"GROUPREF", "GROUPREF_EXISTS", "ASSERT", "ASSERT_NOT"}:
            return False
        repeats = word in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
        if repeats and inside and given[1] > 1:
            return False
        wide = repeats and given[1] > 30
        if not all(_is_flat(part, inside=inside or wide) for part in _parts(word, given)):
            return False
    return True


def _parts(word: str, given: Any) -> list[Any]:
    if word == "BRANCH":
        return list(given[1])
    if word in {"SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        return [given[-1]]
    return [given] if word == "ATOMIC_GROUP" else []


def _today(where: scope.Scope, given: Sequence[Given]) -> Value:
    del given
    return Moment(where.now.date().isoformat())


def _now(where: scope.Scope, given: Sequence[Given]) -> Value:
    del given
    return Moment(where.now.replace(tzinfo=None).isoformat(timespec="seconds"))


def _date(said: Scalar) -> str:
    try:
        return Moment(datetime.fromisoformat(text(said)).isoformat()[:10])
    except ValueError:
        return ""


FUNCTIONS: Final[dict[str, Function]] = {
    "true": _plain(0, 0, lambda: True),
    "false": _plain(0, 0, lambda: False),
    "not": _plain(1, 1, lambda value: not truth(value)),
    "boolean": _plain(1, 1, truth),
    "number": _plain(1, 1, number),
    "string": _plain(1, 1, text),
    "int": _plain(1, 1, _whole),
    "round": _plain(1, 2, _rounded),
    "abs": _plain(1, 1, lambda value: abs(number(value))),
    "selected": _plain(2, 2, lambda said, one: text(one).strip() in text(said).split()),
    "count-selected": _plain(1, 1, lambda said: float(len(text(said).split()))),
    "selected-at": _plain(2, 2, _selected_at),
    "string-length": _plain(1, 1, lambda said: float(len(text(said)))),
    "contains": _plain(2, 2, lambda said, part: text(part) in text(said)),
    "starts-with": _plain(2, 2, lambda said, part: text(said).startswith(text(part))),
    "ends-with": _plain(2, 2, lambda said, part: text(said).endswith(text(part))),
    "substr": _plain(2, 3, _substr),
    "regex": _plain(2, 2, _matches),
    "date": _plain(1, 1, _date),
    "coalesce": _plain(2, 2, lambda one, other: one if text(one) else other),
    "if": Function(3, 3, _if),
    "today": Function(0, 0, _today),
    "now": Function(0, 0, _now),
    "once": Function(1, 1, _once),
    "position": Function(0, 1, _position),
    "count": Function(1, 1, _count),
    "concat": _flat(lambda values: "".join(text(each) for each in values)),
    "join": _flat(_joined, 2),
    "sum": _flat(lambda values: math.fsum(number(each) for each in values)),
    "min": _flat(_most(min)),
    "max": _flat(_most(max)),
}
