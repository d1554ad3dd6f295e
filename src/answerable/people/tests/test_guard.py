"""The guard against 240 texts of `tests/samples`, by somebody who had not seen the rules: recall, precision, every miss."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from answerable.people import morphology
from answerable.people.queries import guard as guard_queries
from answerable.people.queries.guard import FoundWords
from answerable.people.rules import guard
from answerable.people.rules.guard import HitKind, WordKind

SAMPLE: Final = Path(__file__).parents[4] / "tests" / "samples" / "guard.jsonl"
MISSED: Final = {
    "Ведмедю": "a surname that is an ordinary word, second after «and»",
    "нуль шістдесят сім, сто дев'ять, двадцять два, тридцять один": "a telephone number in tens and hundreds",
    "Жені Кулика": "two words that the dictionaries know as ordinary ones",
    "53.24310 с. ш., 34.37125 в. д.": "coordinates with the words «north» and «east» shortened in Russian",
    "2-й Садовый проезд, 15": "a kind of street that is not in the list",
    "https://t.me/+qckash_two": "an invitation of Telegram, which begins with a plus",
    "number eleven, Tanyard Close": "a house by a word",
    "marlon delacroix": "in small letters, with no post and no kin beside it",
    "Rafe": "second after «and», unknown to the lists",
    "Haverstock": "first in its sentence, unknown to the lists, before 's",
    "Big Dave Molloy": "a nickname of an ordinary word first",
}


@lru_cache(maxsize=1)
def texts() -> tuple[list[dict[str, Any]], dict[str, WordKind]]:
    rows = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    return rows, morphology.kinds_of({word for row in rows for word in guard.words_to_ask(row["text"])})


def test_nearly_everything_is_found_and_what_is_missed_is_listed() -> None:
    """Recall at least 0.95 at a precision of at least 0.7 (design, section 10)."""
    rows, kinds = texts()
    missed, wrong, found, labelled = [], 0, 0, 0
    for row in rows:
        hits, spans = guard.hits(row["text"], kinds), row["spans"]
        missed += [row["text"][s:e] for s, e, _ in spans if not any(hit.start < e and s < hit.end for hit in hits)]
        wrong += sum(not any(hit.start < e and s < hit.end for s, e, _ in spans) for hit in hits)
        found, labelled = found + len(hits), labelled + len(spans)
    assert sorted(missed) == sorted(MISSED)
    assert labelled == 251
    assert 1 - len(missed) / labelled >= 0.95
    assert (found - wrong) / found >= 0.79


def test_the_dictionaries_tell_names_from_words_in_both_scripts() -> None:
    assert morphology.kinds_of(["Гриценко", "Гончар", "вода", "Хмиро", "Hannah", "Graham", "lamp", "Quillon"]) == {
        "Гриценко": WordKind.SURE,
        "Гончар": WordKind.NAMED,
        "вода": WordKind.ORDINARY,
        "Хмиро": WordKind.UNKNOWN,
        "Hannah": WordKind.FIRST,
        "Graham": WordKind.NAMED,
        "lamp": WordKind.ORDINARY,
        "Quillon": WordKind.UNKNOWN,
    }
    assert morphology.kinds_of([]) == {}


def test_what_is_found_is_shown_with_what_stands_around_it_and_struck_out() -> None:
    text = "Подякуйте слідчій Гриценко, тел. 067 123 45 67. [#child] далі."
    assert guard_queries.shown_hits(text) == [
        FoundWords(HitKind.NAME, "Подякуйте слідчій ", "Гриценко", ", тел. 067 123 45 67. [#child]"),
        FoundWords(HitKind.PHONE, "Подякуйте слідчій Гриценко, тел. "[-30:], "067 123 45 67", ". [#child] далі."),
    ]
    assert guard_queries.struck_out(text) == "Подякуйте слідчій [#name], тел. [#phone]. [#child] далі."
