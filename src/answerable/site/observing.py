"""What is measured and logged of every page and every job: by its name in the code, never by path or parameter."""

import logging
import time
from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response

from answerable.base import measures, working
from answerable.base.doors import Door
from answerable.base.measures import CountedKind
from answerable.site.doors import mark_of
from answerable.site.logs import page_name

log = logging.getLogger(__name__)
HEADER: Final = "X-Request-ID"
FAULT: Final = 500


class Observed:
    """The outermost middleware: gives a request its id, counts the page, and tells the id where we are at fault.

    On any other answer the id would make forbidden and absent pages differ, and be kept by caches.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        began, ref = time.perf_counter(), working.new_request()
        with working.on("request", ref):
            response = self.get_response(request)
            failed = response.status_code >= FAULT
            if failed:  # Django would do it after us, without the id; what it did already it does not do again
                level = "info" if _is_answer(request) else "error"
                log_response(
                    "the page %s answered with %d", page_name(request), response.status_code,
                    response=response, request=request, level=level,
                )  # fmt: skip
        measures.note(CountedKind.PAGE, page_name(request), time.perf_counter() - began, failed=failed)
        if failed:
            response.headers[HEADER] = ref
        return response


def _is_answer(request: HttpRequest) -> bool:
    """Say whether a 5xx that the page returns is what it was asked for: a red health is no fault of ours at each probe."""
    match = request.resolver_match
    return match is not None and mark_of(match.func) == Door.OPERATION


def job(call_next: Callable[[], Any], context: Any, worker: Any) -> Any:
    """Measure a job, for Procrastinate's worker; one that fails is logged with its id and tried as its task says."""
    del worker
    with working.on("job", str(context.job.id)):
        try:
            with measures.measured(CountedKind.JOB, context.job.task_name.removeprefix("answerable.")):
                return call_next()
        except Exception:
            log.exception("the job %s failed at try %d", context.job.task_name, context.job.attempts + 1)
            raise
