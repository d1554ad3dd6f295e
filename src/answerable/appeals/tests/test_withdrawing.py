"""Withdrawing at the door of the sender: asked who spoke, told for how long it can be taken back, taken back."""

from datetime import timedelta

import pytest
from django.test import Client

from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World, at_desk, page, words
from answerable.base.testing import standing_at
from answerable.ledger.queries import history_of
from answerable.vault import actions as vault_actions

pytestmark = pytest.mark.django_db


def following(client: Client, settings, ref: int, *, at=AT) -> Client:
    root = Appeal.objects.get(id=ref).root
    client.cookies[settings.FOLLOW_COOKIE_NAME] = vault_actions.begin_follow(subject=subject_of(ref), root=root, at=at)
    return client


def test_a_withdrawal_asks_who_spoke_and_is_taken_back_on_the_page(world: World, client: Client, settings) -> None:
    sent = world.sent(category=None, territory=None)
    with standing_at(AT):
        sender = following(client, settings, sent.appeal)
        asked = words(sender.get("/en/follow/message/withdraw/"))
        assert ("You can take this back for 14 days." in asked, "Did anybody speak with you" in asked) == (True, True)
        assert sender.post("/en/follow/message/withdraw/", {"text": ""}).status_code == 200  # who spoke is not said
        sender.post("/en/follow/message/withdraw/", {"text": "", "spoke": "body"})
        assert Appeal.objects.get().state == "withdrawn"
        at_the_desk = words(at_desk(world, "petrenko").get(page("case", sent.number)))
        assert "Withdrawn by the sender." in at_the_desk
        assert "spoke" not in at_the_desk
    with standing_at(AT + timedelta(days=13)):
        sender = following(client, settings, sent.appeal, at=AT + timedelta(days=13))
        assert "Take the withdrawal back" in words(sender.get("/en/follow/message/"))
        shown = words(sender.post("/en/follow/message/again/", follow=True))
        assert "13 days later, because it was withdrawn meanwhile" in shown
    assert Appeal.objects.get().state == "registered"
    assert [entry.facts.get("spoke") for entry in history_of(f"appeal/{sent.appeal}")] == [None, "body", None]


def test_after_its_time_the_page_offers_nothing_to_take_back(world: World, client: Client, settings) -> None:
    sent = world.sent(category=None, territory=None)
    late = AT + timedelta(days=20)
    with standing_at(AT):
        following(client, settings, sent.appeal).post("/en/follow/message/withdraw/", {"text": "", "spoke": "nobody"})
    with standing_at(late):
        sender = following(client, settings, sent.appeal, at=late)
        assert "Take the withdrawal back" not in words(sender.get("/en/follow/message/"))
        assert sender.post("/en/follow/message/again/").status_code == 409
