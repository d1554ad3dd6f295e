"""The sample community as it is written down: who writes, what, and what becomes of it. Reads the data; knows no word of it.

`voices.yaml` has the people, `phrases.yaml` what the chair says where a letter has no words of its own, `letters/` the
letters by theme. A letter is

    is       voice, days before today, perhaps the time there, category: "halyna 84 23:40 order.noise"
    says     its text;  asks, told  its points and what is said to each;  answer  the frame of the answer
    life     days until it is answered and what its sender says then: "9 solved", "34 disputed"; left out: nobody answers
    dispute  the sender's words;  chair  what the chair does: "text", "accept | text", "measure talk | text", "why | text"
    again    the second answer, finally  what the sender says then;  explain  what the body answers to "why"
    then     other acts: "3 ask: text", "2 forward council ua.forward.competent: text"
    and kind, matter, place, against, officer, acted, care, to, came, channel, group, copies, file, seal, lang, where they are not the usual ones

A reply may begin with "promise 20 |" (days until it is due) or "refuse GROUND WHERE |".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from answerable.site.demo import pictures

HERE: Final = files(__package__)
KINDS: Final = {
    "conduct": "complaint",
    "response": "complaint",
    "case": "request",
    "documents": "request",
    "thanks": "thanks",
    "proposal": "proposal",
    "other": "request",
}
NOON: Final = time(12, 0)


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who writes; `name` is empty where they do not say it, `place` is a code of the pack."""

    code: str
    language: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class DemoReply:
    """What is asked, and what is said to it: `outcome` answered, promised (days in `args`) or refused (ground, where)."""

    asked: str
    text: str
    outcome: str = "answered"
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """An act some days after the letter."""

    day: int
    verb: str
    args: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter and its thread; `more` are the fields that are not the usual ones."""

    voice: Voice
    day: int
    at: time
    category: str
    kind: str
    text: str
    points: tuple[DemoReply, ...]
    answer: str
    thread: tuple[Event, ...]
    theme: str
    copied: bool = False  # one of a campaign's letters after the first
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language of the letter: a voice may write in another one."""
        return str(self.more.get("lang", self.voice.language))

    @property
    def place(self) -> str:
        """The code of the place that it is about."""
        return places()[self.more["place"]] if "place" in self.more else self.voice.place


def _read(name: str) -> Any:
    text = HERE.joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)  # SafeLoader in C: ten times as fast


@cache
def places() -> Mapping[str, str]:
    """Codes of places by the short names that the data use."""
    return dict(_read("voices.yaml")["places"])


@cache
def voices() -> Mapping[str, Voice]:
    """Who writes, by short name."""
    said = _read("voices.yaml")["voices"]
    return {code: Voice(code, one["lang"], one.get("name", ""), places()[one["place"]]) for code, one in said.items()}


@cache
def phrases() -> Mapping[str, Any]:
    """What is said where a letter has no words of its own: by occasion and language."""
    return dict(_read("phrases.yaml"))


@cache
def letters() -> tuple[Letter, ...]:
    """All letters, the oldest first."""
    found = [letter for name in themes() for letter in _letters_of(name)]
    return tuple(sorted(found, key=lambda one: (-one.day, one.at)))


def file(name: str) -> bytes:
    """What somebody attaches: a text that lies beside, or a picture that is drawn."""
    draw = {"street.png": pictures.street, "bicycle.png": pictures.bicycle}.get(name)
    return HERE.joinpath("files", name).read_bytes() if draw is None else draw()


def themes() -> list[str]:
    """The names of the files of letters."""
    return sorted(one.name for one in HERE.joinpath("letters").iterdir() if one.name.endswith(".yaml"))


def _letters_of(name: str) -> Iterator[Letter]:
    for said in _read(f"letters/{name}") or ():
        yield _letter(said, theme=name.removesuffix(".yaml"))
        for voice, own in said.get("copies", {}).items():
            yield _copied(said, str(voice), own, theme=name.removesuffix(".yaml"))


def _copied(said: Mapping[str, Any], voice: str, own: str, *, theme: str) -> Letter:
    """The same letter, signed by somebody else who adds a sentence: a campaign."""
    _who, _, rest = str(said["is"]).partition(" ")
    day, _, rest = rest.partition(" ")
    late = int(day) - sum(map(ord, voice)) % 3
    made = {**said, "is": f"{voice} {late} {rest.split()[-1]}", "says": f"{said['says']}\n\n{own}"}
    return replace(_letter(made, theme=theme), copied=True)


def _letter(said: Mapping[str, Any], *, theme: str) -> Letter:
    words = str(said["is"]).split()
    who, day, category = words[0], int(words[1]), words[-1]
    known = {"is", "says", "asks", "told", "answer", "life", "then"}
    return Letter(
        voice=voices()[who],
        day=day,
        at=time.fromisoformat(words[2]) if len(words) > 3 else _hour(said["says"]),
        category=category,
        kind=said.get("kind", KINDS.get(category.partition(".")[0], "report")),
        text=str(said["says"]).strip(),
        points=tuple(_points(said)),
        answer=str(said.get("answer", "")).strip(),
        thread=tuple(sorted(_thread(said), key=lambda one: one.day)),
        theme=theme,
        more={name: value for name, value in said.items() if name not in known},
    )


def _hour(text: str) -> time:
    """A time of day, the same for the same words."""
    return time(7 + sum(map(ord, text[:40])) % 15, sum(map(ord, text[-40:])) % 60)


def _points(said: Mapping[str, Any]) -> Iterator[DemoReply]:
    told = [str(one) for one in said.get("told", ())]
    for place, asked in enumerate(said.get("asks", ())):
        text = told[place] if place < len(told) else ""
        word, _, rest = text.partition(" | ")
        verb, *args = word.split(" ", 2)
        if rest and verb in {"promise", "refuse"}:
            yield DemoReply(str(asked), rest, {"promise": "promised", "refuse": "refused"}[verb], tuple(args))
        else:
            yield DemoReply(str(asked), text)


def _thread(said: Mapping[str, Any]) -> Iterator[Event]:
    """What happens: the acts that are written out, and those that `life` stands for."""
    for when, text in (said.get("then") or {}).items():
        day, verb, *args = str(when).split()
        yield Event(int(day), verb, tuple(args), str(text or ""))
    life = str(said.get("life", "")).split()
    if life and life[0].isdecimal():
        days = int(life[0])
        if days > 1:
            yield Event(1, "accept")
        yield Event(days, "answer")
        if len(life) > 1:
            after = days + 1 + days % 3
            if life[1] == "disputed":
                yield Event(after, "dispute", (), str(said.get("dispute", "")))
            else:
                yield Event(after, "rate", (life[1],))
