"""Answers that wait for a signature: whose, in what order, and how each stands before it is signed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from answerable.appeals import policy
from answerable.appeals.models import Appeal, Draft, Point
from answerable.appeals.queries.desk import typed_in
from answerable.appeals.queries.scope import seen_by, standing
from answerable.appeals.queries.worklist import COLUMNS, WorklistRow, row_of
from answerable.appeals.rules import signing as signing_rules
from answerable.appeals.rules.signing import CheckOutcome
from answerable.appeals.sealed_fields import DRAFT_BODY
from answerable.appeals.terms import OPEN, Tier
from answerable.base.actor import Actor
from answerable.base.verdict import MissingError
from answerable.law import queries as law_queries
from answerable.people import queries as people_queries
from answerable.people.models import Account
from answerable.people.queries import acting
from answerable.people.terms import Power
from answerable.vault.sealing import read_text

MOST: Final = 50  # rows of the list: what is signed makes room for the next


@dataclass(frozen=True, slots=True)
class ToSign:
    """An answer that waits for a signature. `checked` is empty for a sealed one: a list opens nothing."""

    draft: int
    appeal: WorklistRow
    by: str
    offered_at: datetime
    checked: tuple[CheckOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferedDraft:
    """One answer as it was put up for signature; `saved_at` names the very words."""

    id: int
    account: int
    by: str
    saved_at: datetime
    offered_at: datetime
    typed: Mapping[str, Any]


def to_sign(actor: Actor, *, at: datetime) -> list[ToSign]:
    """What waits for the actor's signature, the nearest safe day first; of more than `MOST` the first ones."""
    drafts = list(_in_order(_offered(actor, at)).select_related("appeal")[:MOST])
    rows = _rows({draft.appeal_id for draft in drafts})
    names = people_queries.names_of({draft.account_id for draft in drafts})
    points = _points(draft.appeal_id for draft in drafts if rows[draft.appeal_id].tier == Tier.WORKING)
    templates = template_texts() if points else []
    return [
        ToSign(
            draft=draft.id,
            appeal=(row := rows[draft.appeal_id]),
            by=names[draft.account_id].said_name,
            offered_at=draft.offered_at or draft.saved_at,
            checked=tuple(_checked(draft, points.get(row.id, []), templates)) if row.tier == Tier.WORKING else (),
        )
        for draft in drafts
    ]


def count(actor: Actor, *, at: datetime, but: int = 0) -> int:
    """How many wait for the actor's signature, without the draft `but`."""
    return _offered(actor, at).exclude(id=but).count() if actor.has_anywhere(Power.SIGN) else 0


def next_to_sign(actor: Actor, *, at: datetime) -> tuple[str, int] | None:
    """The first that waits for the actor's signature: the number of its appeal, and the draft; None where nothing does."""
    found = _in_order(_offered(actor, at)).values_list("appeal__number", "id").first()
    return None if found is None else (found[0], found[1])


def offered_in(actor: Actor, appeal: Appeal, draft: int) -> OfferedDraft:
    """One answer that waits for a signature, for whoever may give it; Missing when it waits no more."""
    row = Draft.objects.filter(appeal=appeal, id=draft, offered_at__isnull=False).select_related("account").first()
    if row is None or row.offered_at is None or not policy.can_sign(actor, standing(appeal)):
        raise MissingError
    typed = typed_in(read_text(DRAFT_BODY, row.body, root=appeal.root, ref=row.id))
    return OfferedDraft(row.id, row.account_id, row.account.said_name, row.saved_at, row.offered_at, typed)


def signers_of(appeal: Appeal, *, at: datetime) -> list[Account]:
    """Who is to sign for an appeal: whoever may in its own body, else in the nearest above; nobody who is barred or away."""
    facts = standing(appeal)
    for body in people_queries.command_tree().upwards(appeal.body_id):
        able = acting.acting(Power.SIGN, body, at)
        found = [one for one in able if policy.can_sign(people_queries.actor_for(one.id, at), facts)]
        if found:
            return found
    return []


def template_texts() -> list[str]:
    """Every wording of every template."""
    return [str(text) for row in law_queries.templates() for text in row.text.values()]


def _in_order(drafts: QuerySet[Draft]) -> QuerySet[Draft]:
    """The nearest safe day first."""
    return drafts.order_by("appeal__safe_at", "appeal", "id")


def _offered(actor: Actor, at: datetime) -> QuerySet[Draft]:
    """What waits in the bodies for which the actor signs: their own, and those below in which nobody may."""
    own = {seat.body for seat in actor.seats if Power.SIGN in seat.powers}
    below = acting.unserved(Power.SIGN, actor.oversees, at) if own and actor.oversees else set()
    appeals = seen_by(actor).filter(body__in=own | below, state__in=OPEN)
    return Draft.objects.filter(offered_at__isnull=False, appeal__in=appeals)


def _rows(appeals: Collection[int]) -> dict[int, WorklistRow]:
    rows = Appeal.objects.filter(id__in=appeals).values(*COLUMNS)
    return {values["id"]: row_of(values) for values in rows}


def _points(appeals: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for appeal, point in Point.objects.filter(appeal__in=list(appeals)).order_by("place").values_list("appeal", "id"):
        found.setdefault(appeal, []).append(point)
    return found


def _checked(draft: Draft, points: list[int], templates: list[str]) -> list[CheckOutcome]:
    typed = typed_in(read_text(DRAFT_BODY, draft.body, root=draft.appeal.root, ref=draft.id))
    return signing_rules.checks(
        str(typed.get("text", "")), signing_rules.replies_in(typed, points), templates=templates
    )
