"""What a sender means by people whom a text names: about whom the message is, and what a person still has to look at.

The machine only finds (`people.rules.mentions`); the sender is asked, and says which of them it is about, that it is about
none, or nothing. What was not said is a suspicion: it is treated as if it were so, until a person outside has looked.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from answerable.law.terms import MatterKind
from answerable.people.rules.known import Mention, MentionMark

NONE: Final = "none"  # it is about none of them
NOBODY: Final = "nobody"  # it is about nobody who serves, known or not
UNSURE: Final = "unsure"
ALL: Final = "all"
CONFIRMED: Final = "confirmed"  # somebody outside looked: it is about them
LIFTED: Final = "lifted"  # somebody outside looked: it is about nobody
LATE: Final = "late"
"""Why somebody is barred: it was said after the message was registered whom it is about."""
NAMED: Final = "named"
"""Why somebody is barred: what the sender wrote later names them, and nobody outside has looked yet."""

Named = tuple[bool, int]  # whether it is a body, and its id


@dataclass(frozen=True, slots=True)
class Meant:
    """about: whom it is about by the sender's own word; suspected: whom it may be about."""

    about: frozenset[Named] = frozenset()
    suspected: frozenset[Named] = frozenset()


def key_of(named: Named) -> str:
    """A person or a body as a form names it."""
    return f"{'body' if named[0] else 'person'}-{named[1]}"


def named_by(key: str) -> Named | None:
    """The person or body that a form names; None for anything else."""
    kind, _dash, number = key.partition("-")
    known = kind in {"person", "body"} and number.isdecimal() and len(number) < 20
    return (kind == "body", int(number)) if known else None


def meant(answer: str, asked: Sequence[Mention], *, kind: str) -> Meant:
    """Of those who were found, whom it is about and who is suspected.

    A body that is merely mentioned outside of a complaint is suspected only where the sender says "I am not sure": half of
    all reports name the police station that they went to.
    """
    everybody = frozenset((one.is_body, one.id) for one in asked)
    if answer in {NONE, NOBODY}:
        return Meant()
    if answer == ALL:
        return Meant(about=everybody)
    if (chosen := named_by(answer)) in everybody and chosen is not None:
        return Meant(about=frozenset({chosen}))
    if answer == UNSURE or kind == MatterKind.COMPLAINT:
        return Meant(suspected=everybody)
    strong = frozenset((one.is_body, one.id) for one in asked if not one.is_body or one.mark is MentionMark.POST)
    return Meant(suspected=strong)


def is_about_unknown(answer: str, said: Meant) -> bool:
    """Whether a complaint for which nobody was chosen from the lists may be about anybody of the command that would have it.

    "It only mentions them" says of those who were found that it is not about them, and leaves open whom it is about.
    """
    return said == Meant() and answer != NOBODY


def still_open(
    found: Iterable[Mention],
    *,
    barred_bodies: Collection[int],
    served: dict[int, frozenset[int]],
    persons: Collection[int],
) -> list[Mention]:
    """Whom a sender is to be asked about: found, and not barred already by what was chosen from the lists.

    served  the bodies in which each person found serves
    """

    def settled(one: Mention) -> bool:
        if one.is_body:
            return one.id in barred_bodies
        where = served.get(one.id, frozenset())
        return one.id in persons or (bool(where) and where <= frozenset(barred_bodies))

    return [one for one in found if not settled(one)]


def suspects_with(
    before: Mapping[str, Sequence[int]], named: Collection[Named], *, persons: Collection[int], bodies: Collection[int]
) -> dict[str, list[int]]:
    """What is kept of a suspicion once later words name more people.

    persons, bodies  whom that bars who was not barred before
    """
    more = {
        "persons": [ref for is_body, ref in named if not is_body],
        "bodies": [ref for is_body, ref in named if is_body],
        "barred_persons": persons,
        "barred_bodies": bodies,
    }
    return {name: sorted({*before.get(name, ()), *found}) for name, found in more.items()}


def suspects_without(
    before: Mapping[str, Sequence[int]], *, persons: Collection[int], bodies: Collection[int]
) -> dict[str, list[int]]:
    """What is left of a suspicion once some of those whom it barred are barred for good: a look no longer lifts that."""
    settled = {"barred_persons": frozenset(persons), "barred_bodies": frozenset(bodies)}
    return {name: [ref for ref in found if ref not in settled.get(name, ())] for name, found in before.items()}


def keys_of(asked: Iterable[Mention]) -> str:
    """Those whom a page asks about, as its form brings them back: who sends it on knows of whom it asked."""
    return " ".join(sorted(key_of((one.is_body, one.id)) for one in asked))


def is_asked(asked: Iterable[Mention], *, shown: str) -> bool:
    """Whether the sender has been asked about all of these already (`shown`: `keys_of`, as their form brought it back)."""
    return {*keys_of(asked).split()} <= {*shown.split()}
