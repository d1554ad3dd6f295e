"""The grammar of names: the one place that loads the dictionaries of pymorphy3 (licences: docs/decisions/0002).

They take 50 MiB and two seconds, and what Python has freed it seldom gives back; so only a child process loads them, for as
long as it takes to decline the words that names and posts are made of. Who asked keeps the forms (`models.Inflection`).
"""

import dataclasses
import json
import subprocess
import sys
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
    """The forms of each word in both languages, and whether it is an ordinary word besides being somebody's name.

    Takes some two seconds, in a process of its own. Raises CalledProcessError where that ends badly.
    """
    done = subprocess.run(
        [sys.executable, "-m", __name__], input=json.dumps(list(words)), stdout=subprocess.PIPE, text=True, check=True
    )
    return {word: WordForms(tuple(found["forms"]), found["common"]) for word, found in json.loads(done.stdout).items()}


def _main() -> None:
    """The child: words in, forms out, as JSON."""
    import pymorphy3  # here: see above

    analyzers = [pymorphy3.MorphAnalyzer(lang=language) for language in LANGUAGES]
    found = {word: dataclasses.asdict(_forms(word, analyzers)) for word in json.load(sys.stdin)}
    sys.stdout.write(json.dumps(found))


def _forms(word: str, analyzers: "Iterable[MorphAnalyzer]") -> WordForms:
    """One person has no plural: «Морозов» is somebody else's name, not a form of «Мороз»."""
    parses = [parse for analyzer in analyzers for parse in analyzer.parse(word) if parse.tag.POS in _DECLINED]
    forms = {form.word for parse in parses for form in parse.lexeme if "plur" in parse.tag or "plur" not in form.tag}
    ordinary = any(parse.is_known and _NAMES.isdisjoint(parse.tag.grammemes) for parse in parses)
    return WordForms(tuple(sorted(forms - {word})), common=ordinary and not word.endswith(_NEVER_ORDINARY))


if __name__ == "__main__":
    _main()
