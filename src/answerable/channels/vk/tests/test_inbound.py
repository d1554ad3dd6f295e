"""What an event tells: both shapes of a message, what is attached, an edit, a press, a comment; and nobody's own words."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.base.incoming import IncomingFile, Nothing, Read, UnreadableDeliveryError, Words
from answerable.channels.terms import AccountFacts, Channel
from answerable.channels.vk import inbound
from answerable.channels.vk.testing import FakeVk

RECORDED = Path(__file__).resolve().parents[6] / "shared" / "data" / "webhooks" / "payloads.jsonl"
COMMUNITY = AccountFacts(id=9, channel=Channel.VK, name="main", body=5, root=5)


def read(raw: bytes) -> Read:
    (found,) = inbound.read(raw, COMMUNITY)
    return found


def words(text: str = "Яма", **more: Any) -> Words:
    found = read(FakeVk().message(7, text, **more))
    assert isinstance(found, Words)
    return found


def test_a_message_is_somebodys_words_in_either_shape() -> None:
    found = words(geo={"coordinates": {"latitude": 49.8, "longitude": 36.6}, "place": {"title": "Чугуїв"}})
    assert (found.external, found.sender, found.text, found.language, found.proof) == (
        "7/1",
        "main/7",
        "Яма",
        "uk",
        "proven",
    )
    assert dict(found.facts) == {"place": "49.8, 36.6 Чугуїв"}
    old = read(FakeVk().event("message_new", {"id": 5, "from_id": 7, "peer_id": 7, "text": "Яма", "date": 1}))
    assert isinstance(old, Words)
    assert (old.external, old.text) == ("7/5", "Яма")


def test_names_stand_for_mentions_and_what_is_forwarded_is_quoted() -> None:
    found = words("[id5|Тарас] каже", fwd_messages=[{"text": "чуже\nслово"}])
    assert found.text == "Тарас каже\n> чуже\n> слово"


def test_files_are_named_and_the_rest_is_said_in_words() -> None:
    sizes = [{"url": "https://a/s", "width": 1, "height": 1}, {"url": "https://a/l", "width": 9, "height": 9}]
    found = words(
        "",
        attachments=[
            {"type": "photo", "photo": {"sizes": sizes}},
            {"type": "doc", "doc": {"url": "https://a/d", "title": "лист.pdf"}},
            {"type": "audio_message", "audio_message": {"link_ogg": "https://a/o", "link_mp3": "https://a/m"}},
            {"type": "video", "video": {"owner_id": 1, "id": 2}},
            {"type": "link", "link": {"url": "https://example.org"}},
            {"type": "sticker", "sticker": {"sticker_id": 3}},
            {"type": "unheard-of"},
        ],
    )
    assert found.files == (
        IncomingFile(name="photo.jpg", remote="https://a/l"),
        IncomingFile(name="лист.pdf", remote="https://a/d"),
        IncomingFile(name="voice.mp3", remote="https://a/m"),
    )
    assert found.text == "[video https://vk.com/video1_2]\nhttps://example.org\n[sticker]\n[unheard-of]"


def test_a_press_an_edit_and_the_networks_own_start() -> None:
    assert words("Send it", payload='{"b": "send"}').facts == {"button": "send"}
    assert words("Начать", payload='{"command": "start"}').text == "/start"
    edited = read(
        FakeVk().event(
            "message_edit", {"from_id": 7, "peer_id": 7, "conversation_message_id": 1, "text": "Інше", "update_time": 9}
        )
    )
    assert isinstance(edited, Words)
    assert (edited.external, edited.facts) == ("7/1/9", {"edited": "9"})
    press = read(
        FakeVk().event("message_event", {"user_id": 7, "peer_id": 7, "event_id": "e", "payload": {"b": "rate"}})
    )
    assert isinstance(press, Words)
    assert press.facts == {"button": "rate"}


def test_what_the_community_says_and_what_is_said_among_several_is_nobodys_word() -> None:
    fake = FakeVk()
    found = [
        fake.message(7, "x", out=1),
        fake.message(7, "x", from_id=-123456),
        fake.message(7, "x", peer_id=2_000_000_001),
        fake.event("message_deny", {"user_id": 7}),
        fake.event("wall_reply_new", {"id": 3, "from_id": -123456, "post_id": 2, "text": "ours"}),
    ]
    assert [read(raw) for raw in found] == [Nothing(why=why) for why in ("own", "own", "chat", "message_deny", "own")]


def test_a_comment_says_under_which_post_it_stands() -> None:
    found = read(
        FakeVk().event("wall_reply_new", {"id": 3, "from_id": 7, "post_id": 2, "text": "Де патруль?", "date": 1})
    )
    assert isinstance(found, Words)
    assert (found.external, found.sender, found.facts) == ("wall/2/3", "main/7", {"comment": "wall/2/3"})


def test_recorded_payloads_are_read_without_a_fault() -> None:
    if not RECORDED.exists():
        pytest.skip("the recorded payloads are not beside the project")
    lines = [json.loads(line) for line in RECORDED.read_text().splitlines()]
    recorded = [line["payload"] for line in lines if line["channel"] == "vk" and line.get("payload")]
    for payload in recorded:
        assert len(inbound.read(json.dumps(payload).encode(), COMMUNITY)) == 1
    assert len(recorded) > 0


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda each: (
            st.lists(each, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["type", "object", "message", "from_id", "peer_id", "attachments", "payload", "photo", "sizes"]
                ),
                each,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_no_event_breaks_it(event: Any) -> None:
    for kind in ("message_new", "wall_reply_new", "message_event", "message_edit"):
        with suppress(UnreadableDeliveryError):
            assert len(inbound.read(json.dumps({"type": kind, "object": event}).encode(), COMMUNITY)) == 1
