"""The declaration of channels."""

from typing import Final

from answerable.base.room import Room
from answerable.base.row_policy import ROOTS, Guarded, of_thing


def _jobs() -> tuple[object, ...]:
    from answerable.channels import jobs

    return jobs.send_one, jobs.send_notices


CHANNELS: Final = Room(
    name="channels",
    rows=(
        Guarded("channels_message", of_thing()),
        Guarded("channels_delivery", of_thing()),
        Guarded("channels_notice", f"{of_thing()} OR thing NOT LIKE 'appeal/%' AND root = {ROOTS}"),
    ),
    jobs=_jobs,
    counted=("channels_message",),
)
