"""The powers of this installation: this room's own and those that other rooms declare, and what is special about some."""

from collections.abc import Iterable
from enum import StrEnum

from answerable.base.room import DeclaredPower, installed
from answerable.people import rules
from answerable.people.terms import NEEDS_PASSKEY, NEEDS_TWO, NEVER_LENT, Power
from answerable.people.wording import POWERS


def _declared() -> list[DeclaredPower]:
    return [power for room in installed() for power in room.powers]


def known() -> frozenset[StrEnum]:
    """Every power that a role of a pack may have."""
    return frozenset[StrEnum](Power).union(power.name for power in _declared())


def title(power: str) -> str:
    """What a power lets somebody do, in words; a power whose room is gone is said by its name."""
    words: dict[str, object] = {str(own): words for own, words in POWERS.items()}
    words |= {each.name: each.title for each in _declared()}
    return str(words.get(power, power))


def needs_two() -> frozenset[str]:
    """Powers whose grant needs a second person."""
    return NEEDS_TWO.union(power.name for power in _declared() if power.needs_two)


def needs_passkey() -> frozenset[str]:
    """Powers whose holders sign in with a passkey."""
    return NEEDS_PASSKEY.union(power.name for power in _declared() if power.needs_passkey)


def works(powers: Iterable[str], *, confirmed: bool) -> bool:
    """Say whether a granted seat gives its powers (`rules.works`)."""
    return rules.works(powers, confirmed=confirmed, two=needs_two())


def lent(powers: Iterable[str], *, serves_there: bool) -> frozenset[str]:
    """The powers that pass to a substitute (`rules.lent`)."""
    personal = NEVER_LENT.union(power.name for power in _declared() if power.never_lent)
    return rules.lent(powers, serves_there=serves_there, personal=personal, two=needs_two())


def needs_second(powers: Iterable[str]) -> bool:
    """Say whether a role takes two persons to grant."""
    return not works(powers, confirmed=False)
