"""The link between an account and the organisation's own sign-in: made and undone by whoever may reset the account.

Whoever links could sign in as the person, exactly like whoever resets a password. So the consequences are the same:
sessions end, and seats that two persons must grant wait for a second person again.
"""

import hashlib
import hmac
from datetime import datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.ledger.actions import record
from answerable.people import policy
from answerable.people.actions import locked_rows, sessions
from answerable.people.actions.accounts import suspend_seats
from answerable.people.keys import server_key
from answerable.people.models import Account, Identity
from answerable.people.sealing import subkey
from answerable.people.terms import Deed


def digest_of(issuer: str, subject: str) -> str:
    """What we keep of a person at a provider: a digest under a key outside the database."""
    words = f"{len(issuer)} {issuer} {subject}".encode("utf-8", "surrogatepass")
    return hmac.new(subkey(server_key(), "identities"), words, hashlib.sha256).hexdigest()


def account_of(issuer: str, subject: str) -> Account | None:
    """The account that is linked with a person at a provider; none for a closed one."""
    link = Identity.objects.filter(digest=digest_of(issuer, subject), account__is_active=True).first()
    return None if link is None else link.account


def is_linked(account: int) -> bool:
    """Say whether an account is linked."""
    return Identity.objects.filter(account=account).exists()


@transaction.atomic
def link(*, by: Actor, at: datetime, account: int, issuer: str, subject: str) -> None:
    """Link an account. Refuses one's own, whom one doesn't command, a closed one, and a person linked already."""
    row = locked_rows.locked_account(account)
    must(policy.can_reset(by, lines=locked_rows.command_lines(account, at), account=account))
    if not row.is_active:
        raise NotNowError("people.account-closed")
    if not subject.strip():
        raise InvalidError(subject="field.needed")
    digest = digest_of(issuer, subject.strip())
    if Identity.objects.filter(digest=digest).exists():
        raise InvalidError(subject="people.linked-already")
    Identity.objects.filter(account=row).delete()
    Identity.objects.create(digest=digest, account=row, linked_by=by.word, linked_at=at)
    sessions.drop_other_sessions(account)
    record(by=by, at=at, deed=Deed.IDENTITY_LINKED, thing=f"account/{account}")
    suspend_seats(by=by, at=at, account=account)


@transaction.atomic
def unlink(*, by: Actor, at: datetime, account: int) -> None:
    """Undo the link and end the account's sessions. Refuses like `link`."""
    locked_rows.locked_account(account)
    must(policy.can_reset(by, lines=locked_rows.command_lines(account, at), account=account))
    if not Identity.objects.filter(account=account).delete()[0]:
        raise MissingError
    sessions.drop_other_sessions(account)
    record(by=by, at=at, deed=Deed.IDENTITY_UNLINKED, thing=f"account/{account}")
