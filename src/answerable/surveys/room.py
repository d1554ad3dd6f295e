"""The declaration of surveys."""

from typing import Final

from answerable.base.room import Room

SURVEYS: Final = Room(name="surveys", no_rows="it computes, and keeps nothing yet")
