"""The declaration of people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from answerable.base.menu import Menu, MenuEntry
from answerable.base.room import Held, LastingDeed, Room, Tables, Urls
from answerable.base.subject import Subject
from answerable.people.sealed_fields import SEALED
from answerable.people.terms import Deed, Power


def _urls() -> Urls:
    from answerable.people import urls

    return Urls(desk=urls.desk)


def _refusals() -> Mapping[str, object]:
    from answerable.people import wording

    return wording.REASONS


def _jobs() -> tuple[object, ...]:
    from answerable.people import jobs

    return (jobs.sweep, jobs.learn_words)


def _held() -> Held:
    from answerable.people import held

    return held.HELD


def _counted() -> Tables:
    from answerable.people import models

    return (models.Account,)


def _seat_ended_again(seat: Subject, at: datetime) -> bool:
    from answerable.people.actions import restored

    return restored.end_seat_again(seat.id, at=at)


def _account_closed_again(account: Subject, at: datetime) -> bool:
    from answerable.people.actions import restored

    return restored.close_account_again(account.id, at=at)


PEOPLE: Final = Room(
    name="people",
    no_rows="bodies, roles and officers: nothing of a resident; signing in looks for an account before it is known whose",
    urls=_urls,
    menu=(
        MenuEntry(page="desk:people:staff", says=_("People"), menus=(Menu.DESK_OWN,), place=10, power=Power.PEOPLE),
        MenuEntry(page="desk:people:absence", says=_("My absence"), menus=(Menu.DESK_OWN,), place=40),
        MenuEntry(page="desk:people:me", says=_("My account"), menus=(Menu.DESK_OWN,), place=50),
        MenuEntry(page="desk:people:sign-out", says=_("Sign out"), menus=(Menu.DESK_OWN,), place=60, posts=True),
    ),
    refusals=_refusals,
    jobs=_jobs,
    sealed=SEALED,
    held=_held,
    counted=_counted,
    lasting=(
        LastingDeed(deed=Deed.SEAT_ENDED, again=_seat_ended_again),
        LastingDeed(deed=Deed.ACCOUNT_CLOSED, again=_account_closed_again),
    ),
)
