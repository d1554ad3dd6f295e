"""Whom a text may be about: officers and bodies found in it by name, post, nickname, number or profile. Pure.

A mention is a likelihood, never a decision: a machine that bars by a surname would bar at random, and one that stays
silent leaves the complaint with whom it is about. So whoever calls asks the sender, and lets nobody of the command
concerned have the matter before a person has looked (docs/decisions/0150-persons-found-in-text.md).

`catalogue` is made once for a revision of the people; `mentions` passes over a text once and looks each word up.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from answerable.people.rules.spelling import Word, plate, shown, sound, sounds, words_of

Forms = Mapping[str, "WordForms"]


class MentionMark(StrEnum):
    """By what somebody was recognised."""

    NAME = "name"
    INITIALS = "initials"
    POST = "post"  # of a person, or of whoever heads a body
    OTHER_NAME = "other_name"  # a nickname, an abbreviation
    NUMBER = "number"  # of a badge or a car
    LINK = "link"


@dataclass(frozen=True, slots=True)
class WordForms:
    """The forms of a word in the grammar of its language, and whether it is also an ordinary word (мороз: frost)."""

    forms: tuple[str, ...]
    common: bool = False


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """An officer (or a body) as somebody may speak of them.

    names    in each script, the surname last: "Віктор Мороз"; of a body, its name in each language
    posts    in each language: "начальник районного відділу"
    others   nicknames; abbreviations of a body
    numbers  of badges and cars
    links    addresses of profiles: "vk.com/name"
    """

    id: int
    is_body: bool = False
    names: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who may be meant: whose id, whether it is a body's, by what, and the words as they stand in the text.

    A body is meant by the post of whoever heads it, too: then the mark is `POST`.
    """

    id: int
    is_body: bool
    mark: MentionMark
    words: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that stand near each other in any order, each as the keys of its forms.

    spared  which of them may be lacking in a longer post, as long as `FEWEST_OF_POST` stand there: neither its first
            nor a place's name ("head of the Chuhuiv department" for "head of the Chuhuiv raion department")
    """

    parts: tuple[frozenset[str], ...]
    whose: KnownPerson
    mark: MentionMark
    common: bool = False
    spared: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Surname:
    whose: KnownPerson
    common: bool


@dataclass(slots=True)
class Catalogue:
    """Everybody who can be looked for, by the keys that a text is compared with."""

    surnames: dict[str, list[_Surname]] = field(default_factory=lambda: defaultdict(list))
    given: set[str] = field(default_factory=set)
    initials: dict[tuple[str, str], list[KnownPerson]] = field(default_factory=lambda: defaultdict(list))
    phrases: dict[str, list[_Phrase]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[str, list[KnownPerson]] = field(default_factory=lambda: defaultdict(list))
    links: dict[str, list[KnownPerson]] = field(default_factory=lambda: defaultdict(list))


FEWEST_OF_POST: Final = 3  # words of a longer post that are enough, its first and its rarest among them
NEAR: Final = 3  # words on each side in which a rank makes a name of an ordinary word
SHORTEST: Final = 3  # letters of a word that counts without a rank beside it
SURE: Final = 5  # letters of a word in Latin script that is hardly an English one («did» sounds like «дід»)
SHORTEST_NUMBER: Final = 5  # signs of a badge's number that is told from a house's without the word "badge"
PIECES: Final = 4  # into which a number may be broken by spaces: «АХ 12-34 ВО»
_PATRONYMIC: Final = ("ович", "евич", "івна", "ївна", "овна", "евна", "ovych", "evych", "ivna", "ovna", "evna", "ovich")
_SHORT_PATRONYMIC: Final = ("ич", "іч", "ична", "ічна", "ych", "ich", "ichna")  # Ілліч, Ильинична; surnames end so, too
_SMALL: Final = frozenset(sounds(["of", "the", "and", "та", "и", "в", "у", "for", "з", "по", "при", "for", "in"]))


def _stems(said: str) -> tuple[str, ...]:
    """The keys of beginnings of words: what starts with one of them is meant."""
    return tuple(sounds(said.split()))


_RANKS: Final = _stems("""
    начальни капітан капитан майор лейтенант сержант полковни підполковни інспектор инспектор слідч следовател
    поліцейськ полицейск поліціян патрульн дільничн участков офіцер офицер командир заступни заместител керівни
    руководител шеф мент коп гаишни гаїшни рядов оперативн
    captain major lieutenant sergeant colonel inspector officer chief head commander deputy policem cop detective constable
