"""Koval, who chairs: an appeal that nobody answered reaches her, she instructs, it is answered, the instruction is done.

The sender is Anna, who left an e-mail address and writes in Ukrainian.
"""

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from answerable.appeals import actions as appeals_actions
from answerable.appeals import queries as appeals_queries
from answerable.appeals.models import Appeal
from answerable.appeals.testing import World, make_world
from answerable.base.testing import later, now
from answerable.channels import jobs as channels_jobs
from answerable.channels.testing import post_office, words_of
from answerable.oversight import jobs as oversight_jobs
from answerable.oversight import queries as oversight_queries
from answerable.oversight.models import Instruction, Item
from answerable.people.models import Account, Body
from answerable.site.testing import hear_all

pytestmark = [pytest.mark.walk, pytest.mark.django_db, pytest.mark.instants]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def signed_in(world: World, login: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(id=world.people[login]))
    return client


def after_the_date(appeal: int) -> AbstractContextManager[None]:
    """The date is past, also where an evening or a weekend put it off beyond the days that a test counted."""
    due = Appeal.objects.get(id=appeal).due_at
    assert due is not None
    return later(max(due - now() + timedelta(minutes=1), timedelta()))


def test_an_overdue_appeal_is_read_instructed_answered_and_done(world: World) -> None:
    sent = world.sent(
        at=now() - timedelta(days=33),
        language="uk",
        text="Ліхтар біля школи не світить. Коли полагодять?",
        contact="anna@example.org",
        way="email",
    )
    with after_the_date(sent.appeal):
        its_chair_answers(world, sent)


def its_chair_answers(world: World, sent: appeals_actions.Registered) -> None:
    # The date passes. The clock's job takes the appeal up, once, however often it runs.
    assert [oversight_jobs.climb(0), oversight_jobs.climb(0)] == [1, 0]
    chair = signed_in(world, "koval")
    page = chair.get("/chair/", follow=True)
    assert "Ліхтар біля школи не світить." in page.text
    item = Item.objects.get()
    assert oversight_queries.public_reading(at=now()).unread == 1

    # She instructs patrol 1 to answer within three days; that she read it is a deed, too.
    act = reverse("chair:oversight:act", args=[item.id, "instruct"])
    day = (now() + timedelta(days=3)).date()
    told = {"to": world.bodies["p1"], "due_on": day.isoformat(), "text": "Name the day of repair."}
    assert chair.post(act, told)["Location"] == "/chair/lists/today/"
    assert oversight_queries.public_reading(at=now()).unread == 0
    appeal = Appeal.objects.get(id=sent.appeal)
    assert (appeal.state, appeal.body_id) == ("reopened", world.bodies["p1"])
    assert "Name the day of repair." in signed_in(world, "shevchuk").get("/desk/instructions/").text
    assert oversight_jobs.climb(0) == 0

    # The patrol answers; the instruction is done in time.
    shevchuk, at = world.actor("shevchuk", now()), now()
    appeals_actions.set_points(by=shevchuk, at=at, ref=appeal.id, points=[(None, "Коли полагодять?")])
    point = appeal.points.get()
    said = appeals_actions.PointReply(point=point.id, outcome="answered", text="У п’ятницю.")
    appeals_actions.answer_appeal(by=shevchuk, at=at, ref=appeal.id, text="Просимо вибачення.", replies=[said])
    hear_all()
    given = Instruction.objects.get()
    assert given.done_at is not None
    assert given.done_at < given.due_at

    # Anna was told each time that there is news, and reads on her page what happened, in her language.
    with post_office() as post:
        channels_jobs.send_notices(0)
    assert {letter["To"] for letter in post.letters} == {"anna@example.org"}
    assert len({letter["Message-ID"] for letter in post.letters}) == len(post.letters) >= 3
    followed = appeals_queries.followed(world.sender(sent), at=now())
    told = [one.text for one in followed.messages if one.kind == "told"]
    assert told[0] == "Ваше звернення передано на розгляд вище, бо строк відповіді минув: DEP."
    assert told[1].startswith("Ваше звернення прочитало керівництво (DIR). Нове доручення: P1 відповість вам до ")


def test_a_chair_complained_about_sees_nothing_of_it(world: World) -> None:
    sent = world.sent(
        at=now() - timedelta(days=33),
        kind="complaint",
        about_body=world.bodies["dir"],
        category=None,
        text="They hid it.",
    )
    oversight_jobs.climb(0)
    hear_all()
    chair = signed_in(world, "koval")
    assert "Everything is read" in chair.get("/chair/").text
    for which in ("today", "unread", "escalations"):
        assert sent.number not in chair.get(reverse("chair:oversight:lists", args=[which])).text
    for item in Item.objects.all():
        assert chair.get(reverse("chair:oversight:item", args=[item.id])).status_code == 404
    assert world.bodies["dir"] not in Appeal.objects.get(id=sent.appeal).readers


def test_the_morning_letter_says_how_many_and_nothing_more(world: World) -> None:
    Body.objects.filter(id=world.bodies["dir"]).update(email="chair@example.org")
    sent = world.sent(at=now() - timedelta(days=33), text="A secret of the heart.")
    with after_the_date(sent.appeal):
        its_morning_letter_goes_out(world)


def its_morning_letter_goes_out(world: World) -> None:
    oversight_jobs.climb(0)
    from answerable.oversight import actions as oversight_actions

    tuesday = (now() + timedelta(days=(1 - now().weekday()) % 7)).replace(hour=9, minute=0)
    assert oversight_actions.send_digest(at=tuesday, body=world.bodies["dir"]) == 1
    with post_office() as post:
        channels_jobs.send_batch(at=now() + timedelta(days=30))
    text = words_of(post.letters[0])
    assert (post.letters[0]["To"], "/chair/" in text, "secret" in text) == ("chair@example.org", True, False)
