"""A transcript is fixed once, whatever file it came in, and its turns are where its speakers begin."""

import pytest

from answerable.focus import transcript
from answerable.focus.transcript import SpeechTurn, TranscriptError

VTT = """WEBVTT

NOTE made by hand

00:00:01.000 --> 00:00:03.000
<v P1>I called <b>twice</b>.

00:00:03.000 --> 00:00:05.000
<v P1>Nobody came.

2
00:00:05.500 --> 00:00:07.000
<v P2>Мене теж.
"""
SRT = "1\r\n00:00:01,000 --> 00:00:03,000\r\nP1: I called.\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nP2: Так.\r\n"


def test_a_text_is_composed_and_has_one_line_end() -> None:
    assert transcript.fixed("P1: Їй\r\nP2: a\u00a0b  \rP3:\u200b x\n\n") == "P1: Їй\nP2: a b\nP3: x\n"
    assert transcript.read("\ufeffP1: й\n".encode()) == "P1: й\n"
    assert transcript.read("P1: й\n".encode("utf-16")) == "P1: й\n"


def test_subtitles_lose_their_times_and_keep_who_speaks() -> None:
    assert transcript.read(VTT.encode()) == "P1: I called twice.\nNobody came.\nP2: Мене теж.\n"
    assert transcript.read(SRT.encode()) == "P1: I called.\nP2: Так.\n"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(b"\xff\xfe\x00", "transcript.no-text"), (b"\x80", "transcript.no-text"), (b" \n\t\n", "transcript.empty")],
)
def test_what_is_no_text_is_refused(raw, reason) -> None:
    with pytest.raises(TranscriptError) as refused:
        transcript.read(raw)
    assert refused.value.reason == reason


def test_a_text_has_an_end() -> None:
    with pytest.raises(TranscriptError, match="too-long"):
        transcript.fixed("a" * (transcript.LONGEST + 1))


def test_turns_begin_with_their_speakers_in_three_scripts_and_with_pictures() -> None:
    text = "Opening words.\nМ: Чому? 🚌\nдалі\nP2: No: never.\nУ3: Ні.\n"
    found = transcript.turns(text)
    assert [(turn.speaker, text[turn.start : turn.end]) for turn in found] == [
        ("", "Opening words."), ("М", "Чому? 🚌\nдалі"), ("P2", "No: never."), ("У3", "Ні."),
    ]  # fmt: skip
    assert transcript.turns("no names here\n") == [SpeechTurn("", 0, 13)]
    assert transcript.turns("[P1]: masked: at 10:30\n") == [SpeechTurn("", 0, 22)]
