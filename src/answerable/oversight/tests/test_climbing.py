"""What climbs, to whom, and how often."""

from datetime import timedelta
from itertools import chain

import pytest
from django.db import DatabaseError, connection, transaction

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World, make_world
from answerable.base.actor import SYSTEM
from answerable.base.testing import now
from answerable.base.verdict import MissingError
from answerable.channels.models import Message, Notice
from answerable.channels.queries import message_text, messages_of
from answerable.law.terms import Cause
from answerable.ledger.actions import record
from answerable.ledger.models import Entry
from answerable.ledger.queries import history_of
from answerable.oversight import actions, followers, jobs, queries, rules
from answerable.oversight.models import Escalation, Item
from answerable.oversight.testing import LATE, answered, hear_all, item_of, late

pytestmark = [pytest.mark.django_db, pytest.mark.instants]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def climb_all(at) -> int:
    """What the job does at an instant."""
    return jobs.climb_at(chain(queries.overdue(at=at), queries.unsettled(), queries.unfollowed(at=at)), at=lambda: at)


def bodies_reached(world: World, appeal: int) -> list[str]:
    names = {ref: code for code, ref in world.bodies.items()}
    return [names[to] for to in Escalation.objects.filter(appeal=appeal).order_by("id").values_list("to", flat=True)]


def test_an_overdue_appeal_goes_to_the_nearest_above_and_a_week_later_to_the_chair(world: World) -> None:
    ref = world.sent().appeal
    due = Appeal.objects.get(id=ref).due_at
    assert climb_all(due - timedelta(seconds=1)) == 0
    assert climb_all(due + timedelta(seconds=1)) == 1
    assert bodies_reached(world, ref) == ["dep"]
    assert climb_all(due + timedelta(days=6)) == 0
    assert climb_all(due + timedelta(days=7)) == 1
    assert bodies_reached(world, ref) == ["dep", "dir"]
    assert climb_all(due + timedelta(days=300)) == 0


def test_a_job_that_was_down_climbs_every_rung_that_is_due(world: World) -> None:
    ref = world.sent().appeal
    assert climb_all(LATE + timedelta(days=30)) == 2
    assert bodies_reached(world, ref) == ["dep", "dir"]


def test_the_sender_is_told_before_whom_and_why_and_the_letter_says_nothing(world: World) -> None:
    sent = world.sent(language="en", contact="anna@example.org", way="email")
    Notice.objects.all().delete()
    climb_all(Appeal.objects.get(id=sent.appeal).due_at + timedelta(hours=1))
    told = [message_text(one) for one in messages_of(subject_of(sent.appeal)).filter(incoming=False)]
    assert told == [
        "Your appeal was put before another decision-maker, because the date for an answer has passed: DEP."
    ]
    assert [(one.kind, one.words) for one in Notice.objects.all()] == [("escalated", {"number": sent.number})]


def test_an_answered_appeal_does_not_climb(world: World) -> None:
    sent = world.sent()
    answered(world, sent)
    assert climb_all(LATE) == 0


def test_an_extended_date_is_a_new_occasion(world: World) -> None:
    ref = world.sent().appeal
    due = Appeal.objects.get(id=ref).due_at
    appeals_actions.extend_term(
        by=world.actor("petrenko"),
        at=AT,
        ref=ref,
        until=(due + timedelta(days=4)).date(),
        ground="needs-study",
        text="We wait for the electricians.",
    )
    longer = Appeal.objects.get(id=ref).due_at
    assert longer > due
    assert climb_all(due + timedelta(hours=1)) == 0
    assert climb_all(longer + timedelta(hours=1)) == 1


def test_the_arrears_of_an_imported_register_do_not_climb_but_what_falls_due_here_does(world: World) -> None:
    old, new = world.sent(channel="import").appeal, world.sent(channel="import", at=now()).appeal
    at = Appeal.objects.get(id=new).due_at + timedelta(days=1)
    assert Appeal.objects.get(id=old).due_at < now()
    assert [one.appeal for one in queries.overdue(at=at)] == [new]


