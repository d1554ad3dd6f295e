"""What nobody disputes in time is closed by the system; what somebody is not content with never is."""

from datetime import datetime, timedelta

import pytest

from answerable.appeals import actions, jobs, queries
from answerable.appeals.models import Appeal
from answerable.appeals.testing import AT, World
from answerable.base.actor import SYSTEM
from answerable.base.verdict import NotNowError, RefusedError
from answerable.channels.models import Notice
from answerable.ledger.queries import history_of

OVER = AT + timedelta(days=30)


def answered(world: World, at: datetime = AT, **said: object) -> int:
    """An appeal with one answered point."""
    ref = world.sent(category=None, territory=None, **said).appeal
    head = world.actor("petrenko")
    actions.set_points(by=head, at=at, ref=ref, points=[(None, "When?")])
    (point,) = queries.points_of(Appeal.objects.get(id=ref))
    actions.answer_appeal(
        by=head, at=at, ref=ref, text="Soon.", replies=[actions.PointReply(point.id, "answered", "Tomorrow.")]
    )
    return ref


def state(ref: int) -> str:
    return Appeal.objects.get(id=ref).state


def test_what_nobody_disputes_is_closed_on_its_day_and_once(world: World) -> None:
    ref = answered(world, contact="+380 50 111 22 33", way="phone")
    assert (jobs.close_at(OVER - timedelta(seconds=1)), state(ref)) == (0, "answered")
    assert (jobs.close_at(OVER), state(ref), jobs.close_at(OVER)) == (1, "closed", 0)
    last = list(history_of(f"appeal/{ref}"))[-1]
    assert (last.deed, last.actor, last.facts["why"]) == ("appeal.closed", "house", "time-to-dispute-is-over")
    assert Notice.objects.filter(thing=f"appeal/{ref}", kind="closed").count() == 1


def test_a_refusal_to_examine_is_closed_too(world: World) -> None:
    ref = world.sent(category=None, territory=None).appeal
    actions.refuse_appeal(by=world.actor("petrenko"), at=AT, ref=ref, ground="no-signature", text="Nobody signed it.")
    assert (jobs.close_at(OVER), state(ref)) == (1, "closed")


def test_what_somebody_is_not_content_with_stays(world: World) -> None:
    disputed, replied, wanting, newer = (answered(world) for _ in range(4))
    sender = world.sender
    of = type("Sent", (), {})
    for ref in (disputed, replied, wanting):
        who = of()
        who.appeal = ref
        points = [point.id for point in queries.points_of(Appeal.objects.get(id=ref))]
        if ref == disputed:
            actions.dispute(by=sender(who), at=AT, ref=ref, text="No.", points=points, token="a-dispute-form-token")
        elif ref == replied:
            actions.reply(by=sender(who), at=AT, ref=ref, text="But which day?", token="a-reply-form-token")
        else:
            actions.rate(by=sender(who), at=AT, ref=ref, point=points[0], rating="not_answered")
    Appeal.objects.filter(id=newer).update(answered_at=AT + timedelta(days=1))
    assert jobs.close_at(OVER) == 0
    assert [state(ref) for ref in (disputed, replied, wanting, newer)] == [
        "disputed",
        "answered",
        "answered",
        "answered",
    ]
    with pytest.raises(RefusedError):
        actions.close_appeal(by=SYSTEM, at=OVER, ref=disputed)
    for ref in (replied, wanting):  # disputed or found wanting between the list and the lock
        with pytest.raises(NotNowError, match="somebody-has-to-look"):
            actions.close_appeal(by=SYSTEM, at=OVER, ref=ref)
