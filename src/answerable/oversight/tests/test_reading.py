"""Reading and acting: each deed once, on the record, and nobody acts on what is about them."""

from datetime import timedelta
from itertools import chain

import pytest

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World, make_world
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.channels.models import Notice
from answerable.channels.queries import message_text, messages_of
from answerable.ledger.models import Entry
from answerable.oversight import actions, followers, jobs, queries
from answerable.oversight.models import Commendation, Escalation, Instruction, Item, Measure
from answerable.oversight.queries.instructions import explanation_of
from answerable.oversight.queries.instructions import instruction_text as words_of
from answerable.oversight.terms import Deed, ReaderAct
from answerable.oversight.testing import LATE, answered, hear_all, item_of, late

pytestmark = pytest.mark.django_db
LATER = LATE + timedelta(hours=2)


@pytest.fixture
def world(db: None) -> World:
    assert followers
    return make_world()


@pytest.fixture
def item(world: World) -> Item:
    return item_of(late(world))


def deeds(thing: str) -> list[str]:
    return list(Entry.objects.filter(thing=thing).order_by("id").values_list("deed", flat=True))


def give(world: World, item: Item, **changed: object) -> Instruction:
    said = {"to": world.bodies["p1"], "due_on": (LATER + timedelta(days=5)).date(), "text": "Answer her at last."}
    return actions.instruct(by=world.actor("koval", LATER), at=LATER, item=item.id, **(said | changed))


def test_reading_is_a_deed_and_reading_again_is_none(world: World, item: Item) -> None:
    koval = world.actor("koval", LATER)
    for _ in range(2):
        actions.read_item(by=koval, at=LATER, item=item.id)
    read = Item.objects.get(id=item.id)
    assert (read.read_at, read.read_by_id) == (LATER, koval.id)
    assert deeds(f"item/{item.id}") == [Deed.PUT, Deed.READ]


def test_somebody_without_the_chairs_seat_cannot_read_it(world: World, item: Item) -> None:
    with pytest.raises(RefusedError):
        actions.read_item(by=world.actor("petrenko", LATER), at=LATER, item=item.id)
    with pytest.raises(MissingError):
        actions.read_item(by=world.actor("olena", LATER), at=LATER, item=item.id)
    with pytest.raises(MissingError):
        queries.item_for(world.actor("petrenko", LATER), item.id)


def test_an_instruction_reopens_the_appeal_by_its_day_and_tells_the_sender(world: World, item: Item) -> None:
    given = give(world, item)
    appeal = Appeal.objects.get(id=item.appeal_id)
    assert (appeal.state, appeal.body_id, appeal.due_at) == ("reopened", world.bodies["p1"], given.due_at)
    assert words_of(given) == "Answer her at last."
    assert Item.objects.get(id=item.id).act == ReaderAct.INSTRUCTED
    assert deeds(f"item/{item.id}") == [Deed.PUT, Deed.READ, Deed.INSTRUCTED]
    assert deeds(f"instruction/{given.id}") == [Deed.GIVEN]
    told = [message_text(one) for one in messages_of(subject_of(appeal.id)).filter(incoming=False)]
    assert told[-1] == (
        "Your appeal was read by the leadership (DIR). New instruction: P1 answers you by 17 April 2026."
    )


def test_an_instruction_to_a_strange_or_barred_body_or_for_a_past_day_is_refused(world: World, item: Item) -> None:
    with pytest.raises(RefusedError, match="not-below"):
        give(world, item, to=world.bodies["mon"])
    with pytest.raises(InvalidError, match="day-ahead"):
        give(world, item, due_on=LATER.date())
    with pytest.raises(InvalidError, match="write-something"):
        give(world, item, text="  ")
    with pytest.raises(InvalidError, match="choose-a-body"):
        give(world, item, to=1)
    with pytest.raises(InvalidError, match="volume-target"):
        give(world, item, text="Not fewer than ten children are to be placed in the centre each month.")
    assert not Instruction.objects.exists()
    given = give(
        world, item, text="Not fewer than ten children are to be placed in the centre each month.", no_target=True
    )
    assert Entry.objects.get(thing=f"instruction/{given.id}").facts["target"] == "denied"


