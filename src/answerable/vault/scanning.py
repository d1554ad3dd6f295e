"""Asking clamd about a file, where an installation has one: its INSTREAM command, and nothing that could be believed
more than yes or no. The daemon gets the bytes over a local socket and keeps nothing; it is asked by a job, never while
somebody sends. A silent or broken daemon says nothing of a file: it stays marked as not looked through.
"""

import socket
import struct
from pathlib import Path
from typing import Final

from answerable.vault.terms import Scan

_CHUNK: Final = 64 * 1024
_SECONDS: Final = 20.0
_MOST: Final = 4096  # bytes of an answer


def scanned(content: bytes, *, at: str) -> Scan:
    """What clamd at a socket's path or host:port says of some bytes; `Scan.NOT_YET` when it doesn't say."""
    try:
        with _connected(at) as line:
            line.sendall(b"zINSTREAM\0")
            for begin in range(0, len(content), _CHUNK):
                part = content[begin : begin + _CHUNK]
                line.sendall(struct.pack(">I", len(part)) + part)
            line.sendall(struct.pack(">I", 0))
            answer = _answer(line)
    except OSError:
        return Scan.NOT_YET
    if answer == b"stream: OK":
        return Scan.CLEAN
    return Scan.FOUND if answer.startswith(b"stream: ") and answer.endswith(b" FOUND") else Scan.NOT_YET


def _connected(at: str) -> socket.socket:
    """A line to clamd. Raises OSError."""
    host, colon, port = at.rpartition(":")
    if colon and port.isdecimal() and not at.startswith("/"):
        return socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(_SECONDS)
    try:
        line.connect(str(Path(at)))
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> bytes:
    """What it says up to the closing zero, or up to a limit."""
    said = b""
    while b"\0" not in said and len(said) < _MOST:
        part = line.recv(1024)
        if not part:
            break
        said += part
    return said.partition(b"\0")[0]
