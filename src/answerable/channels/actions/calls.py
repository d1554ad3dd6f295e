"""What is known of a call while it lasts: who rings, in which language, what has been recorded. Sealed, as a conversation is."""

from datetime import datetime
from typing import Any

from django.db import transaction

from answerable.base import row_scope
from answerable.base.subject import Subject
from answerable.channels import actions, rules
from answerable.channels.actions import chats
from answerable.channels.integration import Turn
from answerable.channels.models import Notice, RawDelivery
from answerable.channels.queries import deliveries
from answerable.channels.terms import AccountFacts, NoticeKind


@row_scope.as_system()
@transaction.atomic
def note_call(*, account: AccountFacts, call: str, at: datetime, **known: str) -> dict[str, Any]:
    """Note what is known of a call; all that is known of it now."""
    chat = chats.lock_chat(account=account, peer=f"call/{call}", at=at)
    state = {**deliveries.state_of_chat(chat), **known}
    turn = Turn(state=state, language=state.get("language", ""))
    chats.keep_turn(chat=chat, turn=turn, peer="", account=account, token="", at=at)
    return state


@row_scope.as_system()
@transaction.atomic
def tell_on_line(*, account: AccountFacts, recording: str, at: datetime) -> Notice | None:
    """What a caller who is still on the line is owed: number, code, date. Marked as told; None while it is not registered."""
    key = rules.raw_delivery_id(channel=account.channel, account=account.id, external=recording)
    thing = RawDelivery.objects.filter(key=key).values_list("thing", flat=True).first()
    if not thing:
        return None
    notice = Notice.objects.filter(thing=thing, kind=NoticeKind.ACKNOWLEDGED).order_by("id").first()
    if notice is not None:
        actions.mark_rung(at=at, notice=notice.id, subjects=[Subject.parse(thing)])
    return notice
