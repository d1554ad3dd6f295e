"""What forms offer: places, bodies to forward to, people to assign."""

from datetime import datetime

from answerable.appeals import policy
from answerable.appeals.models import Appeal
from answerable.appeals.queries.scope import standing
from answerable.base.actor import Actor
from answerable.law.queries import BodyInOrder, standing_order
from answerable.law.rules import routing
from answerable.people.models import Account
from answerable.people.queries import actor_for, seats_with
from answerable.people.terms import Power
from answerable.places.models import Territory


def territories() -> list[Territory]:
    """The places that are offered, larger ones first."""
    return list(Territory.objects.filter(retired_on=None).order_by("kind", "code"))


def bodies_to_forward(actor: Actor, appeal: Appeal, at: datetime) -> list[BodyInOrder]:
    """Bodies of other authorities that may have the appeal."""
    order = standing_order()
    mine = order.authority_of(appeal.body_id)
    return [body for body in _may_have(actor, appeal, at) if order.authority_of(body.id) != mine]


def bodies_to_hand_on(actor: Actor, appeal: Appeal, at: datetime) -> list[BodyInOrder]:
    """Units of the same authority that may have the appeal, and its head."""
    order = standing_order()
    mine = order.authority_of(appeal.body_id)
    return [body for body in _may_have(actor, appeal, at) if order.authority_of(body.id) == mine]


def _may_have(actor: Actor, appeal: Appeal, at: datetime) -> list[BodyInOrder]:
    """Bodies that may have the appeal: they answer, they aren't it, and no bar stands against them."""
    if not policy.can_forward(actor, standing(appeal)):
        return []
    order = standing_order()
    bars = routing.Bars(frozenset(appeal.barred_bodies), frozenset(appeal.barred_persons))
    today = order.order_on(order.day_at(appeal.body_id, at))
    return [
        body
        for body in order.bodies.values()
        if body.id != appeal.body_id and routing.may_lie_with(body.id, order=today, barred=bars)
    ]


def people_to_assign(actor: Actor, appeal: Appeal, at: datetime) -> list[Account]:
    """Handlers of the body that has it by seats of their own, by name, without those who are barred."""
    facts = standing(appeal)
    if not policy.can_assign(actor, facts):
        return []
    found = {row.account_id: row.account for row in seats_with(Power.HANDLE, [appeal.body_id], at)}
    if appeal.has_bars:
        found = {ref: one for ref, one in found.items() if policy.can_be_given(actor_for(ref, at), facts)}
    return sorted(found.values(), key=lambda account: account.name)
