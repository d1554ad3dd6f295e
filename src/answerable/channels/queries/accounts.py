"""Mailboxes, bots, communities and numbers, with what they are opened with."""

import json
from datetime import date

from answerable.base import row_scope
from answerable.base.verdict import MissingError
from answerable.channels.models import Account
from answerable.channels.sealed_fields import ACCOUNT_SETTINGS
from answerable.channels.terms import AccountFacts, Channel
from answerable.vault.sealing import open_text


@row_scope.as_system()
def account_named(channel: Channel, name: str) -> AccountFacts:
    """The account of that name, with its settings, for a hook or a command. Raises Missing when there is none."""
    found = Account.objects.filter(channel=channel, name=name, shut_at=None).first()
    if found is None:
        raise MissingError
    return facts_of(found)


@row_scope.as_system()
def account_by_id(ref: int) -> AccountFacts:
    """One account, shut ones too. Raises Missing."""
    found = Account.objects.filter(id=ref).first()
    if found is None:
        raise MissingError
    return facts_of(found)


@row_scope.as_system()
def place_of(ref: int) -> str:
    """How far an account was read that has to be asked, as its integration writes it; empty before the first time."""
    return Account.objects.values_list("place", flat=True).get(id=ref)


@row_scope.as_system()
def expiry_of(ref: int) -> date | None:
    """The last day of an account's token, where it is known."""
    return Account.objects.values_list("expires_on", flat=True).get(id=ref)


@row_scope.as_system()
def accounts_of(channel: Channel) -> list[AccountFacts]:
    """The accounts of a channel that are in use, the oldest first."""
    return [facts_of(row) for row in Account.objects.filter(channel=channel, shut_at=None).order_by("id")]


def facts_of(row: Account) -> AccountFacts:
    """An account as an integration is given it. Raises `vault.terms.UnreadableError` for damaged settings."""
    settings: dict[str, str] = json.loads(open_text(ACCOUNT_SETTINGS, row.settings, root=row.root, ref=row.id))
    return AccountFacts(
        id=row.id, channel=Channel(row.channel), name=row.name, body=row.body, root=row.root, settings=settings
    )
