"""A resident's matter by Telegram, from the first word to the rating, over a server that speaks as the Bot API does."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from answerable.appeals import actions
from answerable.appeals.models import Appeal, Sender
from answerable.appeals.terms import Deed, subject_of
from answerable.appeals.testing import AT, World
from answerable.base.actor import SYSTEM
from answerable.channels.actions import accounts as account_actions
from answerable.channels.models import RawDelivery
from answerable.channels.queries import accounts, messages_of
from answerable.channels.telegram.testing import FakeTelegram
from answerable.channels.terms import Channel
from answerable.channels.testing import send_all, take_all
from answerable.ledger.queries import history_of
from answerable.vault.models import File

PERSON = {"id": 7, "is_bot": False, "first_name": "Olena", "language_code": "en"}
CHAT = {"id": 7, "type": "private"}


class Phone:
    """Somebody's telephone: what is typed on it reaches the bot by its webhook, and the bot's words come back."""

    def __init__(self, fake: FakeTelegram) -> None:
        self.fake, self.count, self.shown = fake, 0, 0

    def _came(self, kind: str, thing: dict[str, Any]) -> list[str]:
        self.count += 1
        update = {"update_id": self.count, kind: thing}
        self.fake.push(update)
        client = Client(headers={"X-Telegram-Bot-Api-Secret-Token": "s3cret"})
        for _again in range(2):  # every update comes twice
            answer = client.post("/hooks/telegram/main/", json.dumps(update), content_type="application/json")
            assert (answer.status_code, answer.content) == (200, b"")
        return self.look()

    def look(self, at: Any = AT) -> list[str]:
        """What the bot has said since the last look."""
        take_all(accounts.account_named(Channel.TELEGRAM, "main").id, at=at)
        while send_all(at=at):
            pass
        new, self.shown = self.fake.sent[self.shown :], len(self.fake.sent)
        return [str(each["text"]) for each in new]

    def write(self, text: str, **more: Any) -> list[str]:
        return self._came("message", {"message_id": self.count, "chat": CHAT, "from": PERSON, "text": text, **more})

    def press(self, button: str) -> list[str]:
        offered = [
            each["callback_data"]
            for said in self.fake.sent
            for row in said.get("reply_markup", {}).get("inline_keyboard", [])
            for each in row
        ]
        assert button in offered
        thing = {"id": f"q{self.count}", "from": PERSON, "data": button, "message": {"message_id": 1, "chat": CHAT}}
        return self._came("callback_query", thing)


@pytest.fixture
def phone(world: World) -> Iterator[Phone]:
    fake = FakeTelegram(files={"p1": b"\xff\xd8\xff\xe0 no picture", "n1": b"The lamp, in a file."})
    with fake.running():
        settings = {"token": fake.token, "secret": "s3cret", "base": fake.base}
        account_actions.set_account(
            by=SYSTEM, at=AT, channel=Channel.TELEGRAM, name="main", body="dir", settings=settings
        )
        yield Phone(fake)


def sent(phone: Phone) -> Appeal:
    """Register the plain matter."""
    phone.write("The lamp at the school is dark.", document={"file_id": "n1", "file_name": "lamp.txt"})
    phone.press("send")
    phone.press("kind:report")
    return Appeal.objects.get()


def test_a_conversation_registers_with_its_file_and_gives_number_code_and_date(phone: Phone) -> None:
    greeting, kept = phone.write("The lamp is dark.")
    assert ("call 112" in greeting, kept) == (True, "Your message so far: 4 words. Add more, or send it.")
    phone.write("", document={"file_id": "n1", "file_name": "lamp.txt"})
    phone.press("send")
    told = phone.press("kind:report")
    appeal = Appeal.objects.get()
    assert (appeal.channel, appeal.kind, appeal.language, appeal.tier) == ("telegram", "report", "en", "W")
    assert Sender.objects.get(appeal=appeal.id).way == "telegram"
    assert File.objects.filter(thing=f"appeal/{appeal.id}").count() == 1
    (acknowledged,) = [text for text in told if appeal.number in text]
    assert "Your code: " in acknowledged
    assert RawDelivery.objects.exclude(state__in=["taken", "empty"]).count() == 0
    assert history_of(f"appeal/{appeal.id}")[0].facts["code"] == "channel"


def test_an_answer_comes_to_the_chat_and_is_rated_in_two_taps(world: World, phone: Phone) -> None:
    appeal = sent(phone)
    by, at = world.actor("petrenko"), AT + timedelta(days=1)
    actions.set_points(by=by, at=at, ref=appeal.id, points=[(None, "When will it be mended?")])
    point = appeal.points.get()
    reply = actions.PointReply(point=point.id, outcome="answered", text="It is mended since Monday.")
    actions.answer_appeal(by=by, at=at, ref=appeal.id, replies=[reply], text="Thank you for writing.")
    (news,) = phone.look(at + timedelta(minutes=1))
    assert "It is mended since Monday." in news
    assert phone.press("rate") == ["How is the answer?"]
    assert phone.press("rate:solved") == ["Thank you. It is noted."]
    appeal.refresh_from_db()
    assert (appeal.state, appeal.ending) == ("closed", "solved")
    assert [entry.deed for entry in history_of(f"appeal/{appeal.id}")][-2:] == [Deed.RATED, Deed.CLOSED]


def test_more_words_are_added_where_the_sender_says_so(phone: Phone) -> None:
    appeal = sent(phone)
    assert phone.write("It is number 5.") == ["Where does this belong?"]
    assert phone.press("to:more") == ["It is added to your last appeal."]
    assert (Appeal.objects.count(), messages_of(subject_of(appeal.id)).filter(kind="reply").count()) == (1, 1)


def test_a_complaint_about_an_officer_is_sealed_and_only_news_leaves(world: World, phone: Phone) -> None:
    phone.write("Officer Tkach of P2 shouted at me.")
    phone.press("send")
    told = phone.press("kind:complaint")
    appeal = Appeal.objects.get()
    assert appeal.tier == "S"
    assert "take a new code there first" in " ".join(told)
    assert "shouted" not in " ".join(str(each["text"]) for each in phone.fake.sent)


def test_a_file_that_cannot_be_fetched_costs_nobody_the_words(phone: Phone) -> None:
    phone.write("The lamp is dark.", document={"file_id": "gone", "file_name": "x.txt"})
    phone.press("send")
    phone.press("kind:report")
    assert (Appeal.objects.count(), File.objects.count()) == (1, 0)
