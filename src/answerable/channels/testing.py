"""A mail server for tests, on this machine's loopback: it takes letters, or refuses them as told."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any, Final

from aiosmtpd.controller import Controller
from django.conf import settings
from django.test import override_settings

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


def front() -> str:
    """The address that letters name."""
    address: str = settings.ANSWERABLE.address
    return address