@pytest.mark.django_db(transaction=True)  # what is sealed is opened, and a look has a connection of its own
def test_an_instruction_never_goes_to_a_body_that_the_appeal_is_about(world: World) -> None:
    sent = world.sent(kind="complaint", about_body=world.bodies["p1"], category=None)
    appeal = Appeal.objects.get(id=sent.appeal)
    climbed = list(queries.overdue(at=LATE))
    jobs.climb_at(climbed, at=lambda: LATE)
    item = Item.objects.get(appeal=appeal)
    with pytest.raises(RefusedError, match="barred"):
        give(world, item, to=world.bodies["p1"])
    with world.reading("koval", at=LATER):
        assert world.bodies["p1"] not in queries.sheet(world.actor("koval", LATER), item, at=LATER).bodies


def test_an_answer_ends_the_instruction_and_a_second_hearing_changes_nothing(world: World, item: Item) -> None:
    given = give(world, item)
    by = world.actor("shevchuk", LATER)
    appeals_actions.set_points(by=by, at=LATER, ref=item.appeal_id, points=[(None, "When?")])
    point = Appeal.objects.get(id=item.appeal_id).points.get()
    said = appeals_actions.PointReply(point=point.id, outcome="answered", text="On Friday.")
    appeals_actions.answer_appeal(by=by, at=LATER, ref=item.appeal_id, text="We looked.", replies=[said])
    hear_all()
    hear_all()
    assert Instruction.objects.get(id=given.id).done_at == LATER
    assert actions.done(by=by, at=LATER, appeal=item.appeal_id) == 0
    assert deeds(f"instruction/{given.id}") == [Deed.GIVEN, Deed.DONE]


def test_an_instruction_whose_day_passed_climbs_once_and_the_date_itself_does_not_climb_too(
    world: World, item: Item
) -> None:
    given = give(world, item)
    at = given.due_at + timedelta(days=1)

    def found():
        return chain(queries.overdue(at=at), queries.unsettled(), queries.unfollowed(at=at))

    assert jobs.climb_at(found(), at=lambda: at) == 1
    assert jobs.climb_at(found(), at=lambda: at) == 0
    assert list(Escalation.objects.order_by("id").values_list("cause", flat=True)) == ["overdue", "instruction"]


def test_a_question_comes_back_as_an_explanation_in_the_reading(world: World) -> None:
    sent = world.sent()
    answered(world, sent)
    appeals_actions.dispute(by=world.sender(sent), at=AT, ref=sent.appeal, text="No date.", token="d" * 20)
    hear_all()
    item = Item.objects.get()
    koval = world.actor("koval")
    actions.ask_why(by=koval, at=AT, item=item.id, due_on=AT.date() + timedelta(days=3), text="Why no date?")
    asked = Instruction.objects.get()
    assert Appeal.objects.get(id=sent.appeal).state == "disputed"
    assert [row.id for row in queries.asked_of(world.actor("shevchuk"))] == [asked.id]
    assert queries.asked_of(world.actor("tkach")) == []
    with pytest.raises(MissingError):
        actions.explain(by=world.actor("tkach"), at=AT, instruction=asked.id, text="Not mine.")
    actions.explain(by=world.actor("shevchuk"), at=AT, instruction=asked.id, text="The electricians are ill.")
    with pytest.raises(NotNowError):
        actions.explain(by=world.actor("shevchuk"), at=AT, instruction=asked.id, text="Again.")
    assert explanation_of(Instruction.objects.get()) == "The electricians are ill."
    lines = queries.reading(koval, at=AT).lines
    assert [(line.id == item.id, line.explains, line.read_at is None) for line in lines] == [
        (True, False, False),
        (False, True, True),
    ]


def test_accepting_a_disputed_answer_closes_it_and_tells_the_sender_why(world: World) -> None:
    sent = world.sent(contact="anna@example.org", way="email")
    answered(world, sent)
    appeals_actions.dispute(by=world.sender(sent), at=AT, ref=sent.appeal, text="No date.", token="d" * 20)
    hear_all()
    item = Item.objects.get()
    Notice.objects.all().delete()
    actions.accept_answer(by=world.actor("koval"), at=AT, item=item.id, text="They named Friday.")
    assert Appeal.objects.get(id=sent.appeal).state == "closed"
    told = [message_text(one) for one in messages_of(subject_of(sent.appeal)).filter(incoming=False)]
    assert told[-1].endswith("who find the answer sufficient:\n\nThey named Friday.")
    assert Notice.objects.count() == 1


def test_nothing_can_be_accepted_where_nothing_was_answered(world: World, item: Item) -> None:
    with pytest.raises(NotNowError):
        actions.accept_answer(by=world.actor("koval", LATER), at=LATER, item=item.id, text="Fine.")


