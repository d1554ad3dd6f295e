"""Names and numbers taken out of a transcript before anybody codes it: found by machine, decided by a person.

What is found is only proposed: whoever masks confirms each, adds what was missed, and reads the whole text (docs/decisions/0146). A
mask is a typed, numbered word, "[P3]", "[place 2]"; the same words get the same number everywhere in a study.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class MaskKind(StrEnum):
    """What is masked; the word stands in the text."""

    PERSON = "person"
    PLACE = "place"
    NUMBER = "number"
    CONTACT = "contact"


_STREET: Final = (
    r"(?:вул(?:иц[яюіи]|\.)|ул(?:иц[аыеу]|\.)|пров(?:улок|\.)|пер(?:еулок|\.)|просп(?:ект|\.)|бульвар|street)"
)
PATTERNS: Final[tuple[tuple[MaskKind, re.Pattern[str]], ...]] = (
    (MaskKind.CONTACT, re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b")),
    (MaskKind.CONTACT, re.compile(r"\bhttps?://\S{3,200}")),
    (MaskKind.CONTACT, re.compile(r"(?<![\w@])@[A-Za-z]\w{3,31}\b")),
    (MaskKind.NUMBER, re.compile(r"(?<!\w)UA\d{2}[ \d]{25,33}(?!\w)")),  # IBAN
    (
        MaskKind.CONTACT,
        re.compile(r"(?<![\w+])(?:\+?380|\+?7|8|0)[ \-(]{0,2}\d{2,3}[ \-)]{0,2}\d{2,3}(?:[ -]?\d{2}){2}(?!\d)"),
    ),
    (
        MaskKind.NUMBER,
        re.compile(r"\b[АВСЕНІКМОРТХABCEHIKMOPTX]{2}[ ]?\d{4}[ ]?[АВСЕНІКМОРТХABCEHIKMOPTX]{2}\b"),
    ),  # plate
    (MaskKind.NUMBER, re.compile(r"(?<!\d)\d{9,10}(?!\d)")),  # tax number, passport
    (MaskKind.NUMBER, re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./](?:19|20)\d{2}(?!\d)")),
    (
        MaskKind.PLACE,
        re.compile(
            rf"\b{_STREET}[ ]{{1,2}}(?:[А-ЯҐЄІЇA-Z][\w’'ʼ-]{{1,30}}[ ]?){{1,3}}(?:,?[ ]?(?:буд\.|д\.|№)?[ ]?\d{{1,4}}\w?)?"
        ),
    ),
)


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A stretch of the text that may say who or where somebody is."""

    start: int
    end: int
    kind: MaskKind
    words: str


def propose(text: str, names: Iterable[str] = ()) -> list[Hit]:
    """What patterns find, and the names that are known, in the order of the text; of two that overlap the longer one."""
    found = [Hit(m.start(), m.end(), kind, m[0]) for kind, pattern in PATTERNS for m in pattern.finditer(text)]
    for name in names:
        if len(name) >= 2:
            pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
            found += [Hit(m.start(), m.end(), MaskKind.PERSON, m[0]) for m in pattern.finditer(text)]
    return without_overlaps(found)


def without_overlaps(hits: Sequence[Hit]) -> list[Hit]:
    """The hits, of those that overlap the longest, of those as long the first."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda each: (each.start - each.end, each.start)):
        if not any(hit.start < other.end and other.start < hit.end for other in kept):
            kept.append(hit)
    return sorted(kept)


def masked(text: str, wanted: Mapping[str, str]) -> str:
    """The text with words replaced by their masks, the longest first, wherever they stand as words.

    wanted  words as they stand in the text -> mask
    """
    plain = {key(words): mask for words, mask in wanted.items() if words.strip()}
    if not plain:
        return text
    longest = sorted((words for words in wanted if words.strip()), key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(words) for words in longest) + r")(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda found: plain.get(key(found[0]), found[0]), text)


def key(words: str) -> str:
    """Words as they are told apart: case and the kind of apostrophe are no matter."""
    return unicodedata.normalize("NFC", words).replace("’", "'").replace("ʼ", "'").casefold()


def numbered(words: Iterable[tuple[MaskKind, str]], known: Mapping[str, str]) -> dict[str, str]:
    """The masks of new words, going on from those that are known in the study: words -> mask."""
    counts = dict.fromkeys(MaskKind, 0)
    for mask in known.values():
        for kind in MaskKind:
            if (found := re.fullmatch(rf"\[{kind.value} (\d+)\]", mask)) is not None:
                counts[kind] = max(counts[kind], int(found[1]))
    by_key, made = {key(each): mask for each, mask in known.items()}, {}
    for kind, each in words:
        if key(each) not in by_key:
            counts[kind] += 1
            by_key[key(each)] = f"[{kind.value} {counts[kind]}]"
        made[each] = by_key[key(each)]
    return made
