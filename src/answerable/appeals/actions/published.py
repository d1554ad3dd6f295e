"""What everybody may read: passed by a person, kept up with the appeal's own life, taken back."""

from datetime import datetime

from django.db import transaction

from answerable.appeals.actions.acting import lock_appeal, record_deed
from answerable.appeals.models import Appeal, PublicAppeal, PublicUpdate
from answerable.appeals.policy import can_publish
from answerable.appeals.rules import life, published
from answerable.appeals.terms import Deed
from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, NotNowError
from answerable.law import queries as law_queries


@transaction.atomic
def publish(*, by: Actor, at: datetime, ref: int, text: str) -> None:
    """Let everybody read these words of the appeal, and how it stands from now on.

    Refuses whoever may not sign for the body; an appeal whose sender didn't wish it, or that is sealed, sensitive or about
    somebody; words with an address or a number in them. Other words for what is published already take its place.
    """
    appeal = lock_appeal(by, ref, can_publish)
    row = PublicAppeal.objects.select_for_update().filter(appeal=ref).first()
    if row is None:
        raise NotNowError("published.not-wished")
    life.state_after(appeal.state, Deed.PUBLISHED)
    if not _may_be_public(appeal):
        raise NotNowError("published.not-this")
    if fault := published.fault_of(text):
        raise InvalidError(text=fault)
    row.text, row.published_at = text.strip(), at
    row.registered_at = appeal.registered_at
    _copy(appeal, row, at)
    record_deed(appeal, by=by, at=at, deed=Deed.PUBLISHED)


@transaction.atomic
def unpublish(*, by: Actor, at: datetime, ref: int) -> None:
    """Take back what everybody could read, its words with it. Refuses whoever may not sign, and what is not published."""
    appeal = lock_appeal(by, ref, can_publish)
    row = PublicAppeal.objects.select_for_update().filter(appeal=ref, published_at__isnull=False).first()
    if row is None:
        raise NotNowError("published.not-published")
    _take_back(row)
    record_deed(appeal, by=by, at=at, deed=Deed.UNPUBLISHED)


@transaction.atomic
def refresh_public(*, ref: int, entry: int, at: datetime) -> None:
    """Show how a published appeal stands after a deed; take it back where it may not be public any more.

    Safe to do twice: the change bears the deed's own id. A deed from before it was published is no news.
    """
    row = PublicAppeal.objects.select_for_update().filter(appeal=ref, published_at__isnull=False).first()
    if row is None:
        return
    appeal = Appeal.objects.get(id=ref)
    if not _may_be_public(appeal):
        _take_back(row)
    elif row.published_at is not None and at >= row.published_at:
        _copy(appeal, row, max(at, row.changed_at or at))
        PublicUpdate.objects.get_or_create(
            id=entry,
            defaults={
                "appeal": ref,
                "number": row.number,
                "root": row.root,
                "at": at,
                "state": row.state,
                "ending": row.ending,
                "body": appeal.body_id,
            },
        )


def _may_be_public(appeal: Appeal) -> bool:
    return published.may_be_public(
        tier=appeal.tier,
        sensitive=law_queries.standing_order().is_sensitive(appeal.category_id),
        barred=bool(appeal.has_bars),
    )


def _copy(appeal: Appeal, row: PublicAppeal, at: datetime) -> None:
    """Put down how the appeal stands."""
    order = law_queries.standing_order()
    row.service = order.category_codes.get(appeal.category_id, "") if appeal.category_id else ""
    row.place, row.body, row.state = appeal.territory_id, appeal.body_id, appeal.state
    row.ending, row.due_at, row.changed_at = appeal.ending, appeal.due_at, at
    row.save()


def _take_back(row: PublicAppeal) -> None:
    """Back to the wish alone."""
    PublicUpdate.objects.filter(appeal=row.appeal).delete()
    row.published_at, row.text = None, ""
    row.save(update_fields=["published_at", "text"])
