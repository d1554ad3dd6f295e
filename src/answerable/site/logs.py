"""What is written to the log: one JSON line a record, where something went wrong and of what kind, never the words in it.

A database error quotes the row, a parser quotes the text: so an exception is logged as its type and its places in
the code. Visitors' addresses, query strings and headers are in no message of ours. What others hand along with a record
(Django its request, Procrastinate a job's arguments) is left out. Django's own sentences about a request name its path,
in which a search or a number may stand: such a line says the page's name in the code instead.

    time    of the record, UTC        event    the sentence
    level   DEBUG to CRITICAL         request  or job: the id of what the thread worked on, made by us
    logger  the module                errors   kinds and places, each cause after its effect
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final

from django.http import HttpRequest

from answerable.base import working

UNKNOWN: Final = "none"  # an address that is no page, and static files, which are served before any is looked for
Info = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Formats a record as one JSON line, and an exception without its message."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "level": record.levelname,
            "logger": record.name,
            "event": _event(record),
        }
        if (on := working.now()) is not None:
            line[on[0]] = on[1]
        if record.exc_info:
            line["errors"] = errors(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def page_name(request: HttpRequest) -> str:
    """The name of a request's page in the code, never its path; UNKNOWN for an address that is no page."""
    match = request.resolver_match
    return UNKNOWN if match is None else match.view_name


def _event(record: logging.LogRecord) -> str:
    request, status = getattr(record, "request", None), getattr(record, "status_code", None)
    if isinstance(request, HttpRequest) and status is not None:
        return f"the page {page_name(request)} answered with {status}"
    return record.getMessage()


def errors(info: Info) -> list[dict[str, object]]:
    """The kinds of the exceptions and where they arose, each followed by its cause."""
    found: list[dict[str, object]] = []
    error = info[1]
    while error is not None:
        places = [
            f"{frame.filename.rsplit('/src/', 1)[-1]}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        found.append({"kind": f"{type(error).__module__}.{type(error).__qualname__}", "places": places})
        error = error.__cause__ or error.__context__
    return found
