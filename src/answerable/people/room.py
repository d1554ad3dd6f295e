"""The declaration of people."""

from collections.abc import Mapping
from typing import Final

from answerable.base.room import Room, Urls


def _urls() -> Urls:
    from answerable.people import urls

    return Urls(desk=urls.desk)


def _refusals() -> Mapping[str, object]:
    from answerable.people import wording

    return wording.REASONS


def _jobs() -> tuple[object, ...]:
    from answerable.people import jobs

    return (jobs.sweep,)


PEOPLE: Final = Room(
    name="people",
    no_rows="bodies, roles and officers: nothing of a resident; signing in looks for an account before it is known whose",
    urls=_urls,
    refusals=_refusals,
    jobs=_jobs,
    counted=("people_account",),
)
