"""A job whose worker was killed keeps nobody waiting."""

import pytest
from django.db import connection
from procrastinate import sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from answerable.site import jobs

pytestmark = pytest.mark.django_db
NAME = "answerable.vault.jobs.hash_waiting_codes"


def worker(heard: str) -> int:
    """A worker, with how long ago it gave a sign of life."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id", [heard]
        )
        return int(cursor.fetchone()[0])


def begun(by: int | None) -> int | None:
    """The job that a worker gets to do now."""
    found = DjangoConnector().execute_query_one(sql.queries["fetch_job"], queues=None, worker_id=by)
    return found["id"]


def test_a_job_of_a_killed_worker_is_ended_and_the_next_one_of_its_lock_runs() -> None:
    task = app.tasks[NAME]
    first = task.defer(timestamp=0)
    assert begun(worker("2 minutes")) == first
    second = task.defer(timestamp=60)
    living = worker("1 second")
    assert begun(living) is None  # the lock is the first one's
    assert jobs.end_cut_off(timestamp=0) == 1
    assert begun(living) == second
    assert jobs.end_cut_off(timestamp=0) == 0  # whose worker lives goes on
    assert list(ProcrastinateJob.objects.values_list("id", "status")) == [(second, "doing")]


def test_whatever_may_not_run_twice_at_once_has_a_lock() -> None:
    locked = {name for name, task in app.tasks.items() if task.lock}
    assert locked == {
        "answerable.appeals.jobs.gather_copies",
        "answerable.channels.jobs.checking.check_accounts",
        "answerable.channels.jobs.polling.poll_accounts",
        "answerable.figures.jobs.attest_cells",
        "answerable.figures.jobs.publish_figures",
        "answerable.vault.jobs.clean_waiting_files",
        "answerable.vault.jobs.hash_waiting_codes",
        "answerable.vault.jobs.scan_waiting_files",
    }
