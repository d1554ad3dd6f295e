"""The declaration of api."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from answerable.api.sealed_fields import SEALED
from answerable.base.follower import Follower
from answerable.base.menu import Menu, MenuEntry
from answerable.base.room import Held, Room, Rows, Tables, Urls
from answerable.base.row_policy import ROOTS, Guarded
from answerable.people.terms import Power


def _urls() -> Urls:
    from answerable.api import urls

    return Urls(plain=urls.plain, desk=urls.desk)


def _refusals() -> Mapping[str, object]:
    from answerable.api import wording

    return wording.REASONS


def _gauges() -> Mapping[str, float]:
    from answerable.api import queries

    return queries.gauges()


def _followers() -> Sequence[Follower]:
    from answerable.api import followers

    return followers.FOLLOWERS


def _jobs() -> tuple[object, ...]:
    from answerable.api import jobs

    return (jobs.send_call, jobs.send_calls)


def _rows() -> Rows:
    from answerable.api import models

    return (Guarded(models.Webhook, f"root = {ROOTS}"), Guarded(models.WebhookCall, f"root = {ROOTS}"))


def _held() -> Held:
    from answerable.api import held

    return held.HELD


def _counted() -> Tables:
    from answerable.api import models

    return (models.Webhook,)


API: Final = Room(
    name="api",
    sealed=SEALED,
    rows=_rows,
    held=_held,
    urls=_urls,
    menu=(
        MenuEntry(
            page="desk:api:list", says=_("Programs of others"), menus=(Menu.DESK_OWN,), place=17, power=Power.PEOPLE
        ),
    ),
    refusals=_refusals,
    gauges=_gauges,
    followers=_followers,
    jobs=_jobs,
    counted=_counted,
)
