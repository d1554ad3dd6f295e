"""A small clamd on a socket: speaks INSTREAM as the manual says, knows one virus (EICAR's test string), can fall silent."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE" + rb"!$H+H*"


def _exactly(line: socket.socket, count: int) -> bytes:
    read = b""
    while len(read) < count:
        part = line.recv(count - len(read))
        if not part:
            raise ConnectionError
        read += part
    return read


def _serve(line: socket.socket, answers: list[bytes]) -> None:
    with line:
        try:
            if _exactly(line, 10) != b"zINSTREAM\0":
                line.sendall(b"UNKNOWN COMMAND\0")
                return
            content = b""
            while size := struct.unpack(">I", _exactly(line, 4))[0]:
                content += _exactly(line, size)
            if answers:
                line.sendall(answers[0])
            else:
                line.sendall(b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0")
        except ConnectionError:
            return


@contextmanager
def clamd(home: Path, *answers: bytes) -> Iterator[str]:
    """Where it listens until the end of the block; `answers` are said whatever comes."""
    path = home / "clamd"
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    listening.listen()

    def serve() -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            _serve(line, list(answers))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield str(path)
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()
