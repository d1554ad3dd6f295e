"""The declaration of promises."""

from typing import Final

from answerable.base.room import Room
from answerable.base.row_policy import BODIES, Guarded, of_subject
from answerable.promises.sealed_fields import SEALED

PROMISES: Final = Room(
    name="promises",
    rows=(Guarded("promises_promise", f"body_id = {BODIES} OR {of_subject()}"),),
    sealed=SEALED,
)