def test_a_measure_and_a_commendation_are_recorded_with_their_words_sealed(world: World, item: Item) -> None:
    koval, dep, p1 = world.actor("koval", LATER), world.bodies["dep"], world.bodies["p1"]
    actions.measure(by=koval, at=LATER, item=item.id, to=dep, kind="talk", text="We spoke of dates.")
    actions.commend(by=koval, at=LATER, item=item.id, to=p1, text="For honesty.", person=world.people["shevchuk"])
    with pytest.raises(InvalidError):
        actions.measure(by=koval, at=LATER, item=item.id, to=dep, kind="fire", text="Gone.")
    with pytest.raises(InvalidError):
        actions.commend(by=koval, at=LATER, item=item.id, to=p1, text="Who?", person=world.people["olena"])
    assert b"spoke" not in bytes(Measure.objects.get().text)
    assert Commendation.objects.get().person_id == world.people["shevchuk"]
    sheet = queries.sheet(koval, Item.objects.get(id=item.id), at=LATER)
    assert [(one.kind, one.text) for one in sheet.told] == [
        ("measure", "We spoke of dates."),
        ("commendation", "For honesty."),
    ]
    assert deeds(f"item/{item.id}") == [Deed.PUT, Deed.READ, Deed.MEASURED, Deed.COMMENDED]


def test_a_withdrawn_appeal_owes_nothing_any_more(world: World, item: Item) -> None:
    given = give(world, item)
    from answerable.base.actor import resident

    appeals_actions.withdraw(by=resident(item.appeal_id), at=LATER, ref=item.appeal_id, text="It burns again.")
    hear_all()
    ended = Instruction.objects.get(id=given.id)
    assert (ended.done_by, deeds(f"instruction/{given.id}")) == ("house", [Deed.GIVEN, Deed.ENDED])
    at = given.due_at + timedelta(days=9)
    assert jobs.climb_at(queries.unfollowed(at=at), at=lambda: at) == 0


def test_the_public_share_counts_what_had_its_day_and_the_unread_are_counted_now(world: World) -> None:
    items = [item_of(late(world)) for _ in range(3)]
    koval = world.actor("koval", LATER)
    actions.read_item(by=koval, at=LATE + timedelta(hours=24), item=items[0].id)
    actions.read_item(by=koval, at=LATE + timedelta(hours=25), item=items[1].id)
    early = queries.public_reading(at=LATE + timedelta(hours=23))
    assert (early.n, early.share) == (0, None)
    shown = queries.public_reading(at=LATE + timedelta(days=2))
    assert (shown.unread, shown.read_in_time, shown.n, shown.share) == (1, 1, 3, 33)


def test_a_digest_goes_once_a_day_in_working_hours_and_only_when_something_waits(world: World) -> None:
    from answerable.people.models import Body

    Body.objects.filter(id=world.bodies["dir"]).update(email="chair@example.org")
    morning = LATE.replace(hour=7) + timedelta(days=1)  # Monday 13 April 2026, ten o'clock in Kyiv

    def send(at):
        return actions.send_digest(at=at, body=world.bodies["dir"])

    assert send(morning) == 0
    late(world)
    assert send(LATE) == 0  # a Sunday
    assert send(morning - timedelta(hours=2)) == 0  # eight o'clock
    assert send(morning) == 1
    assert send(morning + timedelta(hours=3)) == 0
    assert send(morning + timedelta(hours=9)) == 0
    assert send(morning + timedelta(days=1)) == 1
    letter = Notice.objects.order_by("id")[0]
    assert (letter.kind, letter.words) == ("digest", {"unread": 1, "older": 0})


def test_nobody_who_was_barred_late_finds_it_in_digest_or_reading(world: World) -> None:
    from answerable.appeals.actions import say_about
    from answerable.people.models import Body

    Body.objects.filter(id=world.bodies["dir"]).update(email="chair@example.org")
    rung = late(world)
    morning = LATE.replace(hour=7) + timedelta(days=1)
    appeal, koval = Appeal.objects.get(id=rung.appeal_id), world.actor("koval", LATE)
    assert queries.waiting_for(koval, body=world.bodies["dir"], at=LATE)["unread"] == 1
    about = [f"body-{world.bodies['dir']}"]
    say_about(by=world.actor("olena", LATE), at=LATE, ref=appeal.id, about=about, text="It is about her office.")
    assert queries.waiting_for(koval, body=world.bodies["dir"], at=LATE)["unread"] == 0
    assert actions.send_digest(at=morning, body=world.bodies["dir"]) == 0
    assert Notice.objects.filter(kind="digest").count() == 0
