"""What everybody may read: passed by a person, kept up with the appeal's own life, taken back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from answerable.appeals.actions.acting import lock_appeal, record_deed
from answerable.appeals.models import Appeal, PublicAppeal, PublicUpdate, RedactionLine
from answerable.appeals.policy import can_publish
from answerable.appeals.rules import life, published
from answerable.appeals.terms import Deed, PublishedPart
from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, NotNowError
from answerable.law import queries as law_queries
from answerable.ledger.rules import Fact
from answerable.people.queries import guard as guard_queries
from answerable.people.rules import guard


def publish(*, by: Actor, at: datetime, ref: int, text: str, answer: str = "", overruled: str = "") -> None:
    """Let everybody read these words of the appeal and of its answer, and how it stands from now on.

    overruled  why they are published with what the guard has found in them (`people.rules.guard.Overruled`)
    Refuses whoever may not sign for the body; an appeal whose sender didn't wish it, or that is sealed, sensitive or about
    somebody; words with something in them that is somebody's own. Other words for what is published already take its place.
    """
    said = {PublishedPart.ASKED: text.strip(), PublishedPart.ANSWER: answer.strip()}
    found = {
        part: guard_queries.hits_in(words) for part, words in said.items()
    }  # before anything is locked: it takes a while
    _publish(by=by, at=at, ref=ref, said=said, found=found, overruled=overruled)


@transaction.atomic
def _publish(
    *,
    by: Actor,
    at: datetime,
    ref: int,
    said: Mapping[PublishedPart, str],
    found: Mapping[PublishedPart, Sequence[guard.GuardHit]],
    overruled: str,
) -> None:
    appeal = lock_appeal(by, ref, can_publish)
    row = PublicAppeal.objects.select_for_update().filter(appeal=ref).first()
    if row is None:
        raise NotNowError("published.not-wished")
    life.state_after(appeal.state, Deed.PUBLISHED)
    if not _may_be_public(appeal):
        raise NotNowError("published.not-this")
    _must_be_fit(said, found, overruled)
    hits = sum(map(len, found.values()))
    row.text, row.answer, row.published_at = said[PublishedPart.ASKED], said[PublishedPart.ANSWER], at
    row.overruled = overruled if hits else ""
    row.registered_at = appeal.registered_at
    _copy(appeal, row, at)
    struck = {part: guard.redactions(words) for part, words in said.items()}
    facts: dict[str, Fact] = {"struck": sum(each.total() for each in struck.values())}
    if hits:
        facts |= {"found": hits, "overruled": overruled}
    entry = record_deed(appeal, by=by, at=at, deed=Deed.PUBLISHED, facts=facts)
    _end_redactions(ref, at)
    RedactionLine.objects.bulk_create(
        RedactionLine(entry=entry, appeal=ref, at=at, part=part, reason=reason, times=times)
        for part, reasons in struck.items()
        for reason, times in sorted(reasons.items())
    )


@transaction.atomic
def unpublish(*, by: Actor, at: datetime, ref: int) -> None:
    """Take back what everybody could read, its words with it. Refuses whoever may not sign, and what is not published."""
    appeal = lock_appeal(by, ref, can_publish)
    row = PublicAppeal.objects.select_for_update().filter(appeal=ref, published_at__isnull=False).first()
    if row is None:
        raise NotNowError("published.not-published")
    _take_back(row, at)
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
        _take_back(row, at)
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


def _must_be_fit(
    said: Mapping[PublishedPart, str], found: Mapping[PublishedPart, Sequence[guard.GuardHit]], overruled: str
) -> None:
    if not said[PublishedPart.ASKED]:
        raise InvalidError(text="field.needed")
    faults = {part: published.fault_of(words, found[part], overruled=overruled) for part, words in said.items()}
    fields = {PublishedPart.ASKED: "text", PublishedPart.ANSWER: "answer"}
    if any(faults.values()):
        raise InvalidError(**{fields[part]: fault for part, fault in faults.items() if fault})


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


def _take_back(row: PublicAppeal, at: datetime) -> None:
    """Back to the wish alone."""
    PublicUpdate.objects.filter(appeal=row.appeal).delete()
    row.published_at, row.text, row.answer, row.overruled = None, "", "", ""
    row.save(update_fields=["published_at", "text", "answer", "overruled"])
    _end_redactions(row.appeal, at)


def _end_redactions(ref: int, at: datetime) -> None:
    RedactionLine.objects.filter(appeal=ref, until=None).update(until=at)
