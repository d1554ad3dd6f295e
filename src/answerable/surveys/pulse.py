"""The law of a pulse: what volunteers answered is counted, and never turned into a share of anybody else.

They chose themselves, so there is no chance of being drawn, hence no weight, no interval and no line with a survey
(AAPOR Code, April 2021, III.A: no margin of error for samples that were not drawn; contract 5.2). A count of fewer than
`FEWEST` people is not told, nor what would give it back.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

KIND: Final = "pulse"
FEWEST: Final = 10


@dataclass(frozen=True, slots=True)
class PulseQuestion:
    """A question with choices: its name, the values of its choices, whether several may be chosen."""

    name: str
    choices: tuple[str, ...]
    several: bool


def counts(
    questions: Sequence[PulseQuestion], answered: Sequence[Mapping[str, str]], *, asked: int
) -> dict[str, object]:
    """What is published of a pulse, as JSON: how many were asked and answered, and of each choice how many, None where that is hidden.

    answered  of each volunteer the answers by the name of their question
    """
    tables = []
    for question in questions:
        said = [answers[question.name].split() for answers in answered if answers.get(question.name)]
        chosen = Counter(value for values in said for value in values)
        told = [chosen[value] for value in question.choices]
        hidden = _hidden_each(told, len(said)) if question.several else hidden_places(told)
        cells = [
            {"choice": value, "count": None if place in hidden else count}
            for place, (value, count) in enumerate(zip(question.choices, told, strict=True))
        ]
        tables.append({"name": question.name, "answered": len(said), "cells": cells})
    return {"kind": KIND, "asked": asked, "answers": len(answered), "tables": tables}


def hidden_places(told: Sequence[int]) -> frozenset[int]:
    """The places of counts of one answer each that are hidden: the small ones, and as many more as their sum needs.

    The sum is known, so what is hidden is at least two counts which together are `FEWEST` people at least.
    """
    hidden = {place for place, count in enumerate(told) if 0 < count < FEWEST}
    left = sorted((count, place) for place, count in enumerate(told) if count >= FEWEST)
    while hidden and left and (len(hidden) < 2 or sum(told[place] for place in hidden) < FEWEST):
        hidden.add(left.pop(0)[1])
    return frozenset(hidden)


def _hidden_each(told: Sequence[int], answered: int) -> frozenset[int]:
    """Where several may be chosen each count stands alone: hidden where few chose it, or few did not."""
    return frozenset(place for place, count in enumerate(told) if 0 < count < FEWEST or 0 < answered - count < FEWEST)
