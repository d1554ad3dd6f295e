"""Differences of estimates that are not independent: waves on common clusters, domains of one sample.

A linear contrast has the variance c' V c. Another expression (a ratio, a change in per cent) is linearised by its exact
derivative: the expression is computed with a tiny imaginary step, which loses no digits (Squire, Trapp 1998). Several tests at
once are judged by Holm (1979).
"""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import stats

from answerable.surveys.estimates.arrays import EstimationError, Vector
from answerable.surveys.estimates.statistic import Estimate

STEP: Final = 1e-30
_OPERATORS: Final[dict[type[ast.AST], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class ContrastError(EstimationError):
    """An expression that names no estimate, or does more than to add, subtract, multiply and divide."""


@dataclass(frozen=True)
class AgainstZero:
    """A value against zero."""

    t: float
    df: float
    p: float


def linear(found: Estimate, contrasts: Mapping[str, Mapping[str, float]]) -> Estimate:
    """Weighted sums of estimates; what a contrast does not name has weight zero."""
    unknown = sorted({name for each in contrasts.values() for name in each} - set(found.names))
    if unknown:
        raise ContrastError(f"no estimates {unknown}")
    slopes = np.array([[each.get(name, 0.0) for name in found.names] for each in contrasts.values()])
    return Estimate(tuple(contrasts), slopes @ found.values, slopes @ found.covariance @ slopes.T, found.df)


def expression(found: Estimate, name: str, text: str) -> Estimate:
    """An expression of estimates; a name that is no word of Python stands in backquotes."""
    parts = text.split("`")
    quoted = {f"quoted_{place}": part for place, part in enumerate(parts) if place % 2}
    plain = "".join(f"quoted_{place}" if place % 2 else part for place, part in enumerate(parts))
    try:
        tree = ast.parse(plain, mode="eval").body
    except SyntaxError:
        raise ContrastError(f"not an expression: {text}") from None

    def at(values: Sequence[complex]) -> complex:
        known = dict(zip(found.names, values, strict=True))
        return _computed(tree, known, quoted)

    values = [complex(value) for value in found.values]
    slopes = np.array(
        [at([*values[:k], values[k] + STEP * 1j, *values[k + 1 :]]).imag / STEP for k in range(len(values))]
    )
    variance = np.array([[slopes @ found.covariance @ slopes]])
    return Estimate((name,), np.array([at(values).real]), variance, found.df)


def _computed(node: ast.AST, known: Mapping[str, complex], quoted: Mapping[str, str]) -> complex:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        sides = _computed(node.left, known, quoted), _computed(node.right, known, quoted)
        return complex(_OPERATORS[type(node.op)](*sides))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_computed(node.operand, known, quoted)
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return complex(node.value)
    name = quoted.get(node.id, node.id) if isinstance(node, ast.Name) else None
    if name is None or name not in known:
        raise ContrastError(f"not an estimate, a number or one of + - * /: {ast.unparse(node)}")
    return known[name]


def against_zero(found: Estimate) -> tuple[AgainstZero, ...]:
    """Each value against zero, by Student's t."""
    return tuple(
        AgainstZero(float(t), found.df, float(2 * stats.t.sf(abs(t), found.df)) if found.df >= 1 else float("nan"))
        for t in found.values / found.errors
    )


def holm(probabilities: Sequence[float]) -> Vector:
    """The p-values, raised so that all tests together err as often as one."""
    given = np.asarray(probabilities, dtype=np.float64)
    order = np.argsort(given)
    raised = np.minimum(np.maximum.accumulate(given[order] * (len(given) - np.arange(len(given)))), 1)
    found = np.empty_like(raised)
    found[order] = raised
    return found
