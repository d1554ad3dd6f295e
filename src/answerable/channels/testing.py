"""For tests: a mail server on this machine's loopback, which takes letters or refuses them as told; and the jobs, run here."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from typing import Any, Final

from aiosmtpd.controller import Controller
from django.conf import settings
from django.test import override_settings

from answerable.channels import jobs
from answerable.channels.jobs import taking
from answerable.channels.models import RawDelivery

HOST: Final = "127.0.0.1"


@dataclass
class Post:
    """What the server took, and what it says to the next letters: an answer of SMTP, empty for yes."""

    letters: list[Message] = field(default_factory=list)
    refusal: str = ""
    breaks: str = ""  # the line is cut: "before" the letter is taken, or "after" it was, without an answer

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take a receiver, or refuse it."""
        del server, session, options
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        """Keep a letter."""
        del session
        if self.breaks != "before":
            self.letters.append(message_from_bytes(envelope.content))
        if self.breaks:
            server.transport.close()
        return "250 OK"

    async def handle_MAIL(  # noqa: N802 -- aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Begin a letter, or cut the line before there is one."""
        del session
        if self.breaks == "before":
            server.transport.close()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"


@contextmanager
def post_office() -> Iterator[Post]:
    """Run the server, and send our letters to it."""
    post = Post()
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(post, hostname=HOST, port=port)
    controller.start()
    smtp = "answerable.channels.email.smtp.Smtp"
    try:
        with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST=HOST, EMAIL_PORT=port, EMAIL_TIMEOUT=5):
            yield post
    finally:
        controller.stop()


def words_of(letter: Message) -> str:
    """The plain words of a letter that was sent."""
    plain = next(part for part in letter.walk() if part.get_content_type() == "text/plain")
    content = plain.get_payload(decode=True)
    return content.decode() if isinstance(content, bytes) else ""


def take_all(account: int, *, at: datetime) -> None:
    """Take everything that came to an account, as the job does."""
    while taking.take_next(account, at=at):
        pass


def take_again(delivery: RawDelivery, *, at: datetime) -> None:
    """Take a delivery once more, as after a worker that died before it could mark it."""
    taking.take_delivery(delivery, at=at)


def send_all(*, at: datetime) -> int:
    """Send everything that waits, as the job does; how much was tried."""
    return jobs.send_batch(at=at)


def front() -> str:
    """The address that letters name."""
    address: str = settings.ANSWERABLE.address
    return address
