"""Campaigns: copies become one row and one answer, and everything else goes on as if they had not come."""

from datetime import timedelta

import pytest

from answerable.appeals import actions, queries
from answerable.appeals.models import Appeal, Mailing, Sketch
from answerable.appeals.queries import copies as kept
from answerable.appeals.queries import desk
from answerable.appeals.queries.worklist import Filters, WorkView
from answerable.appeals.rules.copies import CAMPAIGN, WINDOW
from answerable.appeals.terms import State
from answerable.appeals.testing import AT
from answerable.base.actor import SYSTEM
from answerable.base.verdict import NotNowError
from answerable.ledger.queries import history_of

LETTER = (
    "We, the residents of Soborna street, demand that the night market be closed because of noise, dirt and fights "
    "every weekend. The police were called many times. My name is {name}."
)


def send(world, text, *, at=AT, **said):
    sent = world.sent(text=text, at=at, **said)
    actions.sketch(at=at, ref=sent.appeal)
    return sent


def campaign(world, many=CAMPAIGN, **said):
    return [send(world, LETTER.format(name=f"Daryna {n}"), **said) for n in range(many)]


def test_copies_become_one_row_and_the_others_stay_rows_of_their_own(world):
    first = send(world, "The lamp at the school has been dark for a week. Who will mend it, and when?")
    copied = campaign(world, 20)
    last = send(world, "Somebody sells fireworks to children behind the railway station in the evenings.")
    assert actions.gather(by=SYSTEM, at=AT) == 20
    head = world.actor("petrenko")
    page = queries.worklist(head, view=WorkView.TODO, at=AT)
    assert [row.number for row in page.rows] == [first.number, copied[0].number, last.number]
    assert [row.folded for row in page.rows] == [False, True, False]
    event = desk.incident_for(head, page.rows[1].incident)
    assert (event.size, event.waiting, event.copied) == (20, 20, True)
    assert queries.counts(head, at=AT)[WorkView.TODO] == 22
    narrowed = queries.worklist(head, view=WorkView.TODO, at=AT, filters=Filters(incident=event.id))
    assert len(narrowed.rows) == 20


def test_each_copy_keeps_its_number_its_date_and_its_deeds(world):
    copied = campaign(world)
    actions.gather(by=SYSTEM, at=AT)
    assert len({sent.number for sent in copied}) == len({sent.code for sent in copied}) == CAMPAIGN
    for sent in copied:
        assert Appeal.objects.get(id=sent.appeal).due_at == sent.due_at
        deeds = [(entry.deed, entry.actor) for entry in history_of(f"appeal/{sent.appeal}")]
        assert deeds == [("appeal.registered", "stranger"), ("appeal.grouped", "house")]


def test_later_copies_join_and_gathering_again_changes_nothing(world):
    campaign(world)
    actions.gather(by=SYSTEM, at=AT)
    later = send(world, LETTER.format(name="Taras"), at=AT + timedelta(days=20))
    assert actions.gather(by=SYSTEM, at=AT + timedelta(days=20)) == 1
    assert actions.gather(by=SYSTEM, at=AT + timedelta(days=20)) == 0
    assert Appeal.objects.get(id=later.appeal).incident_id is not None
    assert not Sketch.objects.exists()


def test_what_was_taken_out_stays_out(world):
    copied = campaign(world)
    actions.gather(by=SYSTEM, at=AT)
    head = world.actor("petrenko")
    actions.ungroup(by=head, at=AT, ref=copied[3].appeal)
    send(world, LETTER.format(name="Taras"))
    assert actions.gather(by=SYSTEM, at=AT) == 1
    assert Appeal.objects.get(id=copied[3].appeal).incident_id is None
    assert copied[3].number in {row.number for row in queries.worklist(head, view=WorkView.TODO, at=AT).rows}


def test_copies_that_trickle_in_over_weeks_are_no_campaign(world):
    for n in range(CAMPAIGN):
        send(world, LETTER.format(name=f"Daryna {n}"), at=AT + n * WINDOW)
        assert actions.gather(by=SYSTEM, at=AT + n * WINDOW) == 0


def test_sealed_appeals_have_no_marks(world):
    sent = world.sent(text=LETTER, seal=True)
    assert not actions.sketch(at=AT, ref=sent.appeal)
    assert not Sketch.objects.exists()


def test_a_copy_forwarded_elsewhere_is_a_row_of_its_own_there(world):
    copied = campaign(world, addressed_to=world.bodies["dep"])
    actions.gather(by=SYSTEM, at=AT)
    actions.forward_appeal(
        by=world.actor("petrenko"),
        at=AT,
        ref=copied[0].appeal,
        to=world.bodies["ins"],
        ground="other-competence",
        text="Theirs",
    )
    there = queries.worklist(world.actor("sydorenko"), view=WorkView.TODO, at=AT)
    assert [(row.number, row.folded) for row in there.rows] == [(copied[0].number, False)]
    here = queries.worklist(world.actor("petrenko"), view=WorkView.TODO, at=AT)
    assert [(row.number, row.folded) for row in here.rows] == [(copied[1].number, True)]


def test_the_list_goes_on_past_a_campaign_page_by_page(world):
    campaign(world, 15)
    others = [send(world, " ".join(f"{word}{n}" for word in LETTER.split())).number for n in range(70)]
    actions.gather(by=SYSTEM, at=AT)
    head = world.actor("petrenko")
    first = queries.worklist(head, view=WorkView.TODO, at=AT)
    second = queries.worklist(head, view=WorkView.TODO, at=AT, after=first.next)
    seen = [row.number for row in (*first.rows, *second.rows) if not row.folded]
    assert sorted(seen) == sorted(others)
    assert sum(row.folded for row in (*first.rows, *second.rows)) == 1


def test_one_answer_to_many_goes_by_the_job_and_stops_nowhere(world):
    copied = campaign(world, 60)
    actions.gather(by=SYSTEM, at=AT)
    head = world.actor("petrenko")
    incident = Appeal.objects.get(id=copied[0].appeal).incident_id
    actions.recuse(by=world.actor("petrenko"), at=AT, ref=copied[7].appeal, text="my own house")
    assert actions.answer_all(by=head, at=AT, incident=incident, text="It closes at ten from Friday.") == (59, False)
    with pytest.raises(NotNowError):
        actions.answer_all(by=head, at=AT, incident=incident, text="Again.")
    late = send(world, LETTER.format(name="Late"))
    actions.gather(by=SYSTEM, at=AT)
    (mailing,) = kept.mailings()
    while actions.send_mailing(at=AT, ref=mailing):
        pass
    states = dict(Appeal.objects.filter(incident=incident).values_list("id", "state"))
    assert [ref for ref, state in states.items() if state != State.ANSWERED] == [copied[7].appeal, late.appeal]
    done = Mailing.objects.get(id=mailing)
    assert (done.answered, done.left_out, done.done_at) == (59, 1, AT)


def test_few_are_answered_while_the_page_waits(world):
    copied = campaign(world)
    actions.gather(by=SYSTEM, at=AT)
    incident = Appeal.objects.get(id=copied[0].appeal).incident_id
    given = actions.answer_all(by=world.actor("petrenko"), at=AT, incident=incident, text="It closes at ten.")
    assert given == (CAMPAIGN, True)
