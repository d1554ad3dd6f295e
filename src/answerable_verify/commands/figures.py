"""`answerable-verify figure`: a published figure, computed again from rows that are proven first."""

import argparse
import time
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from answerable_verify.canonical import Json
from answerable_verify.exits import BROKEN, FINE, OLDER, UNWITNESSED
from answerable_verify.leaf import LogLeaf
from answerable_verify.numbers.cells import ALL
from answerable_verify.numbers.definitions import DEFINITIONS
from answerable_verify.numbers.document import FIGURE_LIMIT, Count, count_for, read_document, same_figure
from answerable_verify.numbers.wording import words_of
from answerable_verify.progress import Progress
from answerable_verify.reader import Reader, read_head
from answerable_verify.source import Web, open_source, read_file
from answerable_verify.stats import read_counted
from answerable_verify.strict import RejectedError
from answerable_verify.voice import say

from .trust import needed_policy

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 -- argparse names its type nowhere else
_SAID = frozenset({"figure-frozen", "figure-corrected", "figure-ended"})


@dataclass(slots=True)
class LogPlace:
    """Where the log has the figure's hash, and what it says of that figure later."""

    digest: str
    index: int | None = None
    case: str | None = None
    later: list[tuple[int, LogLeaf]] = field(default_factory=list)

    def add(self, index: int, leaf: LogLeaf) -> None:
        """Look at a leaf of the log, the next one."""
        if leaf.kind not in _SAID:
            return
        if leaf.extra.get("sha256") == self.digest:
            self.index, self.case, self.later = index, leaf.case, []
        elif self.case is not None and leaf.case == self.case:
            self.later.append((index, leaf))


def _fetched(where: str) -> bytes:
    """The document at an address or in a file."""
    if "://" not in where:
        return read_file(where, FIGURE_LIMIT)
    address, _, last = where.rpartition("/")
    with closing(Web(address)) as web:
        return web.read(last, FIGURE_LIMIT)


def log_of(where: str) -> str:
    """The log beside a figure: at /log of the same server."""
    if "://" not in where:
        raise RejectedError("--log", "a file says nothing of where the log is: name its address or folder")
    parts = urlsplit(where)
    return f"{parts.scheme}://{parts.netloc}/log"


def _figure(given: argparse.Namespace) -> int:
    raw = _fetched(given.figure)
    document = read_document(raw)
    with closing(open_source(given.log or log_of(given.figure))) as source:
        policy = needed_policy(given, source)
        head = read_head(source, policy, now=int(time.time()))
        if head.origin != document["log"]:
            raise RejectedError("figure", f"it is of the log {document['log']}, and this is {head.origin}")
        reader = Reader(head, source)
        if document["tree"] > reader.size:
            raise RejectedError("figure, tree", f"the log has only {reader.size} entries")
        counted, place = _recounted(reader, document, sha256(raw).hexdigest())
    _shown(document, counted)
    good = policy.satisfied_by(head.cosignatures.keys(), head.size)
    return _judged(same_figure(document, counted), place, witnessed=good)


def _recounted(reader: Reader, document: Json, digest: str) -> tuple[Count, LogPlace]:
    """The figure from the rows that it was made of, and what the whole log says of it."""
    counted = count_for(document)
    place, progress = LogPlace(digest), Progress("figure", reader.size)
    for index, entry in enumerate(reader.entries()):
        leaf = read_counted(entry, f"leaf {index}") if entry else LogLeaf("")
        if index < document["tree"]:
            counted.add(leaf)
        place.add(index, leaf)
        if index % 1024 == 0:
            progress.at(index)
    progress.end()
    return counted, place


def _shown(document: Json, counted: Count) -> None:
    name, period, version = document["figure"], document["period"], document["def"]
    unit = DEFINITIONS[name].unit
    say(f"{words_of(name, 'en').title} ({name}, definition {version}), {period}")
    own = counted.document(name, document["log"], version)["cells"]
    for group in sorted({*document["cells"], *own}, key=lambda one: (one != ALL, one)):
        say(f"  {group}: {told(own.get(group), unit)}")
        if own.get(group) != document["cells"].get(group):
            say(f"    published as: {told(document['cells'].get(group), unit)}")
    say(f"computed from the first {document['tree']} entries of {document['log']}, each proven")


def told(cell: Any, unit: str) -> str:
    """A cell in a line."""
    if not isinstance(cell, dict):
        return "nothing"
    value = cell.get("value", "not reached" if unit == "days" else "none")
    between = f" [{cell['low']}; {cell.get('high', 'open')}]" if "low" in cell else ""
    return f"{value}{between}, n = {cell.get('n')}"


def _judged(equal: bool, place: LogPlace, *, witnessed: bool) -> int:
    if not equal:
        say("NOT EQUAL: the published figure is not what these rows give.")
        return BROKEN
    say("EQUAL: the published figure is what these rows give.")
    if place.index is None:
        say("Its hash is NOT in the log yet: so far nothing holds the publisher to it.")
        return UNWITNESSED
    say(f"Its hash stands in the log at leaf {place.index}.")
    if place.later:
        index, leaf = place.later[-1]
        why = f" ({leaf.extra['basis']})" if "basis" in leaf.extra else ""
        say(
            f"It was CORRECTED at leaf {index}, on {leaf.on}{why}: this is an old edition. Get the one that stands now."
        )
        return OLDER
    if not witnessed:
        say("NOT witnessed: too few witnesses have seen this log.")
        return UNWITNESSED
    return FINE


def add_to(verbs: "Verbs", trusted: argparse.ArgumentParser, log: str) -> None:
    """Put `figure` among the commands."""
    words = "compute a published figure again from the public log, and look for its hash and its corrections there"
    one = verbs.add_parser("figure", help=words, description=words, parents=[trusted])
    one.add_argument("figure", metavar="ADDRESS|FILE", help="the figure's document (…/data/figures/NAME/PERIOD.json)")
    one.add_argument("--log", metavar=log, help="the log, where it isn't at /log of the same server")
    one.set_defaults(run=_figure)
