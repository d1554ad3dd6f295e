"""The grammar of names: the one place that loads the dictionaries of pymorphy3 (licences: docs/decisions/0002).

They take 50 MiB and two seconds, so no process that serves pages loads them: a job asks for the forms of the words that
names and posts are made of, keeps them (`models.WordForms`), and lets the dictionaries go.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from answerable.people.rules.mentions import WordForms

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

LANGUAGES: Final = ("uk", "ru")  # a name is declined by either grammar, whichever language the sender writes
_NAMES: Final = frozenset({"Surn", "Name", "Patr", "Geox", "Orgn"})
_NEVER_ORDINARY: Final = ("енко", "єнко")  # the Ukrainian dictionary has some surnames as nouns of no kind
_DECLINED: Final = frozenset({"NOUN", "ADJF"})


def forms_of(words: Iterable[str]) -> dict[str, WordForms]:
    """The forms of each word in both languages, and whether it is an ordinary word besides being somebody's name."""
    import pymorphy3  # here: see above

    analyzers = [pymorphy3.MorphAnalyzer(lang=language) for language in LANGUAGES]
    return {word: _forms(word, analyzers) for word in words}


def _forms(word: str, analyzers: "Iterable[MorphAnalyzer]") -> WordForms:
    """One person has no plural: «Морозов» is somebody else's name, not a form of «Мороз»."""
    parses = [parse for analyzer in analyzers for parse in analyzer.parse(word) if parse.tag.POS in _DECLINED]
    forms = {form.word for parse in parses for form in parse.lexeme if "plur" in parse.tag or "plur" not in form.tag}
    ordinary = any(parse.is_known and _NAMES.isdisjoint(parse.tag.grammemes) for parse in parses)
    return WordForms(tuple(sorted(forms - {word})), common=ordinary and not word.endswith(_NEVER_ORDINARY))
