"""What a text weighs by what was learned of its words: a sum that says how much it is like the texts of one label.

Sentences are weighed window by window, so that one of them counts in the middle of a polite letter. Weights are learned beside the
tests (`tests/samples/learn.py`); at run time they are a dictionary and nothing more.
"""

from collections.abc import Mapping, Sequence
from math import log, sqrt
from typing import Final

WINDOW: Final = 14  # words that are weighed together at least: whole sentences
WIDEST: Final = 40  # and at most
STEP: Final = 20
BIAS: Final = "*"  # the name of the weight that every text has
PER_WINDOW: Final = 0.6  # what a window costs: in a long text one of many is high by chance
NOTHING: Final = float("-inf")  # what an empty text weighs


def weight_of(sentences: Sequence[list[str]], weights: Mapping[str, float]) -> float:
    """The weight of folded sentences: that of their heaviest window."""
    together = windows(sentences)
    if not together:
        return NOTHING
    return max(_weight(features(words), weights) for words in together) - PER_WINDOW * log(len(together))


def windows(sentences: Sequence[list[str]]) -> list[list[str]]:
    """What is weighed together: from each sentence on as many as make `WINDOW` words; of a long one, pieces that overlap."""
    found: list[list[str]] = []
    for first in range(len(sentences)):
        words: list[str] = []
        last = first
        while last < len(sentences) and len(words) < WINDOW:
            words = words + sentences[last]
            last += 1
        pieces = range(0, len(words) - STEP, STEP) if len(words) > WIDEST else range(1)
        found += [words[begin : begin + WIDEST] for begin in pieces]
        if last == len(sentences):
            break
    return found


def features(words: Sequence[str]) -> set[str]:
    """What is weighed of words: each one's beginning, pairs of them, whole words, and runs of three and four letters."""
    found: set[str] = set()
    before = "^"
    for word in words:
        begins = "0" if word.isdigit() else word[:5]
        found |= {f"w {begins}", f"b {before} {begins}"}
        if len(word) > 5:
            found.add(f"W {word}")
        edged = f"<{begins if word.isdigit() else word}>"
        found |= {f"c{edged[at : at + long]}" for long in (3, 4) for at in range(len(edged) - long + 1)}
        before = begins
    return found


def _weight(found: set[str], weights: Mapping[str, float]) -> float:
    known = [weights[each] for each in found if each in weights]
    return weights.get(BIAS, 0.0) + sum(known) / sqrt(len(known) or 1)
