"""Sending letters: at least once, with the same id at every try.

Between a mail server's "accepted" and our mark there is an instant in which a killed worker leaves a sent letter
unmarked. It is then sent again with the same Message-ID, by which receivers show one letter; the folder of letters
that stands for a mail server in development keeps one file an id. No order of the two steps can do better over SMTP:
marked first, a letter could be lost, and a resident who is never told is worse off than one who is told twice.
"""

import logging
import smtplib
import time
from datetime import datetime
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from procrastinate.contrib.django import app

from answerable.base import clock, measures
from answerable.channels import actions, queries, rules, wording
from answerable.channels.models import Notice
from answerable.vault.rules.subkeys import subkey
from answerable.vault.terms import UnreadableError

log = logging.getLogger(__name__)
MOST_BATCHES: Final = 20  # a run stays short; the next one comes within a minute
ENCLOSED: Final = "message.tlog-proof"
AUTOMATIC: Final = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


@app.task  # type: ignore[untyped-decorator]  # the library is not read by mypy
def send_one(notice: int) -> None:
    """Send one letter right after it was written; what fails is left to `send_notices`."""
    send_batch(at=clock.now(), only=notice)


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="channels.send_notices")  # type: ignore[untyped-decorator]  # the library is not read by mypy
def send_notices(timestamp: int) -> None:
    """Send every letter that waits and whose time to be tried has come."""
    del timestamp
    for _ in range(MOST_BATCHES):
        if not send_batch(at=clock.now()):
            break


def send_batch(*, at: datetime, only: int | None = None) -> int:
    """Claim some letters and send them one by one; returns how many were claimed."""
    claimed = actions.claim_letters(at=at, only=only)
    for notice in claimed:
        if _delivered(notice, at):
            actions.mark_sent(notice=notice.id, at=at)
    return len(claimed)


def _delivered(notice: Notice, at: datetime) -> bool:
    """Hand one letter to the mail server, and count it."""
    began = time.perf_counter()
    delivered = deliver(notice, at)
    measures.note(measures.Kind.OUTBOX, "letters", time.perf_counter() - began, failed=not delivered)
    return delivered


def deliver(notice: Notice, at: datetime) -> bool:
    """Hand one letter to the mail server; False when that failed. The log names the notice, never the address."""
    try:
        get_connection().send_messages([letter_of(notice)])
    except smtplib.SMTPRecipientsRefused as refusal:
        for_good = all(500 <= code < 600 for code, _ in refusal.recipients.values())
        return _failed(notice, refusal, at, for_good=for_good)
    except (ValueError, UnreadableError, UnicodeError) as fault:  # a broken address stays broken
        return _failed(notice, fault, at, for_good=True)
    except (OSError, smtplib.SMTPException) as fault:
        return _failed(notice, fault, at, for_good=False)
    return True


def _failed(notice: Notice, fault: Exception, at: datetime, *, for_good: bool) -> bool:
    """Note that a try failed, by the kind of the fault only: its text may quote the address."""
    log.warning("notice %d was not sent (%s), try %d", notice.id, type(fault).__name__, notice.tries)
    actions.mark_failed(notice=notice.id, at=at, for_good=for_good)
    if for_good or rules.is_last(notice.tries):
        log.error("notice %d is given up after %d tries", notice.id, notice.tries)
    return False


def letter_of(notice: Notice) -> EmailMessage:
    """The letter as it is sent: plain text, marked as automatic, with an id that never changes."""
    config = settings.ANSWERABLE
    said = wording.letter(kind=notice.kind, language=notice.language, words=notice.words, address=config.address)
    host = parseaddr(config.mail_from)[1].rpartition("@")[2] or "localhost"
    name = rules.message_id(subkey(config.server_key, "letters"), notice=notice.id, host=host)
    letter = EmailMessage(
        subject=said.subject,
        body=said.text,
        from_email=config.mail_from,
        to=[queries.address_of(notice)],
        headers={**AUTOMATIC, "Message-ID": name, "Content-Language": notice.language},
    )
    if file := queries.enclosed_in(notice):
        letter.attach(ENCLOSED, file.encode(), "application/octet-stream")
    return letter
