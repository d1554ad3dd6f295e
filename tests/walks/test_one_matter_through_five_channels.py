"""Olena's matter goes through five channels and stays one appeal with one history.

She writes by Facebook and is asked for another way; the body's question reaches her by e-mail, where she answers; on the page
she adds a word with the code that Facebook brought; she leaves her telephone there and is rung; and what she writes below a post
on VK is put to the same appeal by a person. Nobody joined her identities: each step is by a code, by an answer to our own letter,
by a conversation, or by a person who vouches.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

import pytest
from django.test import Client

from answerable.appeals import actions
from answerable.appeals.models import Appeal
from answerable.appeals.queries import calls
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import World, at_desk, make_world, page
from answerable.appeals.tests.webhooks import ByFacebook, ByVk
from answerable.base.actor import SYSTEM
from answerable.base.testing import now
from answerable.channels.actions import accounts as account_actions
from answerable.channels.actions import letterbox
from answerable.channels.email.inbound import external_of
from answerable.channels.models import Notice, RawDelivery
from answerable.channels.queries import accounts, messages_of
from answerable.channels.terms import Channel
from answerable.channels.testing import Post, post_office, send_all, take_all
from answerable.ledger.queries import history_of

pytestmark = [pytest.mark.walk, pytest.mark.django_db]


@dataclass
class Town:
    """The world with its page on Facebook, its community on VK and its mailbox."""

    world: World
    facebook: ByFacebook
    vk: ByVk
    post: Post


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    world, facebook, vk = make_world(), ByFacebook(), ByVk()
    facebook.fake.at, facebook.fake.opened = now(), {"7": now()}
    with facebook.fake.running(), vk.fake.running(), post_office() as post:
        for channel, name, said in (
            (Channel.FACEBOOK, "main", facebook.settings() | {"base": facebook.fake.base}),
            (Channel.VK, "main", vk.settings() | {"base": vk.fake.base}),
            (Channel.EMAIL, "main", {"address": "appeals@police.example"}),
        ):
            account_actions.set_account(by=SYSTEM, at=now(), channel=channel, name=name, body="dep", settings=said)
        yield Town(world, facebook, vk, post)


def works() -> None:
    """Our side reads what came and says what there is."""
    for channel in (Channel.FACEBOOK, Channel.VK, Channel.EMAIL):
        take_all(accounts.account_named(channel, "main").id, at=now())
    while send_all(at=now()):
        pass


def writes_on_facebook(town: Town, *bodies: bytes) -> None:
    for body in bodies:
        assert town.facebook.post(body) == 200
        works()


def answers_our_letter(town: Town, text: str) -> None:
    """Her mail program's answer to the last letter that she got."""
    last, made = town.post.letters[-1], EmailMessage()
    made["From"], made["To"], made["Subject"] = (
        "anna@example.org",
        last["Reply-To"] or last["From"],
        f"Re: {last['Subject']}",
    )
    made["Message-ID"], made["In-Reply-To"] = "<answer@example.org>", last["Message-ID"]
    made.set_content(text)
    raw = made.as_bytes()
    mailbox = accounts.account_named(Channel.EMAIL, "main")
    letterbox.keep_delivery(account=mailbox, external=external_of(raw), raw=raw, at=now())
    works()


def test_one_matter_through_five_channels_is_one_appeal_with_one_history(town: Town) -> None:
    # Facebook: registered in a conversation, and another way asked for.
    writes_on_facebook(
        town, town.facebook.words(1, "The lamp at the school is dark since Monday."), *town.facebook.presses()
    )
    appeal = Appeal.objects.get()
    (acknowledged,) = [said for said in town.facebook.told() if "Your code: " in said]
    code = acknowledged.split("Your code: ")[1].split("\n")[0]
    writes_on_facebook(town, town.facebook.words(2, "anna@example.org"))

    # E-mail: the body asks, the letter says that there is news, and her answer to it joins.
    by = town.world.actor("petrenko", now())
    actions.accept_appeal(by=by, at=now(), ref=appeal.id)
    actions.ask_sender(by=by, at=now(), ref=appeal.id, text="Which lamp is it?")
    works()
    assert {letter["To"] for letter in town.post.letters} == {"anna@example.org"}
    answers_our_letter(town, "The one with the number five.")

    # The page: the code that Facebook brought opens it there, and she adds a word and leaves her telephone.
    phone = Client()
    assert phone.post("/en/follow/", {"code": code}).status_code == 302
    phone.post("/en/follow/message/reply/", {"text": "It is dark at the stop, too.", "code": code})
    phone.post("/en/follow/message/contact/", {"contact": "+380 50 123 45 67"})

    # The telephone: news is a call to make, and the operator says so.
    actions.ask_sender(by=by, at=now(), ref=appeal.id, text="Since when is it dark at the stop?")
    works()
    (call,) = calls.calls(town.world.actor("marta", now()), at=now())
    asked = {"notice": call.notices, "how": "told"}
    assert at_desk(town.world, "marta").post(page("rang", appeal.number), asked).status_code == 302

    # VK: a comment below a post, put to the same appeal by a person.
    comment = town.vk.fake.event(
        "wall_reply_new", {"id": 3, "from_id": 7, "post_id": 2, "text": "Since Tuesday.", "date": 1}, "c3"
    )
    assert town.vk.post(comment) == 200
    works()
    waiting = RawDelivery.objects.get(state="desk")
    at_desk(town.world, "petrenko").post(page("letter-attach", waiting.id), {"number": appeal.number})

    # One appeal, one history; each message came by its own channel and lies in the order in which it came.
    assert Appeal.objects.get().id == appeal.id
    incoming = messages_of(subject_of(appeal.id)).filter(incoming=True).values_list("channel", flat=True)
    assert list(incoming) == ["facebook", "email", "web", "vk"]
    told = Notice.objects.filter(thing=str(subject_of(appeal.id))).order_by("id").values_list("way", flat=True)
    assert list(dict.fromkeys(told)) == ["facebook", "email", "phone"]
    deeds = [str(entry.deed) for entry in history_of(str(subject_of(appeal.id)))]
    assert [deed for deed in deeds if deed in {"appeal.registered", "appeal.replied", "appeal.rang"}] == [
        "appeal.registered", "appeal.replied", "appeal.replied", "appeal.rang", "appeal.replied",
    ]  # fmt: skip
    assert json.dumps(deeds).count("appeal.registered") == 1
