"""What is measured and logged of every page and every job: by its name in the code, never by path or parameter."""

import logging
import time
from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from answerable.base import measures, working
from answerable.base.measures import Kind

log = logging.getLogger(__name__)
HEADER: Final = "X-Request-ID"
UNKNOWN: Final = "none"  # an address that is no page, and static files, which are served before any is looked for
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
        match = request.resolver_match
        failed = response.status_code >= FAULT
        name = UNKNOWN if match is None else match.view_name
        measures.note(Kind.PAGE, name, time.perf_counter() - began, failed=failed)
        if failed:
            response.headers[HEADER] = ref
        return response


def job(call_next: Callable[[], Any], context: Any, worker: Any) -> Any:
    """Measure a job, for Procrastinate's worker; one that fails is logged with its id and tried as its task says."""
    del worker
    with working.on("job", str(context.job.id)):
        try:
            with measures.measured(Kind.JOB, context.job.task_name.removeprefix("answerable.")):
                return call_next()
        except Exception:
            log.exception("the job %s failed at try %d", context.job.task_name, context.job.attempts + 1)
            raise
