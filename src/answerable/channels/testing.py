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
        del server, session
        self.letters.append(message_from_bytes(envelope.content))
        return "250 OK"


@contextmanager
def post_office() -> Iterator[Post]:
    """Run the server, and send our letters to it."""
    post = Post()
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(post, hostname=HOST, port=port)
    controller.start()
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    try:
        with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST=HOST, EMAIL_PORT=port, EMAIL_TIMEOUT=5):
            yield post
    finally:
        controller.stop()


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
