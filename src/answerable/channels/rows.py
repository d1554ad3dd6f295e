"""The columns of this room's tables that a hot statement may write: the only spelling of them, a function a table.

Each gives field -> value for one new row (`base.statement`). Keeping a message, telling somebody, the registration in
one statement and the import write what these say. Texts and addresses come sealed; nothing is read.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from answerable.base.actor import Actor
from answerable.base.statement import FilledValue
from answerable.base.subject import Subject
from answerable.channels import rules
from answerable.channels.terms import AccountFacts, Channel, DeliveryState, MessageKind, Way

Columns = dict[str, Any]


def message(
    *,
    ref: int,
    root: int,
    subject: Subject,
    channel: Channel | str,
    incoming: bool,
    kind: MessageKind,
    author: Actor,
    at: datetime,
    language: str,
    text: bytes,
) -> Columns:
    """`channels_message`: one communication, word for word, its text sealed."""
    return {
        "id": ref,
        "root": root,
        "thing": str(subject),
        "channel": str(channel),
        "incoming": incoming,
        "kind": kind.value,
        "author": author.word,
        "at": at,
        "language": language,
        "text": text,
    }


def delivery(*, channel: Channel | str, external: str, message: int, subject: Subject) -> Columns:
    """`channels_delivery`: by which a repeated delivery is known. `external` is the channel's own name of it."""
    return {"id": rules.delivery_id(Channel(channel), external), "message": message, "thing": str(subject)}


def notice(
    *,
    ref: int,
    root: int,
    subject: Subject,
    dedupe: str,
    way: Way | str,
    address: bytes,
    language: str,
    kind: str,
    words: Mapping[str, str | int] | FilledValue,
    at: datetime,
    enclosed: bytes | None = None,
    said: bytes | None = None,
    receiver: bytes | None = None,
) -> Columns:
    """`channels_notice`: something to be told, not sent yet. `dedupe` names it, however often it is asked for.

    `receiver` (`rules.receiver_id`) stands on an acknowledgement, of which one address gets only so many a day.
    """
    return {
        "id": ref,
        "root": root,
        "thing": str(subject),
        "dedupe": dedupe,
        "way": Way(way).value,
        "address": address,
        "language": language,
        "kind": kind,
        "words": words if isinstance(words, FilledValue) else json.dumps(dict(words)),
        "enclosed": enclosed,
        "said": said,
        "receiver": receiver,
        "at": at,
        "external": "",
        "unknown": 0,
        "fault": "",
        "tries": 0,
    }


def raw_delivery(*, ref: int, account: AccountFacts, key: bytes, content: bytes, size: int, at: datetime) -> Columns:
    """`channels_raw_delivery`: what came, sealed, before anything is read of it. `key`: `rules.raw_delivery_id`."""
    return {
        "id": ref,
        "root": account.root,
        "body": account.body,
        "channel": account.channel.value,
        "account": account.id,
        "key": key,
        "content": content,
        "size": size,
        "at": at,
        "state": DeliveryState.WAITING.value,
        "why": "",
        "thing": "",
        "perhaps": "",
        "tries": 0,
        "settled_by": "",
        "proof": "",
        "checks": "",
    }