""")
_STREETS: Final = _stems(
    "вулиц улиц провул переул перехрест перекрест проспект площ хутор імені имени street lane avenue square"
)
_COMMANDS: Final = _stems("начальни командир керівни руководител head chief commander")
_BADGES: Final = _stems("жетон badge значок бейдж посвідчен удостоверен номер")
_LINK: Final = re.compile(
    r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>\"'()]+)|(?<![\w.])@([a-z0-9_.]{3,})", re.IGNORECASE
)
_SAME_PLACE: Final = {"vkontakte.ru": "vk.com", "fb.com": "facebook.com", "telegram.me": "t.me"}


def catalogue(known: Iterable[KnownPerson], forms: Forms) -> Catalogue:
    """Make what `mentions` looks things up in. A word without known forms is looked for as it is written."""
    made = Catalogue()
    for one in known:
        _add_names(made, one, forms)
        for post in one.posts:
            _add_phrase(made, post, one, forms, mark=MentionMark.POST)
        for other in one.others:
            _add_phrase(made, other, one, forms, mark=MentionMark.OTHER_NAME, fewest=1)
        for number in one.numbers:
            made.numbers[plate(number)].append(one)
        for link in one.links:
            for address in _addresses(link):
                made.links[address].append(one)
    return made


def _add_names(made: Catalogue, one: KnownPerson, forms: Forms) -> None:
    """A body's names; a person's, of which the surname counts in all its forms, and the rest lends it weight."""
    if one.is_body:
        for name in one.names:
            _add_phrase(made, name, one, forms)
        return
    split = [_split_name(name) for name in one.names if name.strip()]
    common = any(forms[surname.lower()].common for surname, _rest in split if surname.lower() in forms)
    for surname, rest in split:
        for key in _keys(surname, forms):
            made.surnames[key].append(_Surname(one, common))
        if rest:
            _add_given(made, surname, rest, one, forms)


def _add_given(made: Catalogue, surname: str, given: Sequence[str], one: KnownPerson, forms: Forms) -> None:
    """What stands beside the surname: by itself it is nobody's name, with a patronymic it is («Віктор Петрович»)."""
    parts = tuple(_keys(part, forms) for part in given)
    made.given = made.given.union(*parts)
    first, last = sound(given[0])[:1], sound(surname)[:1]
    for pair in {(first, last), (last, first)}:
        made.initials[pair].append(one)
    if any(part.lower().endswith(_PATRONYMIC) for part in given):
        _put(made, _Phrase(parts, one, MentionMark.NAME))


def _split_name(name: str) -> tuple[str, list[str]]:
    """The surname and the rest: it stands last, or first where a patronymic ends the name."""
    parts = shown(name).split()
    last, before = parts[-1].lower(), parts[1:-1]
    first = len(parts) > 1 and last.endswith(_PATRONYMIC)
    if before and last.endswith(_SHORT_PATRONYMIC):
        first = not any(part.lower().endswith(_PATRONYMIC) for part in before)
    return (parts[0], parts[1:]) if first else (parts[-1], parts[:-1])


