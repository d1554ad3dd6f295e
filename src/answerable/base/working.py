"""On what this thread works at the moment: the id of a request or a job, made by us, for the lines of the log."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_now: Final[ContextVar[tuple[str, str] | None]] = ContextVar("working", default=None)


def now() -> tuple[str, str] | None:
    """Whether it is a request or a job, and its id; None for what is neither."""
    return _now.get()


@contextmanager
def on(kind: str, ref: str) -> Iterator[None]:
    """Let the lines of the log that follow say on what."""
    token = _now.set((kind, ref))
    try:
        yield
    finally:
        _now.reset(token)


def new_request() -> str:
    """Draw the id of a request: 64 random bits, which tell nothing. A visitor's own is never taken over."""
    return secrets.token_hex(8)
