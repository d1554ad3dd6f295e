"""A transcript as text: typed, or imported from TXT, VTT or SRT; and its turns of speech.

Fixed once for all before anybody codes it: NFC, one LF a line, no byte order mark, no blanks at the ends of lines. Every
position after that is a codepoint of this text. A turn begins with a line "P3: ..." and goes on to the next one.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 1_000_000
SPEAKER: Final = re.compile(r"^([^\s:\[\]][^:\n\[\]]{0,39}):[ \t]+(?=\S)", re.MULTILINE)
_CUE: Final = re.compile(r"^(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}[ \t]+-->[ \t]+(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}.*$")
_VOICE: Final = re.compile(r"<v(?:\.[^ >]*)?[ \t]+([^>]{1,40})>")
_TAG: Final = re.compile(r"</?[a-zA-Z][^>\n]{0,80}>")
_UNSEEN: Final = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\ufeff\u200b\u2060\ufffe\uffff]")


class TranscriptError(ValueError):
    """A text that is no transcript: a key of the room's wording."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SpeechTurn:
    """One turn of speech: who speaks, and where what they say stands in the text, the name left out."""

    speaker: str
    start: int
    end: int


def read(raw: bytes) -> str:
    """The text of a file, in UTF-8 or UTF-16 with a mark; times and markers of VTT and SRT are left out. Raises TranscriptError."""
    try:
        text = raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError:
        raise TranscriptError("transcript.no-text") from None
    return fixed(_plain(text) if _is_timed(text) else text)


def fixed(text: str) -> str:
    """The text as it is kept and never changed any more. Raises TranscriptError where nothing or too much is in it."""
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    whole = _UNSEEN.sub("", whole.replace("\u00a0", " "))
    lines = [line.rstrip() for line in whole.split("\n")]
    found = "\n".join(lines).strip("\n")
    if not found.strip():
        raise TranscriptError("transcript.empty")
    if len(found) > LONGEST:
        raise TranscriptError("transcript.too-long")
    return found + "\n"


def turns(text: str) -> list[SpeechTurn]:
    """The turns of a text; before the first speaker, and where none is named, everything is one turn of nobody."""
    heads = list(SPEAKER.finditer(text))
    found = []
    if not heads or text[: heads[0].start()].strip():
        found.append(_turn(text, "", 0, heads[0].start() if heads else len(text)))
    for place, head in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        found.append(_turn(text, head[1], head.end(), end))
    return [turn for turn in found if turn.start < turn.end]


def _turn(text: str, speaker: str, start: int, end: int) -> SpeechTurn:
    while end > start and text[end - 1].isspace():
        end -= 1
    return SpeechTurn(speaker, start, end)


def _is_timed(text: str) -> bool:
    return any(_CUE.match(line.strip()) for line in text.splitlines()[:60])


def _plain(text: str) -> str:
    """What is said in subtitles; a cue of the speaker before goes on with their turn."""
    said: list[str] = []
    voice = ""
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.strip() for line in block.split("\n")]
        at = next((place for place, line in enumerate(lines) if _CUE.match(line)), None)
        if at is None:
            continue  # WEBVTT, NOTE, STYLE
        for line in lines[at + 1 :]:
            named = _VOICE.search(line)
            words = _TAG.sub("", _VOICE.sub("", line)).strip()
            if named and named[1].strip() != voice:
                voice = named[1].strip()
                words = f"{voice}: {words}"
            if words:
                said.append(words)
    return "\n".join(said)
