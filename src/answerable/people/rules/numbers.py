"""Numbers of badges and cars, and profiles, by which somebody is known: how they are told from others. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from answerable.people.rules import nearby
from answerable.people.rules.known import KnownPerson
from answerable.people.rules.spelling import Word, plate

SHORTEST: Final = 5  # signs of a badge's number that is told from a house's without the word "badge"
PIECES: Final = 4  # into which a number may be broken by spaces: «АХ 12-34 ВО»
DIGITS: Final = 4  # of a plate that somebody remembers without its letters
HANDLE: Final = 6  # letters and digits of a profile's name that is hardly somebody else's
_LINK: Final = re.compile(
    r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>\"'()]+)|(?<![\w.])@([a-z0-9_.]{3,})", re.IGNORECASE
)
_HANDLE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{4,}[A-Za-z0-9]")
_PLAIN: Final = re.compile(r"[._-]")
_SAME_PLACE: Final = {"vkontakte.ru": "vk.com", "fb.com": "facebook.com", "telegram.me": "t.me"}


@dataclass(slots=True)
class KnownMarks:
    """Numbers and profiles of everybody, by what a text is compared with."""

    numbers: dict[str, list[KnownPerson]] = field(default_factory=dict)
    badges: dict[str, list[KnownPerson]] = field(default_factory=dict)  # digits alone, without the noughts before them
    digits: dict[str, list[KnownPerson]] = field(default_factory=dict)  # of a plate, its letters left out
    links: dict[str, list[KnownPerson]] = field(default_factory=dict)
    handles: dict[str, list[KnownPerson]] = field(default_factory=dict)

    def add(self, whose: KnownPerson, numbers: Sequence[str], links: Sequence[str]) -> None:
        """Enter what somebody is known by."""
        for number in map(plate, numbers):
            self.numbers.setdefault(number, []).append(whose)
            digits = "".join(filter(str.isdigit, number))
            if digits == number:
                self.badges.setdefault(number.lstrip("0"), []).append(whose)
            elif len(digits) >= DIGITS:
                self.digits.setdefault(digits, []).append(whose)
        for link in links:
            for address in _addresses(link):
                self.links.setdefault(address, []).append(whose)
            handle = _handle(_addresses(link)[-1])
            if len(handle) >= HANDLE:
                self.handles.setdefault(handle, []).append(whose)


def numbers_in(words: list[Word], among: KnownMarks) -> Iterator[tuple[KnownPerson, str]]:
    """Numbers, whole or in pieces: a piece with a digit, and those beside it."""
    last = -1
    for place, word in enumerate(words):
        if word.written.isalpha() or not any(map(str.isdigit, word.written)):
            continue
        for begin in range(max(last + 1, place - 1), place + 1):
            yield from _number_from(words, begin, among)
        if word.written in among.digits and _is_of_a_car(words, place):
            yield from ((one, word.written) for one in among.digits[word.written])
        last = place


def _is_of_a_car(words: list[Word], place: int) -> bool:
    """Whether digits are those of a plate whose letters nobody read: a car is spoken of, and no letters stand beside."""
    series = [word for word in nearby.around(words, place, 1) if len(word.written) <= 2 and word.written.isupper()]
    return not series and nearby.says(nearby.around(words, place, 4, 2), nearby.CARS)


def _number_from(words: list[Word], begin: int, among: KnownMarks) -> Iterator[tuple[KnownPerson, str]]:
    shape = ""
    badge = nearby.says(words[max(0, begin - 2) : begin], nearby.BADGES)
    for end in range(begin, min(begin + PIECES, len(words))):
        shape += plate(words[end].written)
        found = among.numbers.get(shape, []) if badge or len(shape) >= SHORTEST else []
        if badge and not found and shape.isdecimal():
            found = among.badges.get(shape.lstrip("0"), [])
        written = " ".join(word.written for word in words[begin : end + 1])
        yield from ((one, written) for one in found)


def links_in(seen: str, among: KnownMarks) -> Iterator[tuple[KnownPerson, str]]:
    """Profiles by their address, or by the name that stands at its end, dots and lines in it left out."""
    if not among.links:
        return
    for match in _LINK.finditer(seen) if "/" in seen or "@" in seen else ():
        for address in _addresses(match.group()):
            yield from ((one, match.group()) for one in among.links.get(address, ()))
    for match in _HANDLE.finditer(seen):
        yield from ((one, match.group()) for one in among.handles.get(_handle(match.group()), ()))


def _handle(written: str) -> str:
    return _PLAIN.sub("", written.lower().lstrip("@"))


def _addresses(link: str) -> tuple[str, ...]:
    """A profile's address as it is told from others, and the handle that it ends in: whatever the scheme and the query."""
    plain = link.strip().lower().split("://")[-1].split("?")[0].split("#")[0].rstrip("/.,;:!")
    if plain.startswith("@"):
        return (plain,)
    host, _slash, path = plain.partition("/")
    host = re.sub(r"^(?:www|m|mobile|[a-z]{2}-[a-z]{2})\.", "", host)
    return (f"{_SAME_PLACE.get(host, host)}/{path}", f"@{path}") if path else (f"@{host}",)
