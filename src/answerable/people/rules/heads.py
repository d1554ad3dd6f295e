"""Who heads a body, as people say it: "начальник чугуївської поліції", "шеф поліції району", "начальник РВП". Pure.

A word of command, then within a few words what kind of unit it is, or of which place. Each body of the force is weighed
by what of that fits it; those that fit best are meant, unless so many fit that nobody is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from answerable.people.rules import nearby
from answerable.people.rules.known import KnownPerson
from answerable.people.rules.spelling import Word, sounds, words_of


class UnitKind(StrEnum):
    """What a body is called, whatever its place."""

    POLICE = "police"
    DEPARTMENT = "department"
    DIRECTORATE = "directorate"
    DISTRICT = "district"
    GUARD = "guard"


@dataclass(frozen=True, slots=True)
class Headed:
    """A body that somebody heads: whose, what kinds its names say, beginnings of its places' names."""

    whose: KnownPerson
    kinds: frozenset[UnitKind]
    places: tuple[str, ...]


REACH: Final = 5  # words after a word of command that say of what
MOST: Final = 3  # bodies that fit equally well and are all asked about; of more, none
_GENERAL: Final = nearby.stems("головн главн найголовн начальств")
_LEADING: Final = (*nearby.COMMANDS, *_GENERAL)
_OFFICERS: Final = nearby.stems("поліцейськ полицейск поліціян полицай мент мусор коп cop policj")
_KINDS: Final = (
    (UnitKind.POLICE, nearby.stems("поліці поліцей полици полицей police policj policyj міліц милиц мент мусор")),
    (
        UnitKind.DEPARTMENT,
        nearby.stems("відділ отдел департамент department station комісаріат komisariat участк участок"),
    ),
    (UnitKind.DIRECTORATE, nearby.stems("управлін управлен directorate komend")),
    (UnitKind.DISTRICT, nearby.stems("район raion district powiat")),
    (UnitKind.GUARD, nearby.stems("straż strażni")),
)
_LOCAL: Final = frozenset({UnitKind.DEPARTMENT, UnitKind.DISTRICT})
_SHORT: Final[dict[str, frozenset[UnitKind]]] = {
    **dict.fromkeys(sounds(["рвп", "ровд", "рв", "рувд", "райвідділ", "райотдел", "райвідділу", "райотдела"]), _LOCAL),
    **dict.fromkeys(sounds(["вп", "овд", "омвд", "мвп", "внп", "вм", "мв"]), frozenset({UnitKind.DEPARTMENT})),
    **dict.fromkeys(sounds(["руп", "рупп"]), frozenset({UnitKind.DISTRICT, UnitKind.DIRECTORATE})),
    **dict.fromkeys(sounds(["гунп", "умвд", "гумвд", "kmp", "kpp", "kwp"]), frozenset({UnitKind.DIRECTORATE})),
}
_FORCE: Final = frozenset({UnitKind.POLICE, UnitKind.GUARD})
_WEIGHTS: Final = {
    UnitKind.POLICE: 1,
    UnitKind.DEPARTMENT: 2,
    UnitKind.DIRECTORATE: 2,
    UnitKind.DISTRICT: 2,
    UnitKind.GUARD: 3,
}
_FOREIGN: Final = nearby.stems("""
    освіт образован культур кадр соц пенсій пенсион житл жил жкг жкх комунал коммунал бухгалт продаж маркет збут
    охорон здрав медиц лікар больниц школ завод магазин пошт почт банк суд податк налог пожеж пожар містобуд архіт благоустр
    education health school finance sales housing hospital fire library post tax oświat kultur finans pożarn
""")
_ADJECTIVE: Final = re.compile(r"(.{4,}?)[sT]k(?:[aeiou]\w*)?")
_TURNED: Final = re.compile(r"i([vnrlkTh])$")  # Чугуїв, Чугуєва; Львів, Львова
_COMMON_PLACES: Final = nearby.stems("""
    район област громад міськ городск місто город село селищ поселок сільськ сельск raion region oblast community town
    city village settlement district powiat gmina województ miast
""")


