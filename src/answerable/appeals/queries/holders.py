"""To whose keys a sealed appeal is to be open: named people, by their seats; never anybody whom a bar reaches."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from answerable.appeals import policy
from answerable.appeals.models import Appeal
from answerable.appeals.queries.scope import standing
from answerable.appeals.terms import Tier, subject_of
from answerable.base.actor import Actor
from answerable.law.queries import StandingOrder, standing_order
from answerable.people.queries import actor_for, holding, reached_by
from answerable.people.terms import BodyKind, Power
from answerable.vault import queries as vault_queries
from answerable.vault.terms import Readers, RecordBar

NOBODY: Final = RecordBar()


@dataclass(frozen=True, slots=True)
class Holders:
    """Whose keys open a sealed appeal.

    people  accounts that may hold a key to it and have a confirmed one
    bodies  where they hold it, the body that handles it first
    keep    nobody of that body has a key: the server keeps one until somebody does
    bar     who never
    """

    people: tuple[int, ...]
    bodies: tuple[int, ...]
    keep: bool
    bar: RecordBar = NOBODY


def monitors(order: StandingOrder) -> list[int]:
    """The body that watches: the one that the pack names, else those of the kind `monitor`."""
    named = order.by_code.get(str(order.settings.get("monitor", "")))
    kind = [body.id for body in order.bodies.values() if body.kind == BodyKind.MONITOR]
    return [named] if named is not None else sorted(kind)


def _chairs(order: StandingOrder, body: int, barred: Collection[int]) -> list[int]:
    """The chair to which an appeal of a body climbs: its own tree's, else the first that may."""
    named = order.bodies_called("chairs")
    found = named or sorted(one.id for one in order.bodies.values() if one.kind == BodyKind.CHAIR)
    able = [chair for chair in found if chair not in barred]
    return [chair for chair in able if order.tree.root(chair) == order.tree.root(body)] or able[:1]


def key_bodies(order: StandingOrder, appeal: policy.AppealStanding) -> list[int]:
    """The bodies whose key holders a sealed appeal is open to, the one that handles it first.

    Besides that one: those to which it climbed; the chair to which it can climb, which happens while nobody's key is
    open; and the monitor, so that a complaint never lies in one hand alone.
    """
    barred = appeal.barred_bodies
    rest = [*sorted(appeal.readers), *_chairs(order, appeal.body, barred), *monitors(order)]
    return [body for body in dict.fromkeys((appeal.body, *rest)) if body not in barred]


def holders(appeal: policy.AppealStanding, at: datetime) -> Holders:
    """Whose keys open a sealed appeal that stands so."""
    bodies = key_bodies(standing_order(), appeal)
    actors = _entitled(appeal, bodies, at)
    with_key = [actor for actor in actors if actor.id in vault_queries.pairs_of(one.id for one in actors)]
    where = [body for body in bodies if any(actor.has(Power.KEYS, body) for actor in with_key)]
    people = tuple(actor.id for actor in with_key)
    return Holders(people, tuple(where), keep=appeal.body not in where, bar=bar_of(appeal, at))


def _entitled(appeal: policy.AppealStanding, bodies: Collection[int], at: datetime) -> list[Actor]:
    """Everybody who may hold a key to it, whether they have one or not."""
    actors = [actor_for(account, at) for account in sorted(holding(Power.KEYS, bodies, at))]
    return [actor for actor in actors if policy.can_hold_key(actor, appeal, bodies=bodies)]


def readers_of(appeal: Appeal, at: datetime) -> Readers:
    """To whom the record of a sealed appeal should be open now, and who never."""
    found = holders(standing(appeal), at)
    pairs = vault_queries.pairs_of(found.people)
    return Readers(frozenset(pair.id for pair in pairs.values()), found.bar, found.keep)


def bar_of(appeal: policy.AppealStanding, at: datetime) -> RecordBar:
    """Whom a bar meets, person by person: themselves, by their seats, by whom they stand in for."""
    reached = reached_by(appeal.barred_persons, appeal.barred_bodies, at)
    return RecordBar(accounts=reached, bodies=appeal.barred_bodies)


def is_kept(appeal: Appeal) -> bool:
    """Say whether the server keeps a key of a sealed appeal for now, because nobody of its body holds one."""
    return appeal.tier == Tier.SEALED and vault_queries.is_kept(subject_of(appeal.id))


def would_open(appeal: Appeal, to: int, at: datetime) -> bool:
    """Say whether anybody could open a sealed appeal in a body that it would go to: a holder there, or the server."""
    if (
        appeal.tier != Tier.SEALED
        or vault_queries.inward_of(subject_of(appeal.id)) is None
        or vault_queries.is_kept(subject_of(appeal.id))
    ):
        return True
    facts = standing(appeal)
    there = policy.AppealStanding(
        id=facts.id,
        body=to,
        tier=facts.tier,
        barred_bodies=facts.barred_bodies,
        barred_persons=facts.barred_persons,
        readers=facts.readers,
    )
    return not holders(there, at).keep


def sealed_with(account: int, at: datetime) -> list[int]:
    """Sealed appeals to which somebody with a new key or a new seat may be let in."""
    actor = actor_for(account, at)
    own = {seat.body for seat in actor.seats if Power.KEYS in seat.powers}
    order = standing_order()
    found = []
    for appeal in Appeal.objects.filter(tier=Tier.SEALED).order_by("id").iterator():
        facts = standing(appeal)
        if own & set(key_bodies(order, facts)) and not policy.is_barred(actor, facts):
            found.append(appeal.id)
    return found if own else []
