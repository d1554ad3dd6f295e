"""The bytes of a published figure: canonical JSON, so that one figure has one SHA-256, which the log carries.

    {"cells": {"all": {...}, "<group>": {...}}, "def": 1, "figure": "on-time", "groups": {"<group>": ["<body>", ...]},
     "log": "<origin>", "period": "2026-10", "tree": 48211, "v": 1}

Computed over the first `tree` leaves; acts dated after the period's last day don't count. `groups` says which bodies are
counted as one (an authority and its units); it is part of what is published, because the log knows bodies alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from answerable_verify.canonical import Json, read_json, write_json
from answerable_verify.leaf import TOKEN, LogLeaf, NewerLeafError
from answerable_verify.numbers.definitions import Acts, Definition, definition_of
from answerable_verify.numbers.matters import Book, group_names
from answerable_verify.numbers.periods import Period, parse_period
from answerable_verify.stats import read_counted
from answerable_verify.strict import RejectedError

FIGURE_LIMIT: Final = 1 << 22
"""Bytes of a document."""
_FIELDS: Final = {"cells", "def", "figure", "groups", "log", "period", "tree", "v"}


class NewerFigureError(NewerLeafError):
    """A figure, or a version of its definition, that this verifier does not know."""


class Count:
    """Figures of one period, filled leaf by leaf. `book`: how the definitions that are asked for read acts."""

    def __init__(self, period: Period, groups: Mapping[str, Sequence[str]], book: type[Book] = Book) -> None:
        self.size = 0
        self._period = period
        self._groups = {name: sorted(bodies) for name, bodies in groups.items()}
        self._book = book(group_names(self._groups))
        self._acts = Acts(period, defaultdict(lambda: defaultdict(Counter)))

    @property
    def reads(self) -> str:
        """How it reads acts: counts of the same rows that read alike are one."""
        return type(self._book).__name__

    def add(self, leaf: LogLeaf) -> None:
        """Count a leaf, the next of the log."""
        self.size += 1
        if leaf.on is None or leaf.on > self._period.last:
            return
        matter = self._book.add(leaf)
        if matter is not None:
            self._acts.add(leaf, self._book.group(leaf.body))

    def document(self, name: str, log: str, version: int | None = None) -> Json:
        """A figure over everything that was added, by a version of its definition (None: the latest)."""
        definition = _definition(name, version)
        cells = definition.cells(self._book, self._acts)
        return {
            "cells": dict(sorted(cells.items())),
            "def": definition.version,
            "figure": name,
            "groups": self._groups,
            "log": log,
            "period": self._period.code,
            "tree": self.size,
            "v": 1,
        }


def _definition(name: str, version: int | None = None) -> Definition:
    if definition_of(name) is None:
        raise NewerFigureError("figure", "there is no such figure in this verifier")
    found = definition_of(name, version)
    if found is None:
        raise NewerFigureError("figure", "by another version of its definition than this verifier knows")
    return found


def count_for(document: Json) -> Count:
    """An empty count by which a published figure is computed again."""
    book = _definition(document["figure"], document["def"]).book
    return Count(parse_period(document["period"]), document["groups"], book)


def count(entries: Iterable[bytes], period: Period, groups: Mapping[str, Sequence[str]]) -> Count:
    """Count entries of a log, the first one first."""
    found = Count(period, groups)
    for index, entry in enumerate(entries):
        found.add(read_counted(entry, f"leaf {index}"))
    return found


def write_document(document: Json) -> bytes:
    """The bytes whose SHA-256 stands in the log."""
    return write_json(document)


def read_document(raw: bytes) -> Json:
    """A published figure, read strictly. Raises RejectedError; NewerFigureError where it is beyond this verifier."""
    document = read_json(raw, "figure")
    if document.get("v") != 1:
        raise NewerFigureError("figure", "written in another way than this verifier knows")
    if document.keys() != _FIELDS:
        raise RejectedError("figure", "not the fields of a figure")
    if type(document["tree"]) is not int or document["tree"] < 0:
        raise RejectedError("figure, tree", "not the size of a log")
    period, name = str(document["period"]), str(document["figure"])
    parse_period(period)
    _definition(name, version if type(version := document["def"]) is int else 0)
    _read_groups(document["groups"])
    return document


def _read_groups(groups: Any) -> None:
    seen: set[str] = set()
    for name, bodies in groups.items() if isinstance(groups, dict) else [("", None)]:
        found = bodies if isinstance(bodies, list) else [None]
        good = all(isinstance(one, str) and TOKEN.fullmatch(one) for one in (name, *found))
        if not good or seen & {*found} or len({*found}) != len(found):
            raise RejectedError("figure, groups", "not groups of bodies, each body in one of them")
        seen |= {*found}


def same_figure(document: Json, counted: Count) -> bool:
    """Whether the published figure is what the rows give."""
    return write_document(counted.document(document["figure"], document["log"], document["def"])) == write_document(
        document
    )
