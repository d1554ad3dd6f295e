"""Mailboxes, bots, communities and numbers: set, changed, shut; and what is wrong with one."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError
from answerable.channels.models import Account
from answerable.channels.sealed_fields import ACCOUNT_SETTINGS
from answerable.channels.terms import Channel, Deed
from answerable.ledger import actions as ledger_actions
from answerable.people import queries as people_queries
from answerable.vault.sealing import open_text, seal_text

NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,38}")


@transaction.atomic
def set_account(*, by: Actor, at: datetime, channel: Channel, name: str, body: str, settings: Mapping[str, str]) -> int:
    """Set an account up, or change it: settings that are not named stay as they are. Returns its id.

    Refuses a name that could not stand in an address, and a body that nobody knows.
    """
    if not NAME.fullmatch(name):
        raise InvalidError(name="channel.name")
    owner = people_queries.body(body)
    root = people_queries.command_tree().root(owner.id)
    account = Account.objects.select_for_update().filter(channel=channel, name=name).first()
    if account is None:
        account = Account(id=new_id(), channel=channel, name=name, made_at=at, root=root)
        known: dict[str, str] = {}
    else:
        known = json.loads(open_text(ACCOUNT_SETTINGS, account.settings, root=account.root, ref=account.id))
    account.body, account.root, account.shut_at = owner.id, root, None
    account.fault, account.fault_at = "", None
    said = json.dumps({**known, **settings}, sort_keys=True)
    account.settings = seal_text(ACCOUNT_SETTINGS, said, root=root, ref=account.id)
    account.save()
    facts = {"channel": channel.value, "name": name, "body": owner.id}
    thing = f"channel/{account.id}"
    ledger_actions.record(by=by, at=at, deed=Deed.ACCOUNT_SET, thing=thing, root=root, facts=facts)
    return account.id


@transaction.atomic
def shut_account(*, by: Actor, at: datetime, channel: Channel, name: str) -> None:
    """Shut an account: nothing more is taken or sent by it. Missing when there is none open."""
    account = Account.objects.select_for_update().filter(channel=channel, name=name, shut_at=None).first()
    if account is None:
        raise MissingError
    account.shut_at = at
    account.save(update_fields=["shut_at"])
    facts = {"channel": channel.value, "name": name}
    thing = f"channel/{account.id}"
    ledger_actions.record(by=by, at=at, deed=Deed.ACCOUNT_SHUT, thing=thing, root=account.root, facts=facts)


def note_fault(*, account: int, at: datetime, code: str) -> None:
    """Note that nothing comes or goes by an account, and since when; an empty code: it works again."""
    changed = Account.objects.filter(id=account).exclude(fault=code[:60])
    changed.update(fault=code[:60], fault_at=at if code else None)
    Account.objects.filter(id=account).update(checked_at=at)


def move_place(*, account: int, place: str) -> None:
    """Note how far an account was read: after what came until there is kept."""
    Account.objects.filter(id=account).update(place=place)
