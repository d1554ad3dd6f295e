"""Names of persons in a text: stretches of capitalised words, judged by what stands beside them and by the dictionaries. Pure.

A name is told by a patronymic, by initials, by a post, a rank or kin before it, by two words of which one at least can be
a name, or by standing alone in the middle of a sentence and being nothing else. Streets, villages, feasts, firms and animals
that are called like people are told by the word before.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from answerable.people.rules.guard import words
from answerable.people.rules.guard.hits import WordKind
from answerable.people.rules.guard.patterns import DATE
from answerable.people.rules.guard.words import CYRILLIC, LOWER, UPPER, WORD

Kinds = Mapping[str, WordKind]
Span = tuple[int, int]
_SURNAME: Final = rf"{UPPER}{LOWER}+(?:-{UPPER}{LOWER}+)?"
_INITIALS: Final = re.compile(
    rf"(?<!\w){UPPER}\.\s?(?:{UPPER}\.\s?)?{_SURNAME}|(?<!\w){_SURNAME},?\s{UPPER}\.\s?{UPPER}\.|(?<!\w){_SURNAME},?\s{UPPER}\.(?=\W|$)(?!\s{UPPER}{LOWER})"
)
_IN_CAPITALS: Final = re.compile(r"(?<!\w)[A-ZА-ЯІЇЄҐ]{3,},\s[A-ZА-ЯІЇЄҐ]{3,}(?:\s[A-ZА-ЯІЇЄҐ]\.|(?=\W))")
_NICKNAME: Final = re.compile(rf'[«"“][A-Za-z \'-]{{2,20}}[»"”]\s{UPPER}{LOWER}+')
_BEFORE: Final = re.compile(r"([\w'’]+)(\.?)\s$")
# between two capitalised words of one name: a blank, a nickname, a particle
_JOINED: Final = re.compile(
    r"\s|\s[«\"“][^»\"”]{1,20}[»\"”]\s|\s(?:bin|bint|ibn|de|van|von|der|den|la|di|da|al|du|el|де|ван|фон)\s|\s(?:al|el)-"
)
_QUOTED: Final = re.compile(r"(?:\s[\w-]+){0,3}[»\"”]")  # what closes a name in quotation marks, not speech
_GAP: Final = re.compile(r"[\s.,:(\"–—-]{0,3}")
_SHORTEST: Final = 3
_SMALLEST: Final = 4  # letters of a word that stands alone
_SMALL_ENDS: Final = re.compile(r"(?:ed|ing|ly|s)$")
_A_PLACE: Final = re.compile(r"(?:[іїо]вці|инці|ині|ську|цьку|ках|нах|граді|поле|полі|городі|ове|ску|цку|ске|цке)$")
_LONGEST_SHORT: Final = 5  # letters of a title that is shortened with a stop
_AROUND: Final = 64  # characters before and after a run that are looked at
_YEARS: Final = range(1920, 2013)  # in which somebody who is spoken of may be born
_FAR: Final = 25  # characters between a name and a day of birth


@dataclass(frozen=True, slots=True)
class _Run:
    """Capitalised words side by side, and what stands around them.

    near    a title stands before them      blocked  what stands before says that they are no person
    strong  that title needs no other sign  quoted   they are a name in quotation marks
    first   they begin a sentence           last     what comes after
    """

    words: tuple[re.Match[str], ...]
    before: str
    last: str
    near: bool
    strong: bool
    blocked: bool
    quoted: bool
    first: bool

    @property
    def span(self) -> Span:
        return self.words[0].start(), self.words[-1].end()

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(word[0] for word in self.words)


def names(text: str, taken: Sequence[int], kinds: Kinds) -> Iterator[Span]:
    """Where names of persons stand, in what is not taken yet. They may overlap: the surer ones come first."""
    for match in _INITIALS.finditer(text):
        before = _BEFORE.search(_tail(text, match.start()))
        if before is None or words.NAMED_FOR.match(before[1]) is None:
            yield match.span()
    for pattern in (_IN_CAPITALS, _NICKNAME):
        yield from (match.span() for match in pattern.finditer(text))
    found = [match for match in WORD.finditer(text) if not taken[match.start()]]
    yield from _in_small_letters(text, found, kinds)
    polish = words.is_polish(text)
    for run in map(_without_verb, _runs(text, found)):
        if _is_person(run, kinds, polish=polish):
            yield run.span


def birthdays(text: str, ends: Collection[int]) -> Iterator[Span]:
    """Days that stand right after a name and in which somebody may have been born; `ends`: where the names end."""
    for match in re.finditer(DATE, text, re.IGNORECASE):
        year = re.search(r"(?:19|20)\d\d", match[0])
        born = year is not None and int(year[0]) in _YEARS
        if born and any(end <= match.start() <= end + _FAR for end in ends):
            yield match.span()


def _in_small_letters(text: str, found: Sequence[re.Match[str]], kinds: Kinds) -> Iterator[Span]:
    """Names that somebody wrote without a capital: right after a title."""
    for before, word in pairwise(found):
        beside = re.fullmatch(r"\.?\s", text[before.end() : word.start()]) is not None
        if beside and word[0].islower() and len(word[0]) >= _SMALLEST and _is_small_name(before[0], word[0], kinds):
            yield word.span()
    if text == text.lower():
        yield from (word.span() for word in found if _is_name_anyhow(word[0], kinds))
    for title, between, word in zip(found, found[1:], found[2:], strict=False):
        far = text[title.end() : between.start()] == text[between.end() : word.start()] == " "
        sure = kinds.get(word[0]) is WordKind.SURE and between[0].islower()
        if far and sure and word[0].islower() and words.SMALL_CYRILLIC.match(title[0]):
            yield word.span()


def _is_name_anyhow(word: str, kinds: Kinds) -> bool:
    """In a text without any capital: what is a name and nothing else."""
    kind = kinds.get(word, WordKind.UNKNOWN)
    return len(word) >= _SMALLEST and (
        kind is WordKind.SURE or (kind is WordKind.FIRST and word not in words.ALSO_WORDS)
    )


def _is_small_name(title: str, word: str, kinds: Kinds) -> bool:
    kind = kinds.get(word, WordKind.UNKNOWN)
    if CYRILLIC.search(word):
        return words.SMALL_CYRILLIC.match(title) is not None and kind in {WordKind.SURE, WordKind.UNKNOWN}
    if words.SMALL_EN.match(title) is None or word in words.COMMON_EN or _SMALL_ENDS.search(word):
        return False
    return kind is WordKind.FIRST or (kind is not WordKind.ORDINARY and words.STRONG.match(title) is not None)


def _runs(text: str, found: Sequence[re.Match[str]]) -> Iterator[_Run]:
    """The stretches of capitalised words, without what begins them and is no name."""
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and words.is_capitalised(found[end][0]) and (end == start or _joined(text, found, end)):
            end += 1
        if end > start:
            yield from _run_of(text, found, start, end)
        start = max(end, start + 1)


def _joined(text: str, found: Sequence[re.Match[str]], at: int) -> bool:
    return _JOINED.fullmatch(text[found[at - 1].end() : found[at].start()]) is not None


def _run_of(text: str, found: Sequence[re.Match[str]], start: int, end: int) -> Iterator[_Run]:
    """A run without leading prepositions and titles; they say how to read the rest."""
    titles = [at for at in range(start, min(start + _SMALLEST, end)) if words.is_title(found[at][0])]
    inner = titles[-1] + 1 if titles and titles[-1] + 1 < end else start
    while inner < end - 1 and _leads(found[inner][0]):
        inner += 1
    before = found[inner - 1] if inner else None
    gap = text[before.end() : found[inner].start()] if before else ""
    touching = (
        before is not None and _GAP.fullmatch(gap) is not None and not ("." in gap and len(before[0]) > _LONGEST_SHORT)
    )
    word = before[0] if before is not None and touching else ""
    stands_first = _begins_sentence(text, found[inner].start())
    yield _Run(
        words=tuple(found[inner:end]),
        before=_tail(text, found[inner].start()),
        last=text[found[end - 1].end() :][:_AROUND],
        near=words.is_title(word) or _far_title(text, found, inner) or _is_signature(text, found, inner, end),
        strong=words.STRONG.match(word) is not None,
        blocked=_is_blocked(text, found, inner, word, gap),
        quoted=gap.endswith(("«", '"', "“", "„")) and _QUOTED.match(text, found[end - 1].end()) is not None,
        first=stands_first,
    )


def _is_signature(text: str, found: Sequence[re.Match[str]], start: int, end: int) -> bool:
    """The last words of a text, on a line or after a dash of their own."""
    at_end = not text[found[end - 1].end() :][:_AROUND].strip(" .!)")
    return (
        at_end
        and end - start <= 3
        and re.search(r"(?:\n|[–—-]\s|[Yy]ours,?\s)$", _tail(text, found[start].start())) is not None
    )


def _tail(text: str, at: int) -> str:
    """What stands right before a place: as much as any rule looks at, so that a long text takes no longer by the letter."""
    return text[max(0, at - _AROUND) : at]


def _without_verb(run: _Run) -> _Run:
    """«Прийшов Жмурко»: the verb has its capital from the sentence."""
    opens = run.first and len(run.words) > 1 and words.PAST_OR_SAYS.search(run.texts[0]) is not None
    return replace(run, words=run.words[1:], first=False) if opens else run


def _leads(word: str) -> bool:
    return word.lower() in words.LEADING or words.NOT_AFTER.match(word) is not None


def _far_title(text: str, found: Sequence[re.Match[str]], at: int) -> bool:
    """A title two words before: «дільничний наш Ткачук», «лейтенантом юстиции Ясногорской»."""
    if at < 2:
        return False
    title, between, name = found[at - 2], found[at - 1], found[at]
    blanks = text[title.end() : between.start()] == text[between.end() : name.start()] == " "
    cyrillic = CYRILLIC.search(between[0]) is not None and between[0].islower()
    return blanks and cyrillic and len(title[0]) > 3 and words.is_title(title[0]) and not _leads(between[0])


def _is_blocked(text: str, found: Sequence[re.Match[str]], at: int, word: str, gap: str) -> bool:
    """Whether a street, a place, a feast, a firm or an animal is called so; also the second of two of them."""
    if word and len(gap) <= 2 and (words.NOT_AFTER.match(word) or (word.lower() == "с" and gap.startswith("."))):
        return True
    if at < 3 or word.lower() not in words.AND:
        return False
    return (
        any(words.NOT_AFTER.match(one[0]) for one in found[max(0, at - 5) : at - 1])
        and text[found[at - 2].start()].isupper()
    )


def _begins_sentence(text: str, at: int) -> bool:
    before = _tail(text, at).rstrip(" «\"“„'(—–-•*")
    return not before or before[-1] in ".!?…\n:" or text[at - 1] == "\n"


def _is_person(run: _Run, kinds: Kinds, *, polish: bool) -> bool:
    found = [kinds.get(word, WordKind.UNKNOWN) for word in run.texts]
    if CYRILLIC.search(run.texts[0]):
        return _is_cyrillic_person(run, found)
    return _is_polish_person(run) if polish else _is_latin_person(run, found)


def _is_cyrillic_person(run: _Run, found: Sequence[WordKind]) -> bool:
    if any(len(word) > 6 and words.PATRONYMIC.search(word.lower()) for word in run.texts):
        return not run.blocked
    if (run.blocked and not run.near) or run.quoted or _is_abbreviation(run, found):
        return False
    odd = sum(kind is not WordKind.ORDINARY for kind in found)
    if run.near and (odd or not (run.first or words.INSTITUTION.match(run.texts[0]))):
        return True
    if len(found) > 1:
        return odd > 1 or any(_can_be_name(kind) for kind in found)
    return _stands_alone(run, found[0])


def _is_abbreviation(run: _Run, found: Sequence[WordKind]) -> bool:
    short = all(word.isupper() and len(word) <= 5 for word in run.texts)
    return short and not (len(found) > 1 and all(map(_can_be_name, found)))


def _can_be_name(kind: WordKind) -> bool:
    return kind in {WordKind.SURE, WordKind.FIRST, WordKind.NAMED}


def _stands_alone(run: _Run, kind: WordKind) -> bool:
    """One Cyrillic word without a title beside it."""
    word = run.texts[0]
    if kind is WordKind.ORDINARY or kind is WordKind.SURE:
        return kind is WordKind.SURE
    if run.first:
        after = re.match(r"\W{1,2}(\w+)", run.last)
        return (
            len(word) > _SMALLEST
            and word[-1] not in "ую"
            and after is not None
            and words.PAST_OR_SAYS.search(after[1]) is not None
        )
    if kind is not WordKind.UNKNOWN:
        return True
    return len(word) >= _SHORTEST and not word.isupper() and _A_PLACE.search(word) is None


def _is_polish_person(run: _Run) -> bool:
    odd = [word for word in run.texts if not words.COMMON_PL.match(word)]
    if words.COMMON_PL.match(run.texts[0]) and not run.near and not any(map(words.FIRST_PL.match, odd)):
        return False
    if (run.blocked and not run.near) or run.quoted or not odd or all(word.isupper() for word in run.texts):
        return False
    if run.near or (len(odd) > 1 and any(words.FIRST_PL.match(word) or words.SURNAME_PL.search(word) for word in odd)):
        return True
    if len(run.texts) > 1 or run.first:
        return False
    return any(pattern.search(odd[0]) is not None for pattern in (words.FIRST_PL, words.SURNAME_PL))


def _is_latin_person(run: _Run, found: Sequence[WordKind]) -> bool:
    odd = [kind for word, kind in zip(run.texts, found, strict=True) if _is_odd(word, kind)]
    if run.near and not run.quoted and not all(word.isupper() and len(word) <= 3 for word in run.texts):
        return bool(odd) or run.strong or _is_called(run)
    if run.blocked or run.quoted or not odd or run.texts[-1].lower() in words.PLACES:
        return False
    if all(word.isupper() for word in run.texts):
        return len(found) > 1 and all(map(_can_be_name, found))
    if len(found) > 1:
        return len(odd) == len(found) <= 4 or found[0] is WordKind.FIRST or _ends_as_name(run, found)
    return _stands_alone_in_latin(run, odd[0])


def _is_called(run: _Run) -> bool:
    """«The boy, Mateo»: whatever stands with a capital beside a title in the middle of a sentence."""
    word = run.texts[0].lower()
    return len(run.texts) == 1 and not run.first and word not in words.COMMON_EN and word not in words.PLACES


def _ends_as_name(run: _Run, found: Sequence[WordKind]) -> bool:
    """«Please Hannah», «Neighbour Tom Ferreira»: the first word has its capital from the sentence."""
    return run.first and any(kind is WordKind.FIRST for kind in found[1:])


def _is_odd(word: str, kind: WordKind) -> bool:
    return kind is not WordKind.ORDINARY and word.lower() not in words.COMMON_EN


def _stands_alone_in_latin(run: _Run, kind: WordKind) -> bool:
    """One word without a title beside it: who says something, whose something is, or to whom something was done."""
    if words.TOLD.match(run.last):
        return True
    if run.first:
        return kind is WordKind.FIRST and run.texts[0].lower() not in words.ALSO_WORDS
    if kind in {WordKind.FIRST, WordKind.NAMED} or words.TO_SOMEBODY.search(run.before):
        return True
    return words.TO_A_PLACE.search(run.before) is None and not run.texts[0].isupper()
