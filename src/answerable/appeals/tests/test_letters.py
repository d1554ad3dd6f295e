"""Letters become appeals: each true one once, from whom it is, with number, code and date sent back the way it came."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.test import Client

from answerable.appeals import actions
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World, at_desk, page
from answerable.appeals.wording.history import deed_sentence
from answerable.base.actor import SYSTEM
from answerable.channels import queries as channels_queries
from answerable.channels.actions import accounts as account_actions
from answerable.channels.actions import letterbox
from answerable.channels.email.inbound import external_of
from answerable.channels.models import Message, Notice, RawDelivery
from answerable.channels.queries import accounts, deliveries
from answerable.channels.terms import AccountFacts, Channel
from answerable.channels.testing import Post, post_office, send_all, take_again, take_all, words_of
from answerable.ledger.queries import history_of
from answerable.vault import actions as vault_actions
from answerable.vault.terms import NotOpenedError

LAMP = "Добрий день! Ліхтар біля школи не світить.\nКоли його полагодять?"


@pytest.fixture
def mailbox(world: World) -> AccountFacts:
    settings = {"address": "appeals@police.example", "authserv": "mx.police.example"}
    account_actions.set_account(by=SYSTEM, at=AT, channel=Channel.EMAIL, name="main", body="dir", settings=settings)
    return accounts.account_named(Channel.EMAIL, "main")


def letter(
    text: str = LAMP, *, subject: str = "Ліхтар", sender: str = "Анна <anna@example.org>", **headers: str
) -> bytes:
    """A letter as a mail program writes it; `headers` by their names with `_` for a dash."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "appeals@police.example", subject
    made["Message-ID"] = headers.pop("Message_ID", "<one@example.org>")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


def kept(mailbox: AccountFacts, raw: bytes) -> int | None:
    return letterbox.keep_delivery(account=mailbox, external=external_of(raw), raw=raw, at=AT)


def came(mailbox: AccountFacts, raw: bytes) -> RawDelivery:
    """What has become of a letter that came."""
    ref = kept(mailbox, raw)
    take_all(mailbox.id, at=AT)
    return RawDelivery.objects.get(id=ref)


def test_a_letter_is_registered_and_number_code_and_date_go_back(world: World, mailbox: AccountFacts) -> None:
    delivery = came(mailbox, letter())
    appeal = Appeal.objects.get()
    assert (delivery.state, delivery.thing) == ("taken", f"appeal/{appeal.id}")
    assert (appeal.channel, appeal.kind, appeal.language, appeal.tier) == ("email", "request", "uk", "W")
    assert channels_queries.first_text(subject_of(appeal.id)) == f"Ліхтар\n\n{LAMP}"
    with post_office() as post:
        send_all(at=AT)
    (answer,) = post.letters
    text = words_of(answer)
    code = text.split("Ваш код: ")[1].split("\n")[0].replace(" ", "")
    assert answer["To"] == "anna@example.org"
    assert appeal.number in text
    assert vault_actions.open_by_code(typed=code, at=AT) == subject_of(appeal.id)


def test_a_letter_delivered_again_or_read_again_is_one_appeal(world: World, mailbox: AccountFacts) -> None:
    delivery = came(mailbox, letter())
    assert kept(mailbox, letter()) is None
    take_again(delivery, at=AT)  # a worker died before it could mark the delivery: the next one reads it again
    assert (Appeal.objects.count(), Message.objects.count(), Notice.objects.count()) == (1, 1, 1)


def test_two_letters_of_one_id_are_two(world: World, mailbox: AccountFacts) -> None:
    came(mailbox, letter()), came(mailbox, letter("Something else entirely, of the same id"))
    assert Appeal.objects.count() == 2


def answered(post: Post, mailbox: AccountFacts, text: str, **headers: str) -> bytes:
    """An answer to the last letter that we sent."""
    return letter(text, In_Reply_To=post.letters[-1]["Message-ID"], Message_ID="<two@example.org>", **headers)


