"""What a webhook of a call tells: a recording, a missed call, how it went; what a stranger adds is not ours."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from answerable.base.incoming import IncomingFile, Nothing, Read, UnreadableDeliveryError, Words
from answerable.channels.terms import AccountFacts, Channel
from answerable.channels.voice import inbound

LINE = AccountFacts(id=9, channel=Channel.VOICE, name="main", body=5, root=5)
RECORDED = b"CallSid=CA1&RecordingSid=RE1&RecordingUrl=https%3A%2F%2Fa%2FRE1&RecordingDuration=42"


def read(raw: bytes) -> Read:
    (found,) = inbound.read(raw, LINE)
    return found


def test_a_recording_is_the_words_of_whoever_rang() -> None:
    found = read(inbound.kept(RECORDED, language="en", **{"from": "+380501234567"}))
    assert isinstance(found, Words)
    assert (found.external, found.sender, found.language) == ("RE1", "+380501234567", "en")
    assert found.text == "A call of 42 seconds: hear the recording."
    assert found.files == (IncomingFile(name="call.wav", remote="https://a/RE1.wav"),)
    withheld = read(inbound.kept(RECORDED, **{"from": "anonymous"}))
    assert isinstance(withheld, Words)
    assert withheld.sender == ""


def test_a_call_that_nobody_answered_waits_and_any_other_is_only_counted() -> None:
    missed = read(inbound.kept(b"CallSid=CA1&CallStatus=no-answer", outcome="missed", **{"from": "+380501234567"}))
    assert isinstance(missed, Words)
    assert (missed.text, missed.facts) == ("", {"missed": "+380501234567"})
    assert read(inbound.kept(b"CallSid=CA1&CallStatus=completed", outcome="answered")) == Nothing(why="call:answered")
    assert read(RECORDED + b"&RecordingStatus=absent") == Nothing(why="recording:absent")


def test_names_of_ours_that_came_from_outside_are_not_kept() -> None:
    forged = b"CallSid=CA1&Answerable-Outcome=missed&Answerable-From=%2B380509999999"
    assert inbound.plain(inbound.kept(forged, outcome="answered")) == {
        "CallSid": "CA1",
        "Answerable-Outcome": "answered",
    }


@given(st.binary(max_size=80))
def test_no_bytes_break_it(raw: bytes) -> None:
    with suppress(UnreadableDeliveryError):
        assert len(inbound.read(inbound.kept(raw, outcome="missed"), LINE)) == 1
