"""Seats: granted, confirmed by a second person where sealed things can be read, and ended."""

from datetime import date, datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, NotNowError, must
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact
from answerable.people import policy, powers, queries
from answerable.people.actions import locked_rows, sessions
from answerable.people.models import Role, Seat
from answerable.people.terms import Deed


@transaction.atomic
def grant_seat(
    *,
    by: Actor,
    at: datetime,
    account: int,
    body: int,
    role: str,
    from_on: date,
    until_on: date | None = None,
    heads: bool = False,
) -> Seat:
    """Give a person a seat in a body; returns it. It works from `from_on`, or when a second person has confirmed it.

    Refuses a seat for oneself and a body that one doesn't grant in; a closed account; dates the wrong way round.
    """
    person, where = locked_rows.locked_account(account), queries.body(body)
    must(policy.can_grant(by, line=locked_rows.command_line(body), account=account))
    if not person.is_active:
        raise NotNowError("people.account-closed")
    if until_on is not None and until_on < from_on:
        raise InvalidError(until_on="people.ends-before-it-begins")
    kind = _role(role)
    seat = Seat(
        account=person,
        body_id=body,
        role=kind,
        heads=heads,
        from_on=from_on,
        until_on=until_on,
        granted_by=by.word,
        confirmed_by="" if powers.needs_second(kind.powers) else by.word,
    )
    seat.save(force_insert=True)
    facts: dict[str, Fact | list[int]] = {
        "account": account,
        "body": body,
        "role": role,
        "from": from_on.isoformat(),
        "heads": heads,
    }
    record(by=by, at=at, deed=Deed.SEAT_GRANTED, thing=f"seat/{seat.id}", root=where.root, facts=facts)
    sessions.drop_other_sessions(account)
    return seat


def _role(code: str) -> Role:
    kind = Role.objects.filter(code=code).first()
    if kind is None:
        raise InvalidError(role="people.no-such-role")
    return kind


@transaction.atomic
def confirm_seat(*, by: Actor, at: datetime, seat: int) -> None:
    """Let a granted seat work. Refuses the one who granted it, the one who gets it, and whoever they stand in for."""
    row = locked_rows.locked_seat(seat)
    must(
        policy.can_confirm(
            by, line=locked_rows.command_line(row.body_id), account=row.account_id, granted_by=row.granted_by
        ),
    )
    if row.confirmed_by or row.ended_at is not None:
        raise NotNowError("people.seat-settled")
    row.confirmed_by = by.word
    row.save(update_fields=["confirmed_by"])
    record(by=by, at=at, deed=Deed.SEAT_CONFIRMED, thing=f"seat/{seat}", root=row.body.root)
    sessions.drop_other_sessions(row.account_id)


@transaction.atomic
def end_seat(*, by: Actor, at: datetime, seat: int) -> None:
    """End a seat at once; the person's sessions end with it. Refuses whoever neither holds it nor grants there."""
    row = locked_rows.locked_seat(seat)
    must(policy.can_end(by, line=locked_rows.command_line(row.body_id), account=row.account_id))
    if row.ended_at is not None:
        raise NotNowError("people.seat-settled")
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(by=by, at=at, deed=Deed.SEAT_ENDED, thing=f"seat/{seat}", root=row.body.root)
    sessions.drop_other_sessions(row.account_id)