def headed(whose: KnownPerson, names: Iterable[str], places: Iterable[str]) -> Headed:
    """What is looked for of a body of the force."""
    said = [word for name in names for word in words_of(name)]
    kinds = frozenset(kind for word in said for kind in _kinds_of(word)) | {UnitKind.POLICE}
    of_names = [key for word in said if (key := _adjective(word.keys[0]))]
    of_places = [_place(word.keys[0]) for name in places for word in words_of(name)]
    found = dict.fromkeys(one for one in (*of_names, *of_places) if len(one) > 3 and not one.startswith(_COMMON_PLACES))
    turned = [_TURNED.sub(rf"{vowel}\1", one) for one in found for vowel in "eo" if _TURNED.search(one)]
    return Headed(whose, kinds, tuple(dict.fromkeys((*found, *turned))))


def _adjective(key: str) -> str:
    match = _ADJECTIVE.fullmatch(key)
    return match[1] if match else ""


def _place(key: str) -> str:
    return _adjective(key) or key.rstrip("aeiou")  # Полтава, Полтави


def _kinds_of(word: Word) -> frozenset[UnitKind]:
    for key in word.keys:
        if key in _SHORT:
            return _SHORT[key]
        found = frozenset(kind for kind, begun in _KINDS if key.startswith(begun))
        if found:
            return found
    return frozenset()


def heads_in(words: list[Word], among: Sequence[Headed]) -> Iterator[tuple[KnownPerson, str]]:
    """Whose head a text speaks of, with the words that say so."""
    for place, word in enumerate(words):
        if not _is_command(words, place):
            continue
        window = words[place + 1 : place + 1 + REACH]
        if word.written.isascii():  # "the Chuhuiv police chief"
            window = words[max(0, place - 3) : place] + window
        if window and not nearby.says(window, _FOREIGN):
            yield from _fitting(word, window, among)


def _is_command(words: list[Word], place: int) -> bool:
    """A word of command; "the chief policeman" too, and not "the chief directorate"."""
    key = words[place].keys[0]
    if not key.startswith(_LEADING):
        return False
    if key.startswith(nearby.COMMANDS):
        return True
    return key.startswith(_GENERAL) and nearby.says(words[place + 1 : place + 2], _OFFICERS)


def _fitting(word: Word, window: list[Word], among: Sequence[Headed]) -> Iterator[tuple[KnownPerson, str]]:
    """The bodies that fit best what is said after a word of command."""
    said = {near.written: _kinds_of(near) for near in window}
    kinds = frozenset().union(*said.values())
    weighed: dict[int, list[Headed]] = {}
    for one in among:
        placed = bool(one.places) and nearby.says(window, one.places)
        fits = sum(_WEIGHTS[kind] for kind in kinds & one.kinds)
        if (placed and kinds) or _is_sure(kinds, window):
            weighed.setdefault(fits + (4 if placed else 0), []).append(one)
    best = weighed[max(weighed)] if weighed and max(weighed) > 1 else []
    if len(best) <= MOST:
        used = [near.written for near in window if said[near.written] or nearby.says([near], _all_places(best))]
        yield from ((one.whose, " ".join([word.written, *used])) for one in best)


def _all_places(among: Sequence[Headed]) -> tuple[str, ...]:
    return tuple(place for one in among for place in one.places)


def _is_sure(kinds: frozenset[UnitKind], window: list[Word]) -> bool:
    """Whether a unit of the force is meant though its place is not said: by its short name, by two of its words, by deeds."""
    if any(key in _SHORT for near in window for key in near.keys):
        return True
    if UnitKind.GUARD in kinds:
        return True
    unit = kinds - _FORCE
    return bool(unit) and (bool(kinds & _FORCE) or nearby.says(window, nearby.CONDUCT))
