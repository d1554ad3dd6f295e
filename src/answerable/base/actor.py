"""Who acts: a person with seats in bodies, a resident holding a code, or the system itself."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class ActorKind(StrEnum):
    """What sort of actor a deed is signed by."""

    OFFICER = "officer"  # a signed-in person who holds at least one seat
    RESIDENT = "resident"  # whoever holds the follow-up code of one subject
    STRANGER = "stranger"  # anybody else: may send, may read what is public
    SYSTEM = "house"  # as stored since the first version: the software, acting by a rule of the pack


@dataclass(frozen=True, slots=True)
class SeatHeld:
    """One place that a person holds in one body, with what the role lets them do there.

    `powers` are the pack's words for a role (see `people.terms.Power`). `acting_for` names the absent person whose
    seat this is for now: a substitution gives the desk, never what the conflict rule bars.
    """

    body: int
    role: str
    powers: frozenset[str] = frozenset()
    acting_for: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks to read or to do something.

    id        account id of an officer, id of a resident's subject, 0 for the system and strangers
    seats     the seats held at the moment of asking, substitutions included
    oversees  bodies whose work the actor may read because a seat with the power to oversee stands above them
    tied_to   bodies in which the actor has an own seat or stands in for somebody: what the conflict rule looks at
    persons   account ids that the conflict rule takes for this actor: the person and whoever they act for
    """

    kind: ActorKind
    id: int = 0
    name: str = ""
    seats: tuple[SeatHeld, ...] = ()
    oversees: frozenset[int] = frozenset()
    tied_to: frozenset[int] = frozenset()
    persons: frozenset[int] = field(default_factory=frozenset)

    @property
    def bodies(self) -> frozenset[int]:
        """The bodies in which the actor holds a seat now."""
        return frozenset(seat.body for seat in self.seats)

    @property
    def reads(self) -> frozenset[int]:
        """Bodies whose things the actor's lists may show, before any bar."""
        return self.bodies | self.oversees

    def has(self, power: StrEnum, body: int) -> bool:
        """Say whether a seat of the actor in that very body carries the power."""
        return any(seat.body == body and power in seat.powers for seat in self.seats)

    def has_anywhere(self, power: StrEnum) -> bool:
        """Say whether any seat of the actor carries the power."""
        return any(power in seat.powers for seat in self.seats)

    @property
    def word(self) -> str:
        """The actor as the ledger writes it: a kind and an id, never a name."""
        return f"{self.kind.value}/{self.id}" if self.id else self.kind.value


SYSTEM: Final = Actor(kind=ActorKind.SYSTEM)
STRANGER: Final = Actor(kind=ActorKind.STRANGER)


def resident(ref: int) -> Actor:
    """The holder of the follow-up code of one subject, by its id: ids are unique over kinds."""
    return Actor(kind=ActorKind.RESIDENT, id=ref)


def named(word: str) -> tuple[str, int]:
    """Kind and id of an actor as the ledger writes it (`Actor.word`); the id is 0 where there is none."""
    kind, _, ref = word.partition("/")
    return kind, int(ref or 0)
