"""Messages are kept word for word, and a repeated delivery is the same message."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.base.actor import SYSTEM, resident
from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.channels import actions, queries
from answerable.channels.models import Message
from answerable.channels.terms import Channel, MessageKind

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def received(text: str, external: str, channel: Channel = Channel.WEB) -> int | None:
    return actions.receive_message(
        root=5,
        subject=Subject("appeal", 1),
        channel=channel,
        external=external,
        kind=MessageKind.REPLY,
        author=resident(1),
        at=AT,
        language="uk",
        text=text,
    )


def test_a_repeated_delivery_is_the_same_message() -> None:
    first = received("Коли?", "token")
    assert first is not None
    assert received("Коли?", "token") is None
    assert received("Коли?", "token", Channel.DESK) is not None
    assert Message.objects.count() == 2


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(), max_size=300))
def test_a_message_comes_back_word_for_word(text: str) -> None:
    kept = Message.objects.get(id=received(text + "\x00\ud800\u202e", f"form {new_id()}"))
    assert queries.message_text(kept) == text + "\x00\ud800\u202e"


def test_a_text_is_sealed_where_it_lies_and_the_first_word_is_the_senders() -> None:
    assert queries.first_text(Subject("appeal", 1)) == ""
    actions.keep_message(
        root=5,
        subject=Subject("appeal", 1),
        channel=Channel.SYSTEM,
        incoming=False,
        kind=MessageKind.TOLD,
        author=SYSTEM,
        at=AT,
        language="en",
        text="We have it.",
    )
    received("The lamp is dark", "1")
    received("Still dark", "2")
    assert queries.first_text(Subject("appeal", 1)) == "The lamp is dark"
    assert [b"lamp" in bytes(one.text) for one in queries.messages_of(Subject("appeal", 1))] == [False] * 3
