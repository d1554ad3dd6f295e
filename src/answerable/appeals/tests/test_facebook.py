"""A matter by Facebook: registered, and once the day is over told of by the way that was asked for instead."""

from datetime import timedelta

import pytest

from answerable.appeals import actions
from answerable.appeals.models import Appeal, Sender
from answerable.appeals.testing import AT, World
from answerable.appeals.tests.webhooks import ByFacebook
from answerable.channels.models import Notice
from answerable.channels.queries import undelivered
from answerable.channels.testing import post_office, send_all


@pytest.fixture
def olena(world: World) -> ByFacebook:
    return ByFacebook()


def answered(world: World, at: object) -> Appeal:
    appeal, by = Appeal.objects.get(), world.actor("petrenko")
    actions.set_points(by=by, at=at, ref=appeal.id, points=[(None, "When will it be mended?")])
    reply = actions.PointReply(point=appeal.points.get().id, outcome="answered", text="It is mended since Monday.")
    actions.answer_appeal(by=by, at=at, ref=appeal.id, replies=[reply], text="Thank you for writing.")
    return appeal


def test_after_the_day_the_news_goes_where_the_sender_said(world: World, olena: ByFacebook) -> None:
    with olena.fake.running(), post_office() as post:
        olena.account()
        olena.post(olena.words(1, "The lamp at the school is dark since Monday."))
        olena.finish()
        assert "lets us write to you for one day" in " ".join(olena.told())
        olena.post(olena.words(2, "anna@example.org"))
        olena.work()
        assert Sender.objects.get().way == "email"
        at = AT + timedelta(days=3)
        appeal = answered(world, at)
        send_all(at=at)
        (letter,) = post.letters
    assert (letter["To"], appeal.number in letter["Subject"], "mended" in str(letter)) == (
        "anna@example.org",
        True,
        False,
    )


def test_without_another_way_what_cannot_be_said_stands_at_the_desk(world: World, olena: ByFacebook) -> None:
    with olena.fake.running():
        olena.account()
        olena.post(olena.words(1, "The lamp at the school is dark since Monday."))
        olena.finish()
        at = AT + timedelta(days=3)
        answered(world, at)
        olena.fake.at = at
        send_all(at=at)
    assert [one.fault for one in undelivered()] == ["closed-window"]
    assert Notice.objects.filter(sent_at=None).count() == 1
