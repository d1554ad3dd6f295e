"""A matter by telephone, when nobody sits at it: language, a recording, number and code on the line; who is missed is called back."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from answerable.appeals.models import Appeal, Sender
from answerable.appeals.queries import calls
from answerable.appeals.queries.line import line_of
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World, at_desk, page, words
from answerable.base.actor import SYSTEM
from answerable.base.testing import now
from answerable.channels.actions import accounts as account_actions
from answerable.channels.models import Notice, RawDelivery
from answerable.channels.queries import accounts
from answerable.channels.sms.testing import FakeTwilio
from answerable.channels.terms import Channel
from answerable.channels.testing import take_all
from answerable.vault import actions as vault_actions
from answerable.vault.models import File

HOOK = "/hooks/voice/main/"
NUMBER = "+380501234567"


class Caller:
    """Somebody who rings: each step is what the provider asks us, and what they hear is what we answer."""

    def __init__(self, fake: FakeTwilio) -> None:
        self.fake, self.place = fake, 0

    def _step(self, step: str, status: int = 200, *, query: str = "", **said: str) -> str:
        form = {"CallSid": f"CA{self.place}", "From": NUMBER, "To": self.fake.number, **said}
        address = f"{HOOK}{step}/" if step else HOOK
        headers = self.fake.signed(settings.ANSWERABLE.address + address + query, form)
        answer = Client(headers=headers).post(
            address + query, urlencode(form), content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == status
        return answer.text

    def rings(self, digit: str = "2", **said: str) -> str:
        """A new call, the language chosen by a digit."""
        self.place += 1
        self._step("", CallStatus="ringing", **said)
        return self._step("language", Digits=digit)

    def recording(self) -> dict[str, str]:
        address = f"{self.fake.base}/2010-04-01/Accounts/{self.fake.account}/Media/RE{self.place}"
        return {"RecordingSid": f"RE{self.place}", "RecordingUrl": address, "RecordingDuration": "42"}

    def speaks(self) -> str:
        """What they say is recorded, and they press the hash key."""
        return self._step("recorded", Digits="#", **self.recording())

    def hangs_up(self, status: str = "completed") -> None:
        self._step("status", CallStatus=status)

    def works(self) -> None:
        take_all(accounts.account_named(Channel.VOICE, "main").id, at=now())


def line(fake: FakeTwilio, **more: str) -> None:
    said = {"account": fake.account, "token": fake.token, "base": fake.base, **more}
    account_actions.set_account(by=SYSTEM, at=AT, channel=Channel.VOICE, name="main", body="dir", settings=said)


@pytest.fixture
def caller(world: World) -> Iterator[Caller]:
    fake = FakeTwilio(media={f"RE{place}.wav": b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(28) for place in (1, 2)})
    with fake.running():
        line(fake)
        yield Caller(fake)


def spoken_code(heard: str) -> str:
    return re.sub(r"\D", "", re.search(r"Your code: ([\d ,]+)\.", heard)[1])


def test_what_is_said_is_registered_and_number_and_code_are_heard_on_the_line(caller: Caller) -> None:
    greeting = caller.rings()
    assert ("What you say is recorded" in greeting, "call 112" in greeting, "<Record " in greeting) == (True,) * 3
    assert "Stay on the line" in caller.speaks()
    assert "<Pause" in caller._step("told")  # it is not registered yet
    caller.works()
    heard = caller._step("told", query="?n=1")
    appeal = Appeal.objects.get()
    assert (appeal.channel, appeal.language, appeal.kind, Sender.objects.get().way) == (
        "voice",
        "en",
        "request",
        "phone",
    )
    assert " ".join(appeal.number.split("-")[0]) in heard
    assert vault_actions.open_by_code(typed=spoken_code(heard), at=now()) == subject_of(appeal.id)
    assert File.objects.filter(thing=f"appeal/{appeal.id}").count() == 1
    assert Notice.objects.get().sent_at is not None


def test_a_recording_is_one_appeal_by_whichever_request_it_comes_and_though_the_caller_hung_up(
    world: World, caller: Caller
) -> None:
    caller.rings()
    for _ in range(2):
        caller._step("recording", RecordingStatus="completed", **caller.recording())
    caller.works()
    caller.speaks()
    caller.hangs_up()
    caller.works()
    assert Appeal.objects.count() == 1
    assert [call.phone for call in calls.calls(world.actor("koval", now()), at=now())] == [
        NUMBER
    ]  # they are rung with the code


def test_out_of_order_the_end_of_a_call_before_its_recording_is_one_appeal(caller: Caller) -> None:
    caller.rings()
    caller._step("recording", RecordingStatus="completed", **caller.recording())
    caller.hangs_up()
    caller.speaks()
    caller.works()
    assert (Appeal.objects.count(), RawDelivery.objects.filter(state="desk").count()) == (1, 0)


def test_who_is_missed_is_listed_to_be_called_back_and_closed_with_a_trace(world: World, caller: Caller) -> None:
    caller.rings()
    caller.hangs_up()
    caller.works()
    desk = at_desk(world, "koval")
    shown = words(desk.get(page("letters")))
    assert ("Somebody rang, nobody answered" in shown, NUMBER in shown) == (True, True)
    desk.post(page("letter-close", RawDelivery.objects.get().id))
    assert (RawDelivery.objects.get().state, Appeal.objects.count()) == ("spam", 0)


def test_somebody_at_the_desk_is_rung_first_and_whoever_was_spoken_with_is_not_missed(caller: Caller) -> None:
    line(caller.fake, operator="+380441111111")
    assert "+380441111111</Dial>" in caller.rings()
    assert "<Record " in caller._step("dialed", DialCallStatus="no-answer")
    caller.rings()
    assert "<Hangup/>" in caller._step("dialed", DialCallStatus="completed")
    caller.hangs_up()
    caller.works()
    assert list(RawDelivery.objects.values_list("state", "why")) == [("empty", "call:answered")]


def test_a_withheld_number_is_registered_and_nobody_is_rung(caller: Caller) -> None:
    caller.place = 1
    caller._step("", CallStatus="ringing", From="anonymous")
    caller._step("language", Digits="", From="anonymous")
    caller.speaks()
    caller.works()
    assert (Appeal.objects.count(), Appeal.objects.get().language, Notice.objects.count()) == (
        1,
        settings.LANGUAGE_CODE,
        0,
    )


def test_a_wrong_signature_is_no_step_and_an_unknown_one_is_none_either(caller: Caller) -> None:
    caller.fake.token = "wrong"
    caller._step("recorded", 403, **caller.recording())
    caller.fake.token = "12345"
    caller._step("nonsense", 403)
    assert RawDelivery.objects.count() == 0


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"x" * ((1 << 20) + 1), b"CallSid=CA1&RecordingSid=RE9&RecordingUrl=%ff"]
)
def test_what_is_no_call_is_nobodys_appeal(caller: Caller, body: bytes) -> None:
    from answerable.channels.sms.inbound import form_of

    headers = caller.fake.signed(settings.ANSWERABLE.address + f"{HOOK}recorded/", form_of(body))
    status = (
        Client(headers=headers)
        .post(f"{HOOK}recorded/", body, content_type="application/x-www-form-urlencoded")
        .status_code
    )
    caller.works()
    assert (status in {200, 403, 413}, RawDelivery.objects.filter(state="waiting").count()) == (True, 0)


def test_while_the_database_is_away_a_recording_is_not_taken_and_comes_again(caller: Caller) -> None:
    caller.rings()

    def away(execute: object, sql: str, *rest: object) -> object:
        if "channels_raw_delivery" in sql:
            raise OperationalError("the database went away")
        return execute(sql, *rest)  # type: ignore[operator]  # Django's own wrapper

    with connection.execute_wrapper(away):
        caller._step("recording", 503, RecordingStatus="completed", **caller.recording())
    caller._step("recording", RecordingStatus="completed", **caller.recording())
    caller.works()
    assert Appeal.objects.count() == 1


def test_a_caller_who_would_wait_too_long_is_rung(caller: Caller) -> None:
    caller.rings()
    caller.speaks()
    assert "We ring you back" in caller._step("told", query="?n=8")
    caller.works()
    assert Notice.objects.filter(way="phone", sent_at=None, at__gt=now() - timedelta(hours=1)).count() == 1


def test_the_desk_sees_who_rings_and_what_is_known_of_them_and_nothing_of_what_is_sealed(
    world: World, caller: Caller
) -> None:
    caller.rings()
    caller.speaks()
    caller.works()
    appeal = Appeal.objects.get()
    caller.hangs_up()
    desk = at_desk(world, "koval")
    assert "Nobody is on the line now." in words(desk.get(page("line")))

    caller.rings()
    shown = words(desk.get(page("line")))
    assert (NUMBER in shown, f"{appeal.number} · Request, registered" in shown) == (True, True)
    Appeal.objects.update(tier="S")
    shown = words(desk.get(page("line")))
    assert ("Request" in shown, appeal.number in shown, NUMBER in shown) == (False, False, True)
    assert "Nobody is on the line now." in words(at_desk(world, "marta").get(page("line")))  # the line of another desk


def test_the_days_calls_are_counted_by_how_they_ended(world: World, caller: Caller) -> None:
    caller.rings()
    caller.speaks()
    caller.hangs_up()
    for _ in range(2):
        caller.rings()
        caller.hangs_up("no-answer")
    caller.works()
    shown = line_of(world.actor("koval", now()), at=now())
    assert (shown.calls, shown.recorded, shown.answered, shown.missed, shown.waiting) == ([], 1, 0, 2, 2)
    assert "2 missed calls wait to be called back" in words(at_desk(world, "koval").get(page("line")))
    assert at_desk(world, "ivanenko").get(page("line")).status_code == 403
