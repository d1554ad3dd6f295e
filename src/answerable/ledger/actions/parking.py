"""Deeds that a follower could not take: put aside, held back behind one another, tried again."""

from datetime import datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.ledger import rules
from answerable.ledger.actions.recording import record
from answerable.ledger.models import Parked


def park(
    *, follower: str, critical: bool, entry: int, subject: str, position: int, at: datetime, fault: str, place: str
) -> Parked:
    """Put a deed aside after its first try."""
    return Parked.objects.create(
        follower=follower, critical=critical, entry=entry, subject=subject, position=position, tries=1,
        retry_at=at + rules.PAUSES[0], fault=fault[:120], place=place[:200], since=at, tried_at=at,
    )  # fmt: skip


def hold_back(*, follower: str, critical: bool, entry: int, subject: str, position: int, at: datetime) -> None:
    """Put a deed behind the one of the same subject that its follower could not take."""
    Parked.objects.create(
        follower=follower, critical=critical, entry=entry, subject=subject, position=position, since=at, tried_at=at
    )


def locked(parked: int, *, at: datetime) -> Parked | None:
    """A parked deed that is due, its row locked; None when it is gone or not due any more."""
    return Parked.objects.select_for_update().filter(id=parked, retry_at__lte=at).first()


def stumbled_again(row: Parked, *, at: datetime, fault: str, place: str) -> None:
    """Note another try that failed; the last of them leaves it to a person."""
    row.tries = min(row.tries + 1, 32_000)
    pause = rules.pause_after(row.tries, critical=row.critical)
    row.retry_at = None if pause is None else at + pause
    row.fault, row.place, row.tried_at = fault[:120], place[:200], at
    row.save(update_fields=["tries", "retry_at", "fault", "place", "tried_at"])


def taken(row: Parked, *, at: datetime) -> None:
    """Let go of a deed that was taken now; the next one of its subject is due."""
    behind = Parked.objects.filter(follower=row.follower, subject=row.subject).exclude(id=row.id).order_by("position")
    row.delete()
    if (following := behind.first()) is not None:
        Parked.objects.filter(id=following.id).update(retry_at=at)


@transaction.atomic
def try_again(*, by: Actor, at: datetime, parked: int) -> bool:
    """Let a worker try a parked deed again at once; False when it is gone, or waits behind another.

    Whoever may is decided above: this room knows no powers.
    """
    row = Parked.objects.select_for_update().filter(id=parked, tries__gt=0).first()
    if row is None:
        return False
    row.retry_at = at
    row.save(update_fields=["retry_at"])
    facts: dict[str, rules.Fact | list[int]] = {"follower": row.follower[:64], "entry": row.entry}
    record(by=by, at=at, deed="parked.retried", thing=f"parked/{row.id}", facts=facts)
    return True
