"""What may stand in the journal: codes, dates, ids and counts; never a word that somebody typed."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from answerable.base import subject
from answerable.base.actor import ActorKind
from answerable.base.verdict import NotNowError

DEED: Final = re.compile(r"[a-z_]+\.[a-z_]+")
THING: Final = re.compile(rf"{subject.KIND}/[0-9A-Za-z._-]+")
CODE: Final = re.compile(r"[A-Za-z0-9._:/+=-]{0,64}")
Fact = str | int | bool | None


def fit(*, deed: str, thing: str, facts: Mapping[str, Fact | list[int]]) -> None:
    """Raise ValueError when a deed could carry free text into the journal (contract of the log, 3.4)."""
    if not DEED.fullmatch(deed):
        raise ValueError(f"a deed is written noun.past, not {deed!r}")
    if not THING.fullmatch(thing):
        raise ValueError(f"a thing is written word/id, not {thing!r}")
    for name, fact in facts.items():
        if not is_fact(fact):
            raise ValueError(f"the fact {name!r} of {deed} isn't a code, a date, an id or a count")


def is_fact(fact: object) -> bool:
    """Say whether one fact is a code, a date, an id, a count, or a short list of ids."""
    if fact is None or isinstance(fact, bool | int):
        return True
    if isinstance(fact, list):
        return all(isinstance(item, int) for item in fact)
    return isinstance(fact, str) and CODE.fullmatch(fact) is not None


def must_be_now(kind: ActorKind, at: datetime, *, floor: datetime | None, ceiling: datetime | None) -> None:
    """Refuse an act of an office that the clock can't bear; nobody else's, a resident's words least of all.

    One that lies before what the log's witnesses have seen (`floor`) would be back-dated; one that lies ahead of the
    database's clock (`ceiling`) would leave a future behind, out of which nothing comes by itself.
    """
    if kind is ActorKind.OFFICER and floor is not None and at < floor:
        raise NotNowError("clock.behind")
    if kind is ActorKind.OFFICER and ceiling is not None and at > ceiling:
        raise NotNowError("clock.ahead")


def new_code() -> bytes:
    """Draw what a case is called in public: 16 bytes, unrelated to any number."""
    return secrets.token_bytes(16)


PAUSES: Final = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=3), timedelta(minutes=15))
"""Before each further try of a follower that could not take a deed."""


PATIENCE: Final = timedelta(minutes=15)
"""For so long a room gets no further by what is no deed's fault (a lock, a full disk) before it puts the deed aside."""


def pause_after(tries: int, *, critical: bool) -> timedelta | None:
    """How long to wait after so many tries; None: a person has to look. What is critical is tried for ever."""
    if tries <= len(PAUSES):
        return PAUSES[tries - 1]
    return PAUSES[-1] if critical else None