def _add_phrase(
    made: Catalogue,
    written: str,
    one: KnownPerson,
    forms: Forms,
    *,
    mark: MentionMark = MentionMark.NAME,
    fewest: int = 2,
) -> None:
    """A post, a nickname or a body's name. A post of one word is everybody's and isn't looked for."""
    words = [word for word in words_of(written) if word.keys[0] not in _SMALL]
    parts = tuple(_keys(word.written, forms) for word in words)
    if len(parts) >= fewest:
        common = not one.is_body and len(parts) == 1 and forms.get(words[0].written.lower(), WordForms(())).common
        lacking = (number for number, word in enumerate(words) if number and not word.capital)
        _put(made, _Phrase(parts, one, mark, common, frozenset(lacking if mark is MentionMark.POST else ())))


def _put(made: Catalogue, phrase: _Phrase) -> None:
    """Enter a phrase under its longest word, which is the rarest."""
    anchor = max(phrase.parts, key=lambda keys: max(map(len, keys), default=0))
    for key in anchor:
        made.phrases[key].append(phrase)


def _keys(word: str, forms: Forms) -> frozenset[str]:
    """The keys of a word in all its forms."""
    known = forms.get(word.lower(), WordForms(()))
    return frozenset(key for key in sounds([word, *known.forms]) if key)


def mentions(text: str, among: Catalogue, *, names_only: bool = False) -> list[Mention]:
    """Whom a text may be about, each once, in the order in which they are met.

    names_only  the text is nothing but names (a file's name, "about whom"): an ordinary word is taken for a name there
    """
    words = words_of(text)
    found: dict[tuple[int, bool], Mention] = {}
    for one, mark, written in _met(text, words, among, names_only=names_only):
        by = MentionMark.POST if one.is_body and _commanded(words, written) else mark
        found.setdefault((one.id, one.is_body), Mention(one.id, one.is_body, by, written))
    return list(found.values())


def _met(
    text: str, words: Sequence[Word], among: Catalogue, *, names_only: bool
) -> Iterator[tuple[KnownPerson, MentionMark, str]]:
    for place, word in enumerate(words):
        for key in word.keys:
            for surname in among.surnames.get(key, ()):
                if _is_name(words, place, surname, among, names_only=names_only):
                    yield surname.whose, MentionMark.NAME, word.written
            for phrase in among.phrases.get(key, ()):
                if (said := _phrase_at(words, place, phrase, among, names_only=names_only)) is not None:
                    yield phrase.whose, phrase.mark, said
        yield from _initials_at(words, place, among)
    yield from _numbers_in(words, among)
    yield from _links_in(text, among)


def _is_name(words: Sequence[Word], place: int, name: _Surname, among: Catalogue, *, names_only: bool) -> bool:
    """Whether a word that sounds like a surname is meant as one."""
    word = words[place]
    if names_only or word.odd:
        return True
    beside = (*words[max(0, place - 1) : place], *words[place + 1 : place + 2])
    if any(key.startswith(_STREETS) for near in beside for key in near.keys):
        # «вулиця Коваленка» is a street, «вул. Шевченка, капітан Коваленко» is not
        return _is_named_near(words, place, among)
    latin = word.written.isascii()
    long_enough = len(word.written) >= (SURE if latin else SHORTEST)
    if long_enough and (latin or word.capital or not name.common):
        return True
    return _is_named_near(words, place, among)


def _is_named_near(words: Sequence[Word], place: int, among: Catalogue) -> bool:
    """Whether a rank, a given name or an initial stands beside."""
    near = (*words[max(0, place - NEAR) : place], *words[place + 1 : place + 1 + NEAR])
    beside = (*words[max(0, place - 2) : place], *words[place + 1 : place + 3])
    ranked = any(key.startswith(_RANKS) for word in near for key in word.keys)
    return ranked or any(
        not among.given.isdisjoint(word.keys) or (words[place].capital and len(word.written) == 1 and word.capital)
        for word in beside
    )


