"""A bar that comes late: everything that was open to the barred is shut, all words go to the readers alone, the sender still reads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from answerable.appeals import actions, queries
from answerable.appeals.actions import PointReply
from answerable.appeals.models import Answer, Appeal, Draft, Point, Reason, Sender, Sketch, Tokens
from answerable.appeals.queries import desk as desk_queries
from answerable.appeals.queries.earlier import earlier_readings
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import World, at_desk, make_world, page, words
from answerable.appeals.verifying import altered
from answerable.base.testing import now
from answerable.base.verdict import MissingError
from answerable.channels.models import Message
from answerable.ledger.queries import held
from answerable.promises.queries import made_in
from answerable.vault import actions as vault_actions
from answerable.vault import queries as vault_queries
from answerable.vault.models import File, Record, Slot
from answerable.vault.rules import codes
from answerable.vault.sealing import is_sealed
from answerable.vault.testing import Given

pytestmark = [pytest.mark.django_db, pytest.mark.security]
PAGE = "/en/follow/message/"
WORDS = "The lamp at the school is dark, and the officer laughed."


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(codes, "PARAMS", "argon2id,v=19,m=65536,t=1,p=1,l=64")
    return make_world()


def a_worked_one(world: World) -> tuple[Appeal, str]:
    """An appeal with patrol 1 that has been worked on: a file, a note, points, an answer and a draft. And its code."""
    token = "a-token-nobody-guesses-of-late-bars"
    file = vault_actions.keep_draft(token=token, upload=Given("lamp.txt", b"A dark lamp."), at=now())
    sent = world.sent(
        at=now(), text=WORDS, token=token, drafts=(file.id,), name="Oksana", where="Sadova 3", acted="none"
    )
    who = world.actor("shevchuk", now())
    actions.accept_appeal(by=who, at=now(), ref=sent.appeal)
    actions.add_note(by=who, at=now(), ref=sent.appeal, text="She rings every week.")
    actions.set_points(by=who, at=now(), ref=sent.appeal, points=[(None, "When is it mended?")])
    actions.keep_draft(by=who, at=now(), ref=sent.appeal, typed={"text": "Dear madam,"})
    return Appeal.objects.get(id=sent.appeal), sent.code


def bar_late(world: World, appeal: Appeal, login: str = "shevchuk") -> Appeal:
    """The chair says that it is about somebody."""
    about = [f"person-{world.people[login]}"]
    actions.say_about(by=world.actor("koval", now()), at=now(), ref=appeal.id, about=about, text="He laughed at her.")
    return Appeal.objects.get(id=appeal.id)


def sealed_everywhere(appeal: Appeal) -> dict[str, set[bool]]:
    """Of everything that somebody wrote, whether it lies in the record alone."""
    ref = appeal.id
    found = {
        "row": [appeal.gist, appeal.whereabouts],
        "sender": [Sender.objects.get(appeal=ref).name],
        "messages": Message.objects.filter(thing=f"appeal/{ref}").values_list("text", flat=True),
        "reasons": Reason.objects.filter(appeal=ref).values_list("text", flat=True),
        "answers": Answer.objects.filter(appeal=ref).values_list("text", flat=True),
        "points": Point.objects.filter(appeal=ref).values_list("text", flat=True),
        "promises": made_in(subject_of(ref)).values_list("text", flat=True),
        "drafts": Draft.objects.filter(appeal=ref).values_list("body", flat=True),
    }
    return {name: {is_sealed(bytes(each)) for each in rows} for name, rows in found.items()}


def test_what_turns_out_to_be_about_staff_is_sealed_with_every_word(world: World) -> None:
    world.keys()
    appeal, _code = a_worked_one(world)
    friday = now().date() + timedelta(days=9)
    replies = [PointReply(Point.objects.get(appeal=appeal).id, "promised", "On Friday.", due_on=friday)]
    actions.answer_appeal(
        by=world.actor("shevchuk", now()), at=now(), ref=appeal.id, text="We looked.", replies=replies
    )
    assert [row.text for row in desk_queries.owed(world.actor("shevchuk", now()), on=friday)] == ["On Friday."]
    actions.keep_draft(by=world.actor("petrenko", now()), at=now(), ref=appeal.id, typed={"text": "Dear madam,"})
    vault_actions.clean_one_file()
    after = bar_late(world, appeal)
    assert (after.tier, after.kind, after.due_at) == ("S", "complaint", appeal.due_at)
    assert desk_queries.owed(world.actor("shevchuk", now()), on=friday) == []
    kinds = ("row", "sender", "messages", "reasons", "answers", "points", "drafts", "promises")
    assert sealed_everywhere(after) == {kind: {True} for kind in kinds}
    assert [file.epoch for file in File.objects.filter(thing=f"appeal/{appeal.id}")] == [1]
    assert (Tokens.objects.get(appeal=appeal.id).tokens, Sketch.objects.filter(appeal=appeal.id).exists()) == (
        [],
        False,
    )
    readers = {pair.owner for pair in vault_queries.readers_of(subject_of(appeal.id))}
    assert {world.people["koval"], world.people["olena"]} <= readers
    assert (list(held.everything()), altered()) == ([], [])


def test_its_readers_and_its_sender_read_on(world: World) -> None:
    keys = world.keys()
    appeal, code = a_worked_one(world)
    mine = Client(headers={"accept-language": "en"})
    assert mine.post("/en/follow/", {"code": code}).status_code == 302
    bar_late(world, appeal)
    assert WORDS in mine.get(PAGE).content.decode()  # in a visit that began before
    assert list(Slot.objects.filter(pair__owner=appeal.id).values_list("kind", flat=True)) == ["code"]
    later = Client(headers={"accept-language": "en"})
    assert later.post("/en/follow/", {"code": code}).status_code == 302
    assert WORDS in later.get(PAGE).content.decode()
    with world.reading("olena", keys["olena"], at=now()):
        assert queries.case(world.actor("olena", now()), Appeal.objects.get(id=appeal.id), at=now()).text == WORDS


def test_words_are_put_into_a_record_in_no_other_transaction(world: World) -> None:
    from django.db import DatabaseError, connection, transaction

    appeal, _code = a_worked_one(world)
    message = Message.objects.get(thing=f"appeal/{appeal.id}", kind="appeal")
    with pytest.raises(DatabaseError, match="by the deed that seals it alone"), transaction.atomic():
        connection.cursor().execute(
            "SELECT appeals_put_in(%s, 'message', %s, %s)", [appeal.id, [message.id], [b"\0" + b"x" * 40]]
        )


def test_open_tabs_of_the_barred_are_shut(world: World) -> None:
    appeal, _code = a_worked_one(world)
    tab = at_desk(world, "shevchuk")
    assert tab.get(page("case", appeal.number)).status_code == 200
    bar_late(world, appeal)
    acts = ("case", "answer", "note", "ask", "points", "forward", "extend", "log-of-one")
    assert [tab.get(page(act, appeal.number)).status_code for act in acts] == [404] * len(acts)
    assert tab.post(page("note", appeal.number), {"text": "One more."}).status_code == 404
    assert appeal.number not in words(tab.get("/desk/?view=all"))
    assert appeal.number not in words(tab.post("/desk/search/", {"words": "lamp"}, follow=True))


def test_drafts_of_the_barred_are_out_of_their_reach(world: World) -> None:
    appeal, _code = a_worked_one(world)
    bar_late(world, appeal)
    with pytest.raises(MissingError):
        actions.keep_draft(by=world.actor("shevchuk", now()), at=now(), ref=appeal.id, typed={"text": "Again"})
    assert at_desk(world, "shevchuk").post(page("drop", appeal.number)).status_code == 404


def test_files_and_what_is_printed_of_them_are_out_of_reach(world: World) -> None:
    appeal, _code = a_worked_one(world)
    (file,) = File.objects.filter(thing=f"appeal/{appeal.id}")
    tab = at_desk(world, "shevchuk")
    bar_late(world, appeal)
    address = page("file", appeal.number, file.id)
    assert [tab.get(one).status_code for one in (address, f"{address}?part=thumb")] == [404, 404]
    original = tab.get(
        page("original", appeal.number, file.id)
    )  # asks for a fresh proof, whoever asks for whatever file
    assert original.headers["Location"] == tab.get(page("original", "DIR-2026-99999", 1)).headers["Location"].replace(
        "DIR-2026-99999", appeal.number
    ).replace("%2F1%2F", f"%2F{file.id}%2F")


def test_jobs_that_were_on_their_way_answer_nothing_for_the_barred(world: World) -> None:
    appeal, _code = a_worked_one(world)
    other = Appeal.objects.get(id=world.sent(at=now(), text=WORDS, name="Oleh", acted="none").appeal)
    who = world.actor("shevchuk", now())
    incident = actions.group(by=who, at=now(), refs=[appeal.id, other.id], title="The lamp")
    bar_late(world, appeal)
    assert Appeal.objects.get(id=appeal.id).incident_id is None
    actions.answer_all(by=who, at=now(), incident=incident, text="It is mended.")
    assert (Appeal.objects.get(id=appeal.id).answered_at, Appeal.objects.get(id=other.id).state) == (None, "answered")


def test_the_chair_is_told_what_the_barred_had_read_and_done(world: World) -> None:
    keys = world.keys()
    appeal, _code = a_worked_one(world)
    after = bar_late(world, appeal)
    with override("en"):
        found = earlier_readings(after, at=now())
    assert [(one.who, one.said) for one in found.readings] == [
        ("Shevchuk", said) for said in ("Taken up by P1.", "Internal note.", "1 point was written out.")
    ]
    assert found.bodies == (world.bodies["p1"],)
    with world.reading("olena", keys["olena"], at=now()):
        queries.case(world.actor("olena", now()), after, at=now())
    about = [f"person-{world.people['olena']}"]
    actions.say_about(by=world.actor("petrenko", now()), at=now(), ref=appeal.id, about=about, text="Her, too.")
    again = earlier_readings(Appeal.objects.get(id=appeal.id), at=now())
    assert [one.purpose for one in again.readings if one.who == "Olena" and not one.said] == ["handle"]


def test_a_second_late_bar_begins_a_new_epoch(world: World) -> None:
    keys = world.keys()
    appeal, _code = a_worked_one(world)
    bar_late(world, appeal, "petrenko")  # to the directorate, whose head has a key
    assert Record.objects.get(id=appeal.id).epoch == 1
    about = [f"body-{world.bodies['dir']}"]
    with world.reading("olena", keys["olena"], at=now()):
        actions.say_about(by=world.actor("olena", now()), at=now(), ref=appeal.id, about=about, text="Her office.")
    assert Record.objects.get(id=appeal.id).epoch == 2
    readers = {pair.owner for pair in vault_queries.readers_of(subject_of(appeal.id))}
    assert world.people["koval"] not in readers
