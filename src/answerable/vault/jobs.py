"""What the vault does by itself: slow-hash waiting codes, clean waiting files, sweep what is over."""

import logging
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Final

from django.db import connection
from procrastinate.contrib.django import app

from answerable.base.clock import now
from answerable.vault import actions, remembered

log = logging.getLogger(__name__)
_SPELL: Final = timedelta(seconds=50)  # one run; the next begins at the minute


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="vault.hash_waiting_codes", lock="vault.hash_waiting_codes")  # type: ignore[untyped-decorator]  # as above
def hash_waiting_codes(timestamp: int) -> None:  # noqa: ARG001 -- given to every periodic job
    """Replace sealed secrets by their slow hashes, for most of a minute, and never in the way of who writes now."""
    with ThreadPoolExecutor(1, thread_name_prefix="slow-hash") as quietly:
        quietly.submit(_hash_codes).result()


def _hash_codes() -> None:
    """Hash code after code in a thread that steps back: 0.3 s of a core each, which intake and pages need more.

    A thread of its own, because a thread that has stepped back may not step forward again.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)  # a thread has its own on Linux alone
    until, damaged = now() + _SPELL, set[int]()
    try:
        while now() < until and actions.hash_one_code(damaged=damaged):
            pass
        if damaged:  # they wait on, and do not keep those behind them waiting
            log.error(
                "%d waiting codes can't be opened and hashed, the first of them is %d", len(damaged), min(damaged)
            )
    finally:
        connection.close()


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="vault.clean_waiting_files", lock="vault.clean_waiting_files")  # type: ignore[untyped-decorator]  # as above
def clean_waiting_files(timestamp: int) -> None:  # noqa: ARG001 -- given to every periodic job
    """Make the copies of files that wait for one, for most of a minute."""
    until = now() + _SPELL
    while now() < until and actions.clean_one_file():
        pass


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="vault.scan_waiting_files", lock="vault.scan_waiting_files")  # type: ignore[untyped-decorator]  # as above
def scan_waiting_files(timestamp: int) -> None:  # noqa: ARG001 -- given to every periodic job
    """Have files looked through for viruses, for most of a minute; at once over where there is no clamd."""
    until = now() + _SPELL
    while now() < until and actions.scan_some():
        pass


@app.periodic(cron="*/10 * * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="vault.remember_codes")  # type: ignore[untyped-decorator]  # as above
def remember_codes(timestamp: int) -> None:  # noqa: ARG001 -- given to every periodic job
    """Copy what codes are recognised by to a file beside the database."""
    remembered.remember(at=now())


@app.periodic(cron="*/10 * * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="vault.watch_keys")  # type: ignore[untyped-decorator]  # as above
def watch_keys(timestamp: int) -> None:  # noqa: ARG001 -- given to every periodic job
    """Compare the keys that may be wrapped to with their enrolment; say in the log what was found to differ."""
    actions.watch_pairs(at=now())
    actions.watch_records(at=now())


@app.periodic(cron="17 * * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="vault.sweep")  # type: ignore[untyped-decorator]  # as above
def sweep(timestamp: int) -> None:  # noqa: ARG001 -- given to every periodic job
    """Remove drafts never sent, orphaned parts, old failures and sessions that are over."""
    actions.sweep_files(at=now())
    actions.sweep_codes(at=now())
