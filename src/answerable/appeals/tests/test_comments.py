"""A comment under a post that is a message to the police: a person registers it, and its author learns how to follow it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from answerable.appeals.models import Appeal
from answerable.appeals.testing import World, at_desk, page, words
from answerable.appeals.tests.webhooks import ByFacebook, ByVk, Sender
from answerable.base.testing import now
from answerable.channels.models import RawDelivery
from answerable.channels.queries import accounts
from answerable.channels.testing import send_all, take_all

COMMENT = "Where is the patrol? The lamp at the school is dark since Monday."


class OnVk(ByVk):
    """Somebody who comments on VK and has never written to the community."""

    def __init__(self) -> None:
        super().__init__()
        self.fake.allowed = set()

    def comment(self) -> bytes:
        return self.fake.event(
            "wall_reply_new", {"id": 3, "from_id": 7, "post_id": 2, "text": COMMENT, "date": 1}, "c3"
        )

    def answers(self) -> list[str]:
        return [said["message"] for said in self.fake.comments]


class OnFacebook(ByFacebook):
    """Somebody who comments on Facebook and has never written to the page."""

    def __init__(self) -> None:
        super().__init__()
        self.fake.opened = {}

    def comment(self) -> bytes:
        value = {
            "item": "comment",
            "verb": "add",
            "comment_id": "2_3",
            "from": {"id": "7", "name": "O"},
            "message": COMMENT,
        }
        return json.dumps(
            {"object": "page", "entry": [{"id": "1", "changes": [{"field": "feed", "value": value}]}]}
        ).encode()

    def answers(self) -> list[str]:
        return [said["message"] for said in self.fake.comments]


@pytest.fixture(params=[OnVk, OnFacebook], ids=["vk", "facebook"])
def author(request: pytest.FixtureRequest, world: World) -> Iterator[Any]:
    found = request.param()
    with found.fake.running():
        found.account()
        yield found


def works(author: Sender) -> None:
    take_all(accounts.account_named(author.channel, "main").id, at=now())
    while send_all(at=now()):
        pass


def test_a_comment_is_registered_by_a_person_and_its_author_gets_the_code_alone(world: World, author: Any) -> None:
    for _ in range(2):
        assert author.post(author.comment()) == 200
    works(author)
    assert (Appeal.objects.count(), author.answers(), author.told()) == (0, [], [])
    desk = at_desk(world, "koval")
    shown = words(desk.get(page("letters")))
    assert ("It is a comment under a post." in shown, COMMENT in shown) == (True, True)
    desk.post(page("letter-register", RawDelivery.objects.get().id), {"kind": "report", "language": "en"})
    works(author)
    appeal = Appeal.objects.get()
    (answer,) = author.answers()
    assert ("Write to us alone" in answer, appeal.number in answer) == (True, False)

    # They write to us alone, and get number and code.
    assert author.post(author.words(5, "Hello?")) == 200
    works(author)
    acknowledged = [said for said in author.told() if appeal.number in said]
    assert ["code: " in said for said in acknowledged] == [True]
    assert author.post(author.words(6, "It is number 5.")) == 200
    works(author)
    assert sum(appeal.number in said for said in author.told()) == 1
