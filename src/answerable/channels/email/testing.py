"""For tests: a server of IMAP4rev1 (RFC 3501) on this machine's loopback, as much of it as a fetcher asks for.

It refuses what the RFC refuses: commands before a log-in, an unknown folder, a wrong password. It is no Dovecot.
"""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

HOST: Final = "127.0.0.1"


@dataclass
class Mailbox:
    """What the server holds: letters by their UIDs, and the number of this numbering."""

    letters: dict[int, bytes] = field(default_factory=dict)
    validity: int = 1
    password: str = "right"
    commands: list[str] = field(default_factory=list)
    port: int = 0


@contextmanager
def imap_server() -> Iterator[Mailbox]:
    """Run the server."""
    mailbox = Mailbox()
    with socket.create_server((HOST, 0)) as listening:
        mailbox.port = listening.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(listening, mailbox), daemon=True)
        thread.start()
        yield mailbox
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def _serve(listening: socket.socket, mailbox: Mailbox) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        with line, line.makefile("rwb", buffering=0) as wire:
            wire.write(b"* OK ready\r\n")
            state = {"in": False}
            while command := wire.readline():
                answer = _answer(command.decode().rstrip(), mailbox, state)
                wire.write(answer)
                if b"* BYE" in answer:
                    break


def _answer(command: str, mailbox: Mailbox, state: dict[str, bool]) -> bytes:
    tag, _, rest = command.partition(" ")
    verb, _, said = rest.partition(" ")
    mailbox.commands.append(rest if verb.upper() != "LOGIN" else "LOGIN")
    told = {"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n", "LOGOUT": b"* BYE\r\n"}.get(verb.upper())
    if verb.upper() == "LOGIN":
        state["in"] = said.split(" ")[-1].strip('"') == mailbox.password
        told = b"" if state["in"] else None
    elif told is None and state["in"]:
        told = _of_folder(verb.upper(), rest, said, mailbox)
    return f"{tag} NO\r\n".encode() if told is None else told + f"{tag} OK done\r\n".encode()


def _of_folder(verb: str, rest: str, said: str, mailbox: Mailbox) -> bytes | None:
    """The answer to what somebody who is logged in asks; None for what is refused."""
    if verb == "SELECT" and said.strip('"') == "INBOX":
        return f"* {len(mailbox.letters)} EXISTS\r\n* OK [UIDVALIDITY {mailbox.validity}]\r\n".encode()
    if rest.upper().startswith("UID SEARCH"):
        return _search(rest, mailbox)
    if rest.upper().startswith("UID FETCH"):
        return _fetch(int(rest.split(" ")[2]), mailbox)
    return None


def _search(rest: str, mailbox: Mailbox) -> bytes:
    first = int(re.findall(r"(\d+):\*", rest)[0])
    last = max(mailbox.letters, default=0)
    found = [uid for uid in sorted(mailbox.letters) if uid >= first or uid == last]  # n:* always holds the last one
    return ("* SEARCH" + "".join(f" {uid}" for uid in found) + "\r\n").encode()


def _fetch(uid: int, mailbox: Mailbox) -> bytes:
    raw = mailbox.letters.get(uid)
    if raw is None:
        return b""
    place = sorted(mailbox.letters).index(uid) + 1
    return f"* {place} FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"