def test_an_answer_to_our_letter_is_added_without_what_it_quotes(world: World, mailbox: AccountFacts) -> None:
    came(mailbox, letter())
    with post_office() as post:
        send_all(at=AT)
    reply = (
        "Ще одне: темно й на розі.\n\nпн, 2 бер. 2026 р. о 10:00 Поліція <appeals@police.example> пише:\n> Вітаємо\n"
    )
    assert came(mailbox, answered(post, mailbox, reply)).state == "taken"
    (appeal,) = Appeal.objects.all()
    texts = [channels_queries.message_text(one) for one in channels_queries.messages_of(subject_of(appeal.id))]
    assert texts == [f"Ліхтар\n\n{LAMP}", "Ще одне: темно й на розі."]
    assert appeal.replied_at == AT


def test_somebody_else_who_answers_our_letter_is_heard_by_a_person(world: World, mailbox: AccountFacts) -> None:
    came(mailbox, letter())
    with post_office() as post:
        send_all(at=AT)
    delivery = came(mailbox, answered(post, mailbox, "I withdraw this.", sender="Eve <eve@example.org>"))
    (appeal,) = Appeal.objects.all()
    assert (delivery.state, delivery.why, delivery.perhaps) == ("desk", "other-sender", f"appeal/{appeal.id}")
    assert (appeal.state, Message.objects.count()) == ("registered", 1)


def test_a_made_up_id_of_ours_joins_nothing(world: World, mailbox: AccountFacts) -> None:
    came(mailbox, letter())
    forged = f"<notice.{Notice.objects.get().id}.{'0' * 20}@police.example>"
    came(mailbox, letter("About that lamp", In_Reply_To=forged, Message_ID="<two@example.org>"))
    assert Appeal.objects.count() == 2


def test_an_answer_goes_back_in_its_words_to_whoever_wrote_by_letter(world: World, mailbox: AccountFacts) -> None:
    came(mailbox, letter())
    (appeal,) = Appeal.objects.all()
    handler, at = world.actor("petrenko"), AT + timedelta(hours=1)
    Appeal.objects.filter(id=appeal.id).update(body=world.bodies["dep"])
    actions.ask_sender(by=handler, at=at, ref=appeal.id, text="Which of the two schools is it?")
    with post_office() as post:
        send_all(at=at)
    bodies = [words_of(one) for one in post.letters]
    assert [("Which of the two schools is it?" in body) for body in bodies] == [False, True]


def test_a_complaint_by_letter_is_sealed_and_no_word_of_it_leaves(world: World, mailbox: AccountFacts) -> None:
    world.keys()
    delivery = came(mailbox, letter("Petrenko took money from me.", subject="Complaint"))
    (appeal,) = Appeal.objects.all()
    assert (appeal.tier, delivery.state) == ("S", "taken")
    assert b"Petrenko" not in bytes(RawDelivery.objects.get().content)
    with pytest.raises(NotOpenedError):
        deliveries.content_of(RawDelivery.objects.get())  # the server key alone opens it no more
    with post_office() as post:
        send_all(at=AT)
    (answer,) = post.letters
    assert "money" not in words_of(answer)


def test_a_code_that_was_sent_opens_the_stage_alone_until_it_is_changed(world: World, mailbox: AccountFacts) -> None:
    world.keys()
    came(mailbox, letter("Petrenko took money from me.", subject="Complaint"))
    with post_office() as post:
        send_all(at=AT)
    text = words_of(post.letters[0])
    client = Client()
    client.post("/en/follow/", {"code": text.split("Your code: ")[1].split("\n")[0]})
    page = client.get("/en/follow/message/").content.decode()
    assert ("To read it, take a code of your own" in page, "money" in page) == (True, False)
    client.post("/en/follow/message/code/")
    page = client.get("/en/follow/message/").content.decode()
    assert ("To read it, take a code of your own" in page, "money" in page) == (False, True)


