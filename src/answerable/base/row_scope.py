"""How far whoever is served now reaches into the database: the net below the rooms' own checks.

The rooms' policies decide; this says only between which walls they may err. Each statement that touches residents'
things carries the reach in its own transaction (`site.postgresql`), and row-level security compares it with the row.
Where nobody has said anything the reach is nowhere: such a statement sees no row and writes none.

A page is within the reach of its visitor, set at the door. A process that works for the whole system (the worker, a
command, a test) says so once, by `stand`. Code of a room that must look further than its visitor does, for instance
to find a code before it is known whose it is, says so for these lines, by `with as_system():`.
"""

from collections.abc import Collection, Iterator
from contextlib import _GeneratorContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from answerable.base.subject import Subject

Settings = tuple[str, str, str, str]
# The statement that tells the database a reach, to the end of the transaction; its values are `Reach.told`.
TELL: Final = (
    "SELECT set_config('answerable.reach', %s, true) AS word, set_config('answerable.roots', %s, true), "
    "set_config('answerable.bodies', %s, true), set_config('answerable.subject', %s, true)"
)


@dataclass(frozen=True)
class RowScope:
    """Walls.

    word     "" nowhere, "house" everywhere, any other word: what follows, and files not yet sent
    roots    tops of command trees whose working tier is within reach
    bodies   bodies whose own subjects are within reach, sealed ones too, and those that climbed to them
    subject  the one subject of a sender
    """

    word: str = ""
    roots: frozenset[int] = frozenset()
    bodies: frozenset[int] = frozenset()
    subject: Subject | None = None

    @cached_property
    def told(self) -> Settings:
        """The reach as the database is told it: the values of `answerable.reach`, `.roots`, `.bodies`, `.subject`."""
        return self.word, _array(self.roots), _array(self.bodies), str(self.subject or "")


def _array(ids: Collection[int]) -> str:
    return "{" + ",".join(map(str, sorted(ids))) + "}" if ids else ""


NOWHERE: Final = RowScope()
EVERYWHERE: Final = RowScope("house")
PUBLIC: Final = RowScope("public")
_now: Final[ContextVar[RowScope | None]] = ContextVar("reach", default=None)
_ground: list[RowScope] = [NOWHERE]


def current() -> RowScope:
    """The reach of this thread at this moment."""
    return _now.get() or _ground[0]


def set_process_scope(ground: RowScope) -> None:
    """Say once how far this process reaches where nothing narrower is said: for workers, commands and tests."""
    _ground[0] = ground


def narrow(reach: RowScope) -> None:
    """Change the reach until the end of the `within` around: for the guard, who learns late who came."""
    _now.set(reach)


@contextmanager
def within(reach: RowScope) -> Iterator[None]:
    """Let what follows reach so far and no further. Also as a decorator."""
    token = _now.set(reach)
    try:
        yield
    finally:
        _now.reset(token)


def forget_told(connection: Any) -> None:
    """Say that a connection's transaction may not carry what it was told: by settings of one's own, or going back."""
    connection.reach_told = None


def as_system() -> _GeneratorContextManager[None]:
    """Let the lines that follow look everywhere. Each place that says so is listed in a test, with its reason."""
    return within(EVERYWHERE)


def sender(subject: Subject) -> RowScope:
    """The reach of whoever holds the code of one subject."""
    return RowScope("sender", subject=subject)


def of_subject(subject: Subject) -> _GeneratorContextManager[None]:
    """Let what follows reach one subject and what belongs to it: its sender, and its being written."""
    return within(sender(subject))


def officer(*, roots: Collection[int], bodies: Collection[int]) -> RowScope:
    """The reach of somebody with seats."""
    return RowScope("officer", roots=frozenset(roots), bodies=frozenset(bodies))


def also_of(*bodies: int) -> _GeneratorContextManager[None]:
    """Let what follows reach what these bodies have besides: a subject may be handed to where one doesn't look."""
    mine = current()
    return within(replace(mine, bodies=mine.bodies.union(bodies)))
