"""Keeping messages word for word, and writing down whom to tell that there is news."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import F, QuerySet
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from answerable.base import statement
from answerable.base.actor import SYSTEM, Actor
from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.channels import queries, rows, rules
from answerable.channels.models import Delivery, Message, Notice
from answerable.channels.sealed_fields import MESSAGE_TEXT, NOTICE_ADDRESS, NOTICE_ENCLOSED, NOTICE_SAID
from answerable.channels.terms import Channel, Deed, MessageKind, ReportState, Way
from answerable.ledger import actions as ledger_actions
from answerable.ledger import rules as ledger_rules
from answerable.vault.sealing import seal_into, seal_text

SEND_ONE: Final = "answerable.channels.jobs.send_one"  # by name: jobs stand above actions


def keep_message(
    *,
    root: int,
    subject: Subject,
    channel: Channel,
    incoming: bool,
    kind: MessageKind,
    author: Actor,
    at: datetime,
    language: str,
    text: str,
    ref: int | None = None,
    to_readers: bool = False,
) -> int:
    """Keep one message for ever, sealed; returns its id (`ref`, when the caller has drawn it already).

    With `to_readers` those alone can open it who can open the sealed subject.
    """
    ref = ref or new_id()
    message = rows.message(
        ref=ref,
        root=root,
        subject=subject,
        channel=channel,
        incoming=incoming,
        kind=kind,
        author=author,
        at=at,
        language=language,
        text=seal_into(subject if to_readers else None, MESSAGE_TEXT, text, root=root, ref=ref),
    )
    statement.write((Message, message))
    return ref


@transaction.atomic
def receive_message(
    *,
    root: int,
    subject: Subject,
    channel: Channel,
    external: str,
    kind: MessageKind,
    author: Actor,
    at: datetime,
    language: str,
    text: str,
    ref: int | None = None,
    to_readers: bool = False,
) -> int | None:
    """Keep what came in; returns its id, or None when this delivery was kept before. `ref` and `to_readers` as in `keep`.

    `external` is the channel's own name of the delivery: a form's token, a mail's id. Two deliveries at the same
    instant meet at the look-up's primary key: the second waits for the first and then finds it.
    """
    ref = ref or new_id()
    delivery = rows.delivery(channel=channel, external=external, message=ref, subject=subject)
    if not statement.write(once=(Delivery, delivery)):
        return None
    return keep_message(
        root=root,
        subject=subject,
        channel=channel,
        incoming=True,
        kind=kind,
        author=author,
        at=at,
        language=language,
        text=text,
        ref=ref,
        to_readers=to_readers,
    )


def write_notice(
    *,
    root: int,
    subject: Subject,
    dedupe: str,
    way: Way | str,
    address: str,
    language: str,
    kind: str,
    words: Mapping[str, str | int],
    at: datetime,
    enclosed: bytes | None = None,
    said: str = "",
) -> bool:
    """Write a notice in the caller's transaction; False when this very notice was asked for before.

    `enclosed` is a file in UTF-8 that goes with the letter, because the sender asked for it. `said` are words beyond
    "there is news": the caller has asked `rules.may_say`.

    Refuses to work outside a transaction: what is told and what was done belong together. A letter goes by a job that
    is deferred in the same transaction; a phone notice waits until somebody has rung (`rang`).
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a notice is written in the transaction of what it tells")
    ref = new_id()
    notice = rows.notice(
        ref=ref,
        root=root,
        subject=subject,
        dedupe=dedupe,
        way=way,
        address=seal_text(NOTICE_ADDRESS, address, root=root, ref=ref),
        language=language,
        kind=kind,
        words=words,
        at=at,
        enclosed=None if enclosed is None else seal_text(NOTICE_ENCLOSED, enclosed.decode(), root=root, ref=ref),
        said=seal_text(NOTICE_SAID, said, root=root, ref=ref) if said else None,
    )
    if not statement.write(once=(Notice, notice)):
        return False
    if Way(way) is not Way.PHONE:
        _defer(ref)
    return True


def _defer(notice: int) -> None:
    """Defer the sending on Django's own connection, so that it is part of the caller's transaction.

    The app of the jobs must not be asked: inside a worker it has a connector of its own, which knows nothing of this
    transaction and belongs to another thread's loop.
    """
    configure_task(name=SEND_ONE, job_manager=JobManager(DjangoConnector())).defer(notice=notice)


@transaction.atomic
def claim_notices(*, at: datetime, most: int = 50, only: int | None = None) -> list[Notice]:
    """Take what a machine sends that are to be tried now, each for one worker, with the time of the next try already set.

    The claim is committed before anything is sent. A worker killed while sending leaves a letter that is tried again
    when that time has come.
    """
    waiting = queries.waiting_notices(at=at, only=only).exclude(way=Way.PHONE)
    found = list(waiting.select_for_update(skip_locked=True)[:most])
    for notice in found:
        notice.tries += 1
        notice.next_try_at = at + rules.pause_after(notice.tries)
    Notice.objects.bulk_update(found, ["tries", "next_try_at"])
    return found


