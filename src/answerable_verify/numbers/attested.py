"""Attested figures: what a body says it counted, or cells finer than the log tells. Nobody can compute them again.

What anybody can check is that the bytes are those whose SHA-256 came into the log before they were shown, what was corrected
since, and that the cells agree with their own totals. A document is canonical JSON:

    {"basis": "", "body": "<code>", "cells": [[["order", "BRZ"], 12], [["order", "all"], "*"]], "edition": 0, "least": 10,
     "of": ["matter", "place"], "period": "2026-Q4", "series": "<code>", "v": 1, "words": {"title": {"en": "..."}, ...}}

A key has a code for each of `of`, or `all`, the total over that one; of none there is one cell with an empty key. `*` is a
count that is hidden: from 1 up to below `least`, or one that would give such a one back. A cell that isn't there is empty.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from answerable_verify.canonical import Json, read_json, write_json
from answerable_verify.leaf import MOST, TOKEN
from answerable_verify.numbers.cells import ALL
from answerable_verify.numbers.periods import parse_period
from answerable_verify.strict import RejectedError

HIDDEN: Final = "*"
ATTESTED_LIMIT: Final = 1 << 20
"""Bytes of a document."""
WORDS: Final = ("title", "means", "source", "why")
"""What it is called, what is counted, where it comes from, and, of an erratum, what was wrong; each by language."""
Key = tuple[str, ...]
Value = int | str
"""A count, or `HIDDEN`."""
_FIELDS: Final = {"basis", "body", "cells", "edition", "least", "of", "period", "series", "v", "words"}


def sums(keys: Iterable[Key]) -> Iterator[tuple[Key, list[Key]]]:
    """Each total among the keys with its parts: the keys that are alike but for one code, where the total has `all`."""
    known = set(keys)
    parts: defaultdict[tuple[Key, int], list[Key]] = defaultdict(list)
    for key in sorted(known):
        for place, code in enumerate(key):
            total = (*key[:place], ALL, *key[place + 1 :])
            if code != ALL and total in known:
                parts[total, place].append(key)
    for (total, _), found in sorted(parts.items()):
        yield total, found


def cells_of(document: Json) -> dict[Key, Value]:
    """The cells of a document that was read."""
    return {tuple(key): value for key, value in document["cells"]}


def write_attested(document: Json) -> bytes:
    """The bytes whose SHA-256 stands in the log."""
    return write_json(document)


def read_attested(raw: bytes) -> Json:
    """A document, read strictly: its fields, its keys, that totals are the sums of their parts. Raises RejectedError."""
    document = read_json(raw, "attested")
    if document.get("v") != 1 or document.keys() != _FIELDS:
        raise RejectedError("attested", "not the fields of an attested figure of version 1")
    _read_codes(document)
    _read_words(document["words"])
    _read_cells(document)
    for total, parts in sums(cells_of(document)):
        _agrees(total, parts, cells_of(document))
    return document


def _read_codes(document: Json) -> None:
    codes = [document["series"], document["body"], *([document["basis"]] if document["basis"] != "" else [])]
    if not isinstance(document["of"], list) or not all(_is_code(code) for code in (*codes, *document["of"])):
        raise RejectedError("attested", "not the codes of a series and of its body")
    numbers = [document["edition"], document["least"]]
    if not all(type(number) is int and 0 <= number < MOST for number in numbers):
        raise RejectedError("attested", "not an edition and a least count")
    if (document["edition"] > 0) != (document["basis"] != ""):
        raise RejectedError("attested, basis", "an erratum has a reason, and nothing else has one")
    parse_period(str(document["period"]))


def _is_code(code: Any) -> bool:
    return isinstance(code, str) and TOKEN.fullmatch(code) is not None


def _read_words(words: Any) -> None:
    said = words.items() if isinstance(words, dict) else [("", None)]
    for name, texts in said:
        found = texts.values() if name in WORDS and isinstance(texts, dict) else [None]
        if not all(isinstance(text, str) for text in found):
            raise RejectedError("attested, words", "not texts by language")


def _read_cells(document: Json) -> None:
    seen: list[list[str]] = []
    for cell in document["cells"] if isinstance(document["cells"], list) else [None]:
        key, value = cell if isinstance(cell, list) and len(cell) == 2 else (None, None)
        if not isinstance(key, list) or len(key) != len(document["of"]) or not all(map(_is_code, key)):
            raise RejectedError("attested, cells", "not a key with a code for each of the things that it is told by")
        if value != HIDDEN and (type(value) is not int or not 0 <= value < MOST):
            raise RejectedError("attested, cells", "neither a count nor a hidden one")
        if type(value) is int and 0 < value < document["least"]:
            raise RejectedError(
                "attested, cells", f"a count of {value} stands open though fewer than the least are hidden"
            )
        seen.append(key)
    if seen != sorted(seen) or len({tuple(key) for key in seen}) != len(seen):
        raise RejectedError("attested, cells", "not in order, or a key twice")


def _agrees(total: Key, parts: list[Key], cells: Mapping[Key, Value]) -> None:
    """A total that is told is the sum of its parts, and no less than those of them that are told."""
    told = [value for value in (cells[key] for key in parts) if isinstance(value, int)]
    whole, exact = cells[total], len(told) == len(parts)
    if isinstance(whole, int) and (whole < sum(told) or (exact and whole != sum(told))):
        raise RejectedError("attested, cells", f"the total of {', '.join(total)} is not the sum of its parts")
