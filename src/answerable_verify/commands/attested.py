"""Attested counts beside the figures: nobody computes them again; their hash stands in the log, or it doesn't."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from answerable_verify.exits import FINE, OLDER, UNWITNESSED
from answerable_verify.leaf import TOKEN, LogLeaf
from answerable_verify.numbers.attested import read_attested
from answerable_verify.numbers.periods import parse_period
from answerable_verify.strict import RejectedError
from answerable_verify.voice import say

FOLDER: Final = "attested"
ATTESTED_INDEX: Final = f"{FOLDER}/index.json"
MOST: Final = 10_000
"""Counts in one index."""


@dataclass(slots=True)
class AttestedPlace:
    """A count as the server publishes it, and where the log has its hash."""

    name: str
    digest: str
    index: int | None = None
    case: str | None = None
    later: list[int] = field(default_factory=list)

    def add(self, index: int, leaf: LogLeaf) -> None:
        """Look at a leaf about a data set, the next of the log."""
        if leaf.extra.get("sha256") == self.digest:
            self.index, self.case, self.later = index, leaf.case, []
        elif self.case is not None and leaf.case == self.case:
            self.later.append(index)


def read_attested_index(raw: bytes) -> list[tuple[str, str, str]]:
    """(series, period, SHA-256) of all that is attested. Raises RejectedError for everything else."""
    try:
        found = [(row["series"], row["period"], row["sha256"]) for row in json.loads(raw)]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise RejectedError("attested, index", "not a list of series with their periods and hashes") from None
    for code, period, digest in found:
        if not all(isinstance(one, str) and TOKEN.fullmatch(one) for one in (code, digest)) or "/" in code:
            raise RejectedError("attested, index", "not the code and the hash of a series")
        parse_period(str(period))
    if len(found) > MOST:
        raise RejectedError("attested, index", f"more than {MOST} counts")
    return found


def fetched_attested(read: Callable[[str], bytes], index: bytes | None) -> list[AttestedPlace]:
    """What a server attests by its list, each document read strictly; nothing where it has no list of such."""
    found: list[AttestedPlace] = []
    for code, period, digest in [] if index is None else read_attested_index(index):
        document = read(f"{FOLDER}/{code}/{period}.json")
        if sha256(document).hexdigest() != digest:
            raise RejectedError(f"{code}, {period}", "the document is not the one that the index names")
        said = read_attested(document)
        if (said["series"], said["period"]) != (code, period):
            raise RejectedError(f"{code}, {period}", "the document is of another series")
        found.append(AttestedPlace(f"{code} {period}", digest))
    return found


def judged_attested(one: AttestedPlace) -> int:
    """What is to be said of a count."""
    if one.index is None:
        say(f"attested, and its hash is NOT in the log yet: {one.name}")
        return UNWITNESSED
    if one.later:
        say(f"attested, and CORRECTED at leaf {one.later[-1]}: {one.name}")
        return OLDER
    say(f"attested, leaf {one.index}: {one.name}")
    return FINE
