"""Sending by the provider: each refusal is what it means, nothing is sent twice unasked, media come from the provider alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from answerable.base.incoming import IncomingFile
from answerable.channels.loopback import Reply
from answerable.channels.sms import outbound
from answerable.channels.sms.testing import FakeTwilio
from answerable.channels.terms import (
    AccountFacts,
    AccountStoppedError,
    Channel,
    Outgoing,
    SendingError,
    SendingRefusedError,
    SendingUnknownError,
    SendLaterError,
)

OUT = Outgoing(notice=1, address="main/+380501234567", subject="", text="CHU-1: є новини.", language="uk")


def account(fake: FakeTwilio, token: str = "") -> AccountFacts:
    settings = {"base": fake.base, "account": fake.account, "token": token or fake.token, "number": fake.number}
    return AccountFacts(id=9, channel=Channel.SMS, name="main", body=5, root=5, settings=settings)


def refusal(fake: FakeTwilio, out: Outgoing = OUT, **more: str) -> tuple[type[SendingError], str]:
    with pytest.raises(SendingError) as refused:
        outbound.send(out, account(fake, **more))
    return type(refused.value), refused.value.code


def test_it_is_sent_from_our_number_and_its_state_is_told_to_the_hook() -> None:
    fake = FakeTwilio()
    with fake.running():
        sent = outbound.send(OUT, account(fake))
    (said,) = fake.sent
    assert (sent.external, sent.proven) == (said["sid"], False)
    assert (said["From"], said["To"], said["Body"]) == (fake.number, "+380501234567", "CHU-1: є новини.")
    assert said["StatusCallback"].endswith("/hooks/sms/main/")


def test_a_messaging_service_sends_for_the_number_and_a_long_text_goes_in_pieces() -> None:
    fake = FakeTwilio()
    with fake.running():
        known = account(fake)
        service = replace(known, settings={**known.settings, "service": "MG1"})
        outbound.send(replace(OUT, text="слово " * 400), service)
    assert [(said["MessagingServiceSid"], len(said["Body"]) <= 1600) for said in fake.sent] == [("MG1", True)] * 2


def test_each_refusal_is_what_it_means() -> None:
    fake = FakeTwilio(unreachable={"+380501234567"}, opted_out={"+380501234568"})
    with fake.running():
        assert refusal(fake) == (SendingRefusedError, "sms-21211")
        assert refusal(fake, replace(OUT, address="main/+380501234568")) == (SendingRefusedError, "sms-21610")
        assert refusal(fake, replace(OUT, address="main/POLICE")) == (SendingRefusedError, "no-number")
        assert refusal(fake, token="wrong") == (AccountStoppedError, "http-401")
        fake.instead.append(Reply(503, b"{}"))
        assert refusal(fake) == (SendLaterError, "http-503")
        fake.instead.append(Reply(502, b"<html>"))
        assert refusal(fake) == (SendingUnknownError, "no-answer")
        fake.instead.append(None)
        assert refusal(fake) == (SendingUnknownError, "no-answer")
    assert refusal(fake) == (SendLaterError, "no-connection")
    with pytest.raises(AccountStoppedError):
        outbound.send(OUT, None)


def test_who_is_too_quick_waits_as_long_as_is_asked() -> None:
    fake = FakeTwilio()
    fake.instead.append(Reply(429, b'{"code": 20429}', headers={"Retry-After": "7"}))
    with fake.running(), pytest.raises(SendLaterError) as refused:
        outbound.send(OUT, account(fake))
    assert (refused.value.code, refused.value.after) == ("too-many", timedelta(seconds=7))


def test_media_come_from_the_provider_and_from_nowhere_else() -> None:
    fake = FakeTwilio(media={"ME1": b"jpeg"})
    with fake.running():
        known, there = account(fake), f"{fake.base}/2010-04-01/Accounts/{fake.account}/Media/"
        assert outbound.fetch(IncomingFile(name="x", remote=f"{there}ME1"), known) == b"jpeg"
        for address in (
            f"{there}none",
            "http://169.254.169.254/",
            "file:///etc/passwd",
            "https://twilio.com.evil.example/x",
        ):
            with pytest.raises(SendingRefusedError):
                outbound.fetch(IncomingFile(name="x", remote=address), known)
        fake.instead.append(Reply(302, headers={"Location": "http://169.254.169.254/"}))
        with pytest.raises(SendingRefusedError):
            outbound.fetch(IncomingFile(name="x", remote=f"{there}ME1"), known)


def test_a_look_says_whether_the_provider_knows_us() -> None:
    fake = FakeTwilio()
    with fake.running():
        assert outbound.check(account(fake)) == ""
        assert outbound.check(account(fake, token="wrong")) == "http-401"
