"""Letters: one for one deed, sent at least once with one id, silent about what the news is."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django import app

from answerable.base.subject import Subject
from answerable.channels import actions, jobs, queries, rules, sending, wording
from answerable.channels.models import Notice
from answerable.channels.terms import Sent
from answerable.channels.testing import front, post_office, words_of

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def tell(dedupe: str = "appeal/1/7", **changed: object) -> bool:
    said = {
        "root": 5,
        "subject": Subject("appeal", 1),
        "way": "email",
        "address": "anna@example.org",
        "language": "uk",
        "kind": "answered",
        "words": {"number": "CHU-2026-00001"},
        "at": AT,
    }
    with transaction.atomic():
        return actions.write_notice(dedupe=dedupe, **(said | changed))


def jobs_waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [actions.SEND_ONE])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_one_deed_is_one_letter_however_often_it_is_told() -> None:
    assert [tell(), tell(), tell("appeal/1/8")] == [True, False, True]
    assert (Notice.objects.count(), jobs_waiting()) == (2, 2)


@pytest.mark.django_db
def test_a_phone_notice_waits_for_somebody_to_ring_and_starts_no_job() -> None:
    tell(way="phone", address="+380 50 000 00 00")
    assert jobs_waiting() == 0
    (call,) = queries.to_ring(at=AT)
    assert queries.address_of(call) == "+380 50 000 00 00"
    assert not actions.mark_rung(at=AT, notice=call.id, subjects=[Subject("appeal", 2)])
    assert [actions.mark_rung(at=AT, notice=call.id, subjects=[Subject("appeal", 1)]) for _ in range(2)] == [
        True,
        False,
    ]


@pytest.mark.django_db
def test_a_call_in_vain_is_made_again_later_but_not_for_ever() -> None:
    tell(way="phone", address="+380 50 000 00 00")
    call, at, days = queries.to_ring(at=AT).get(), AT, []
    while queries.to_ring(at=at).exists() and len(days) < 9:
        assert actions.mark_unanswered(at=at, notice=call.id, subjects=[Subject("appeal", 1)])
        assert not queries.to_ring(at=at).exists()
        at += timedelta(days=1)
        days.append(at)
    assert (len(days), actions.mark_unanswered(at=at, notice=call.id, subjects=[Subject("appeal", 1)])) == (
        rules.MOST_RINGS,
        False,
    )
    assert [one.thing for one in queries.undelivered()] == ["appeal/1"]


@pytest.mark.django_db
def test_a_letter_says_that_there_is_news_and_nothing_else() -> None:
    tell(language="en")
    with post_office() as post:
        jobs.send_notices(0)
        jobs.send_notices(0)
    (letter,) = post.letters
    assert letter["Subject"] == "There is news on your appeal CHU-2026-00001"
    assert (letter["To"], letter["Auto-Submitted"]) == ("anna@example.org", "auto-generated")
    text = words_of(letter)
    assert f"{front()}/en/follow/" in text
    assert "answered" not in text
    assert Notice.objects.get().sent_at is not None


@pytest.mark.django_db
def test_a_worker_killed_after_sending_sends_again_under_the_same_id() -> None:
    tell()

    with post_office() as post:
        (claimed,) = actions.claim_notices(at=AT)
        assert sending.send_notice(claimed) == Sent()  # and here, before it is marked, the worker is killed
        assert jobs.send_batch(at=AT + timedelta(minutes=1)) == 0
        assert jobs.send_batch(at=AT + timedelta(minutes=6)) == 1
        assert jobs.send_batch(at=AT + timedelta(days=6)) == 0
    assert len({letter["Message-ID"] for letter in post.letters}) == 1
    assert len(post.letters) == 2


@pytest.mark.django_db
def test_a_busy_server_is_tried_again_and_an_unknown_address_is_given_up() -> None:
    tell()
    with post_office() as post:
        post.refusal = "451 come back later"
        jobs.send_batch(at=AT)
        assert (Notice.objects.get().gave_up_at, Notice.objects.get().tries) == (None, 1)
        post.refusal = "550 nobody of that name"
        jobs.send_batch(at=AT + timedelta(hours=1))
        assert Notice.objects.get().gave_up_at is not None
        post.refusal = ""
        jobs.send_batch(at=AT + timedelta(hours=9))
    assert post.letters == []
    assert [one.thing for one in queries.undelivered()] == ["appeal/1"]


@pytest.mark.django_db
def test_an_address_that_carries_headers_is_given_up(tmp_path: Path) -> None:
    tell(address="anna@example.org\nBcc: all@example.org")
    with post_office() as post:
        jobs.send_batch(at=AT)
    assert post.letters == []
    assert Notice.objects.get().gave_up_at is not None


@pytest.mark.django_db
def test_a_notice_is_refused_outside_the_transaction_of_its_deed(transactional_db: None) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        actions.write_notice(
            root=1,
            subject=Subject("appeal", 1),
            dedupe="x",
            way="email",
            address="a@b.c",
            language="en",
            kind="news",
            words={},
            at=AT,
        )


def test_a_digest_holds_counts_and_a_link_only() -> None:
    said = wording.letter(kind="digest", language="en", words={"unread": 3, "older": 1}, address="https://a.example")
    assert said.subject == "3 items to read"
    assert said.text.split("\n\n") == [
        "Hello.",
        "The day's reading holds 3 items that you have not read.",
        "1 of them has waited for longer than was promised.",
        "https://a.example/chair/",
        "The number of unread items is public.\n",
    ]


@given(st.text(max_size=9), st.text(max_size=9), st.text(max_size=9), st.text(max_size=9))
def test_two_deliveries_are_the_same_only_when_channel_and_name_are(a: str, b: str, c: str, d: str) -> None:
    assert (rules.delivery_id(a, b) == rules.delivery_id(c, d)) == ((a, b) == (c, d))


@given(st.integers(0, 30))
def test_pauses_never_shrink_and_tries_end(tries: int) -> None:
    assert rules.pause_after(tries) <= rules.pause_after(tries + 1) <= timedelta(days=1)
    assert rules.is_last(tries) == (tries >= rules.MOST_TRIES)


@pytest.mark.django_db
def test_a_letter_told_inside_a_worker_is_deferred_in_the_same_transaction() -> None:
    with app.replace_connector(app.connector.get_worker_connector()):
        tell()
    assert jobs_waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_sends_what_a_transaction_told_and_nothing_of_one_that_was_undone() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell("appeal/2/1", address="nobody@example.org")
        _ = 1 / 0
    tell("appeal/1/1")
    with post_office() as post, app.replace_connector(app.connector.get_worker_connector()) as working:

        async def work() -> None:
            async with working.open_async():
                await working.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

        asyncio.run(work())
    assert [letter["To"] for letter in post.letters] == ["anna@example.org"]
    assert Notice.objects.get().sent_at is not None


def given_up(dedupe: str = "appeal/1/7", at: datetime = AT, **changed: object) -> Notice:
    """A letter or a call that nobody could deliver."""
    assert tell(dedupe, **changed)
    notice = Notice.objects.get(dedupe=dedupe)
    if notice.way == "phone":
        assert actions.mark_unanswered(at=at, notice=notice.id, subjects=[Subject.parse(notice.thing)], for_good=True)
    else:
        actions.mark_failed(notice=notice.id, at=at, code="smtp-550", for_good=True)
    return notice


@pytest.mark.django_db
def test_numbers_tell_what_waits_and_what_could_not_be_delivered() -> None:
    given_up("a"), given_up("b", way="phone"), given_up("c", way="phone")
    tell("d", subject=Subject("appeal", 2))
    assert queries.gauges() == {
        "letters_waiting": 1,
        "letters_undelivered": 1,
        "calls_waiting": 0,
        "calls_undelivered": 2,
    }


@pytest.mark.django_db
def test_a_later_letter_that_arrives_makes_good_what_was_given_up_about_the_same_thing() -> None:
    lost, other = given_up("a"), given_up("b", subject=Subject("appeal", 2))
    tell("c")
    actions.mark_sent(notice=Notice.objects.get(dedupe="c").id, at=AT)
    assert list(queries.undelivered()) == [other]
    given_up("d")
    tell("e", way="phone")
    assert actions.mark_rung(at=AT, notice=Notice.objects.get(dedupe="e").id, subjects=[Subject("appeal", 1)])
    assert list(queries.undelivered()) == [other]
    assert not actions.settle(at=AT, notices=[lost.id, other.id], subjects=[Subject("appeal", 1)])
    assert actions.settle(at=AT, notices=[lost.id, other.id], subjects=[Subject("appeal", 2)]) == 1
    assert list(queries.undelivered()) == []


@pytest.mark.django_db
def test_health_says_when_no_letter_goes_out() -> None:
    tell("a"), tell("b", subject=Subject("appeal", 2))
    soon, late = AT + timedelta(hours=1), AT + timedelta(hours=3)
    assert list(queries.troubles(at=soon)) == []
    (red,) = queries.troubles(at=late)
    assert red.startswith("2 letters wait and none has gone out for 2 hours")
    tell("c", subject=Subject("appeal", 3))
    actions.mark_sent(notice=Notice.objects.get(dedupe="c").id, at=late)
    assert list(queries.troubles(at=late)) == []  # one mailbox that is slow to take letters is not our server's trouble


@pytest.mark.django_db
def test_health_says_what_nobody_found_another_way_for() -> None:
    lost = given_up()
    soon, late = AT + timedelta(days=2), AT + timedelta(days=4)
    assert list(queries.troubles(at=soon)) == []
    (red,) = queries.troubles(at=late)
    assert red.startswith("1 letters and calls could not be delivered, and for 72 hours nobody has found another way")
    assert actions.settle(at=late, notices=[lost.id], subjects=[Subject("appeal", 1)]) == 1
    assert list(queries.troubles(at=late)) == []


@pytest.mark.django_db
def test_health_says_for_a_day_that_a_morning_letter_did_not_arrive() -> None:
    given_up(kind="digest", subject=Subject("body", 1), words={"unread": 1})
    (red,) = queries.troubles(at=AT + timedelta(hours=20))
    assert red.startswith("1 letters to our own people could not be delivered")
    assert list(queries.troubles(at=AT + timedelta(days=9))) == []
