"""Whom a text may be about: officers and bodies found in it by name, post, nickname, number or profile. Pure.

A mention is a likelihood, never a decision: a machine that bars by a surname would bar at random, and one that stays
silent leaves the complaint with whom it is about. So whoever calls asks the sender, and lets nobody of the command
concerned have the matter before a person has looked (docs/decisions/0150-persons-found-in-text.md).

`catalogue` is made once for a revision of the people; `mentions` passes over a text once and looks each word up.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from answerable.people.rules import heads, nearby, numbers
from answerable.people.rules.known import Forms, KnownPerson, Mention, MentionMark, WordForms
from answerable.people.rules.spelling import Word, shown, sound, sounds, words_in, words_of

Met = tuple[KnownPerson, MentionMark, str]


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


@dataclass(frozen=True, slots=True)
class _Called:
    """Somebody by their first name: the beginnings of their surname, and whether their patronymic is known."""

    whose: KnownPerson
    initials: frozenset[str]
    patronymic: bool


@dataclass(slots=True)
class Catalogue:
    """Everybody who can be looked for, by the keys that a text is compared with."""

    surnames: dict[str, list[_Surname]] = field(default_factory=lambda: defaultdict(list))
    given: set[str] = field(default_factory=set)
    called: dict[str, dict[int, _Called]] = field(default_factory=lambda: defaultdict(dict))
    initials: dict[tuple[str, str], list[KnownPerson]] = field(default_factory=lambda: defaultdict(list))
    phrases: dict[str, list[_Phrase]] = field(default_factory=lambda: defaultdict(list))
    marks: numbers.KnownMarks = field(default_factory=numbers.KnownMarks)
    headed: list[heads.Headed] = field(default_factory=list)
    keys: frozenset[str] = (
        frozenset()
    )  # of all names, posts and nicknames: a word that is none of them is looked at once


FEWEST_OF_POST: Final = 3  # words of a longer post that are enough, its first and its rarest among them
NEAR: Final = 3  # words on each side in which a rank makes a name of an ordinary word
SHORTEST: Final = 3  # letters of a word that counts without a rank beside it
SURE: Final = 5  # letters of a word in Latin script that is hardly an English one («did» sounds like «дід»)
NAMESAKES: Final = 3  # people of one first name whom it brings to mind with a stranger's patronymic; of more, nobody
_PATRONYMIC: Final = ("ович", "евич", "івна", "ївна", "овна", "евна", "ovych", "evych", "ivna", "ovna", "evna", "ovich")
_SHORT_PATRONYMIC: Final = ("ич", "іч", "ична", "ічна", "ych", "ich", "ichna")  # Ілліч, Ильинична; surnames end so, too
_SMALL: Final = frozenset(sounds(["of", "the", "and", "та", "и", "в", "у", "for", "з", "по", "при", "for", "in"]))


def catalogue(known: Iterable[KnownPerson], forms: Forms) -> Catalogue:
    """Make what `mentions` looks things up in. A word without known forms is looked for as it is written."""
    made = Catalogue()
    for one in known:
        _add_names(made, one, forms)
        for post in one.posts:
            _add_phrase(made, post, one, forms, mark=MentionMark.POST)
        for other in one.others:
            _add_phrase(made, other, one, forms, mark=MentionMark.OTHER_NAME, fewest=1)
        made.marks.add(one, one.numbers, one.links)
        if one.force:
            made.headed.append(heads.headed(one, one.names, one.places))
    made.keys = frozenset({*made.surnames, *made.phrases, *made.called})
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
    patronymic = any(part.lower().endswith(_PATRONYMIC) for part in given)
    if patronymic:
        _put(made, _Phrase(parts, one, MentionMark.NAME))
    for key in parts[0]:
        before = made.called[key].get(one.id)
        known, initials = (before.patronymic, before.initials) if before else (False, frozenset[str]())
        made.called[key][one.id] = _Called(one, initials | {last}, known or patronymic)


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
    seen = shown(text)
    words = words_in(seen)
    found: dict[tuple[int, bool], Mention] = {}
    for one, mark, written in _met(seen, words, among, names_only=names_only):
        by = MentionMark.POST if one.is_body and _commanded(words, written) else mark
        found.setdefault((one.id, one.is_body), Mention(one.id, one.is_body, by, written))
    return list(found.values())


def _met(seen: str, words: list[Word], among: Catalogue, *, names_only: bool) -> Iterator[Met]:
    for place, word in enumerate(words):
        for key in word.keys:
            if key in among.keys:
                yield from _by_key(key, words, place, among, names_only=names_only)
        if len(word.written) == 1:
            yield from _initials_at(words, place, among)
    if not names_only:
        yield from ((one, MentionMark.POST, said) for one, said in heads.heads_in(words, among.headed))
    yield from ((one, MentionMark.NUMBER, said) for one, said in numbers.numbers_in(words, among.marks))
    yield from ((one, MentionMark.LINK, said) for one, said in numbers.links_in(seen, among.marks))


def _by_key(key: str, words: list[Word], place: int, among: Catalogue, *, names_only: bool) -> Iterator[Met]:
    """Those of whose name, post or nickname a word of this sound is a part, where the rest of it stands near."""
    for surname in among.surnames.get(key, ()):
        if _is_name(words, place, surname, among, names_only=names_only):
            yield surname.whose, MentionMark.NAME, words[place].written
    for phrase in among.phrases.get(key, ()):
        if (said := _phrase_at(words, place, phrase, among, names_only=names_only)) is not None:
            yield phrase.whose, phrase.mark, said
    if key in among.called:
        yield from _called_at(words, place, among.called[key])


def _called_at(words: list[Word], place: int, called: Mapping[int, _Called]) -> Iterator[Met]:
    """«Віктор М.»; «Віктор Миколайович», where a rank or a deed stands near: of whom no other patronymic is known."""
    beside, more = words[place + 1 : place + 2], words[place + 2 : place + 3]
    if not beside or not beside[0].capital or not words[place].capital or (more and more[0].capital):
        return
    written = f"{words[place].written} {beside[0].written}"
    if len(beside[0].written) == 1:
        begun = beside[0].keys[0][:1]
        yield from (
            (one.whose, MentionMark.INITIALS, f"{written}.") for one in called.values() if begun in one.initials
        )
    elif _is_patronymic(beside[0].written) and _is_said_to_act(words, place, 6):
        strangers = [one.whose for one in called.values() if not one.patronymic]
        if len(strangers) <= NAMESAKES:
            yield from ((one, MentionMark.NAME, written) for one in strangers)


def _is_patronymic(word: str) -> bool:
    return word.lower().endswith((*_PATRONYMIC, *_SHORT_PATRONYMIC))


def _is_said_to_act(words: list[Word], place: int, reach: int) -> bool:
    """Whether a rank, or what officers are complained of, stands near."""
    near = nearby.around(words, place, reach)
    return nearby.says(near, nearby.RANKS) or nearby.says(near, nearby.CONDUCT)


def _is_name(words: list[Word], place: int, name: _Surname, among: Catalogue, *, names_only: bool) -> bool:
    """Whether a word that sounds like a surname is meant as one."""
    word = words[place]
    if names_only or word.odd:
        return True
    if nearby.says(nearby.around(words, place, 1), nearby.STREETS):
        # «вулиця Коваленка» is a street, «вул. Шевченка, капітан Коваленко» is not
        return _is_named_near(words, place, among)
    latin = word.written.isascii()
    long_enough = len(word.written) >= (SURE if latin else SHORTEST)
    if long_enough and (latin or word.capital or not name.common):
        return True
    return _is_named_near(words, place, among) or (long_enough and _is_somebody(words, place))


def _is_somebody(words: list[Word], place: int) -> bool:
    """Whether an ordinary word without a capital is somebody: a title before it, or they did what one complains of."""
    before = words[max(0, place - 1) : place]
    if any(not nearby.TITLES.isdisjoint(word.keys) for word in before):
        return True
    weather = any(not nearby.PLACED.isdisjoint(word.keys) for word in before)
    return not weather and nearby.says(nearby.around(words, place, 2), nearby.CONDUCT)


def _is_named_near(words: list[Word], place: int, among: Catalogue) -> bool:
    """Whether a rank, a given name or an initial stands beside; of a short word in Latin script, a rank next to it."""
    short = len(words[place].written) < SURE and words[place].written.isascii()
    ranked = nearby.says(nearby.around(words, place, 1 if short else NEAR), nearby.RANKS)
    return ranked or any(
        not among.given.isdisjoint(word.keys) or (word.capital and len(word.written) == 1 and word.written != "I")
        for word in nearby.around(words, place, 2)
    )


def _phrase_at(words: list[Word], place: int, phrase: _Phrase, among: Catalogue, *, names_only: bool) -> str | None:
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


def _initials_at(words: list[Word], place: int, among: Catalogue) -> Iterator[Met]:
    """«начальник В. М.»: two initials, or three of which the first and the last count, beside a rank."""
    run = [word for word in words[place : place + 3] if len(word.written) == 1 and word.capital]
    if len(run) < 2 or words[place] is not run[0] or (place and len(words[place - 1].written) == 1):
        return
    if not nearby.says(words[max(0, place - NEAR) : place + 3 + NEAR], nearby.RANKS):
        return
    written = " ".join(f"{word.written}." for word in run)
    for last in run[1:]:
        for one in among.initials.get((run[0].keys[0][:1], last.keys[0][:1]), ()):
            yield one, MentionMark.INITIALS, written


def _commanded(words: Sequence[Word], written: str) -> bool:
    """Whether the text speaks of the head of a body: a word of command stands before the body's name."""
    first = written.split(" ", maxsplit=1)[0]
    places = [number for number, word in enumerate(words) if word.written == first]
    before = (word for number in places for word in words[max(0, number - 2) : number])
    return nearby.says(before, nearby.COMMANDS)