def test_a_dispute_goes_before_the_chair_once_however_often_it_is_heard(world: World) -> None:
    sent = world.sent()
    answered(world, sent)
    appeals_actions.dispute(by=world.sender(sent), at=AT, ref=sent.appeal, text="You didn't say when.", token="t" * 20)
    hear_all()
    assert bodies_reached(world, sent.appeal) == ["dir"]
    entry = next(one for one in history_of(f"appeal/{sent.appeal}") if one.deed == "appeal.disputed")
    followers.escalate_a_dispute.hear(entry)
    assert bodies_reached(world, sent.appeal) == ["dir"]
    assert Item.objects.filter(appeal=sent.appeal).count() == 1


def test_a_point_found_wanting_climbs_once_for_that_answer(world: World) -> None:
    sent = world.sent()
    appeal = answered(world, sent)
    point = appeal.points.get()
    for _ in range(2):
        appeals_actions.rate(by=world.sender(sent), at=AT, ref=sent.appeal, point=point.id, rating="not_answered")
    hear_all()
    assert list(Escalation.objects.values_list("cause", "to")) == [("inadequate", world.bodies["dir"])]


def test_a_complaint_about_the_chairs_own_directorate_never_reaches_it(world: World) -> None:
    sent = world.sent(kind="complaint", about_body=world.bodies["dir"], category=None)
    appeal = Appeal.objects.get(id=sent.appeal)
    assert world.bodies["dir"] in appeal.barred_bodies
    climb_all(LATE + timedelta(days=30))
    assert world.bodies["dir"] not in Appeal.objects.get(id=sent.appeal).readers
    assert not Item.objects.filter(body=world.bodies["dir"]).exists()
    koval = world.actor("koval", LATE)
    assert queries.reading(koval, at=LATE).lines == []


def test_the_reading_of_a_barred_person_does_not_show_the_item(world: World) -> None:
    rung = late(world)
    koval = world.actor("koval", LATE)
    item = item_of(rung)
    assert [line.id for line in queries.reading(koval, at=LATE).lines] == [item.id]
    with transaction.atomic():
        Appeal.objects.filter(id=rung.appeal_id).update(barred_persons=[koval.id])
        record(by=SYSTEM, at=LATE, deed="appeal.barred", thing=f"appeal/{rung.appeal_id}")
    assert queries.reading(koval, at=LATE).lines == []
    with pytest.raises(MissingError):
        queries.item_for(koval, item.id)
    with pytest.raises(MissingError):
        actions.read_item(by=koval, at=LATE, item=item.id)


def test_what_is_addressed_to_the_chair_is_in_the_chairs_reading(world: World) -> None:
    sent = world.sent(addressed_to=world.bodies["dir"])
    world.sent()
    hear_all()
    hear_all()
    lines = queries.reading(world.actor("koval"), at=AT + timedelta(minutes=1)).lines
    assert [(line.appeal, line.cause) for line in lines] == [(sent.appeal, "")]


def test_the_database_refuses_the_same_rung_twice_and_a_row_without_its_deed(world: World) -> None:
    rung = late(world)
    same = {"appeal_id": rung.appeal_id, "root": 0, "cause": rung.cause, "occasion": rung.occasion}
    with pytest.raises(DatabaseError), transaction.atomic():
        Escalation.objects.create(**same, rung=rung.rung, to_id=rung.to_id, at=LATE)
    Escalation.objects.create(**same, rung=9, to_id=rung.to_id, at=LATE)
    with pytest.raises(DatabaseError, match="without its deed"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_nothing_is_half_done_when_the_worker_dies_before_the_end(world: World) -> None:
    ref = world.sent().appeal
    before = (Entry.objects.count(), Message.objects.count())
    due = Appeal.objects.get(id=ref).due_at

    @transaction.atomic
    def killed() -> None:
        actions.escalate(
            by=SYSTEM, at=LATE, ref=ref, cause=Cause.OVERDUE, occasion=rules.occasion_of_date(due), since=due
        )
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert (Entry.objects.count(), Message.objects.count(), Escalation.objects.count()) == (*before, 0)
    assert climb_all(due + timedelta(days=1)) == 1
