"""The declaration of promises."""

from typing import Final

from answerable.base.room import Held, Room, Rows
from answerable.base.row_policy import BODIES, Guarded, of_subject
from answerable.promises.sealed_fields import SEALED


def _rows() -> Rows:
    from answerable.promises import models

    return (Guarded(models.Promise, f"body_id = {BODIES} OR {of_subject()}"),)


def _held() -> Held:
    from answerable.promises import held

    return held.HELD


PROMISES: Final = Room(
    name="promises",
    leaves=("promise-made", "promise-kept", "promise-ended"),
    rows=_rows,
    held=_held,
    sealed=SEALED,
)
