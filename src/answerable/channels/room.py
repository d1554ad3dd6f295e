"""The declaration of channels."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from answerable.base.room import Held, Room, Rows, Tables
from answerable.base.row_policy import NO_SUBJECT, ROOTS, Guarded, of_subject
from answerable.channels.sealed_fields import SEALED


def _gauges() -> Mapping[str, float]:
    from answerable.channels import queries

    return queries.gauges()


def _red_lines(at: datetime) -> Iterable[str]:
    from answerable.channels import queries

    return queries.troubles(at=at)


def _jobs() -> tuple[object, ...]:
    from answerable.channels import jobs

    return jobs.send_one, jobs.send_notices


def _rows() -> Rows:
    from answerable.channels import models

    return (
        Guarded(models.Message, of_subject()),
        Guarded(models.Delivery, of_subject()),
        Guarded(models.Notice, f"{of_subject()} OR {NO_SUBJECT} AND root = {ROOTS}"),
    )


def _held() -> Held:
    from answerable.channels import held

    return held.HELD


def _counted() -> Tables:
    from answerable.channels import models

    return (models.Message,)


CHANNELS: Final = Room(
    name="channels",
    sealed=SEALED,
    rows=_rows,
    held=_held,
    gauges=_gauges,
    red_lines=_red_lines,
    jobs=_jobs,
    counted=_counted,
)