@pytest.mark.parametrize(
    ("raw", "state", "why"),
    [
        (letter(Auto_Submitted="auto-replied"), "empty", "auto-submitted"),
        (letter(List_Id="<news.example.org>"), "empty", "list"),
        (letter(subject="Автоматична відповідь: відпустка"), "empty", "away"),
        (letter(sender="MAILER-DAEMON@example.org"), "empty", "robot"),
        (letter(sender="appeals@police.example"), "empty", "own"),
        (letter(text=" ", subject=""), "desk", "empty"),
        (letter(Authentication_Results="mx.police.example; dmarc=fail"), "desk", "unproven-sender"),
        (b"", "desk", "no-letter"),
    ],
    ids=["auto-submitted", "list", "out-of-office", "daemon", "our-own", "empty", "dmarc-fail", "no-letter"],
)
def test_what_nobody_wrote_is_no_appeal_and_what_is_unclear_waits(
    world: World, mailbox: AccountFacts, raw: bytes, state: str, why: str
) -> None:
    delivery = came(mailbox, raw)
    assert (delivery.state, delivery.why, Appeal.objects.count()) == (state, why, 0)
    assert deliveries.content_of(delivery) == raw


def test_a_letter_that_comes_back_is_told_at_the_desk_and_in_the_history(world: World, mailbox: AccountFacts) -> None:
    came(mailbox, letter())
    with post_office() as post:
        send_all(at=AT)
    report = (
        "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; anna@example.org\n"
        f"Action: failed\nStatus: 5.1.1\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: {post.letters[0]['Message-ID']}\n\n--b--\n"
    )
    delivery = came(mailbox, report.encode())
    (lost,) = channels_queries.undelivered()
    (appeal,) = Appeal.objects.all()
    assert (delivery.state, lost.fault, lost.thing) == ("empty", "smtp-5.1.1", f"appeal/{appeal.id}")
    deeds = [entry.deed for entry in history_of(lost.thing)]
    assert deeds == ["appeal.registered", "notice.returned"]
    assert deed_sentence(deeds[1], {}) == "News to the sender came back. The next way that they named is tried."


def test_a_machine_that_answers_every_letter_of_ours_is_told_five_times_a_day(
    world: World, mailbox: AccountFacts
) -> None:
    said = 0
    with post_office() as post:
        for round_ in range(12):  # it names none of our letters, so each of its own is a new one
            came(mailbox, letter(f"We got your letter no. {round_}", Message_ID=f"<{round_}@robot.example>"))
            send_all(at=AT + timedelta(minutes=round_))
            if len(post.letters) == said:
                break
            said = len(post.letters)
        assert (said, Appeal.objects.count()) == (5, 6)
        came(mailbox, letter(sender="boris@example.org", Message_ID="<b@example.org>"))
        send_all(at=AT + timedelta(hours=1))
        assert [one["To"] for one in post.letters[5:]] == ["boris@example.org"]
        send_all(at=AT + timedelta(days=1, minutes=10))  # nobody's number and code are lost
        assert [one["To"] for one in post.letters[6:]] == ["anna@example.org"]
    assert not Notice.objects.filter(sent_at=None).exists()


def test_what_our_server_found_of_the_sender_is_kept_and_shown_at_the_desk(world: World, mailbox: AccountFacts) -> None:
    found = {"Authentication_Results": "mx.police.example; spf=pass; dkim=pass; dmarc=pass"}
    proven = came(mailbox, letter(**found))
    assert (proven.proof, proven.checks) == ("proven", "spf=pass dkim=pass dmarc=pass")
    appeal = Appeal.objects.get()
    shown = at_desk(world, "koval").get(page("case", appeal.number)).content.decode()
    assert "The sender&#x27;s address is proven. <code>spf=pass dkim=pass dmarc=pass</code>" in shown
    failed = {"Authentication_Results": "mx.police.example; dmarc=fail", "Message_ID": "<2@example.org>"}
    forged = came(mailbox, letter("Other", **failed))
    assert (forged.state, forged.proof, forged.checks) == ("desk", "failed", "dmarc=fail")
    listed = at_desk(world, "koval").get(page("letters")).content.decode()
    assert "it may be forged. <code>dmarc=fail</code>" in listed
