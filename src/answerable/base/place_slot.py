"""A slot of a place's page: what a room has to say of one territory. Whoever declares it fills it; the site puts them in order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSlot:
    """One part of the page.

    title     what stands above it, as a lazy translation
    template  draws what `tell` gives; a template of the room
    tell      what the room says of a territory, by its id; None: nothing, and then `empty` stands there
    empty     what is said where there is nothing, as a lazy translation
    order     smaller comes first, whichever room declares it
    """

    title: object
    template: str
    tell: Callable[[int], Mapping[str, Any] | None]
    empty: object
    order: int
