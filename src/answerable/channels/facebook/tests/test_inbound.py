"""What a delivery tells: messages, presses, comments and proofs of arrival; nobody's own words; every recorded payload."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.base.incoming import IncomingFile, Nothing, Read, Report, UnreadableDeliveryError, Words
from answerable.channels.facebook import inbound
from answerable.channels.facebook.testing import FakeMeta
from answerable.channels.terms import AccountFacts, Channel

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
PAGE = AccountFacts(id=9, channel=Channel.FACEBOOK, name="main", body=5, root=5)
RECORDED = Path(__file__).resolve().parents[6] / "shared" / "data" / "webhooks" / "payloads.jsonl"


def read(**message: Any) -> Read:
    fake = FakeMeta(at=AT)
    (found,) = inbound.read(fake.body(fake.message("7", "m_1", message.pop("text", ""), **message)), PAGE)
    return found


def commented(**value: Any) -> Read:
    plain = {
        "item": "comment",
        "verb": "add",
        "comment_id": "2_3",
        "from": {"id": "7", "name": "Olena"},
        "message": "Де патруль?",
    }
    body = {"object": "page", "entry": [{"id": "1", "changes": [{"field": "feed", "value": {**plain, **value}}]}]}
    (found,) = inbound.read(json.dumps(body).encode(), PAGE)
    return found


def test_a_message_is_somebodys_words_with_its_files_and_its_place() -> None:
    found = read(
        text="Яма",
        attachments=[
            {"type": "image", "payload": {"url": "https://a/p"}},
            {"type": "location", "payload": {"coordinates": {"lat": 49.8, "long": 36.6}}},
            {"type": "fallback", "payload": {"url": "https://example.org"}},
            {"type": "template", "payload": {}},
        ],
    )
    assert isinstance(found, Words)
    assert (found.external, found.sender, found.text, found.at) == (
        "m_1",
        "main/7",
        "Яма\nhttps://example.org\n[template]",
        AT,
    )
    assert (found.files, found.facts) == (
        (IncomingFile(name="photo.jpg", remote="https://a/p"),),
        {"place": "49.8, 36.6"},
    )


def test_presses_and_the_networks_own_start() -> None:
    press = read(text="Send it", quick_reply={"payload": "send"})
    assert isinstance(press, Words)
    assert (press.text, press.facts) == ("", {"button": "send"})


def test_our_own_words_prove_that_they_arrived() -> None:
    assert read(text="ours", is_echo=True) == Report(sent="sent/m_1", state="delivered")
    assert read(is_deleted=True) == Nothing(why="deleted")
    body = {"entry": [{"id": "1", "messaging": [{"sender": {"id": "7"}, "delivery": {"mids": ["m_8", "m_9"]}}]}]}
    assert inbound.read(json.dumps(body).encode(), PAGE) == [Report(sent="sent/m_9", state="delivered")]


def test_a_comment_waits_for_a_person_and_our_own_is_none() -> None:
    found = commented()
    assert isinstance(found, Words)
    assert (found.sender, found.text, found.name, found.facts) == (
        "main/7",
        "Де патруль?",
        "Olena",
        {"comment": "comment/2_3"},
    )
    assert [commented(**{"from": {"id": "1"}}), commented(verb="remove"), commented(**{"from": None})] == [
        Nothing(why="own"),
        Nothing(why="feed:comment:remove"),
        Nothing(why="own"),
    ]


def test_recorded_payloads_are_read_without_a_fault() -> None:
    if not RECORDED.exists():
        pytest.skip("the recorded payloads are not beside the project")
    lines = [json.loads(line) for line in RECORDED.read_text().splitlines()]
    recorded = [
        line["payload"] for line in lines if line["channel"] in {"messenger", "facebook"} and line.get("payload")
    ]
    for payload in recorded:
        assert len(inbound.read(json.dumps(payload).encode(), PAGE)) >= 1
    assert len(recorded) > 0


_NAMES = [
    "entry",
    "messaging",
    "changes",
    "message",
    "sender",
    "id",
    "attachments",
    "payload",
    "type",
    "value",
    "field",
]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda each: st.lists(each, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), each, max_size=5),
        max_leaves=12,
    )
)
def test_no_delivery_breaks_it(found: Any) -> None:
    raw = json.dumps({"entry": [{"id": "1", "messaging": [found], "changes": [found]}]}).encode()
    assert len(inbound.deliveries_in(raw)) >= 1
    with suppress(UnreadableDeliveryError):
        assert len(inbound.read(raw, PAGE)) >= 1
