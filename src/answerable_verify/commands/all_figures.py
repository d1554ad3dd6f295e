"""`answerable-verify figures`: every figure that a server publishes, computed again in one pass over the proven log."""

import argparse
import json
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from answerable_verify.canonical import Json
from answerable_verify.exits import BROKEN, FINE, OLDER, OUTGROWN, UNWITNESSED
from answerable_verify.leaf import TOKEN, LogLeaf
from answerable_verify.numbers.document import (
    FIGURE_LIMIT,
    Count,
    NewerFigureError,
    count_for,
    read_document,
    same_figure,
)
from answerable_verify.numbers.periods import parse_period
from answerable_verify.progress import Progress
from answerable_verify.reader import Reader, read_head
from answerable_verify.source import MissingEntryError, Web, open_source, read_file
from answerable_verify.stats import read_counted
from answerable_verify.strict import RejectedError
from answerable_verify.voice import say

from .attested import ATTESTED_INDEX, AttestedPlace, fetched_attested, judged_attested
from .figures import LogPlace, log_of
from .trust import needed_policy

if TYPE_CHECKING:
    from .figures import Verbs
FOLDER: Final = "/data/figures"
INDEX: Final = "index.json"
MOST: Final = 10_000
"""Figures in one index: the documents of all of them are held at once."""


@dataclass(slots=True)
class _Published:
    """A figure as the server publishes it, and where the log has its hash."""

    name: str
    place: LogPlace
    document: Json | None = None
    """None: beyond this verifier."""
    count: Count | None = None


class _Folder:
    """The published documents, at an address or in a folder."""

    def __init__(self, where: str) -> None:
        self._folder = where.rstrip("/")
        self._web = Web(self._folder) if "://" in where else None

    def read(self, path: str) -> bytes:
        if self._web is None:
            return read_file(f"{self._folder}/{path}", FIGURE_LIMIT)
        return self._web.read(path, FIGURE_LIMIT)

    def read_if_there(self, path: str) -> bytes | None:
        try:
            return self.read(path) if self._web or Path(self._folder, path).exists() else None
        except MissingEntryError:
            return None

    def close(self) -> None:
        if self._web is not None:
            self._web.close()


def read_index(raw: bytes) -> list[tuple[str, str, str]]:
    """(figure, period, SHA-256) of all that is published. Raises RejectedError for everything else."""
    try:
        rows = json.loads(raw)
        found = [(row["figure"], row["period"], row["sha256"]) for row in rows]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise RejectedError("index", "not a list of figures with their periods and hashes") from None
    for name, period, digest in found:
        if not all(isinstance(one, str) and TOKEN.fullmatch(one) for one in (name, digest)) or "/" in name:
            raise RejectedError("index", "not the name and the hash of a figure")
        parse_period(str(period))
    if len(found) > MOST:
        raise RejectedError("index", f"more than {MOST} figures")
    return found


def _fetched(folder: _Folder) -> list[_Published]:
    found = []
    for name, period, digest in read_index(folder.read(INDEX)):
        raw = folder.read(f"{name}/{period}.json")
        if sha256(raw).hexdigest() != digest:
            raise RejectedError(f"{name}, {period}", "the document is not the one that the index names")
        one = _Published(f"{name} {period}", LogPlace(digest))
        try:
            one.document = read_document(raw)
        except NewerFigureError:
            one.document = None
        if one.document and (one.document["figure"], one.document["period"]) != (name, period):
            raise RejectedError(f"{name}, {period}", "the document is of another figure")
        found.append(one)
    return found


def _counts(figures: Iterable[_Published]) -> list[tuple[int, Count]]:
    """One count for all figures that are of the same rows read in the same way, with how many rows these are."""
    counts: dict[str, tuple[int, Count]] = {}
    for one in figures:
        if one.document is None:
            continue
        fresh = count_for(one.document)
        same: list[Any] = [one.document[name] for name in ("period", "groups", "tree")]
        key = json.dumps([*same, fresh.reads], sort_keys=True)
        one.count = counts.setdefault(key, (one.document["tree"], fresh))[1]
    return list(counts.values())


def _recounted(reader: Reader, figures: list[_Published], attested: list[AttestedPlace]) -> None:
    """Fill the counts from the log, and find every hash in it."""
    counts, progress = _counts(figures), Progress("figures", reader.size)
    places: dict[str, list[LogPlace] | list[AttestedPlace]] = {
        "figure": [one.place for one in figures],
        "dataset": attested,
    }
    for index, entry in enumerate(reader.entries()):
        leaf = read_counted(entry, f"leaf {index}") if entry else LogLeaf("")
        for tree, count in counts:
            if index < tree:
                count.add(leaf)
        for place in places.get(leaf.subject, ()):
            place.add(index, leaf)
        if index % 1024 == 0:
            progress.at(index)
    progress.end()


def _judged(one: _Published) -> int:
    if one.document is None or one.count is None:
        say(f"NEWER than this verifier: {one.name}")
        return OUTGROWN
    if not same_figure(one.document, one.count):
        say(f"NOT EQUAL: {one.name}")
        return BROKEN
    if one.place.index is None:
        say(f"equal, and its hash is NOT in the log yet: {one.name}")
        return UNWITNESSED
    if one.place.later:
        say(f"equal, and CORRECTED at leaf {one.place.later[-1][0]}: {one.name}")
        return OLDER
    say(f"equal, leaf {one.place.index}: {one.name}")
    return FINE


def _figures(given: argparse.Namespace) -> int:
    web = "://" in given.server
    where = given.server.rstrip("/") + (FOLDER if web and not given.server.rstrip("/").endswith(FOLDER) else "")
    with closing(_Folder(where)) as folder:
        figures = _fetched(folder)
        attested = fetched_attested(folder.read, folder.read_if_there(ATTESTED_INDEX))
    with closing(open_source(given.log or log_of(where))) as source:
        policy = needed_policy(given, source)
        head = read_head(source, policy, now=int(time.time()))
        reader = Reader(head, source)
        for one in figures:
            if one.document and one.document["log"] != head.origin:
                raise RejectedError(one.name, f"it is of the log {one.document['log']}, and this is {head.origin}")
            if one.document and one.document["tree"] > reader.size:
                raise RejectedError(one.name, f"it is of {one.document['tree']} entries, and the log has {reader.size}")
        _recounted(reader, figures, attested)
    found = [_judged(one) for one in figures]
    say(
        f"{found.count(FINE)} of {len(found)} figures are equal to what the proven log gives, and their hashes are in it."
    )
    if attested:
        judged = [judged_attested(one) for one in attested]
        say(
            f"{judged.count(FINE)} of {len(judged)} attested counts have their hashes in the log; nobody can compute them again."
        )
        found += judged
    if not policy.satisfied_by(head.cosignatures.keys(), head.size):
        say("NOT witnessed: too few witnesses have seen this log.")
        found.append(UNWITNESSED)
    return next((code for code in (BROKEN, OUTGROWN, OLDER, UNWITNESSED) if code in found), FINE)


def add_to(verbs: "Verbs", trusted: argparse.ArgumentParser, log: str) -> None:
    """Put `figures` among the commands."""
    words = "compute every figure that a server publishes again from its public log, in one pass"
    one = verbs.add_parser("figures", help=words, description=words, parents=[trusted])
    one.add_argument("server", metavar="ADDRESS|FOLDER", help="the server, or a copy of its folder data/figures")
    one.add_argument("--log", metavar=log, help="the log, where it isn't at /log of the same server")
    one.set_defaults(run=_figures)
