"""The command tree, which seats count on a day, and what a substitute is lent. Pure."""

import hashlib
import hmac
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from answerable.people.terms import SCOPES_OF_TWO

STEP_SECONDS: Final = 30  # of a one-time code (RFC 6238)
_LOGIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")


def is_login(name: str) -> bool:
    """Say whether this may be somebody's sign-in name. One rule for the pack and for every page: what a code may be.

    Letters, digits, dots, hyphens and underscores that every keyboard has; the first one a letter or a digit.
    """
    return _LOGIN.fullmatch(name) is not None


def api_key_digest(text: str) -> str:
    """What is kept of a program's key. A key is chance enough, so that no slow hash is needed."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def waits_for_second(scopes: Iterable[str], *, confirmed_by: str) -> bool:
    """Whether a program's key shows sealed things and nobody but its issuer has agreed yet."""
    return not confirmed_by and not SCOPES_OF_TWO.isdisjoint(scopes)


@dataclass(frozen=True)
class CommandTree:
    """Who stands above whom. `parents` maps each body to the one that commands it, None at a top."""

    parents: Mapping[int, int | None]

    @cached_property
    def _below(self) -> dict[int, list[int]]:
        below: dict[int, list[int]] = {body: [] for body in self.parents}
        for body, parent in self.parents.items():
            if parent is not None:
                below[parent].append(body)
        return below

    def upwards(self, body: int) -> Sequence[int]:
        """The body, its chief, its chief's chief ... to the top; a ring, which only a damaged row can make, is gone round once."""
        line = [body]
        while (parent := self.parents[line[-1]]) is not None and parent not in line:
            line.append(parent)
        return line

    def commanded_by(self, body: int) -> frozenset[int]:
        """The body and everything it commands, however deep."""
        found, waiting = {body}, [body]
        while waiting:
            children = [child for child in self._below[waiting.pop()] if child not in found]
            found.update(children)
            waiting.extend(children)
        return frozenset(found)

    def all_commanded_by(self, bodies: Iterable[int]) -> frozenset[int]:
        """Several bodies and everything that they command."""
        return frozenset().union(*(self.commanded_by(body) for body in bodies))

    def authority(self, body: int, authorities: Container[int]) -> int:
        """The authority in law that a body belongs to: itself or the nearest above that is one, else the top."""
        line = self.upwards(body)
        return next((one for one in line if one in authorities), line[-1])

    def root(self, body: int) -> int:
        """The top of the body's tree."""
        return self.upwards(body)[-1]


def in_force(*, from_on: date, until_on: date | None, today: date) -> bool:
    """Say whether a seat or an absence counts on a day; its first and last day are in it."""
    return from_on <= today and (until_on is None or today <= until_on)


def works(powers: Iterable[str], *, confirmed: bool, two: frozenset[str]) -> bool:
    """Say whether a granted seat gives its powers: where `two` persons must grant, not before the second has."""
    return confirmed or two.isdisjoint(powers)


def lent(powers: Iterable[str], *, serves_there: bool, personal: frozenset[str], two: frozenset[str]) -> frozenset[str]:
    """The powers that pass to a substitute.

    What is `personal` (a key, the audit) never passes. Other powers that `two` persons must grant pass only to somebody
    who has a seat in that body anyway: an absence is named by one person and must not go round the second.
    """
    rest = frozenset(powers) - personal
    return rest if serves_there else rest - two


def digits_of(typed: str) -> str:
    """The digits that somebody typed as a code, whatever stands between them, full-width ones too."""
    return "".join(str(int(letter)) for letter in typed if letter.isdecimal())


def limit_key(server_key: bytes, *, day: date, words: str) -> str:
    """Name a bucket of tries for one day without keeping what it counts: a digest under the day's own secret."""
    secret = hmac.digest(server_key, b"answerable/limits/" + day.isoformat().encode(), hashlib.sha256)
    return hmac.new(secret, words.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
