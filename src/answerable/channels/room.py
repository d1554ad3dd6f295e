"""The declaration of channels."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from answerable.base.menu import Menu, MenuEntry
from answerable.base.room import Held, Room, Rows, Tables, Urls
from answerable.base.row_policy import BODIES, NO_SUBJECT, ROOTS, Guarded, of_subject
from answerable.channels.sealed_fields import SEALED
from answerable.people.terms import Power


def _urls() -> Urls:
    from answerable.channels import urls

    return Urls(hooks=urls.hooks, desk=urls.desk)


def _refusals() -> Mapping[str, object]:
    from answerable.channels import wording

    return wording.REASONS


def _gauges() -> Mapping[str, float]:
    from answerable.channels import queries

    return queries.gauges()


def _red_lines(at: datetime) -> Iterable[str]:
    from answerable.channels import queries

    return (*queries.troubles(at=at), *queries.troubles_of_letterbox(at=at))


def _jobs() -> tuple[object, ...]:
    from answerable.channels import jobs
    from answerable.channels.jobs import checking, polling, taking

    return (
        jobs.send_one,
        jobs.send_notices,
        taking.take_deliveries,
        taking.wake_letterboxes,
        polling.poll_accounts,
        checking.check_accounts,
    )


def _rows() -> Rows:
    from answerable.channels import models

    return (
        Guarded(models.Message, of_subject()),
        Guarded(models.Delivery, of_subject()),
        Guarded(models.Notice, f"{of_subject()} OR {NO_SUBJECT} AND root = {ROOTS}"),
        Guarded(models.RawDelivery, f"{of_subject()} OR {NO_SUBJECT} AND body = {BODIES}"),
        Guarded(models.Account, f"root = {ROOTS}"),
        Guarded(models.Chat, of_subject()),
    )


def _held() -> Held:
    from answerable.channels import held

    return held.HELD


def _counted() -> Tables:
    from answerable.channels import models

    return models.Message, models.RawDelivery, models.Account


CHANNELS: Final = Room(
    name="channels",
    sealed=SEALED,
    rows=_rows,
    held=_held,
    urls=_urls,
    refusals=_refusals,
    menu=(
        MenuEntry(
            page="desk:channels:list", says=_("Ways in and out"), menus=(Menu.DESK_OWN,), place=15, power=Power.PEOPLE
        ),
    ),
    gauges=_gauges,
    red_lines=_red_lines,
    jobs=_jobs,
    counted=_counted,
)
