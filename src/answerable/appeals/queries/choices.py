"""What forms offer: categories, places, bodies, grounds, templates."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from answerable.appeals import policy
from answerable.appeals.models import Appeal, Category, Ground, Template
from answerable.appeals.queries.law import BodyFacts, standing_order
from answerable.appeals.queries.scope import standing
from answerable.appeals.rules import routing
from answerable.base.actor import Actor
from answerable.people.models import Account
from answerable.people.queries import actor_for, staff_of
from answerable.places.models import Territory


def categories(kind: str | None = None) -> list[Category]:
    """The categories that are offered, in the pack's order; those of one kind of appeal if it is given."""
    return [row for row in standing_order().categories if kind is None or not row.kinds or kind in row.kinds]


def territories() -> list[Territory]:
    """The places that are offered, larger ones first."""
    return list(Territory.objects.filter(retired_on=None).order_by("kind", "code"))


def bodies_to_forward(actor: Actor, appeal: Appeal, at: datetime) -> list[BodyFacts]:
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
    """Handlers of the body that has it, without those who are barred."""
    if not policy.can_assign(actor, standing(appeal)):
        return []
    facts = standing(appeal)
    return [
        account for account in staff_of(appeal.body_id, at) if policy.can_be_given(actor_for(account.id, at), facts)
    ]


def grounds(act: str, on: date) -> list[Ground]:
    """The lawful grounds for an act (examine, point, extend, forward) on a day."""
    return list(_valid(Ground.objects.filter(act=act), on).order_by("code"))


def ground(act: str, code: str, on: date) -> Ground | None:
    """One ground, if the law knows it on that day."""
    return _valid(Ground.objects.filter(act=act, code=code), on).first()


def _valid(rows: QuerySet[Ground], on: date) -> QuerySet[Ground]:
    return rows.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


def templates() -> list[Template]:
    """Texts that can fill an answer."""
    return list(Template.objects.order_by("code"))


def setting(name: str, default: Any = None) -> Any:
    """What the pack decides under a name."""
    return standing_order().settings.get(name, default)
