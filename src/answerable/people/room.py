"""The declaration of people."""

from collections.abc import Mapping
from typing import Final

from answerable.base.room import Room, Tables, Urls
from answerable.people.sealed_fields import SEALED


def _urls() -> Urls:
    from answerable.people import urls

    return Urls(desk=urls.desk)


def _refusals() -> Mapping[str, object]:
    from answerable.people import wording

    return wording.REASONS


def _jobs() -> tuple[object, ...]:
    from answerable.people import jobs

    return (jobs.sweep,)


def _counted() -> Tables:
    from answerable.people import models

    return (models.Account,)


PEOPLE: Final = Room(
    name="people",
    no_rows="bodies, roles and officers: nothing of a resident; signing in looks for an account before it is known whose",
    urls=_urls,
    refusals=_refusals,
    jobs=_jobs,
    sealed=SEALED,
    counted=_counted,
)
