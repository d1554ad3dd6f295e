"""Accounts: made, closed, and their passwords."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, NotNowError, must
from answerable.ledger.actions import record
from answerable.people import policy, powers, rules
from answerable.people.actions import factors, locked_rows, sessions
from answerable.people.actions.loading import FirstPassword, draw_password
from answerable.people.models import Account, Identity, Seat
from answerable.people.terms import Deed


def make_account(
    *,
    by: Actor,
    at: datetime,
    drawn: FirstPassword,
    login: str,
    name: str,
    post: dict[str, str],
    language: str,
    email: str = "",
    named: bool,
) -> Account:
    """Make an account with a password for the first sign-in, which is told once and changed at once.

    Refuses whoever grants seats nowhere, and a sign-in name that is taken or that nobody can type everywhere.
    """
    must(policy.can_make_account(by))
    if not rules.is_login(login):
        raise InvalidError(login="people.login-misspelt")
    with transaction.atomic():
        if Account.objects.filter(login__iexact=login).exists():
            raise InvalidError(login="people.login-taken")
        account = Account(
            login=login,
            name=name,
            post=post,
            email=email,
            language=language,
            named=named,
            must_change_password=True,
            created_at=at,
            password=drawn.hashed,
        )
        account.save(force_insert=True)
        record(by=by, at=at, deed=Deed.ACCOUNT_MADE, thing=f"account/{account.id}")
    return account


@transaction.atomic
def close_account(*, by: Actor, at: datetime, account: int) -> None:
    """Close an account for good and end its sessions. Refuses one's own, and whom one doesn't command."""
    row = locked_rows.locked_account(account)
    must(policy.can_close(by, lines=locked_rows.command_lines(account, at), account=account))
    if not row.is_active:
        raise NotNowError("people.account-closed")
    row.is_active = False
    row.save(update_fields=["is_active"])
    sessions.drop_other_sessions(account)
    record(by=by, at=at, deed=Deed.ACCOUNT_CLOSED, thing=f"account/{account}")


def change_password(*, by: Actor, at: datetime, account: int, password: str, keep: str = "") -> None:
    """Set one's own new password; every other session ends. Refuses anybody else's account.

    by      the person; an account without a seat has the actor that `queries.person` gives
    keep    digest of the session in which this happens
    """
    must(policy.is_own(by, account=account))
    hashed = make_password(password)
    with transaction.atomic():
        row = locked_rows.locked_account(account)
        row.password, row.must_change_password = hashed, False
        row.save(update_fields=["password", "must_change_password"])
        sessions.drop_other_sessions(account, keep=keep)
        record(by=by, at=at, deed=Deed.PASSWORD_CHANGED, thing=f"account/{account}")


def reset_account(*, by: Actor, at: datetime, account: int) -> str:
    """Give somebody who is locked out a new first password, without second factors; returns the password.

    Whoever resets could sign in as the person. So seats that two persons must grant wait for a second person again.
    """
    drawn = draw_password()
    with transaction.atomic():
        row = locked_rows.locked_account(account)
        must(policy.can_reset(by, lines=locked_rows.command_lines(account, at), account=account))
        row.password, row.must_change_password = drawn.hashed, True
        row.save(update_fields=["password", "must_change_password"])
        factors.drop_factors(account)
        sessions.drop_other_sessions(account)
        record(by=by, at=at, deed=Deed.PASSWORD_RESET, thing=f"account/{account}")
        Identity.objects.filter(account=account).delete()
        suspend_seats(by=by, at=at, account=account)
    return drawn.password


def suspend_seats(*, by: Actor, at: datetime, account: int) -> None:
    """Let seats that two persons must grant wait for a second person again, in the transaction of the reason."""
    for seat in Seat.objects.select_for_update(of=("self",)).select_related("role", "body").filter(account=account):
        if seat.confirmed_by and seat.ended_at is None and powers.needs_second(seat.role.powers):
            seat.confirmed_by, seat.granted_by = "", by.word
            seat.save(update_fields=["confirmed_by", "granted_by"])
            record(by=by, at=at, deed=Deed.SEAT_SUSPENDED, thing=f"seat/{seat.id}", root=seat.body.root)


@transaction.atomic
def change_language(*, by: Actor, at: datetime, account: int, language: str) -> None:
    """Set the language of one's own pages. Refuses anybody else's account."""
    must(policy.is_own(by, account=account))
    row = locked_rows.locked_account(account)
    row.language = language
    row.save(update_fields=["language"])
    record(by=by, at=at, deed=Deed.LANGUAGE_CHANGED, thing=f"account/{account}", facts={"language": language})
