"""What is in an update: recorded ones read as what they are, and nothing breaks on what no Telegram would send."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.base.incoming import Nothing, UnreadableDeliveryError, Words
from answerable.channels.telegram import inbound
from answerable.channels.terms import AccountFacts, Channel

RECORDED = Path(__file__).resolve().parents[6] / "shared" / "data" / "webhooks" / "payloads.jsonl"
BOT = AccountFacts(id=9, channel=Channel.TELEGRAM, name="main", body=5, root=5)
PERSON = {"id": 7, "is_bot": False, "first_name": "Olena", "last_name": "K.", "language_code": "uk"}
CHAT = {"id": 7, "type": "private"}


def read(kind: str, **thing: Any) -> Any:
    (found,) = inbound.read(json.dumps({"update_id": 1, kind: thing}).encode(), BOT)
    return found


def message(**more: Any) -> Any:
    return read("message", message_id=5, chat=CHAT, date=1_700_000_000, **{"from": PERSON, **more})


def test_recorded_updates_are_words_or_nothing() -> None:
    if not RECORDED.exists():
        pytest.skip("the recorded payloads are not beside the project")
    lines = [json.loads(line) for line in RECORDED.read_text().splitlines()]
    found = {
        line["name"]: inbound.read(json.dumps(line["payload"]).encode(), BOT)[0]
        for line in lines
        if line["channel"] == "telegram"
    }
    nothing = {name: one.why for name, one in found.items() if isinstance(one, Nothing)}
    plain = {name: why for name, why in nothing.items() if not name.startswith("connector_")}
    assert plain == {
        "channel_post": "channel_post",
        "edited_channel_post": "edited_channel_post",
        "inline_query": "inline_query",
        "chosen_inline_result": "chosen_inline_result",
        "group_callback_query": "button",
        "shipping_query": "shipping_query",
        "pre_checkout_query": "pre_checkout_query",
        "poll": "poll",
    }
    files = {name: [file.remote for file in one.files] for name, one in found.items() if isinstance(one, Words)}
    assert (files["photo_message"], files["voice_message"], files["document_message"]) == (["112"], ["543"], ["234"])
    assert found["location_message"].facts == {"place": "99.99, 111.111"}
    assert found["venue_message"].facts == {"place": "99.99, 111.111 title addressssss"}
    assert found["group_message"].facts == {"group": "group"}
    assert found["callback_query"].facts == {"button": "data", "query": "123"}
    assert len(found) == 37


def test_a_message_is_from_whom_it_is_and_when() -> None:
    assert message(text="Яма") == Words(
        external="7/5",
        sender="main/7",
        name="Olena K.",
        text="Яма",
        language="uk",
        refers=("chat",),
        proof="proven",
        at=datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
    )


def test_an_edited_message_is_another_state_of_the_first() -> None:
    found = read("edited_message", message_id=5, chat=CHAT, edit_date=9, text="Яма!", **{"from": PERSON})
    assert (found.external, found.facts) == ("7/5/9", {"edited": "9"})


def test_a_forwarded_text_is_quoted_and_a_card_is_words() -> None:
    assert message(text="one\ntwo", forward_origin={"type": "user"}).text == "> one\n> two"
    card = {"phone_number": "+380501112233", "first_name": "Ivan", "user_id": 8}
    assert (message(contact=card).text, message(contact=card).facts) == ("Ivan +380501112233", {})
    assert message(contact={**card, "user_id": 7}).facts == {"phone": "+380501112233"}


def test_an_album_says_its_name_and_of_sizes_the_largest_is_taken() -> None:
    sizes = [{"file_id": "s", "width": 9, "height": 9}, {"file_id": "l", "width": 90, "height": 90}]
    found = message(photo=sizes, caption="the lamp", media_group_id="a")
    assert (found.text, found.facts, [file.remote for file in found.files]) == ("the lamp", {"album": "a"}, ["l"])


def test_a_button_counts_only_for_whom_it_was_shown_to() -> None:
    pressed = {"id": "9", "data": "send", "message": {"chat": CHAT}}
    assert read("callback_query", **{"from": PERSON, **pressed}).facts == {"button": "send", "query": "9"}
    assert read("callback_query", **{"from": {**PERSON, "id": 8}, **pressed}) == Nothing(why="button")


def test_who_shuts_the_bot_out_is_noted_and_other_bots_are_not_heard() -> None:
    assert read("my_chat_member", chat=CHAT, new_chat_member={"status": "kicked"}) == Nothing(why="shut-out")
    assert read("my_chat_member", chat=CHAT, new_chat_member={"status": "member"}) == Nothing(why="let-in")
    assert message(text="x", **{"from": {**PERSON, "is_bot": True}}) == Nothing(why="private")


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"update_id": "1"}', b"\xff", b"[" * 100_000])
def test_what_is_no_update_waits_for_a_person(raw: bytes) -> None:
    with pytest.raises(UnreadableDeliveryError):
        inbound.read(raw, BOT)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
PARTS = st.dictionaries(
    st.sampled_from(["chat", "from", "text", "photo", "document", "location", "venue", "contact", "date", "data"]), JSON
)


@given(kind=st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"]), thing=PARTS)
def test_no_shape_of_json_breaks_it(kind: str, thing: dict[str, Any]) -> None:
    assert len(inbound.read(json.dumps({"update_id": 1, kind: thing}).encode(), BOT)) == 1
