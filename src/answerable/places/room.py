"""The declaration of places."""

from typing import Final

from answerable.base.room import Room

PLACES: Final = Room(name="places", no_rows="territories and calendars are public")
