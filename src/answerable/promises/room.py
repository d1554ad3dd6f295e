"""The declaration of promises."""

from typing import Final

from answerable.base.room import Room
from answerable.base.row_policy import BODIES, Guarded, of_thing

PROMISES: Final = Room(
    name="promises",
    rows=(Guarded("promises_promise", f"body_id = {BODIES} OR {of_thing()}"),),
)
