"""Bodies and people for the tests of this room and the rooms above: made the way the system makes them, with deeds."""

from datetime import UTC, date, datetime
from functools import cache
from itertools import count
from typing import Final

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import transaction

from answerable.base.actor import SYSTEM
from answerable.base.ids import new_id
from answerable.ledger.actions import record
from answerable.people.models import Account, Body, Role, Seat
from answerable.people.terms import Deed

AT: Final = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
PASSWORD: Final = "correct horse battery staple"
_numbers: Final = count(1)


def make_body(code: str = "", *, parent: Body | None = None, kind: str = "police", zone: str = "Europe/Kyiv") -> Body:
    """A body below another, named by its code."""
    new = new_id()
    code = code or f"body-{next(_numbers)}"
    return Body.objects.create(
        id=new,
        code=code,
        kind=kind,
        parent=parent,
        root=parent.root if parent else new,
        name={"en": code, "uk": f"{code} (uk)", "ru": f"{code} (ru)"},
        zone=zone,
        calendar="UA",
        prefix="" if parent else "T",
    )


def make_role(*powers: str, code: str = "") -> Role:
    """A role with some powers."""
    code = code or ("-".join(powers) or "none")
    made = Role.objects.get_or_create(code=code[:40], defaults={"name": {"en": code}, "powers": list(powers)})
    return made[0]


@cache
def _hashed(password: str) -> str:
    """Hash a password once in a test run, and quickly: a slow hash for each of many accounts is nobody's gain."""
    hasher = Argon2PasswordHasher()
    hasher.time_cost, hasher.memory_cost, hasher.parallelism = 1, 64, 1
    return hasher.encode(password, hasher.salt())


def make_account(login: str = "", *, password: str = PASSWORD, **words: object) -> Account:
    """An account with its deed, ready to sign in."""
    login = login or f"person-{next(_numbers)}"
    columns = {"name": login.title(), "created_at": AT, "language": "en", "password": _hashed(password), **words}
    with transaction.atomic():
        account = Account.objects.create(login=login, **columns)
        record(by=SYSTEM, at=AT, deed=Deed.ACCOUNT_MADE, thing=f"account/{account.id}")
    return account


def give_seat(
    account: Account,
    body: Body,
    *powers: str,
    heads: bool = False,
    from_on: date = date(2026, 1, 1),
    until_on: date | None = None,
    confirmed: bool = True,
) -> Seat:
    """A seat with its deed, confirmed unless asked otherwise."""
    with transaction.atomic():
        seat = Seat.objects.create(
            account=account,
            body=body,
            role=make_role(*powers),
            heads=heads,
            from_on=from_on,
            until_on=until_on,
            granted_by=SYSTEM.word,
            confirmed_by=SYSTEM.word if confirmed else "",
        )
        record(by=SYSTEM, at=AT, deed=Deed.SEAT_GRANTED, thing=f"seat/{seat.id}", root=body.root)
    return seat


def make_person(login: str, body: Body, *powers: str, heads: bool = False) -> Account:
    """An account with one confirmed seat."""
    account = make_account(login)
    give_seat(account, body, *powers, heads=heads)
    return account
