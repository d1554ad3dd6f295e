"""Taking values out of a map of a pack, each with its type; what doesn't fit becomes a fault and reading goes on."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from babel import localedata

from answerable.base import languages
from answerable.base.packs.faults import Fault, Faults, meant
from answerable.base.packs.lines import Spot, read_yaml

LANGUAGES: Final = frozenset(
    code
    for code in (each.lower().replace("_", "-") for each in localedata.locale_identifiers())
    if languages.CODE.fullmatch(code)
)
"""Every language that a pack may name: what CLDR knows, as addresses write it (`uk`, `pt-br`, `zh-hans`)."""
CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
FEW: Final = 3  # faults of one kind that are told one by one; more have one cause
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in the pack that names something defined elsewhere."""

    kind: str
    code: str
    spot: Spot


@dataclass(slots=True)
class Reading:
    """What is known while a pack is read: faults, definitions, references."""

    faults: Faults = field(default_factory=Faults)
    languages: tuple[str, ...] = ("en",)  # those that the pack names; its texts are needed in these
    defined: dict[str, dict[str, Spot]] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    words: dict[str, set[str]] = field(
        default_factory=dict
    )  # by file, what is asked for there: the manual names them all

    def fault(self, spot: Spot, says: str, cure: str = "") -> None:
        """Note a fault at a place."""
        self.faults.add(spot.file, spot.line, says, cure)

    def define(self, kind: str, code: str, spot: Spot) -> None:
        """Note that something is defined here; a second time is a fault."""
        first = self.defined.setdefault(kind, {}).setdefault(code, spot)
        if first is not spot and code:
            self.fault(
                spot, f"the {kind} {code!r} was defined before, in {first.file}:{first.line}", "Rename or remove one"
            )

    def resolve(self, files: Mapping[str, str]) -> None:
        """Note a fault for each reference to what nobody defined; `files` says where each kind of thing is defined."""
        for kind in dict.fromkeys(one.kind for one in self.references):
            known, file = self.defined.get(kind, {}), files.get(kind, "")
            if not known or file in self.faults.broken:
                continue  # it may stand in what could not be read, and that is said already
            lost = [one for one in self.references if one.kind == kind and one.code not in known]
            codes = {one.code: f"{one.code} ({one.spot.file}:{one.spot.line})" for one in reversed(lost)}
            if len(codes) > FEW and file:  # rather a part of that file is gone than so many others are wrong
                says = f"{len(codes)} others are named elsewhere and missing here: {', '.join(sorted(codes.values()))}"
                self.faults.add(file, 0, says, "Add them, or take them out where they are named")
                continue
            for one in lost:
                self.fault(one.spot, f"no {kind} is called {one.code!r}", meant(one.code, known))

    def rows(self, spot: Spot | None, what: str) -> Iterator["PackRow"]:
        """The maps of a list."""
        if spot is None:
            return
        if not isinstance(spot.value, list):
            self.fault(spot, f"a list of {what} belongs here", f"Begin each of the {what} with a dash")
            return
        for item in spot.value:
            if isinstance(item.value, dict):
                yield PackRow(self, item)
            else:
                self.fault(item, f"each of the {what} is a map of words to values", "Write them as `word: value`")


def listed(folder: Path, file: str, what: str, reading: Reading) -> Iterator["PackRow"]:
    """The maps of a file that is one list."""
    spot = read_yaml(folder / file, file, reading.faults)
    if spot is not None and not isinstance(spot.value, list):
        reading.faults.broken.add(file)
    yield from reading.rows(spot, what)


