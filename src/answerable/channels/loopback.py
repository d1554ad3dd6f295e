"""What the fakes of other people's servers stand on: a server on this machine's loopback that keeps what it was asked.

A fake says what its contract says and refuses what it refuses; it knows nothing of our connectors. Only tests run one.
"""

import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qs, urlsplit

HOST: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as it came: header names in small letters."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, list[str]]:
        """The fields of a form in the body, each with all its values, empty ones too."""
        return parse_qs(self.body.decode(), keep_blank_values=True)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Loopback:
    """A server for tests. What the next requests get instead of the contract's answer stands in `instead`, in order:

    a Reply, or None: the request is taken and done, and the connection is cut before the answer.
    """

    asked: list[Asked] = field(default_factory=list)
    instead: deque[Reply | None] = field(default_factory=deque)
    base: str = ""

    def answer(self, asked: Asked) -> Reply:
        """What the contract answers."""
        raise NotImplementedError

    def reply_to(self, asked: Asked) -> Reply | None:
        """What is answered now; None cuts the connection, with the work done."""
        self.asked.append(asked)
        if not self.instead:
            return self.answer(asked)
        reply = self.instead.popleft()
        if reply is None:
            self.answer(asked)
        return reply

    @contextmanager
    def running(self) -> Iterator["Loopback"]:
        """Serve on a free port, whose address is `base`."""
        server = ThreadingHTTPServer((HOST, 0), _handler(self))
        self.base = f"http://{HOST}:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()


class Sink(Loopback):
    """A server that takes everything: where a fake delivers its webhooks to."""

    def answer(self, asked: Asked) -> Reply:
        """Yes."""
        del asked
        return Reply(kind="text/plain")


def _handler(server: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            there = urlsplit(self.path)
            asked = Asked(
                method=self.command,
                path=there.path,
                query=parse_qs(there.query, keep_blank_values=True),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(int(self.headers.get("Content-Length") or 0)),
            )
            reply = server.reply_to(asked)
            if reply is None:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in {"Content-Type": reply.kind, **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_DELETE = _any  # noqa: N815 -- the library's names

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    return Handler
