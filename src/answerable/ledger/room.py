"""The ledger's declaration."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from answerable.base.menu import Menu, MenuEntry
from answerable.base.room import Room, Tables, Urls, followers_by_room
from answerable.base.sealed import SealedOtherwise, Under


def _urls() -> Urls:
    from answerable.ledger import urls

    return Urls(plain=urls.plain, public=urls.public)


def _gauges() -> Mapping[str, float]:
    from answerable.ledger import queries

    return queries.gauges(followers_by_room())


def _red_lines(at: datetime) -> Iterable[str]:
    from answerable.ledger import queries
    from answerable.ledger.queries import clocks

    return [*queries.troubles(at=at), *clocks.troubles(at), *queries.followers_in_trouble(followers_by_room(), at=at)]


def _refusals() -> Mapping[str, object]:
    from answerable.ledger import wording

    return wording.REFUSALS


def _jobs() -> tuple[object, ...]:
    from answerable.ledger import jobs

    return jobs.look, jobs.audit


def _opens_case_key(row: Any) -> bool:
    from answerable.ledger import casekeys, queries

    try:
        return queries.case_key(row.thing) is not None
    except casekeys.CaseKeyError:
        return False


def _counted() -> Tables:
    from answerable.ledger import models

    return (models.Entry, models.Leaf)


LEDGER: Final = Room(
    name="ledger",
    leaves=("config", "statement", "anchor", "private-root", "witness-retired", "clock-mended"),
    no_rows="deeds and leaves, append-only, without anything personal: read by position and by subject, never by tree",
    sealed=(
        SealedOtherwise(
            table="ledger_case_key",
            column="sealed",
            under=Under.SERVER,
            says="ledger.casekeys, which stands below the vault; bound to the case's code",
            opens=_opens_case_key,
        ),
    ),
    urls=_urls,
    menu=(
        MenuEntry(
            page="public:ledger:log", says=_("The public log, and receipts"), menus=(Menu.PUBLIC_FOOT,), place=80
        ),
    ),
    refusals=_refusals,
    gauges=_gauges,
    red_lines=_red_lines,
    jobs=_jobs,
    counted=_counted,
)