@dataclass(slots=True)
class PackRow:
    """One map. Every word is asked for by type; `done` names the words that nobody asked for."""

    reading: Reading
    spot: Spot
    asked: set[str] = field(default_factory=set)
    missed: dict[str, Fault] = field(default_factory=dict)  # words that are needed and don't stand here

    def has(self, word: str) -> bool:
        """Say whether the word stands there with a value."""
        return word in self.spot.value and self.spot.value[word].value is not None

    def at(self, word: str) -> Spot:
        """The place of a word, or of the map when it doesn't stand there."""
        found: Spot = self.spot.value.get(word, self.spot)
        return found

    def fault(self, word: str, says: str, cure: str = "") -> None:
        """Note a fault at a word."""
        self.reading.fault(self.at(word), says, cure)

    def take(self, word: str, kinds: type | tuple[type, ...], what: str, *, needed: bool) -> Any:
        """The value when it is of a kind; None, with a fault where it matters."""
        self.asked.add(word)
        if not self.has(word):
            if needed:
                fault = Fault(self.spot.file, self.at(word).line, f"{word!r} is missing", f"Write {word}: and {what}")
                self.missed[word] = fault
                self.reading.faults.found.append(fault)
            return None
        value = self.spot.value[word].value
        if (isinstance(value, bool) and kinds is not bool) or not isinstance(value, kinds):
            self.fault(word, f"{word!r} is {_short(value)}", f"{what[:1].upper()}{what[1:]} belongs here")
            return None
        return value

    def text(self, word: str, *, needed: bool = True, longest: int = 4000, default: str = "") -> str:
        """Text; numbers that look like numbers (102, 8.2) are taken as written."""
        value = self.take(word, (str, int, float, date), "a text", needed=needed)
        if value is None:
            return default
        said = str(value).strip()
        if len(said) > longest:
            self.fault(word, f"{word!r} has {len(said)} characters", f"{longest} are the most")
        if "\0" in said:
            self.fault(word, f"{word!r} holds a character of value zero", "Remove it")
        if needed and not said:
            self.fault(word, f"{word!r} is empty", "Write a text")
        return said

    def code(self, word: str = "code", *, longest: int = 60) -> str:
        """A code: letters, digits, dot, dash and underscore."""
        said = self.text(word, longest=longest)
        if said and not CODE.fullmatch(said):
            self.fault(word, f"{said!r} isn't a code", "Use Latin letters, digits, dot, dash and underscore")
            return ""
        return said

    def defines(self, kind: str, word: str = "code", *, longest: int = 60) -> str:
        """The code that this map defines."""
        said = self.code(word, longest=longest)
        if not said:  # others may name it: what they say can't be held against them
            self.reading.faults.broken.add(self.spot.file)
        self.reading.define(kind, said, self.spot)
        return said

    def refers(self, kind: str, word: str, *, needed: bool = False) -> str | None:
        """A code that is defined elsewhere."""
        said = self.text(word, needed=needed)
        if said:
            self.reading.references.append(Reference(kind, said, self.at(word)))
        return said or None

    def whole(self, word: str, *, low: int, high: int, needed: bool = False, default: int = 0) -> int:
        """A whole number."""
        value = self.take(word, (int, str), "a whole number", needed=needed)
        if value is None:
            return default
        if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,12}", value):
            self.fault(word, f"{word!r} is {value!r}", f"A whole number from {low} to {high} belongs here")
            return default
        if not low <= int(value) <= high:
            self.fault(word, f"{word!r} is {value}", f"It lies between {low} and {high}")
            return default
        return int(value)

    def yes(self, word: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self.take(word, bool, "true or false", needed=False)
        return default if value is None else bool(value)

    def day(self, word: str, *, needed: bool = False) -> date | None:
        """A date, written 2026-11-22."""
        value = self.take(word, date, "a date like 2026-11-22", needed=needed)
        if isinstance(value, datetime):
            self.fault(word, f"{word!r} has a time of day", "Write the date only, as 2026-11-22")
            return None
        return value if isinstance(value, date) else None

    def choice(self, word: str, words: type[Word], *, default: Word | None = None) -> Word:
        """One of the words of an enumeration."""
        said = self.text(word, needed=default is None)
        try:
            return words(said)
        except ValueError:
            if said:
                self.fault(word, f"{word!r} is {said!r}", meant(said, words))
            return next(iter(words)) if default is None else default

    def words(self, word: str, known: object = None, *, needed: bool = False) -> list[str]:
        """A list of words, each one of the known ones when those are given."""
        found = []
        for item in self.take(word, list, "a list like [one, two]", needed=needed) or []:
            said = str(item.value)
            if isinstance(item.value, dict | list) or (known is not None and said not in known):  # type: ignore[operator]
                self.reading.fault(item, f"{word!r} holds {_short(item.value)}", meant(said, known or ()))
            else:
                found.append(said)
        return found

    def references(self, kind: str, word: str) -> list[str]:
        """A list of codes that are defined elsewhere."""
        found = []
        for item in self.take(word, list, "a list of codes", needed=False) or []:
            found.append(str(item.value))
            self.reading.references.append(Reference(kind, str(item.value), item))
        return found

    def names(self, word: str, *, needed: bool = True, longest: int = 4000) -> dict[str, str]:
        """A text in every language of the pack; it may stand in others besides, that are not offered today."""
        each = ", ".join(f"{language}: ..." for language in self.reading.languages)
        if self.take(word, dict, f"a text in each language: {{{each}}}", needed=needed) is None:
            return {}
        inner = self.map(word)
        found = {language: inner.text(language, longest=longest) for language in self.reading.languages}
        found |= {language: inner.text(language, longest=longest) for language in inner.other_languages()}
        for after, spot in inner.spot.value.items():
            if spot.value is None and after not in inner.asked:  # {pl: Senator, radny}: the comma ended the text
                inner.asked.add(after)
                self.fault(word, f"{after!r} was cut off by a comma", "Quote a text that holds a comma, within braces")
        inner.done()
        return found

    def other_languages(self) -> list[str]:
        """The languages that stand here as words and that the pack doesn't name."""
        return sorted(LANGUAGES.intersection(self.spot.value).difference(self.reading.languages))

    def map(self, word: str) -> "PackRow":
        """A map within; an empty one, with a fault, when it isn't a map."""
        value = self.take(word, dict, "a map of words to values", needed=False)
        at = self.at(word)
        return PackRow(self.reading, Spot({} if value is None else value, at.file, at.line))

    def rows(self, word: str) -> Iterator["PackRow"]:
        """A list of maps within."""
        self.asked.add(word)
        if self.has(word):
            yield from self.reading.rows(self.spot.value[word], word)

    def checked(self, word: str, right: Callable[[str], bool], cure: str, *, default: str | None = None) -> str:
        """A text that a test finds right; without a default it must be there."""
        said = self.text(word, needed=default is None)
        if said and not right(said):
            self.fault(word, f"{word!r} is {said!r}", cure)
            return default or ""
        return said or default or ""

    def done(self) -> None:
        """Note every word that nobody asked for: a slip of the pen must not pass for a default."""
        self.reading.words.setdefault(self.spot.file, set()).update(self.asked)
        strange = [word for word in self.spot.value if word not in self.asked]
        slips = {near for word in strange for near in get_close_matches(word, self.missed, n=1)}
        lost = [word for word in self.missed if word not in slips]  # of a slip it is said what was meant
        many = lost if len(lost) > FEW else []
        gone = [self.missed[word] for word in (*slips, *many)]
        self.reading.faults.found = [fault for fault in self.reading.faults.found if fault not in gone]
        if many:
            says, cure = f"{', '.join(map(repr, many))} are missing", "Complete the entry, or take it out"
            self.reading.fault(self.spot, says, cure)
        for word, spot in self.spot.value.items():
            if word in strange:
                self.reading.fault(
                    Spot(None, spot.file, spot.line), f"{word!r} means nothing here", meant(word, self.asked)
                )


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    return repr(str(value))[:60]
