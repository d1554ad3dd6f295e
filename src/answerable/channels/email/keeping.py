"""A letter on its way into the letterbox: once, to however many of our addresses it was sent, by whichever way it came."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from answerable.channels.actions import letterbox
from answerable.channels.email.inbound import external_of, own_addresses
from answerable.channels.terms import AccountFacts


def mailbox_of(address: str, mailboxes: Iterable[AccountFacts]) -> AccountFacts | None:
    """The mailbox to which an address belongs, also with a plus (RFC 5233); None for an address of nobody here."""
    local, at, domain = address.strip().strip("<>").lower().rpartition("@")
    plain = f"{local.partition('+')[0]}{at}{domain}"
    return next((each for each in mailboxes if plain in own_addresses(each)), None)


def keep_letter(
    *, mailbox: AccountFacts, raw: bytes, at: datetime, sender: str | None = None, receivers: Sequence[str] = ()
) -> int | None:
    """Keep a letter, with what its envelope says above it (RFC 5321, 4.4); None when it was kept before.

    Sent to several of our addresses it comes several times and is kept once: it is one letter.
    """
    trace = [] if sender is None else [f"Return-Path: <{_plain(sender)}>"]
    trace += [f"Delivered-To: {_plain(receiver)}" for receiver in receivers]
    head = "".join(f"{line}\r\n" for line in trace).encode("utf-8", "surrogateescape")
    return letterbox.keep_delivery(account=mailbox, external=external_of(raw), raw=head + raw, at=at, everywhere=True)


def _plain(address: str) -> str:
    """An address on one line, so that it can write no header of its own."""
    return re.sub(r"[\s<>]", "", address)
