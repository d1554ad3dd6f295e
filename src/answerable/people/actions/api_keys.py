"""Keys of other people's programs: issued, and taken back."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.ledger.actions import record
from answerable.people import policy, queries, rules
from answerable.people.actions import locked_rows
from answerable.people.actions.limits import take_attempt
from answerable.people.models import ApiKey
from answerable.people.terms import ApiScope, Deed

BYTES: Final = 24
MINUTE: Final = timedelta(minutes=1)


@transaction.atomic
def issue_api_key(
    *, by: Actor, at: datetime, body: int, name: str, scopes: Iterable[ApiScope], ends_at: datetime
) -> tuple[ApiKey, str]:
    """Issue a key for a body; returns it and its text, which is told once and kept nowhere.

    Refuses whoever grants no seats in the body, and a key that has ended before it begins. One that shows sealed things
    works only when somebody else has agreed (`confirm_api_key`).
    """
    where = queries.body(body)
    must(policy.can_issue_key(by, line=locked_rows.command_line(body)))
    if ends_at <= at:
        raise InvalidError(ends_at="people.ends-before-it-begins")
    text = secrets.token_urlsafe(BYTES)
    key = ApiKey(
        body_id=body,
        name=name,
        scopes=sorted(scopes),
        digest=rules.api_key_digest(text),
        issued_at=at,
        issued_by=by.word,
        ends_at=ends_at,
    )
    key.save(force_insert=True)
    record(
        by=by,
        at=at,
        deed=Deed.API_KEY_ISSUED,
        thing=f"api_key/{key.id}",
        root=where.root,
        facts={"body": body, "until": ends_at.date().isoformat()},
    )
    return key, text


@transaction.atomic
def confirm_api_key(*, by: Actor, at: datetime, key: int) -> None:
    """Agree to a key that shows sealed things: it works from now on.

    Refuses whoever issued it, and one that needs no second person, has one, or is over.
    """
    row = _locked(key)
    must(policy.can_confirm_key(by, line=locked_rows.command_line(row.body_id), issued_by=row.issued_by))
    if not rules.waits_for_second(row.scopes, confirmed_by=row.confirmed_by) or row.revoked_at is not None:
        raise NotNowError("people.key-settled")
    row.confirmed_by = by.word
    row.save(update_fields=["confirmed_by"])
    record(
        by=by,
        at=at,
        deed=Deed.API_KEY_CONFIRMED,
        thing=f"api_key/{key}",
        root=queries.body(row.body_id).root,
        facts={"body": row.body_id},
    )


@transaction.atomic
def revoke_api_key(*, by: Actor, at: datetime, key: int) -> None:
    """Take a key back, from this moment on. Refuses whoever grants no seats in its body, and what was taken back before."""
    row = _locked(key)
    must(policy.can_issue_key(by, line=locked_rows.command_line(row.body_id)))
    if row.revoked_at is not None:
        raise NotNowError("people.key-taken-back")
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    record(
        by=by,
        at=at,
        deed=Deed.API_KEY_REVOKED,
        thing=f"api_key/{key}",
        root=queries.body(row.body_id).root,
        facts={"body": row.body_id},
    )


def take_request(who: int | str, *, at: datetime) -> bool:
    """Take one request out of what a program may ask in a minute, by its key, or by its address where it has none."""
    return take_attempt(f"api:{who}", per=MINUTE, most=settings.ANSWERABLE.api_per_minute, at=at)


def _locked(key: int) -> ApiKey:
    """The key, locked. Raises Missing."""
    row = ApiKey.objects.select_for_update().filter(id=key).first()
    if row is None:
        raise MissingError
    return row
