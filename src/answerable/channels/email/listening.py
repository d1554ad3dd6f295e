"""Letters taken by LMTP (RFC 2033) from the mail server beside us: an answer a receiver, yes only after the commit."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, Final

from aiosmtpd.controller import BaseThreadedController, Controller, UnixSocketController
from aiosmtpd.lmtp import LMTP
from django.db import DatabaseError, close_old_connections

from answerable.channels.email.inbound import LONGEST
from answerable.channels.email.keeping import keep_letter, mailbox_of
from answerable.channels.queries import accounts
from answerable.channels.terms import AccountFacts, Channel

log = logging.getLogger(__name__)
AT_ONCE: Final = 4  # letters kept at the same time, each with a database connection of its own
TAKEN: Final = "250 2.0.0 kept"
UNKNOWN: Final = "550 5.1.1 nobody of that name here"
Now = Callable[[], datetime]
LATER: Final = "451 4.3.0 not now: try again"


class Receiver:
    """What the listener does with a letter. The database is asked on threads of its own."""

    def __init__(self, now: Now) -> None:
        self.now = now
        self.threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="lmtp")

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take a receiver of ours; refuse others at once, so that their sender hears of it."""
        del server, session, options
        try:
            known = await asyncio.get_running_loop().run_in_executor(self.threads, _mailbox, address)
        except DatabaseError:
            return LATER
        if known is None:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        """Keep the letter; one answer for each receiver (RFC 2033, 4.2)."""
        del server, session
        loop = asyncio.get_running_loop()
        receivers = list(envelope.rcpt_tos)
        said = await loop.run_in_executor(self.threads, self._kept, envelope.content, envelope.mail_from, receivers)
        return "\r\n".join(said for _ in receivers)

    def _kept(self, raw: bytes, sender: str | None, receivers: list[str]) -> str:
        """Keep a letter for the first of its receivers that is ours; the answer of LMTP."""
        close_old_connections()
        try:
            mailboxes = accounts.accounts_of(Channel.EMAIL)
            found = [mailbox_of(receiver, mailboxes) for receiver in receivers]
            mailbox = next((each for each in found if each is not None), None)
            if mailbox is None:
                return UNKNOWN
            keep_letter(mailbox=mailbox, raw=raw, at=self.now(), sender=sender or "", receivers=receivers)
        except DatabaseError as fault:
            log.warning("a letter was not kept (%s): the mail server is asked to try again", type(fault).__name__)
            return LATER
        return TAKEN


def _mailbox(address: str) -> AccountFacts | None:
    close_old_connections()
    return mailbox_of(address, accounts.accounts_of(Channel.EMAIL))


class _SpeaksLmtp(BaseThreadedController):
    """What listens speaks LMTP."""

    def factory(self) -> LMTP:
        """Make what speaks with one mail server."""
        return LMTP(self.handler, data_size_limit=LONGEST, enable_SMTPUTF8=True, ident="Answerable")


class PortListener(_SpeaksLmtp, Controller):
    """A listener on a port of this machine, as a thread of this process."""


class SocketListener(_SpeaksLmtp, UnixSocketController):
    """A listener on a socket of this machine, as a thread of this process."""


def listen(*, now: Now, port: int = 0, host: str = "127.0.0.1", socket: str = "") -> BaseThreadedController:
    """Begin to listen on a port, or on a socket; the caller stops it. `now` tells when a letter came."""
    receiver = Receiver(now)
    listener: BaseThreadedController
    if socket:
        listener = SocketListener(receiver, unix_socket=socket)
    else:
        listener = PortListener(receiver, hostname=host, port=port)
    listener.start()
    return listener
