"""What tests of the reading begin with: an appeal that is late, disputed, or read."""

from datetime import datetime, timedelta
from typing import Final

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal
from answerable.appeals.testing import AT, FOLLOWING, World
from answerable.base.actor import SYSTEM
from answerable.law.terms import Cause
from answerable.ledger import testing as journal
from answerable.oversight import actions, rules
from answerable.oversight.followers import FOLLOWERS
from answerable.oversight.models import Escalation, Item

LATE: Final = AT + timedelta(days=40)  # after the date of an appeal that was sent at AT


def answered(world: World, sent: appeals_actions.Registered, *, at: datetime = AT, login: str = "shevchuk") -> Appeal:
    """An appeal that its body has answered on every point."""
    by = world.actor(login, at)
    appeals_actions.accept_appeal(by=by, at=at, ref=sent.appeal)
    appeals_actions.set_points(by=by, at=at, ref=sent.appeal, points=[(None, "When will the lamp be mended?")])
    point = Appeal.objects.get(id=sent.appeal).points.get()
    said = appeals_actions.PointReply(point=point.id, outcome="answered", text="On Friday.")
    appeals_actions.answer_appeal(by=by, at=at, ref=sent.appeal, text="We looked.", replies=[said])
    return Appeal.objects.get(id=sent.appeal)


def late(world: World, *, at: datetime = LATE) -> Escalation:
    """An appeal to patrol 1 whose date has passed, taken up by the first rung."""
    appeal = Appeal.objects.get(id=world.sent().appeal)
    assert appeal.due_at is not None
    rung = actions.escalate(
        by=SYSTEM,
        at=at,
        ref=appeal.id,
        cause=Cause.OVERDUE,
        occasion=rules.occasion_of_date(appeal.due_at),
        since=appeal.due_at,
    )
    assert rung is not None
    return rung


def item_of(rung: Escalation) -> Item:
    """The item of an escalation in the reading."""
    return Item.objects.get(escalation=rung)


def hear_all() -> int:
    """Let the followers of this room and of the appeals below it read on; returns how many deeds were heard."""
    return journal.hear_all({**FOLLOWING, "oversight": FOLLOWERS})
