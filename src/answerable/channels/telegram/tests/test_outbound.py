"""Sending by the Bot API: each refusal is what it means, nothing is sent twice unasked, and the token is told nobody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from answerable.base.incoming import IncomingFile
from answerable.channels.loopback import Reply
from answerable.channels.telegram import outbound
from answerable.channels.telegram.testing import FakeTelegram
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

OUT = Outgoing(notice=1, address="main/7", subject="", text="Hello", language="en")


def account(fake: FakeTelegram, token: str = "") -> AccountFacts:
    settings = {"base": fake.base, "token": token or fake.token}
    return AccountFacts(id=9, channel=Channel.TELEGRAM, name="main", body=5, root=5, settings=settings)


def refusal(fake: FakeTelegram, out: Outgoing = OUT, **more: str) -> tuple[type[SendingError], str]:
    with pytest.raises(SendingError) as refused:
        outbound.send(out, account(fake, **more))
    return type(refused.value), refused.value.code


def test_it_is_said_with_its_buttons_below_and_the_press_is_answered() -> None:
    fake = FakeTelegram(people={7})
    with fake.running():
        out = replace(OUT, buttons={"send": "Send it"}, answers="query/42")
        sent = outbound.send(out, account(fake))
    assert (sent.external, sent.proven, fake.answered) == ("7/1", True, ["42"])
    assert fake.sent[0]["reply_markup"] == {"inline_keyboard": [[{"text": "Send it", "callback_data": "send"}]]}


def test_a_long_text_goes_in_pieces_that_are_the_whole() -> None:
    text = "\n\n".join(f"{place} " + "слово " * 150 for place in range(10)).strip()
    fake = FakeTelegram(people={7})
    with fake.running():
        outbound.send(replace(OUT, text=text), account(fake))
    said = [str(each["text"]) for each in fake.sent]
    assert len(said) == 3
    assert " ".join(" ".join(said).split()) == " ".join(text.split())
    assert max(len(each.encode("utf-16-le")) // 2 for each in outbound.split("\U0001f600" * 5000)) <= 4096
    assert outbound.split(" ") == ["…"]


def test_each_refusal_is_what_it_means() -> None:
    fake = FakeTelegram(blocked={7})
    with fake.running():
        assert refusal(fake) == (SendingRefusedError, "shut-out")
        assert refusal(fake, replace(OUT, address="main/8")) == (SendingRefusedError, "http-400")
        assert refusal(fake, token="1:x") == (AccountStoppedError, "http-401")
        fake.instead.append(Reply(502, b"<html>"))
        assert refusal(fake) == (SendingUnknownError, "no-answer")
        fake.instead.append(Reply(500, b'{"ok": false}'))
        assert refusal(fake) == (SendLaterError, "http-500")
        fake.instead.append(None)
        assert refusal(fake) == (SendingUnknownError, "no-answer")
    assert refusal(fake) == (SendLaterError, "no-connection")
    with pytest.raises(AccountStoppedError):
        outbound.send(OUT, None)


def test_who_is_too_quick_waits_as_long_as_is_asked() -> None:
    fake = FakeTelegram(people={7})
    fake.instead.append(Reply(429, b'{"ok": false, "parameters": {"retry_after": 3}}'))
    with fake.running(), pytest.raises(SendLaterError) as refused:
        outbound.send(OUT, account(fake))
    assert (refused.value.code, refused.value.after) == ("too-many", timedelta(seconds=3))


def test_a_file_is_fetched_and_none_that_is_too_large() -> None:
    fake = FakeTelegram(files={"small": b"jpeg", "large": bytes(20_000_001)})
    with fake.running():
        bot = account(fake)
        assert outbound.fetch(IncomingFile(name="x", remote="small"), bot) == b"jpeg"
        for name in ("large", "none"):
            with pytest.raises(SendingRefusedError):
                outbound.fetch(IncomingFile(name="x", remote=name), bot)


def test_a_look_says_whether_the_bot_works() -> None:
    fake = FakeTelegram()
    with fake.running():
        assert outbound.check(account(fake)) == "no-webhook"
        fake.webhook = {"url": "https://example.org/"}
        assert outbound.check(account(fake)) == ""
        assert outbound.check(account(fake, token="1:x")) == "http-401"
