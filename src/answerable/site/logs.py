"""What is written to the log: where something went wrong and of what kind, never the words that were in it.

A database error quotes the row, a parser quotes the text: so an exception is logged as its type and its places in
the code. Visitors' addresses, query strings and headers are in no message of ours.
"""

import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType


class Discreet(logging.Formatter):
    """Formats a record in one line, and an exception without its message."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 -- logging's
        """The instant in UTC, to the second."""
        return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def formatException(  # noqa: N802 -- logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The kinds of the exceptions and where they arose, each cause before its effect."""
        parts: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            places = [
                f"  {frame.filename.rsplit('/src/', 1)[-1]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            parts.append("\n".join([f"{type(error).__module__}.{type(error).__qualname__}", *places]))
            error = error.__cause__ or error.__context__
        return "\ncaused by ".join(parts)
