"""How matters end by what people do: rated, left alone, sent on, withdrawn and taken up again."""

from datetime import date, timedelta

import pytest

from answerable.appeals import actions, jobs, queries
from answerable.appeals.actions import PointReply
from answerable.appeals.models import Appeal
from answerable.appeals.testing import AT, World
from answerable.base.actor import resident
from answerable.base.verdict import InvalidError, NotNowError
from answerable.ledger.models import PublicLeaf
from answerable.ledger.queries import history_of
from answerable_verify.leaf import parse_leaf

pytestmark = pytest.mark.django_db
OVER = AT + timedelta(days=30)


def sent(world: World) -> int:
    return world.sent(category=None, territory=None).appeal


def points_of(world: World, ref: int, count: int = 2) -> list[int]:
    points = [(None, f"Question {place}?") for place in range(count)]
    actions.set_points(by=world.actor("petrenko"), at=AT, ref=ref, points=points)
    return [point.id for point in queries.points_of(Appeal.objects.get(id=ref))]


def answered(world: World, ref: int, *replies: PointReply) -> None:
    actions.answer_appeal(by=world.actor("petrenko"), at=AT, ref=ref, text="Thank you.", replies=replies)


def ended(ref: int) -> tuple[str, str]:
    appeal = Appeal.objects.get(id=ref)
    return appeal.state, appeal.ending


@pytest.mark.parametrize(
    ("ratings", "ending"),
    [(("solved", "solved"), "solved"), (("solved", "answered"), "unsolved"), (("answered", "answered"), "unsolved")],
)
def test_only_solved_on_every_point_ends_as_solved(world: World, ratings: tuple[str, str], ending: str) -> None:
    ref = sent(world)
    points = points_of(world, ref)
    answered(world, ref, *(PointReply(point, "answered", "On Friday.") for point in points))
    for point, rating in zip(points, ratings, strict=True):
        actions.rate(by=resident(ref), at=AT, ref=ref, point=point, rating=rating)
    assert ended(ref) == ("closed", ending)


def test_what_the_sender_says_nothing_to_ends_as_silent_and_a_refusal_as_refused(world: World) -> None:
    silent, refused = sent(world), sent(world)
    (point,) = points_of(world, silent, 1)
    answered(world, silent, PointReply(point, "answered", "On Friday."))
    head = world.actor("petrenko")
    actions.refuse_appeal(by=head, at=AT, ref=refused, ground="no-signature", text="Nobody signed it.")
    assert jobs.close_at(OVER) == 2
    assert (ended(silent), ended(refused)) == (("closed", "silent"), ("closed", "refused"))


def test_apply_elsewhere_is_no_answer_without_where_it_was_sent(world: World) -> None:
    ref = sent(world)
    (point,) = points_of(world, ref, 1)
    with pytest.raises(InvalidError) as no:
        answered(world, ref, PointReply(point, "refused", "Apply elsewhere.", ground="elsewhere"))
    assert no.value.faults == {f"point_{point}_sent_to": "answer.sent-where"}
    where = "Water works, 12-345 of 3 March"
    answered(world, ref, PointReply(point, "refused", "They decide it.", ground="elsewhere", sent_to=where))
    (shown,) = queries.followed(resident(ref), at=AT).points
    assert shown.reply == f"They decide it.\n\nSent on to: {where}"
    assert jobs.close_at(OVER) == 1
    assert ended(ref) == ("closed", "sent-on")


def test_a_disputed_matter_that_the_chair_accepts_is_never_solved(world: World) -> None:
    ref = sent(world)
    (point,) = points_of(world, ref, 1)
    answered(world, ref, PointReply(point, "answered", "On Friday."))
    actions.dispute(by=resident(ref), at=AT, ref=ref, text="No.", points=[point], token="a-token-to-dispute-with")
    actions.accept_for_sender(by=world.actor("koval"), at=AT, ref=ref, item=1)
    assert ended(ref) == ("closed", "unsolved")


def test_a_withdrawal_is_taken_back_in_its_time_and_the_days_are_added(world: World) -> None:
    ref = sent(world)
    actions.accept_appeal(by=world.actor("petrenko"), at=AT, ref=ref)
    due = queries.due_day(Appeal.objects.get(id=ref))
    actions.withdraw(by=resident(ref), at=AT, ref=ref, text="They came to my house.", spoke="body")
    assert ended(ref) == ("withdrawn", "withdrawn")
    again = actions.take_up_again(by=resident(ref), at=AT + timedelta(days=10), ref=ref)
    assert (due, again.state, again.ending, again.closed_at) == (date(2026, 4, 3), "accepted", "", None)
    assert queries.due_day(again) == date(2026, 4, 13)
    assert [entry.deed for entry in history_of(f"appeal/{ref}")][-2:] == ["appeal.withdrawn", "appeal.taken_up_again"]


def test_a_withdrawal_stands_when_its_time_is_over(world: World) -> None:
    ref = sent(world)
    actions.withdraw(by=resident(ref), at=AT, ref=ref, text="")
    with pytest.raises(NotNowError, match="withdrawal-stands"):
        actions.take_up_again(by=resident(ref), at=AT + timedelta(days=14, seconds=1), ref=ref)
    with pytest.raises(NotNowError, match="not-in-this-state"):
        actions.take_up_again(by=resident(other := sent(world)), at=AT, ref=other)


def test_an_answered_appeal_that_was_withdrawn_is_answered_again_and_its_date_stays(world: World) -> None:
    ref = sent(world)
    (point,) = points_of(world, ref, 1)
    answered(world, ref, PointReply(point, "answered", "On Friday."))
    actions.withdraw(by=resident(ref), at=AT, ref=ref, text="", spoke="nobody")
    again = actions.take_up_again(by=resident(ref), at=AT + timedelta(days=3), ref=ref)
    assert (again.state, queries.due_day(again)) == ("answered", date(2026, 4, 3))


def test_the_public_log_says_how_it_ended_and_by_whose_word_but_not_who_spoke(world: World) -> None:
    ref = sent(world)
    actions.withdraw(by=resident(ref), at=AT, ref=ref, text="", spoke="body")
    actions.take_up_again(by=resident(ref), at=AT + timedelta(days=1), ref=ref)
    (point,) = points_of(world, ref, 1)
    answered(world, ref, PointReply(point, "answered", "On Friday."))
    actions.rate(by=resident(ref), at=AT + timedelta(days=1), ref=ref, point=point, rating="solved")
    acts = [parse_leaf(bytes(row.body)) for row in PublicLeaf.objects.exclude(case=None).order_by("n")]
    assert [(act.kind, act.version, dict(act.extra)) for act in acts if act.version == 2] == [
        ("withdrawn", 2, {"a": "dir", "w": "own"}),
        ("reopened", 2, {"a": "dir", "w": "own"}),
        ("answered", 2, {"a": "dir", "met": 1, "points": 1, "promised": 0, "refused": 0}),
        ("closed", 2, {"a": "dir", "basis": "sender-says-answered", "e": "solved", "w": "own"}),
    ]
