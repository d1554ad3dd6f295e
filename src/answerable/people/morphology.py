"""The grammar of names: the one place that loads the dictionaries of pymorphy3 (licences: docs/decisions/0002).

They take 50 MiB and two seconds, and what Python has freed it seldom gives back; so only a child process loads them, for as
long as it takes to decline the words that names and posts are made of, or to say of the words of a text that is to be
published which of them are names. Who asked for forms keeps them (`models.Inflection`).
"""

import dataclasses
import json
import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from answerable.people.rules.guard import WordKind
from answerable.people.rules.known import WordForms

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

LANGUAGES: Final = ("uk", "ru")  # a name is declined by either grammar, whichever language the sender writes
_NAMES: Final = frozenset({"Surn", "Name", "Patr", "Geox", "Orgn"})
_PERSONS: Final = frozenset({"Surn", "Name", "Patr"})
_LISTS: Final = ("male_names", "female_names", "surnames", "english_wikipedia", "us_tv_and_film")
# first names that the lists count among passwords, or lack
_MORE_FIRST: Final = frozenset(
    [
        *("charlie", "connor", "gareth", "hannah", "jordan", "natasha", "nicola", "oliver", "samantha", "sophie"),
        *("chloe", "liam", "zoe", "oksana", "andriy", "andrii", "taras", "sergey", "serhii", "oleh", "olena", "mykola"),
        *("dmytro", "yulia", "tetiana", "svitlana", "halyna", "vasyl", "bohdan"),
    ]
)
_RARE: Final = 7000  # from this rank on a word of a list may as well be somebody's name that is often written about
_NEVER_ORDINARY: Final = ("енко", "єнко")  # the Ukrainian dictionary has some surnames as nouns of no kind
_DECLINED: Final = frozenset({"NOUN", "ADJF"})


def forms_of(words: Iterable[str]) -> dict[str, WordForms]:
    """The forms of each word in both languages, and whether it is an ordinary word besides being somebody's name.

    Takes some two seconds, in a process of its own. Raises CalledProcessError where that ends badly.
    """
    asked = _ask("forms", words)
    return {word: WordForms(tuple(found["forms"]), found["common"]) for word, found in asked.items()}


def kinds_of(words: Collection[str]) -> dict[str, WordKind]:
    """Whether each word is a name, an ordinary word, both or unknown.

    Takes some two seconds where there are Cyrillic words, in a process of its own; without words nothing. Raises
    CalledProcessError where that ends badly.
    """
    return {word: WordKind(kind) for word, kind in _ask("kinds", words).items()} if words else {}


def _ask(what: str, words: Iterable[str]) -> dict[str, Any]:
    asked = json.dumps([what, list(words)])
    done = subprocess.run([sys.executable, "-m", __name__], input=asked, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _main() -> None:
    """The child: what is asked and the words in, forms or kinds out, as JSON."""
    what, words = json.load(sys.stdin)
    if what == "kinds":
        found: dict[str, Any] = _kinds(words)
    else:
        analyzers = _analyzers()
        found = {word: dataclasses.asdict(_forms(word, analyzers)) for word in words}
    sys.stdout.write(json.dumps(found))


def _analyzers() -> "list[MorphAnalyzer]":
    import pymorphy3  # here: see above

    return [pymorphy3.MorphAnalyzer(lang=language) for language in LANGUAGES]


def _kinds(words: Iterable[str]) -> dict[str, WordKind]:
    """Latin words by the lists that weigh passwords, which have people's names in them; Cyrillic ones by the dictionaries."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # here, for they are large

    ranks = {name: {word: rank for rank, word in enumerate(FREQUENCY_LISTS[name])} for name in _LISTS}
    cyrillic = [word for word in words if not word.isascii()]
    analyzers = _analyzers() if cyrillic else []
    found = {word: _latin_kind(word.lower(), ranks) for word in words if word.isascii()}
    return found | {word: _cyrillic_kind(word, analyzers) for word in cyrillic}


def _latin_kind(word: str, ranks: Mapping[str, Mapping[str, int]]) -> WordKind:
    if word in _MORE_FIRST or word in ranks["male_names"] or word in ranks["female_names"]:
        return WordKind.FIRST
    if word in ranks["surnames"]:
        return WordKind.NAMED
    rank = min(ranks[name].get(word, _RARE) for name in ("english_wikipedia", "us_tv_and_film"))
    return WordKind.ORDINARY if rank < _RARE else WordKind.UNKNOWN


def _cyrillic_kind(word: str, analyzers: "Iterable[MorphAnalyzer]") -> WordKind:
    known = [parse for analyzer in analyzers for parse in analyzer.parse(word) if parse.is_known]
    named = [not _PERSONS.isdisjoint(parse.tag.grammemes) for parse in known]
    if not known:
        return WordKind.UNKNOWN
    if all(named):
        return WordKind.SURE
    return WordKind.NAMED if any(named) else WordKind.ORDINARY


def _forms(word: str, analyzers: "Iterable[MorphAnalyzer]") -> WordForms:
    """One person has no plural: «Морозов» is somebody else's name, not a form of «Мороз»."""
    parses = [parse for analyzer in analyzers for parse in analyzer.parse(word) if parse.tag.POS in _DECLINED]
    forms = {form.word for parse in parses for form in parse.lexeme if "plur" in parse.tag or "plur" not in form.tag}
    ordinary = any(parse.is_known and _NAMES.isdisjoint(parse.tag.grammemes) for parse in parses)
    return WordForms(tuple(sorted(forms - {word})), common=ordinary and not word.endswith(_NEVER_ORDINARY))


if __name__ == "__main__":
    _main()
