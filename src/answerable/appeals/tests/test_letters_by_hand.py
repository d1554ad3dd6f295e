"""What no rule could place waits at the desk of its mailbox, and a person registers, attaches or closes it."""

from dataclasses import replace

import pytest

from answerable.appeals.actions.desk_outside import desk_outside
from answerable.appeals.models import Appeal
from answerable.appeals.queries import letters
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import World, at_desk, page, words
from answerable.base.actor import SYSTEM
from answerable.base.incoming import Arrived, UnfitError, Words
from answerable.base.subject import Subject
from answerable.base.testing import now
from answerable.channels import queries as channels_queries
from answerable.channels.actions import accounts as account_actions
from answerable.channels.actions import letterbox
from answerable.channels.models import Notice, RawDelivery
from answerable.channels.queries import accounts
from answerable.channels.terms import Channel
from answerable.channels.testing import take_all
from answerable.ledger.models import Entry

LETTER = (
    b"From: Anna <anna@example.org>\r\nSubject: Lamp\r\nMessage-ID: <1@x.example>\r\n"
    b"Authentication-Results: mx.police.example; dmarc=fail\r\n\r\nThe <b>lamp</b> is dark.\r\n"
)


def waiting(raw: bytes = LETTER) -> int:
    """A letter at the desk of the chair's body, by its id."""
    account_actions.set_account(
        by=SYSTEM, at=now(), channel=Channel.EMAIL, name="main", body="dir", settings={"authserv": "mx.police.example"}
    )
    mailbox = accounts.account_named(Channel.EMAIL, "main")
    ref = letterbox.keep_delivery(account=mailbox, external=str(RawDelivery.objects.count()), raw=raw, at=now())
    take_all(mailbox.id, at=now())
    return ref or 0


def test_it_stands_with_its_reason_and_words_at_the_desk_of_its_mailbox_and_at_no_other(world: World) -> None:
    waiting()
    shown = at_desk(world, "koval").get(page("letters"))
    assert "Our mail server says that it does not come from whom it names." in words(shown)
    assert ("anna@example.org" in words(shown), "<b>lamp</b>" in shown.content.decode()) == (True, False)
    assert "Every letter found its place." in words(at_desk(world, "marta").get(page("letters")))
    assert [letters.count(world.actor(login, now())) for login in ("koval", "marta")] == [1, 0]


def test_it_is_registered_word_for_word_once_and_its_sender_gets_the_number(world: World) -> None:
    ref, client = waiting(), at_desk(world, "koval")
    asked = {"kind": "report", "language": "ru"}
    for _ in range(2):
        client.post(page("letter-register", ref), asked)
    appeal = Appeal.objects.get()
    assert (appeal.kind, appeal.language, appeal.channel) == ("report", "ru", "email")
    assert channels_queries.first_text(subject_of(appeal.id)) == "Lamp\n\nThe <b>lamp</b> is dark."
    assert Notice.objects.get().kind == "acknowledged"
    delivery = RawDelivery.objects.get(id=ref)
    assert (delivery.state, delivery.thing) == ("taken", f"appeal/{appeal.id}")
    assert list(Entry.objects.filter(thing=f"delivery/{ref}").values_list("deed", flat=True)) == ["delivery.registered"]


def test_it_is_added_to_an_appeal_by_a_person_who_handles_that(world: World) -> None:
    sent, ref, client = world.sent(at=now(), addressed_to=world.bodies["dir"]), waiting(), at_desk(world, "koval")
    said = client.post(page("letter-attach", ref), {"number": "NO-SUCH-1"}, follow=True)
    assert "There is no such appeal, or somebody was faster." in words(said)
    said = client.post(page("letter-attach", ref), {"number": sent.number}, follow=True)
    assert f"Added to {sent.number}." in words(said)
    texts = [channels_queries.message_text(one) for one in channels_queries.messages_of(subject_of(sent.appeal))]
    assert texts[1:] == ["The <b>lamp</b> is dark."]
    assert list(Entry.objects.filter(thing=f"delivery/{ref}").values_list("deed", flat=True)) == ["delivery.attached"]


def test_it_is_closed_with_a_trace_and_can_be_had_word_for_word_before(world: World) -> None:
    ref, client = waiting(), at_desk(world, "koval")
    assert client.get(page("letter-raw", ref)).content == LETTER
    assert at_desk(world, "marta").get(page("letter-raw", ref)).status_code == 404
    client.post(page("letter-close", ref))
    assert (RawDelivery.objects.get(id=ref).state, Appeal.objects.count()) == ("spam", 0)
    assert client.get(page("letter-raw", ref)).status_code == 404


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe no letter at all"], ids=["empty", "no-letter"])
def test_what_no_program_can_read_is_shown_as_far_as_it_goes(world: World, raw: bytes) -> None:
    ref, client = waiting(raw), at_desk(world, "koval")
    assert client.get(page("letters")).status_code == 200
    client.post(page("letter-register", ref), {"kind": "request", "language": "uk"})
    assert Appeal.objects.count() == (1 if raw else 0)


def test_a_letter_that_may_be_about_its_own_mailbox_waits_at_a_desk_outside(world: World) -> None:
    ref = waiting(LETTER.replace(b"The <b>lamp</b> is dark.", b"Koval laughed at me."))
    assert [letters.count(world.actor(login, now())) for login in ("koval", "marta", "hlushko")] == [0, 0, 1]
    assert at_desk(world, "koval").get(page("letter-raw", ref)).status_code == 404
    at_desk(world, "hlushko").post(page("letter-register", ref), {"kind": "complaint", "language": "en"})
    assert Appeal.objects.get().body_id == world.bodies["pro"]


def test_a_letter_that_seems_to_belong_to_a_complaint_about_its_mailbox_waits_where_that_lies(world: World) -> None:
    sent = world.sent(at=now(), kind="complaint", about_body=world.bodies["dir"], name="Oksana")
    about = Subject("appeal", sent.appeal)
    unfit = UnfitError("other-sender", perhaps=about)
    said = Words(external="1", sender="other@example.org", text="One thing more.")
    way = {"delivery": 1, "part": 0, "channel": "email", "way": "email", "token": "t" * 43}
    arrived = Arrived(at=now(), body=world.bodies["dir"], about=about, **way)
    assert desk_outside(said, arrived, unfit) == Appeal.objects.get().body_id == world.bodies["pro"]
    arrived = replace(arrived, body=world.bodies["mon"])
    assert desk_outside(said, arrived, unfit) is None
