"""What words are that came without a form: which kind, in which language, whether they are from whom an appeal is. Pure."""

import re
from collections.abc import Collection
from typing import Final

from answerable.law.terms import MatterKind

# By the first words of a heading or a text, because that is where a letter says what it is ("Скарга", "Жалоба на ...").
# What names an officer or a body is found by its names (people.rules.mentions), whatever it is called.
_HEADS: Final[tuple[tuple[MatterKind, re.Pattern[str]], ...]] = (
    (MatterKind.COMPLAINT, re.compile(r"\b(?:скарг|скаржус|жалоб|жалуюс|оскаржу|обжалу|complain)", re.IGNORECASE)),
    (MatterKind.THANKS, re.compile(r"\b(?:подяк|дякую|благодарност|благодарю|thank)", re.IGNORECASE)),
    (
        MatterKind.PROPOSAL,
        re.compile(r"\b(?:пропозиц|пропоную|предложени|предлагаю|proposal|propose|suggest)", re.IGNORECASE),
    ),
    (MatterKind.REPORT, re.compile(r"\b(?:повідомля|сообща|report)", re.IGNORECASE)),
)
_HEAD: Final = 200  # characters of a text that say what it is
_ALONE: Final = {"uk": frozenset("іїєґІЇЄҐ"), "ru": frozenset("ыэъёЫЭЪЁ")}  # letters that the other has not
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_LATIN: Final = re.compile(r"[A-Za-z]")


def kind_of(heading: str, text: str, *, chosen: str = "") -> MatterKind:
    """Which of the plain kinds words are: the `chosen` one, where somebody was asked; else as they say themselves.

    What says nothing asks for something: a request has the law's ordinary term.
    """
    if chosen in {*MatterKind}:
        return MatterKind(chosen)
    for place in (heading, text.lstrip()[:_HEAD]):
        for kind, head in _HEADS:
            if head.search(place):
                return kind
    return MatterKind.REQUEST


def language_of(text: str, *, told: str, languages: Collection[str], default: str) -> str:
    """In which language somebody is answered: as they are known to, as they write, as the installation does.

    told       what the channel knows of them
    languages  those of the installation; nothing else is given
    """
    if told in languages:
        return told
    counts = {code: sum(letter in letters for letter in text) for code, letters in _ALONE.items()}
    best = max(counts, key=lambda code: counts[code])
    if counts[best] and best in languages:
        return best
    if len(_LATIN.findall(text)) > len(_CYRILLIC.findall(text)) and "en" in languages:
        return "en"
    return default


def whole_text(heading: str, text: str) -> str:
    """The words as they are registered: a letter's heading is part of them, unless they begin with it."""
    heading = heading.strip()
    if not heading or text.strip().casefold().startswith(heading.casefold()):
        return text
    return f"{heading}\n\n{text}" if text.strip() else heading


def is_same_address(one: str, other: str) -> bool:
    """Say whether two addresses are one mailbox, number or peer: no server tells capitals apart any more (RFC 5321, 2.4)."""
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()
