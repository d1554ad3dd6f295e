"""Mailboxes, bots, communities and numbers: set, changed, shut; and what is wrong with one."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.base.verdict import InvalidError, MissingError, must
from answerable.channels import policy
from answerable.channels.actions import write_notice
from answerable.channels.models import Account
from answerable.channels.sealed_fields import ACCOUNT_SETTINGS
from answerable.channels.terms import Channel, Deed, NoticeKind, Way
from answerable.ledger import actions as ledger_actions
from answerable.people import queries as people_queries
from answerable.vault.sealing import open_text, seal_text

NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,38}")


@transaction.atomic
def set_account(
    *,
    by: Actor,
    at: datetime,
    channel: Channel,
    name: str,
    body: str,
    settings: Mapping[str, str],
    expires_on: date | None = None,
) -> int:
    """Set an account up, or change it: settings that are not named stay as they are. Returns its id.

    `expires_on` is the last day of its token, where that is known. Refuses who does not grant seats in the body, a name
    that could not stand in an address, a body that nobody knows, and to take an account over from a body of others.
    """
    if not NAME.fullmatch(name):
        raise InvalidError(name="channel.name")
    owner = people_queries.body(body)
    root = people_queries.command_tree().root(owner.id)
    must(policy.can_set_account(by, line=people_queries.command_tree().upwards(owner.id)))
    with row_scope.as_system():  # the name may be taken where this desk does not look: then the policy says no
        account = Account.objects.select_for_update().filter(channel=channel, name=name).first()
    if account is not None:
        must(policy.can_set_account(by, line=people_queries.command_tree().upwards(account.body)))
    if account is None:
        account = Account(id=new_id(), channel=channel, name=name, made_at=at, root=root)
        known: dict[str, str] = {}
    else:
        known = json.loads(open_text(ACCOUNT_SETTINGS, account.settings, root=account.root, ref=account.id))
    account.body, account.root, account.shut_at = owner.id, root, None
    account.fault, account.fault_at, account.expires_on = "", None, expires_on
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
    account = _locked(channel, name)
    must(policy.can_set_account(by, line=people_queries.command_tree().upwards(account.body)))
    account.shut_at = at
    account.save(update_fields=["shut_at"])
    facts = {"channel": channel.value, "name": name}
    thing = f"channel/{account.id}"
    ledger_actions.record(by=by, at=at, deed=Deed.ACCOUNT_SHUT, thing=thing, root=account.root, facts=facts)


def _locked(channel: Channel, name: str) -> Account:
    """The account in use of that name, locked. Raises Missing."""
    account = Account.objects.select_for_update().filter(channel=channel, name=name, shut_at=None).first()
    if account is None:
        raise MissingError
    return account


@transaction.atomic
def send_test(*, by: Actor, at: datetime, channel: Channel, name: str, address: str, language: str) -> None:
    """Send a message through the account itself to an address of ours, to see whether it arrives. Missing when there is none.

    What came back, or that it arrived, is noted as for any notice.
    """
    account = _locked(channel, name)
    must(policy.can_set_account(by, line=people_queries.command_tree().upwards(account.body)))
    if not address.strip() or channel.value not in {way.value for way in Way}:
        raise InvalidError(address="field.needed")
    thing = Subject("channel", account.id)
    write_notice(
        root=account.root,
        subject=thing,
        dedupe=f"{thing}/test/{at.isoformat()}",
        way=Way(channel),
        address=address.strip(),
        language=language,
        kind=NoticeKind.TEST,
        words={"account": account.id, "channel": channel.value, "name": name, "at": at.isoformat(timespec="minutes")},
        at=at,
    )
    facts = {"channel": channel.value, "name": name}
    ledger_actions.record(by=by, at=at, deed=Deed.ACCOUNT_TESTED, thing=str(thing), root=account.root, facts=facts)


def note_sent(*, account: int, at: datetime) -> None:
    """Note that something went out by an account."""
    Account.objects.filter(id=account).update(sent_at=at)


def note_fault(*, account: int, at: datetime, code: str) -> None:
    """Note that nothing comes or goes by an account, and since when; an empty code: it works again."""
    changed = Account.objects.filter(id=account).exclude(fault=code[:60])
    changed.update(fault=code[:60], fault_at=at if code else None)
    Account.objects.filter(id=account).update(checked_at=at)


def move_place(*, account: int, place: str) -> None:
    """Note how far an account was read: after what came until there is kept."""
    Account.objects.filter(id=account).update(place=place)
