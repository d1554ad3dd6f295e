"""Letters out, by the mail server that is set: plain text and the same as a page, marked as automatic, with an id that never changes.

Between a mail server's "accepted" and our mark there is an instant in which a killed worker leaves a sent letter
unmarked. It is then sent again with the same Message-ID, by which receivers show one letter; the folder of letters
that stands for a mail server in development keeps one file an id. No order of the two steps can do better over SMTP:
marked first, a letter could be lost, and a resident who is never told is worse off than one who is told twice.
"""

import smtplib
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from answerable.channels import rules
from answerable.channels.email.page_text import page_of
from answerable.channels.terms import AccountFacts, Outgoing, SendingRefusedError, SendLaterError, Sent
from answerable.vault.rules.subkeys import subkey

ENCLOSED: Final = "message.tlog-proof"
AUTOMATIC: Final = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}  # RFC 3834, 5


def send(outgoing: Outgoing, account: AccountFacts | None) -> Sent:
    """Hand one letter to the mail server: it takes it over, which proves nothing of its arrival.

    Raises SendingRefusedError for an address that nobody can write to and a letter that is refused for good,
    SendingUnknownError where the line broke after the letter, SendLaterError for whatever may pass.
    """
    try:
        letter = letter_of(outgoing, account)
        get_connection().send_messages([letter])
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _ in refusal.recipients.values()]
        if all(500 <= code < 600 for code in codes):
            raise SendingRefusedError(f"smtp-{max(codes, default=550)}") from refusal
        raise SendLaterError(f"smtp-{max(codes, default=450)}") from refusal
    except smtplib.SMTPDataError as refusal:
        if 500 <= refusal.smtp_code < 600:
            raise SendingRefusedError(f"smtp-{refusal.smtp_code}") from refusal
        raise SendLaterError(f"smtp-{refusal.smtp_code}") from refusal
    except (ValueError, UnicodeError) as fault:  # a broken address stays broken
        raise SendingRefusedError("broken-address") from fault
    except (OSError, smtplib.SMTPException) as fault:
        raise SendLaterError(type(fault).__name__) from fault
    return Sent()


def letter_of(outgoing: Outgoing, account: AccountFacts | None) -> EmailMultiAlternatives:
    """The letter as it is sent. From a mailbox's own address where the account names one."""
    config = settings.ANSWERABLE
    sender = (account.settings.get("from", "") if account else "") or config.mail_from
    host = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    key = subkey(config.server_key, "letters")
    headers = {
        **AUTOMATIC,
        "Message-ID": rules.message_id(key, notice=outgoing.notice, host=host),
        "Content-Language": outgoing.language,
    }
    back = own_address(account, notice=outgoing.notice, seal=rules.notice_seal(key, outgoing.notice))
    if back:
        headers |= {"From": sender, "Reply-To": back}
    letter = EmailMultiAlternatives(
        subject=outgoing.subject,
        body=outgoing.text,
        from_email=back or sender,  # the envelope's: what comes back names the letter by itself (VERP)
        to=[outgoing.address],
        headers=headers,
    )
    page = page_of(outgoing.text, language=outgoing.language, front=config.address)
    letter.attach_alternative(page, "text/html")
    if outgoing.enclosed:
        letter.attach(ENCLOSED, outgoing.enclosed.encode(), "application/octet-stream")
    return letter


def own_address(account: AccountFacts | None, *, notice: int, seal: str) -> str:
    """The address of a mailbox of ours for the answer to one letter, and for what comes back of it; empty where none is set.

    A plus and the letter's sealed id stand in it (RFC 5233), by which an answer without any header finds its appeal.
    """
    if account is None or account.settings.get("plus", "yes") == "no":
        return ""
    address = account.settings.get("address", "").split(",")[0].strip()
    local, at, domain = address.rpartition("@")
    return f"{local}+{notice}.{seal}{at}{domain}" if at else ""
