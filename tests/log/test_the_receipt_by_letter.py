"""The letter that brings a receipt: with the sender's words only when they ask for them."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from answerable.appeals.testing import make_world
from answerable.base.testing import now
from answerable.channels.jobs import send_batch
from answerable.ledger import published, testing
from answerable_verify import verify_receipt

pytestmark = pytest.mark.instants

TEXT = "Лампа біля школи темна.\nКоли її полагодять?"


def test_the_letter_brings_the_receipt_without_the_words_unless_they_are_asked_for(home: Path, client: Client):
    registered = make_world().sent(text=TEXT, contact="oksana@example.org", way="email")
    client.post("/en/follow/", {"code": registered.code})
    testing.sequencer().step(at=testing.AT, everything=True)
    send_batch(at=now() + timedelta(minutes=1))
    mail.outbox.clear()
    for words in ("", "yes"):
        assert client.post("/en/follow/message/record/mail/", {"words": words}).status_code == 302
    send_batch(at=now() + timedelta(minutes=1))
    letters = [letter for letter in mail.outbox if letter.attachments]
    assert [letter.to for letter in letters] == [["oksana@example.org"]] * 2
    read = [verify_receipt(letter.attachments[0][1], published.published_policy()).fields for letter in letters]
    assert ["text" in fields for fields in read] == [False, True]
    assert TEXT not in letters[0].body
