"""A room that reads the journal, for tests: what it took stands in the journal itself."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.db import transaction

from answerable.base.actor import SYSTEM
from answerable.base.follower import Follower, HeardDeed, follows
from answerable.ledger import actions, follow
from answerable.ledger.models import Entry, Leaf

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
Fault = Callable[[HeardDeed], None]


class Room:
    """A room whose one follower of "test.done" raises as `fault` says; another follower takes everything.

    What they took stands in the journal, so that what was rolled back does not count.
    """

    def __init__(self, fault: Fault = lambda _: None, *, critical: bool = False, name: str = "test") -> None:
        self.fault, self.name = fault, name
        self.tries: list[int] = []
        followers = (follows("test.done", critical=critical)(self.listen), follows("test.done")(self.beside))
        self.following: dict[str, tuple[Follower, ...]] = {name: followers}

    def listen(self, entry: HeardDeed) -> None:
        self.tries.append(entry.facts["n"])
        self.fault(entry)
        self._take(entry, "listen")

    def beside(self, entry: HeardDeed) -> None:
        self._take(entry, "beside")

    def _take(self, entry: HeardDeed, who: str) -> None:
        actions.record(by=SYSTEM, at=AT, deed=f"{self.name}.{who}", thing=entry.thing, facts=dict(entry.facts))

    def read_on(self, *, at: datetime = AT, most: int = 100, seconds: float = 3600) -> int:
        heard = follow.bring_up_to_date(self.following, at=at, most=most, seconds=seconds)
        follow.bring_up_to_date(self.following, at=at, most=most)  # what they wrote themselves gets its position, too
        return heard

    def _taken(self, who: str) -> list[int]:
        return [row.facts["n"] for row in Entry.objects.filter(deed=f"{self.name}.{who}").order_by("id")]

    @property
    def heard(self) -> list[int]:
        return self._taken("listen")

    @property
    def other(self) -> list[int]:
        return self._taken("beside")


def record(n: int, deed: str = "test.done", subject: int | None = None) -> int:
    with transaction.atomic():
        thing = f"test/{n if subject is None else subject}"
        return actions.record(by=SYSTEM, at=AT, deed=deed, thing=thing, facts={"n": n})


def positions_given() -> list[int]:
    return sorted(Leaf.objects.values_list("position", flat=True))


def poison(bad: set[int]) -> Fault:
    def fault(entry: HeardDeed) -> None:
        if entry.facts["n"] in bad:
            raise RuntimeError("Olha Petrenko, Myru 5")

    return fault
