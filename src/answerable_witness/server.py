"""A witness on HTTP: add-checkpoint, the last checkpoints, and one page that says who this is."""

import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from answerable_verify import one_file

from .judge import REQUEST_LIMIT, TEXT, Witness, WitnessReply

TIMEOUT: Final = 20
"""Seconds a client may keep a connection without a word."""


def about(witness: Witness) -> str:
    """Who this witness is, for the policy of whoever wants to rely on it."""
    logs = "".join(f"  {origin}\n" for origin, _ in witness.memory.logs())
    verifier = f"{one_file.digest()}  {one_file.NAME}"
    return (
        f"A witness of public logs.\n\n{witness.signer.key.vkey}\n\nLogs followed:\n{logs}\n"
        f"The verifier that this witness vouches for (SHA-256; compare before you rely on a copy):\n  {verifier}\n"
    )


class Handler(BaseHTTPRequestHandler):
    """One connection. The server carries the witness, the prefix and the clock."""

    protocol_version = "HTTP/1.1"
    timeout = TIMEOUT
    server: "Server"

    def version_string(self) -> str:
        """No version of anything."""
        return "witness"

    def _answer(self, reply: WitnessReply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        if reply.status == 503:
            self.send_header("Retry-After", "3600")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)

    def do_POST(self) -> None:
        """`<prefix>/add-checkpoint`."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or len(length) > 9 or int(length) > REQUEST_LIMIT:
            self.close_connection = True
            self._answer(WitnessReply(400, b"a request of a told and moderate length, please\n"))
            return
        body = self.rfile.read(int(length))
        if self.path != f"{self.server.prefix}/add-checkpoint":
            self._answer(WitnessReply(404, b"nothing here\n"))
            return
        self._answer(self.server.witness.add_checkpoint(body, self.server.now()))

    def do_GET(self) -> None:
        """`<prefix>/<origin hash>/checkpoint`, and who this is at `<prefix>/`."""
        path = self.path.removeprefix(self.server.prefix)
        if path in {"", "/"}:
            self._answer(WitnessReply(200, about(self.server.witness).encode(), TEXT))
            return
        parts = path.split("/")
        if len(parts) == 3 and parts[2] == "checkpoint":
            self._answer(self.server.witness.checkpoint(parts[1]))
            return
        self._answer(WitnessReply(404, b"nothing here\n"))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name of the base class
        """One line without the caller's address: a witness has no business knowing who asks."""
        sys.stderr.write(f"{self.log_date_time_string()} {format % args}\n".replace("\x1b", ""))


class Server(ThreadingHTTPServer):
    """The witness, listening."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, witness: Witness, address: tuple[str, int], *, prefix: str = "") -> None:
        self.witness = witness
        self.prefix = prefix.rstrip("/")
        super().__init__(address, Handler)

    def now(self) -> int:
        """The present second."""
        return int(time.time())
