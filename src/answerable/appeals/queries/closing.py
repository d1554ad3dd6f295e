"""What may be closed because nobody disputes it any more, what somebody has to look at first, and how a matter ended."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from answerable.appeals.models import Answer, Appeal, Point
from answerable.appeals.queries.dates import DISPUTE_DAYS, WITHDRAWAL_DAYS
from answerable.appeals.queries.taken import counted_ratings
from answerable.appeals.rules import endings
from answerable.appeals.terms import Deed, Otherwise, Rating, State, subject_of
from answerable.channels import queries as channels_queries
from answerable.law import queries as law_queries
from answerable.law.models import Ground
from answerable.law.queries import standing_order
from answerable.law.terms import Ending, GroundNeeds
from answerable.ledger.models import Entry
from answerable.ledger.queries import history_of

BATCH = 500


def is_contested(appeal: Appeal) -> bool:
    """Say whether the sender wrote back and nobody has looked, or found a point of the answer wanting."""
    wanting = Point.objects.filter(appeal=appeal, rating=Rating.NOT_ANSWERED)
    return appeal.replied_at is not None or wanting.exists()


def over(*, at: datetime) -> Iterator[int]:
    """Answered and refused appeals whose time to dispute has passed uncontested, the oldest first."""
    days = int(standing_order().settings.get("dispute_days", DISPUTE_DAYS))
    wanting = Point.objects.filter(appeal=OuterRef("id"), rating=Rating.NOT_ANSWERED)
    rows = (
        Appeal.objects.filter(state__in=[State.ANSWERED, State.REFUSED], answered_at__lte=at - timedelta(days=days))
        .filter(replied_at=None)
        .exclude(Exists(wanting))
    )
    yield from rows.order_by("answered_at", "id").values_list("id", flat=True).iterator(chunk_size=BATCH)


def grounds_of_answer(appeal: Appeal) -> list[Ground]:
    """The grounds that the law knew for a point on the day of the answer, by which its points were refused."""
    return law_queries.grounds("point", body=appeal.body_id, at=appeal.answered_at or appeal.registered_at)


def ending_of(appeal: Appeal) -> Ending:
    """How the appeal ends if it is closed now."""
    sent_on = {ground.code for ground in grounds_of_answer(appeal) if ground.needs == GroundNeeds.SENT_ON}
    ratings = counted_ratings(appeal)
    points = [
        endings.PointEnded(point.outcome, ratings[point.place], point.ground in sent_on)
        for point in Point.objects.filter(appeal=appeal).order_by("place")
    ]
    return endings.ending_of(
        points, examined=Answer.objects.filter(appeal=appeal).exists(), unreached=_unreached(appeal)
    )


def _unreached(appeal: Appeal) -> bool:
    """Say whether news of the answer was given up, and no other way was found."""
    lost = channels_queries.undelivered().filter(thing=str(subject_of(appeal.id)), kind__in=["answered", "refused"])
    return lost.exists() or any(
        entry.deed == Deed.TOLD_OTHERWISE and entry.facts.get("how") == Otherwise.LEFT
        for entry in history_of(str(subject_of(appeal.id)))
    )


def state_before_withdrawal(appeal: Appeal) -> str:
    """Where a withdrawn appeal stood, by the deed of its withdrawal; older deeds don't say it."""
    return str(_withdrawal(appeal).facts.get("was") or State.REGISTERED)


def ended_before(appeal: Appeal) -> dict[str, object]:
    """When and how a matter had ended before it was disputed, as the columns of the appeal: by the deed that closed it."""
    closed = next(
        entry for entry in reversed(list(history_of(str(subject_of(appeal.id))))) if entry.deed == Deed.CLOSED
    )
    return {"closed_at": closed.at, "ending": str(closed.facts.get("ending", ""))}


def withdrawal_stands_until(appeal: Appeal) -> datetime | None:
    """Until when its sender may take a withdrawal back; None when it isn't withdrawn."""
    if appeal.state != State.WITHDRAWN or appeal.closed_at is None:
        return None
    days = int(standing_order().settings.get("withdrawal_days", WITHDRAWAL_DAYS))
    return appeal.closed_at + timedelta(days=days)


def _withdrawal(appeal: Appeal) -> Entry:
    return next(
        entry for entry in reversed(list(history_of(str(subject_of(appeal.id))))) if entry.deed == Deed.WITHDRAWN
    )
