"""Keys of other people's programs: issued, and taken back."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.ledger.actions import record
from answerable.people import policy, queries
from answerable.people.actions import locked_rows
from answerable.people.models import ApiKey
from answerable.people.rules import api_key_digest
from answerable.people.terms import ApiScope, Deed

BYTES: Final = 24


@transaction.atomic
def issue_api_key(
    *, by: Actor, at: datetime, body: int, name: str, scopes: Iterable[ApiScope], ends_at: datetime
) -> tuple[ApiKey, str]:
    """Issue a key for a body; returns it and its text, which is told once and kept nowhere.

    Refuses whoever grants no seats in the body, and a key that has ended before it begins.
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
        digest=api_key_digest(text),
        issued_at=at,
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
def revoke_api_key(*, by: Actor, at: datetime, key: int) -> None:
    """Take a key back, from this moment on. Refuses whoever grants no seats in its body, and what was taken back before."""
    row = ApiKey.objects.select_for_update().filter(id=key).first()
    if row is None:
        raise MissingError
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
