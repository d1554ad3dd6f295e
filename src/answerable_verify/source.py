"""Where a published log is read from: a folder, or an address on the web. Every answer is bounded in size.

Only http and https are spoken, redirections are not followed, and nothing received is believed: `reader` proves it.
"""

import http.client
import os
import socket
import ssl
import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, Protocol, TypeVar
from urllib.parse import urlsplit

from .strict import RejectedError

P = TypeVar("P")
T = TypeVar("T")
CHECKPOINT_LIMIT: Final = 1 << 20
TIMEOUT: Final = 30.0
"""Seconds an answer may take to begin or to go on."""
CHECKPOINT: Final = "checkpoint"
KEYS: Final = "keys"
"""The log's trust policy, served beside its checkpoint; believed only on first use and never without saying so."""


class MissingEntryError(RejectedError):
    """The log does not have what it must have."""


class UnreachableError(Exception):
    """Nothing could be learnt: no connection, or no answer of the kind asked for. `why` is plain words."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(where, why)
        self.where = where
        self.why = why


class Source(Protocol):
    """A published log that can be read."""

    where: str

    def read(self, path: str, limit: int) -> bytes:
        """The bytes at an address below the log's prefix. Raises `Missing` or `Unreachable`."""

    def close(self) -> None:
        """Let go of what is held open."""


class FolderSource:
    """A log in a folder of this machine."""

    def __init__(self, where: str) -> None:
        self.where = where
        self._root = Path(where)

    def read(self, path: str, limit: int) -> bytes:
        """The file, up to `limit` bytes."""
        try:
            with (self._root / path).open("rb") as file:
                # never more than the file holds: reading `limit` bytes would first make room for them
                raw = file.read(min(os.fstat(file.fileno()).st_size, limit) + 1)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise MissingEntryError(path, "missing") from None
        except OSError as fault:
            raise UnreachableError(path, fault.strerror or "cannot be read") from None
        if len(raw) > limit:
            raise RejectedError(path, "too long")
        return raw

    def close(self) -> None:
        """Nothing is held open."""


class Web:
    """A log behind an address, over one kept connection.

    `timeout` is the patience for each word of an answer, `total` for the whole of it: one who drips a byte now and then
    is cut off.
    """

    def __init__(self, where: str, *, timeout: float = TIMEOUT, total: float = 20 * TIMEOUT) -> None:
        self.where = where
        parts = urlsplit(where)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise RejectedError("address", "not an address of the form https://host/path")
        self._prefix = parts.path.rstrip("/")
        self._timeout, self._total = timeout, total
        self._host, self._port, self._secure = parts.hostname, parts.port, parts.scheme == "https"
        self._connection: http.client.HTTPConnection | None = None

    def again(self) -> "Web":
        """The same log over another connection."""
        return Web(self.where, timeout=self._timeout, total=self._total)

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is None:
            if self._secure:
                context = ssl.create_default_context()
                self._connection = http.client.HTTPSConnection(
                    self._host, self._port, timeout=self._timeout, context=context
                )
            else:
                self._connection = http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)
        return self._connection

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def ask(self, method: str, path: str, limit: int, body: bytes | None = None) -> tuple[int, bytes]:
        """The status and the unpacked body of one exchange. A broken kept connection is opened once more."""
        for again in (True, False):
            try:
                return self._exchange(method, path, limit, body)
            except (OSError, http.client.HTTPException) as fault:
                self.close()
                if not again:
                    words = "no answer in time" if isinstance(fault, TimeoutError) else "no connection or no answer"
                    raise UnreachableError(f"{self.where}/{path}", words) from None
        raise AssertionError

    def _exchange(self, method: str, path: str, limit: int, body: bytes | None) -> tuple[int, bytes]:
        connection = self._connected()
        guard = threading.Timer(self._total, _cut_off, [connection])
        guard.daemon = True
        guard.start()
        try:
            return self._answered(connection, method, path, limit, body)
        finally:
            guard.cancel()

    def _answered(
        self, connection: http.client.HTTPConnection, method: str, path: str, limit: int, body: bytes | None
    ) -> tuple[int, bytes]:
        headers = {"Accept-Encoding": "gzip", "User-Agent": "answerable-verify"}
        connection.request(method, f"{self._prefix}/{path}", body=body, headers=headers)
        with closing(connection.getresponse()) as answer:
            raw = answer.read(limit + 1)
            if len(raw) > limit:
                self.close()
                raise RejectedError(path, "too long")
            if answer.length:
                raise http.client.IncompleteRead(raw)
            if not answer.isclosed():
                self.close()
        if answer.headers.get("Content-Encoding", "").lower() == "gzip":
            raw = _unzipped(raw, path, limit)
        return answer.status, raw

    def read(self, path: str, limit: int) -> bytes:
        """The body of the answer to a GET, up to `limit` bytes."""
        status, raw = self.ask("GET", path, limit)
        if status in {404, 410}:
            raise MissingEntryError(path, "missing")
        if status != http.HTTPStatus.OK:
            raise UnreachableError(f"{self.where}/{path}", f"answered with status {status}")
        return raw


class Crew:
    """Several connections to one log, used by as many threads: what a long way costs, it costs them together."""

    def __init__(self, web: Web, size: int = 8) -> None:
        self._web, self._mine = web, threading.local()
        self._opened: list[Web] = []
        self._size, self._threads = size, ThreadPoolExecutor(size)

    def in_order(self, work: Callable[[Source, P], T], parts: Iterable[P]) -> Iterator[tuple[P, T]]:
        """The work on each part, done ahead and given in order; what it raises is raised in its turn."""
        waiting: deque[tuple[P, Future[T]]] = deque()
        for part in parts:
            waiting.append((part, self._threads.submit(self._work, work, part)))
            if len(waiting) > 2 * self._size:
                first, done = waiting.popleft()
                yield first, done.result()
        while waiting:
            first, done = waiting.popleft()
            yield first, done.result()

    def _work(self, work: Callable[[Source, P], T], part: P) -> T:
        web: Web | None = getattr(self._mine, "web", None)
        if web is None:
            web = self._mine.web = self._web.again()
            self._opened.append(web)
        return work(web, part)

    def close(self) -> None:
        """Let the threads end and the connections go."""
        self._threads.shutdown(cancel_futures=True)
        for web in self._opened:
            web.close()


def _cut_off(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _unzipped(raw: bytes, path: str, limit: int) -> bytes:
    unpacker = zlib.decompressobj(31)
    try:
        plain = unpacker.decompress(raw, limit + 1)
    except zlib.error:
        raise RejectedError(path, "damaged compression") from None
    if len(plain) > limit:
        raise RejectedError(path, "too long")
    if not unpacker.eof:
        raise RejectedError(path, "compression that does not end")
    return plain


def read_file(name: str, limit: int) -> bytes:
    """A file that somebody named, up to `limit` bytes. Raises `Unreachable`: a wrong name proves nothing about anybody."""
    try:
        with Path(name).open("rb") as file:
            raw = file.read(min(os.fstat(file.fileno()).st_size, limit) + 1)
    except OSError as fault:
        raise UnreachableError(name, fault.strerror or "cannot be read") from None
    if len(raw) > limit:
        raise RejectedError(name, "too long")
    return raw


def open_source(where: str) -> FolderSource | Web:
    """The log at an address or in a folder."""
    return Web(where) if "://" in where else FolderSource(where)
