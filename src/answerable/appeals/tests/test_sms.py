"""A resident's matter by SMS, from the first message to the answer: taken at once, one thread, few words, never the words."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from answerable.appeals import actions
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World
from answerable.base.actor import SYSTEM
from answerable.channels.actions import accounts as account_actions
from answerable.channels.models import Notice, RawDelivery
from answerable.channels.queries import accounts, messages_of, undelivered
from answerable.channels.sms.testing import FakeTwilio
from answerable.channels.terms import Channel
from answerable.channels.testing import send_all, take_all
from answerable.ledger.queries import history_of
from answerable.vault import actions as vault_actions

HOOK = "/hooks/sms/main/"
NUMBER = "+380501234567"


class Phone:
    """Somebody's old telephone: what is typed on it reaches our number by the provider, and what we send comes back."""

    def __init__(self, fake: FakeTwilio) -> None:
        self.fake, self.count, self.shown = fake, 0, 0

    def _came(self, form: dict[str, str]) -> None:
        headers = self.fake.signed(settings.ANSWERABLE.address + HOOK, form)
        for _again in range(2):  # every request comes twice
            client = Client(headers=headers)
            answer = client.post(HOOK, urlencode(form), content_type="application/x-www-form-urlencoded")
            assert answer.status_code == 200

    def write(self, text: str, sender: str = NUMBER, **more: str) -> list[str]:
        self.count += 1
        self._came(self.fake.message(f"SM{self.count}", sender, text, **more))
        return self.look()

    def report(self, place: int, state: str) -> None:
        self._came({"MessageSid": self.fake.sent[place]["sid"], "MessageStatus": state, "ErrorCode": "30003"})
        self.look()

    def look(self, at: object = AT) -> list[str]:
        """What has come to the telephone since the last look."""
        take_all(accounts.account_named(Channel.SMS, "main").id, at=at)
        while send_all(at=at):
            pass
        new, self.shown = self.fake.sent[self.shown :], len(self.fake.sent)
        return [each["Body"] for each in new]


@pytest.fixture
def phone(world: World) -> Iterator[Phone]:
    fake = FakeTwilio()
    with fake.running():
        said = {"account": fake.account, "token": fake.token, "number": fake.number, "base": fake.base}
        account_actions.set_account(by=SYSTEM, at=AT, channel=Channel.SMS, name="main", body="dir", settings=said)
        yield Phone(fake)


def test_a_message_is_registered_at_once_and_number_code_and_date_come_back(phone: Phone) -> None:
    (told,) = phone.write("Ліхтар біля школи не світить, коли його полагодять?")
    appeal = Appeal.objects.get()
    code = told.split("код: ")[1].split("\n")[0].replace(" ", "")
    assert (appeal.channel, appeal.kind, appeal.language, appeal.tier) == ("sms", "request", "uk", "W")
    assert told.startswith(f"{appeal.number}: ")
    assert len(told) < 67 * 6  # as many parts as an SMS in Cyrillic has
    assert vault_actions.open_by_code(typed=code, at=AT) == subject_of(appeal.id)
    assert history_of(f"appeal/{appeal.id}")[0].facts["code"] == "channel"


def test_what_follows_stays_in_the_thread_and_a_new_matter_has_its_word(phone: Phone) -> None:
    phone.write("The lamp at the school is dark since Monday.")
    assert phone.write("It is number 5.") == []
    phone.write("NEW There is a hole in the road to the mill.")
    phone.write("It is deep.")
    first, second = Appeal.objects.order_by("id")
    replies = [messages_of(subject_of(each.id)).filter(kind="reply").count() for each in (first, second)]
    assert replies == [1, 1]
    assert RawDelivery.objects.exclude(state="taken").count() == 0


def test_another_number_is_another_person(phone: Phone) -> None:
    phone.write("The lamp at the school is dark since Monday.")
    phone.write("The road is broken at the mill.", sender="+380501234568")
    assert Appeal.objects.count() == 2


def test_whoever_asks_hears_the_stage_and_an_answer_is_never_read_out(world: World, phone: Phone) -> None:
    phone.write("The lamp at the school is dark since Monday.")
    appeal = Appeal.objects.get()
    (stage,) = phone.write("?")
    assert stage.startswith(f"{appeal.number}: registered, an answer is due by ")
    assert phone.write("?") == []  # once an hour
    by, at = world.actor("petrenko"), AT + timedelta(days=1)
    actions.set_points(by=by, at=at, ref=appeal.id, points=[(None, "When will it be mended?")])
    reply = actions.PointReply(point=appeal.points.get().id, outcome="answered", text="It is mended since Monday.")
    actions.answer_appeal(by=by, at=at, ref=appeal.id, replies=[reply], text="Thank you for writing.")
    (news,) = phone.look(at + timedelta(minutes=1))
    assert news == f"{appeal.number}: answered. {settings.ANSWERABLE.address}/en/follow/"


def test_a_sealed_matter_tells_no_stage_and_its_code_opens_no_word(phone: Phone) -> None:
    (told,) = phone.write("Complaint: officer Tkach of P2 shouted at me.")
    appeal = Appeal.objects.get()
    assert (appeal.tier, "sealed" in told, "Tkach" in told) == ("S", True, False)
    (news,) = phone.write("?")
    assert news.split(" http")[0] == f"{appeal.number}: there is news."


def test_what_became_of_a_message_is_the_state_of_delivery_and_moves_forward_only(phone: Phone) -> None:
    phone.write("The lamp at the school is dark since Monday.")
    phone.report(0, "sent")
    phone.report(0, "undelivered")
    assert [one.fault for one in undelivered()] == ["30003"]
    phone.report(0, "delivered")
    phone.report(0, "undelivered")
    assert (list(undelivered()), Notice.objects.get().proven_at) == ([], AT)


def test_who_switches_messages_off_has_written_no_appeal(phone: Phone) -> None:
    assert phone.write("STOP") == []
    assert (Appeal.objects.count(), RawDelivery.objects.get().why) == (0, "consent")


def test_a_sender_without_a_number_is_registered_and_cannot_be_told(phone: Phone) -> None:
    assert phone.write("The lamp at the school is dark since Monday.", sender="POLICE") == []
    assert (Appeal.objects.count(), Notice.objects.count()) == (1, 0)


def test_to_a_closed_matter_nothing_is_added_it_is_a_new_one(phone: Phone) -> None:
    phone.write("The lamp at the school is dark since Monday.")
    Appeal.objects.update(state="withdrawn")
    phone.write("It is dark again, since yesterday.")
    assert Appeal.objects.count() == 2
