"""Lists of words and learned weights that come with the software, a folder of this room each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

import yaml

WEIGHTS: Final = "weights.txt"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A folder: lists by language (`*.yaml`), and the weights."""

    name: str

    @property
    def folder(self) -> Traversable:
        """Where it lies."""
        return files("answerable.law").joinpath(self.name)

    def lists(self) -> list[Mapping[str, Sequence[str]]]:
        """The lists, whichever languages a place has: people mix them."""
        here = sorted(self.folder.iterdir(), key=lambda one: one.name)
        read: list[Any] = [yaml.safe_load(each.read_text("utf-8")) for each in here if each.name.endswith(".yaml")]
        return read

    def weights(self) -> Mapping[str, float]:
        """The learned weights, read when first asked for."""
        return _weights(self)


@cache
def _weights(shipped: Shipped) -> Mapping[str, float]:
    """A line of the file is a feature and a hundredfold weight."""
    lines = shipped.folder.joinpath(WEIGHTS).read_text("utf-8").splitlines()
    return {feature: int(weight) / 100 for feature, _tab, weight in (line.rpartition("\t") for line in lines)}


URGENT: Final = Shipped("urgent")
TARGETS: Final = Shipped("targets")
