"""The law's declaration."""

from collections.abc import Mapping
from typing import Final

from answerable.base.room import Held, Room


def _refusals() -> Mapping[str, object]:
    from answerable.law.wording import reasons

    return reasons.REASONS


def _held() -> Held:
    from answerable.law import held

    return held.HELD


LAW: Final = Room(name="law", no_rows="law and order, public", refusals=_refusals, held=_held)
