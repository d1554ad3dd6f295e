"""What the system does for its own jobs."""

import logging
from collections import Counter
from typing import Final

from procrastinate import sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

log = logging.getLogger(__name__)
SILENT: Final = 30.0  # seconds without a sign of life after which a worker is taken for gone; it gives one each 10


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="site.end_cut_off")  # type: ignore[untyped-decorator]  # as above
def end_cut_off(timestamp: int) -> int:
    """End the jobs whose worker was killed: their locks would keep the next ones waiting for ever. Returns how many.

    None is tried again: every job of ours comes again by itself, and finds what it had begun. On Django's own
    connection, because the job manager's methods for this are those of the worker's loop alone.
    """
    del timestamp
    jobs = DjangoConnector()
    asked = {"queue": None, "task_name": None, "seconds_since_heartbeat": SILENT}
    cut_off = list(jobs.execute_query_all(sql.queries["select_stalled_jobs_by_heartbeat"], **asked))
    for job in cut_off:
        jobs.execute_query(sql.queries["finish_job"], job_id=job["id"], status="failed", delete_job=True)
    for name, times in Counter(job["task_name"] for job in cut_off).items():
        log.warning("%d times the job %s was cut off: its worker is gone", times, name)
    return len(cut_off)
