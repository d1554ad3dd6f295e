"""A conversation: one row a peer, each message heard once, what the bot says is told in the same transaction."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from answerable.channels import queries, sending
from answerable.channels.actions import chats
from answerable.channels.integration import Say, Turn
from answerable.channels.models import Chat, Notice
from answerable.channels.queries import deliveries
from answerable.channels.terms import AccountFacts, Channel

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
BOT = AccountFacts(id=9, channel=Channel.TELEGRAM, name="main", body=5, root=5)
TURN = Turn(state={"step": "kind"}, language="uk", says=(Say(text="Про що це?", buttons={"k:1": "Скарга"}),))


def heard(token: str) -> bool:
    with transaction.atomic():
        chat = chats.lock_chat(account=BOT, peer="main/1", at=AT)
        if not chats.is_first_hearing(chat=chat, account=BOT, token=token):
            return False
        chats.keep_turn(chat=chat, turn=TURN, peer="main/1", account=BOT, token=token, at=AT)
    return True


def test_each_message_of_a_conversation_is_heard_once() -> None:
    assert [heard("one"), heard("one"), heard("two")] == [True, False, True]
    assert (Chat.objects.count(), Notice.objects.count()) == (1, 2)


def test_what_a_bot_says_goes_out_word_for_word_with_its_buttons() -> None:
    heard("one")
    notice = Notice.objects.get()
    out = sending.outgoing_of(notice)
    assert (out.text, dict(out.buttons), out.address) == ("Про що це?", {"k:1": "Скарга"}, "main/1")
    assert queries.said_in(notice) == "Про що це?"


def test_how_far_a_conversation_is_lies_sealed() -> None:
    heard("one")
    chat = deliveries.chat_with(account=BOT.id, peer="main/1")
    assert chat is not None
    assert (deliveries.state_of_chat(chat), b"kind" in bytes(chat.state)) == ({"step": "kind"}, False)
    assert deliveries.chat_with(account=BOT.id, peer="main/2") is None
