"""Koval, who chairs, reads what people write to her line on VK within a day, and the share is public.

Olena writes to the community; her words are an appeal with a number, and stand in the chair's reading. The chair reads, the
body answers, and the answer comes back to Olena on VK.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal
from answerable.appeals.testing import World, make_world
from answerable.base.actor import SYSTEM
from answerable.base.testing import later, now
from answerable.channels.actions import accounts as account_actions
from answerable.channels.queries import accounts
from answerable.channels.terms import Channel
from answerable.channels.testing import send_all, take_all
from answerable.channels.vk.testing import FakeVk
from answerable.oversight import queries as oversight_queries
from answerable.oversight.actions import read_item
from answerable.oversight.models import Item
from answerable.people.models import Account
from answerable.site.testing import hear_all

pytestmark = [pytest.mark.walk, pytest.mark.django_db]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def community(world: World) -> Iterator[FakeVk]:
    fake = FakeVk(secret="s3cret")
    with fake.running():
        said = {"group": str(fake.group), "token": fake.token, "secret": "s3cret", "base": fake.base, "to_chair": "yes"}
        account_actions.set_account(by=SYSTEM, at=now(), channel=Channel.VK, name="chair", body="dir", settings=said)
        yield fake


def writes(fake: FakeVk, person: int, *said: str | dict[str, str]) -> None:
    """Somebody writes, or presses a button, and our side reads and answers."""
    for each in said:
        ref = fake.events + 1
        more: dict[str, Any] = {"payload": json.dumps(each)} if isinstance(each, dict) else {}
        text = "x" if isinstance(each, dict) else each
        body = json.loads(fake.message(person, text, ref=ref, **more))
        body["object"]["client_info"]["lang_id"] = 3
        answer = Client().post("/hooks/vk/chair/", json.dumps(body), content_type="application/json")
        assert (answer.status_code, answer.text) == (200, "ok")
        works()


def works() -> None:
    take_all(accounts.account_named(Channel.VK, "chair").id, at=now())
    while send_all(at=now()):
        pass


def test_what_is_written_to_the_chairs_line_is_read_by_the_chair_within_a_day(world: World, community: FakeVk) -> None:
    writes(community, 7, "The lamp at the school is dark since Monday.", {"b": "send"}, {"b": "kind:report"})
    hear_all()
    appeal = Appeal.objects.get()
    assert (appeal.channel, appeal.addressed_to_id) == ("vk", world.bodies["dir"])
    acknowledged = [said["message"] for said in community.sent if appeal.number in said["message"]]
    assert ["Your code: " in said for said in acknowledged] == [True]

    # It stands in her reading; she reads it in full.
    chair = Client()
    chair.force_login(Account.objects.get(id=world.people["koval"]))
    assert "The lamp at the school is dark since Monday." in chair.get("/chair/", follow=True).text
    item = Item.objects.get()
    assert (item.body_id, item.escalation_id) == (world.bodies["dir"], None)

    # Her body answers, and the words come back the way they came.
    by = world.actor("koval", now())
    appeals_actions.set_points(by=by, at=now(), ref=appeal.id, points=[(None, "When will it be mended?")])
    reply = appeals_actions.PointReply(point=appeal.points.get().id, outcome="answered", text="It is mended.")
    appeals_actions.answer_appeal(by=by, at=now(), ref=appeal.id, replies=[reply], text="Thank you for writing.")
    works()
    assert "It is mended." in community.sent[-1]["message"]


def test_the_share_read_within_a_day_is_public_by_the_way_it_came(world: World, community: FakeVk) -> None:
    for person in range(11, 17):
        writes(community, person, f"The road at house {person} is broken.", {"b": "send"}, {"b": "kind:request"})
    hear_all()
    items = list(Item.objects.order_by("id"))
    by = world.actor("koval", now())
    for place, item in enumerate(items):
        read_item(by=by, at=item.at + timedelta(hours=2 if place else 30), item=item.id)
    with later(timedelta(days=4)):
        (line,) = oversight_queries.read_by_way(at=now())
        assert (line.way, line.n, line.read_in_time, line.share) == ("vk", 6, 5, 83)
        page = Client().get("/en/how-they-answer/")
    assert page.status_code == 200
    assert '<th scope="row">VK</th><td>6</td><td>5</td><td>83 %</td>' in page.text
