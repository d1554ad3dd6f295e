"""Reading the letterbox: what came and waits, word for word; chats; what a reference means."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet

from answerable.base.subject import Subject, SubjectError
from answerable.base.verdict import MissingError
from answerable.channels import rules
from answerable.channels.models import Chat, Delivery, Notice, RawDelivery
from answerable.channels.sealed_fields import CHAT_STATE, RAW_CONTENT
from answerable.channels.terms import AccountFacts, Channel, DeliveryState
from answerable.vault.keys import server_key
from answerable.vault.rules.subkeys import subkey
from answerable.vault.sealing import open_text


def raw_text(raw: bytes) -> str:
    """Bytes as a text that can be sealed, and that gives the very same bytes back (`raw_bytes`)."""
    return raw.decode("utf-8", "surrogateescape")


def raw_bytes(text: str) -> bytes:
    """The bytes that `raw_text` was given."""
    return text.encode("utf-8", "surrogateescape")


def content_of(delivery: RawDelivery) -> bytes:
    """A delivery word for word. Raises `vault.terms.UnreadableError` when it was altered or moved."""
    return raw_bytes(open_text(RAW_CONTENT, delivery.content, root=delivery.root, ref=delivery.id))


def waiting_deliveries(*, at: datetime, account: int | None = None) -> QuerySet[RawDelivery]:
    """Deliveries that are to be read now, in the order in which they came."""
    found = RawDelivery.objects.filter(state=DeliveryState.WAITING).filter(Q(next_try_at=None) | Q(next_try_at__lte=at))
    return (found if account is None else found.filter(account=account)).order_by("id")


def accounts_with_work(*, at: datetime) -> list[int]:
    """Accounts to which something came that is to be read now."""
    return list(waiting_deliveries(at=at).order_by().values_list("account", flat=True).distinct())


def at_desk(bodies: Iterable[int]) -> QuerySet[RawDelivery]:
    """Deliveries of these bodies' accounts at which a person has to look, the longest waiting first."""
    return RawDelivery.objects.filter(state=DeliveryState.DESK, body__in=sorted(bodies)).order_by("id")


def delivery_at_desk(ref: int, bodies: Iterable[int]) -> RawDelivery:
    """One of them. Raises Missing."""
    found = at_desk(bodies).filter(id=ref).first()
    if found is None:
        raise MissingError
    return found


def deliveries_of(subject: Subject) -> QuerySet[RawDelivery]:
    """What came in word for word and belongs to a subject, in the order in which it came."""
    return RawDelivery.objects.filter(thing=str(subject)).order_by("id")


def last_kept(account: int) -> datetime | None:
    """When the last delivery of an account was kept; None where none was."""
    found: datetime | None = RawDelivery.objects.filter(account=account).aggregate(last=Max("at"))["last"]
    return found


def words_token(delivery: RawDelivery, part: int) -> str:
    """The token of the words at one place of a delivery."""
    return rules.words_token(subkey(server_key(), "letterbox"), delivery=bytes(delivery.key), part=part)


def is_registered(delivery: RawDelivery, part: int) -> bool:
    """Say whether the words at one place of a delivery were registered."""
    key = rules.delivery_id(delivery.channel, words_token(delivery, part))
    return Delivery.objects.filter(id=key).exists()


def referred(refers: Sequence[str], *, account: AccountFacts, sender: str) -> Subject | None:
    """The subject to which words refer by something that only we could have made; the first that is known."""
    for name in refers:
        kind, _, ref = name.partition("/")
        if (found := _thing(kind, ref, account=account, sender=sender)) is not None:
            return found
    return None


def _thing(kind: str, ref: str, *, account: AccountFacts, sender: str) -> Subject | None:
    if kind == "chat":
        row: Any = chat_with(account=account.id, peer=sender)
    else:
        row = notice_named(kind, ref, channel=account.channel)
    try:
        return None if row is None or not row.thing else Subject.parse(row.thing)
    except SubjectError:
        return None


def notice_named(kind: str, ref: str, *, channel: Channel) -> Notice | None:
    """The notice that a channel's answer names: `notice/<our id>.<our seal>`, or `sent/<the channel's own id>`.

    An id without our seal is anybody's guess, and means nothing.
    """
    if kind == "notice":
        name, _, seal = ref.partition(".")
        key = subkey(server_key(), "letters")
        known = name.isdecimal() and len(name) < 20 and rules.is_sealed_notice(key, notice=int(name), seal=seal)
        return Notice.objects.filter(id=int(name)).first() if known else None
    if kind == "sent" and ref:
        return Notice.objects.filter(external=ref[:200], way=channel.value).order_by("-id").first()
    return None


def chat_with(*, account: int, peer: str) -> Chat | None:
    """The conversation with somebody; None when there was none yet."""
    return Chat.objects.filter(peer=rules.peer_id(subkey(server_key(), "chats"), account=account, peer=peer)).first()


def state_of_chat(chat: Chat) -> dict[str, Any]:
    """How far a conversation has come, as its integration left it."""
    found: dict[str, Any] = json.loads(open_text(CHAT_STATE, chat.state, root=chat.root, ref=chat.id))
    return found