def _phrase_at(words: Sequence[Word], place: int, phrase: _Phrase, among: Catalogue, *, names_only: bool) -> str | None:
    """The words of a phrase that has all its parts around a place; None where one is missing."""
    if len(phrase.parts) == 1:
        lone = _Surname(phrase.whose, phrase.common)
        return words[place].written if _is_name(words, place, lone, among, names_only=names_only) else None
    reach = len(phrase.parts) + 1
    begin = max(0, place - reach)
    window = words[begin : place + reach + 1]
    at: list[int] = []
    for number, part in enumerate(phrase.parts):
        here = [spot for spot, word in enumerate(window) if spot not in at and not part.isdisjoint(word.keys)]
        if here:
            at.append(min(here, key=lambda spot: abs(spot + begin - place)))
        elif number not in phrase.spared:
            return None
    if len(at) < min(FEWEST_OF_POST, len(phrase.parts)):
        return None
    return " ".join(word.written for word in window[min(at) : max(at) + 1])


def _initials_at(words: Sequence[Word], place: int, among: Catalogue) -> Iterator[tuple[KnownPerson, MentionMark, str]]:
    """«начальник В. М.»: two initials, or three of which the first and the last count, beside a rank."""
    run = [word for word in words[place : place + 3] if len(word.written) == 1 and word.capital]
    if len(run) < 2 or words[place] is not run[0] or (place and len(words[place - 1].written) == 1):
        return
    if not any(key.startswith(_RANKS) for word in words[max(0, place - NEAR) : place + 3 + NEAR] for key in word.keys):
        return
    written = " ".join(f"{word.written}." for word in run)
    for last in run[1:]:
        for one in among.initials.get((run[0].keys[0][:1], last.keys[0][:1]), ()):
            yield one, MentionMark.INITIALS, written


def _numbers_in(words: Sequence[Word], among: Catalogue) -> Iterator[tuple[KnownPerson, MentionMark, str]]:
    """Numbers of badges and cars, whole or in pieces: a piece with a digit, and those beside it."""
    last = -1
    for place, word in enumerate(words):
        if not any(map(str.isdigit, word.written)):
            continue
        for begin in range(max(last + 1, place - 1), place + 1):
            yield from _number_from(words, begin, among)
        last = place


def _number_from(words: Sequence[Word], begin: int, among: Catalogue) -> Iterator[tuple[KnownPerson, MentionMark, str]]:
    shape = ""
    for end in range(begin, min(begin + PIECES, len(words))):
        shape += plate(words[end].written)
        before = (key for word in words[max(0, begin - 2) : begin] for key in word.keys)
        if len(shape) >= SHORTEST_NUMBER or any(key.startswith(_BADGES) for key in before):
            written = " ".join(word.written for word in words[begin : end + 1])
            yield from ((one, MentionMark.NUMBER, written) for one in among.numbers.get(shape, ()))


def _links_in(text: str, among: Catalogue) -> Iterator[tuple[KnownPerson, MentionMark, str]]:
    if not among.links:
        return
    for match in _LINK.finditer(shown(text)):
        for address in _addresses(match.group()):
            yield from ((one, MentionMark.LINK, match.group()) for one in among.links.get(address, ()))


def _addresses(link: str) -> tuple[str, ...]:
    """A profile's address as it is told from others, and the handle that it ends in: whatever the scheme and the query."""
    plain = link.strip().lower().split("://")[-1].split("?")[0].split("#")[0].rstrip("/.,;:!")
    if plain.startswith("@"):
        return (plain,)
    host, _slash, path = plain.partition("/")
    host = re.sub(r"^(?:www|m|mobile|[a-z]{2}-[a-z]{2})\.", "", host)
    return (f"{_SAME_PLACE.get(host, host)}/{path}", f"@{path}") if path else (f"@{host}",)


def _commanded(words: Sequence[Word], written: str) -> bool:
    """Whether the text speaks of the head of a body: a word of command stands before the body's name."""
    first = written.split(" ", maxsplit=1)[0]
    places = [number for number, word in enumerate(words) if word.written == first]
    before = (word for number in places for word in words[max(0, number - 2) : number])
    return any(key.startswith(_COMMANDS) for word in before for key in word.keys)
