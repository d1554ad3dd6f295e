"""Sending as a page: within the day, and not a minute after; each error is what it means."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from answerable.base.incoming import IncomingFile
from answerable.channels.facebook import outbound
from answerable.channels.facebook.testing import FakeMeta
from answerable.channels.loopback import Reply
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

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
OUT = Outgoing(notice=1, address="main/7", subject="", text="Hello", language="en")


def account(fake: FakeMeta, token: str = "") -> AccountFacts:
    settings = {"base": fake.base, "token": token or fake.token, "page": fake.page}
    return AccountFacts(id=9, channel=Channel.FACEBOOK, name="main", body=5, root=5, settings=settings)


def refusal(fake: FakeMeta, out: Outgoing = OUT, **more: str) -> tuple[type[SendingError], str]:
    with pytest.raises(SendingError) as refused:
        outbound.send(out, account(fake, **more))
    return type(refused.value), refused.value.code


def test_within_a_day_it_is_said_and_a_minute_after_the_next_way_is_taken() -> None:
    fake = FakeMeta(at=AT, opened={"7": AT})
    with fake.running():
        fake.at = AT + timedelta(hours=23, minutes=59)
        sent = outbound.send(replace(OUT, buttons={"send": "Send it"}), account(fake))
        fake.at = AT + timedelta(hours=24, minutes=1)
        assert refusal(fake) == (SendingRefusedError, "closed-window")
    (said,) = fake.sent
    assert (sent.external, said["messaging_type"], said["message"]["metadata"]) == ("m_out_1", "RESPONSE", "notice/1/0")
    assert said["message"]["quick_replies"] == [{"content_type": "text", "title": "Send it", "payload": "send"}]


def test_each_error_is_what_it_means() -> None:
    fake = FakeMeta(at=AT)
    with fake.running():
        assert refusal(fake) == (SendingRefusedError, "graph-100")
        assert refusal(fake, token="wrong") == (AccountStoppedError, "graph-190")
        for code, means in (
            (4, SendLaterError),
            (613, SendLaterError),
            (368, AccountStoppedError),
            (551, SendingRefusedError),
        ):
            fake.instead.append(Reply(400, f'{{"error": {{"code": {code}}}}}'.encode()))
            assert refusal(fake) == (means, f"graph-{code}")
        fake.instead.append(Reply(503, b""))
        assert refusal(fake) == (SendLaterError, "http-503")
        fake.instead.append(None)
        assert refusal(fake) == (SendingUnknownError, "no-answer")
    with pytest.raises(AccountStoppedError):
        outbound.send(OUT, None)


def test_a_comment_is_answered_below_it_and_files_come_from_there_alone() -> None:
    fake = FakeMeta(at=AT)
    with fake.running():
        assert outbound.send(replace(OUT, address="main/comment/2_3"), account(fake)).external == "c_1"
        assert fake.comments == [{"to": "2_3", "message": "Hello"}]
        with pytest.raises(SendingRefusedError):
            outbound.fetch(IncomingFile(name="x", remote="http://10.0.0.1/"), account(fake))
        assert [outbound.check(account(fake)), outbound.check(account(fake, token="wrong"))] == ["", "graph-190"]
