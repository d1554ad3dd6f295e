"""What a webhook tells: an SMS from a number that proves nobody, or what became of ours."""

import json
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.base.incoming import IncomingFile, Nothing, Read, Report, UnreadableDeliveryError, Words
from answerable.channels.sms import inbound
from answerable.channels.sms.testing import FakeTwilio
from answerable.channels.terms import AccountFacts, Channel

RECORDED = Path(__file__).resolve().parents[6] / "shared" / "data" / "webhooks" / "payloads.jsonl"
NUMBER = AccountFacts(id=9, channel=Channel.SMS, name="main", body=5, root=5)


def read(form: dict[str, str]) -> Read:
    (found,) = inbound.read(urlencode(form).encode(), NUMBER)
    return found


def test_an_sms_is_somebodys_words_and_its_number_a_claim() -> None:
    found = read(FakeTwilio().message("SM1", "+380501234567", "Яма на вул. Миру", FromCountry="UA"))
    assert found == Words(
        external="SM1",
        sender="main/+380501234567",
        text="Яма на вул. Миру",
        refers=("chat",),
        proof="claimed",
        facts={"from": "+380501234567", "country": "UA"},
    )


def test_a_short_code_cannot_be_answered_and_media_are_named() -> None:
    found = read(
        FakeTwilio().message("SM1", "POLICE", "x", NumMedia="2", MediaUrl0="https://a/0", MediaUrl1="https://a/1")
    )
    assert isinstance(found, Words)
    assert (found.sender, found.files) == (
        "",
        (IncomingFile(name="media-0", remote="https://a/0"), IncomingFile(name="media-1", remote="https://a/1")),
    )


@pytest.mark.parametrize("text", ["STOP", " стоп ", "help"])
def test_words_that_switch_messages_off_are_no_appeal(text: str) -> None:
    assert read(FakeTwilio().message("SM1", "+380501234567", text)) == Nothing(why="consent")


def test_what_became_of_ours_is_told_forward_only() -> None:
    states = {state: read({"MessageSid": "SM2", "MessageStatus": state}) for state in ("sent", "delivered", "failed")}
    assert states == {
        "sent": Nothing(why="status:sent"),
        "delivered": Report(sent="sent/SM2", state="delivered"),
        "failed": Report(sent="sent/SM2", state="returned"),
    }


def test_recorded_forms_are_read() -> None:
    if not RECORDED.exists():
        pytest.skip("the recorded payloads are not beside the project")
    lines = [json.loads(line) for line in RECORDED.read_text().splitlines()]
    forms = {line["name"]: line.get("form") or line.get("payload") for line in lines if line["channel"] == "twilio"}
    assert {name: type(read(form)).__name__ for name, form in forms.items()} == {
        "text_message_received": "Words",
        "image_message_received": "Words",
        "message_sent": "Nothing",
        "message_delivered": "Report",
        "message_read": "Report",
    }


def test_bytes_that_are_no_text_cost_nobody_the_words() -> None:
    (found,) = inbound.read(b"MessageSid=SM3&From=%2B380501234567&Body=Lamp+%ff", NUMBER)
    assert isinstance(found, Words)
    assert (found.text, inbound.external_of(b"MessageSid=SM3&Body=x")) == ("Lamp \ufffd", "SM3/received")


@given(st.binary(max_size=80))
def test_no_bytes_break_it(raw: bytes) -> None:
    with suppress(UnreadableDeliveryError):
        assert len(inbound.read(raw, NUMBER)) == 1