def mark_sent(*, notice: int, at: datetime, external: str = "", proven: bool = False) -> bool:
    """Mark a notice as sent; False when it was marked before. What had been given up before it is made good by it.

    `external` is what the channel calls it; `proven`: the channel says that it has arrived, which is a deed.
    """
    columns: dict[str, object] = {"sent_at": at, "external": external[:200], "fault": ""}
    with transaction.atomic():
        marked = Notice.objects.filter(id=notice, sent_at=None).update(**columns) == 1
        _make_good(notice, at)
        if marked and proven:
            note_report(notice=notice, at=at, state=ReportState.DELIVERED)
    return marked


@transaction.atomic
def note_report(*, notice: int, at: datetime, state: ReportState, why: str = "") -> bool:
    """Write down what a channel says of something sent; False when that was known. Only forwards: what arrived has arrived.

    What came back is given up: the desk sees it, with the next way. Proof and return are deeds on the subject.
    """
    found = Notice.objects.select_for_update().filter(id=notice).first()
    if found is None or found.proven_at is not None or state not in {ReportState.DELIVERED, ReportState.RETURNED}:
        return False
    if state is ReportState.DELIVERED:
        found.proven_at, found.sent_at, found.gave_up_at = at, found.sent_at or at, None
        found.fault, deed = "", Deed.NOTICE_DELIVERED
    elif found.gave_up_at is not None:
        return False
    else:
        found.gave_up_at, found.sent_at, found.fault, deed = at, None, why[:60], Deed.NOTICE_RETURNED
    found.save(update_fields=["proven_at", "sent_at", "gave_up_at", "fault"])
    facts: dict[str, ledger_rules.Fact | list[int]] = {
        "notice": found.id,
        "way": found.way,
        "why": why if ledger_rules.is_fact(why) else "",
    }
    ledger_actions.record(by=SYSTEM, at=at, deed=deed, thing=found.thing, root=found.root, facts=facts)
    return True


def _make_good(notice: int, at: datetime) -> None:
    """Settle what had been given up about the subject of a notice that has arrived: its receiver knows that there is news."""
    same = Notice.objects.filter(id=notice).values("thing")
    queries.undelivered().order_by().filter(thing__in=same).update(settled_at=at)


def settle(*, at: datetime, notices: Collection[int], subjects: Collection[Subject]) -> int:
    """Take given-up notices of these subjects off the list; returns how many were on it."""
    named = [str(subject) for subject in subjects]
    return queries.undelivered().order_by().filter(id__in=notices, thing__in=named).update(settled_at=at)


def mark_failed(*, notice: int, at: datetime, code: str, for_good: bool, wanted: timedelta | None = None) -> None:
    """Give a notice up when its address can't be written to or every try is used; otherwise it is tried again.

    `wanted` is the pause that the channel asked for.
    """
    letter = Notice.objects.filter(id=notice, sent_at=None).first()
    if letter is None:
        return
    letter.fault = code[:60]
    if for_good or rules.is_last(letter.tries):
        letter.gave_up_at = at
    else:
        letter.next_try_at = at + rules.pause_after(letter.tries, wanted)
    letter.save(update_fields=["gave_up_at", "next_try_at", "fault"])


def mark_unknown(*, notice: int, at: datetime, code: str) -> bool:
    """Note a try of which nobody knows whether it arrived; True when it is given up: a person looks before a third letter."""
    letter = Notice.objects.filter(id=notice, sent_at=None).first()
    if letter is None:
        return False
    letter.unknown, letter.fault = letter.unknown + 1, code[:60]
    given_up = letter.unknown >= rules.MOST_UNKNOWN
    letter.gave_up_at = at if given_up else None
    letter.save(update_fields=["unknown", "fault", "gave_up_at"])
    return given_up


def wait_for_account(*, notice: int, at: datetime, code: str) -> None:
    """Let a notice wait while its account is shut: no try is used up, and it is looked at again every quarter of an hour."""
    Notice.objects.filter(id=notice, sent_at=None).update(
        tries=F("tries") - 1, next_try_at=at + rules.WHILE_STOPPED, fault=code[:60]
    )


@transaction.atomic
def mark_rung(*, at: datetime, notice: int, subjects: Collection[Subject]) -> bool:
    """Say that somebody rang; False when it was said before, or the notice belongs to none of these subjects."""
    told = _calls(notice, subjects).update(sent_at=at) == 1
    if told:
        _make_good(notice, at)
    return told


@transaction.atomic
def mark_unanswered(*, at: datetime, notice: int, subjects: Collection[Subject], for_good: bool = False) -> bool:
    """Say that nobody answered: it is tried again later, but not for ever. `for_good`: the number is wrong."""
    call = _calls(notice, subjects).select_for_update().first()
    if call is None:
        return False
    call.tries += 1
    call.next_try_at = at + rules.ring_again_after(call.tries)
    call.gave_up_at = at if for_good or rules.is_last_ring(call.tries) else None
    call.save(update_fields=["tries", "next_try_at", "gave_up_at"])
    return True


def _calls(notice: int, subjects: Collection[Subject]) -> QuerySet[Notice]:
    """The call, if it is still to be made and belongs to one of these subjects."""
    named = [str(subject) for subject in subjects]
    return Notice.objects.filter(id=notice, way=Way.PHONE, sent_at=None, gave_up_at=None, thing__in=named)
