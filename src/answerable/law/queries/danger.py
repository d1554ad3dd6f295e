"""Whether what somebody writes says that somebody is in danger now, by the shipped lists of words and the pack's own."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from answerable.law.queries.order import standing_order
from answerable.law.rules import urgent

_FOLDER: Final = files("answerable.law").joinpath("urgent")  # lists, one file a language, and the weights
WEIGHTS: Final = "weights.txt"


def sounds_urgent(text: str) -> bool:
    """Say whether a page should ask to call first. Never a reason to refuse or to hold back what is sent."""
    own = standing_order().settings.get("urgent_words") or {}
    return urgent.is_urgent(text, _lists(tuple((kind, tuple(lines)) for kind, lines in sorted(own.items()))), weights())


@lru_cache(maxsize=2)
def _lists(own: tuple[tuple[str, tuple[str, ...]], ...]) -> urgent.Lists:
    return urgent.read([*shipped(), dict(own)])


def shipped() -> list[Mapping[str, Sequence[str]]]:
    """The lists that come with the software, whichever languages a place has: people mix them."""
    here = sorted(_FOLDER.iterdir(), key=lambda one: one.name)
    read: list[Any] = [yaml.safe_load(each.read_text("utf-8")) for each in here if each.name.endswith(".yaml")]
    return read


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The learned weights; a line of the file is a feature and a hundredfold weight. Read when first asked for."""
    lines = _FOLDER.joinpath(WEIGHTS).read_text("utf-8").splitlines()
    return {feature: int(weight) / 100 for feature, _tab, weight in (line.rpartition("\t") for line in lines)}
