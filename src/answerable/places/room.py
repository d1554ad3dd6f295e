"""The declaration of places."""

from typing import Final

from answerable.base.room import Held, Room


def _held() -> Held:
    from answerable.places import held

    return held.HELD


PLACES: Final = Room(name="places", no_rows="territories and calendars are public", held=_held)
