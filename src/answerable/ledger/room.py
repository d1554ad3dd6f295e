"""The ledger's declaration."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from answerable.base.room import Room, Urls, followers_by_room


def _urls() -> Urls:
    from answerable.ledger import urls

    return Urls(plain=urls.plain, public=urls.public)


def _gauges() -> Mapping[str, float]:
    from answerable.ledger import queries

    return queries.gauges(followers_by_room())


def _red_lines(at: datetime) -> Iterable[str]:
    from answerable.ledger import queries

    return [*queries.troubles(at=at), *queries.followers_in_trouble(followers_by_room(), at=at)]


def _jobs() -> tuple[object, ...]:
    from answerable.ledger import jobs

    return jobs.look, jobs.audit, jobs.publish_counts


LEDGER: Final = Room(
    name="ledger",
    leaves=("config", "statement", "anchor", "private-root"),
    no_rows="deeds and leaves, append-only, without anything personal: read by position and by subject, never by tree",
    urls=_urls,
    gauges=_gauges,
    red_lines=_red_lines,
    jobs=_jobs,
    counted=("ledger_entry", "ledger_leaf"),
)
