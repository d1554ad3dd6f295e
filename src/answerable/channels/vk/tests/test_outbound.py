"""Sending as a community: each error is what it means, a second try is no second message, files come from VK alone."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from answerable.base.incoming import IncomingFile
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
from answerable.channels.vk import outbound
from answerable.channels.vk.testing import FakeVk

OUT = Outgoing(notice=1, address="main/7", subject="", text="Hello", language="en")


def account(fake: FakeVk, token: str = "") -> AccountFacts:
    settings = {"base": fake.base, "token": token or fake.token, "group": str(fake.group)}
    return AccountFacts(id=9, channel=Channel.VK, name="main", body=5, root=5, settings=settings)


def refusal(fake: FakeVk, out: Outgoing = OUT, **more: str) -> tuple[type[SendingError], str]:
    with pytest.raises(SendingError) as refused:
        outbound.send(out, account(fake, **more))
    return type(refused.value), refused.value.code


def test_it_is_said_once_however_often_it_is_tried_with_its_buttons_below() -> None:
    fake = FakeVk(allowed={7})
    out = replace(OUT, buttons={"send": "Send it"})
    with fake.running():
        fake.instead.append(None)  # VK takes it, and the answer is lost
        assert refusal(fake, out) == (SendingUnknownError, "no-answer")
        sent = outbound.send(out, account(fake))
        outbound.send(replace(out, notice=2), account(fake))
    assert (sent.external, sent.proven, len(fake.sent)) == ("7/1", True, 2)
    action = json.loads(fake.sent[0]["keyboard"])["buttons"][0][0]["action"]
    assert (action["label"], json.loads(action["payload"])) == ("Send it", {"b": "send"})


def test_a_long_text_goes_in_pieces_each_with_a_number_of_its_own() -> None:
    fake = FakeVk(allowed={7})
    with fake.running():
        outbound.send(replace(OUT, text="слово " * 1500), account(fake))
    assert (len(fake.sent), len({said["random_id"] for said in fake.sent})) == (3, 3)
    assert all(0 < outbound.random_id(notice, 0) < 2**31 for notice in range(500))


def test_each_error_is_what_it_means() -> None:
    fake = FakeVk()
    with fake.running():
        assert refusal(fake) == (SendingRefusedError, "vk-901")
        assert refusal(fake, token="wrong") == (AccountStoppedError, "vk-5")
        for code, means in (
            (1, SendLaterError),
            (10, SendLaterError),
            (14, AccountStoppedError),
            (18, SendingRefusedError),
            (900, SendingRefusedError),
        ):
            fake.refuse.append(code)
            assert refusal(fake) == (means, f"vk-{code}")
        for code, after in ((6, timedelta(seconds=1)), (9, timedelta(hours=1)), (29, timedelta(hours=1))):
            fake.refuse.append(code)
            with pytest.raises(SendLaterError) as later:
                outbound.send(OUT, account(fake))
            assert later.value.after == after
        fake.instead.append(Reply(502, b"<html>"))
        assert refusal(fake) == (SendLaterError, "http-502")
        fake.instead.append(Reply(200, b"<html>"))
        assert refusal(fake) == (SendingUnknownError, "no-answer")
    assert refusal(fake) == (SendLaterError, "no-connection")
    with pytest.raises(AccountStoppedError):
        outbound.send(OUT, None)


def test_a_comment_is_answered_below_it() -> None:
    fake = FakeVk()
    with fake.running():
        assert outbound.send(replace(OUT, address="main/wall/2/3"), account(fake)).external == "wall/1"
    (said,) = fake.comments
    assert (said["post_id"], said["reply_to_comment"], said["message"]) == ("2", "3", "Hello")


def test_files_come_from_vk_and_from_nowhere_else() -> None:
    fake = FakeVk()
    with fake.running():
        fake.instead.append(Reply(200, b"jpeg", "image/jpeg"))
        assert outbound.fetch(IncomingFile(name="x", remote=f"{fake.base}/p.jpg"), account(fake)) == b"jpeg"
        with pytest.raises(SendingRefusedError):
            outbound.fetch(IncomingFile(name="x", remote="http://10.0.0.1/"), account(fake))


def test_a_look_says_whether_the_token_works() -> None:
    fake = FakeVk()
    with fake.running():
        assert [outbound.check(account(fake)), outbound.check(account(fake, token="wrong"))] == ["", "vk-5"]
