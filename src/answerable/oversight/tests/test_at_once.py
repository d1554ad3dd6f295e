"""Several workers at once, and workers that are killed: still once."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal
from answerable.appeals.testing import AT, World, make_world
from answerable.channels.models import Message, Notice
from answerable.oversight import actions, followers, jobs, queries
from answerable.oversight.models import Digest, Escalation, Item
from answerable.oversight.testing import answered, hear_all, late
from answerable.people.models import Body

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4
SOON_AFTER = AT + timedelta(days=32)  # the date has passed by a day: one rung is due
KILLED = """
import os, signal
import django
django.setup()
from datetime import datetime
from django.db import transaction
from answerable.base import row_scope
row_scope.set_process_scope(row_scope.EVERYWHERE)
from answerable.base.actor import SYSTEM
from answerable.oversight import actions
from answerable.oversight.queries import overdue
at = datetime.fromisoformat("{at}")
with transaction.atomic():
    for late in overdue(at=at):
        actions.escalate(
            by=SYSTEM, at=at, ref=late.appeal, cause=late.cause, occasion=late.occasion, since=late.since
        )
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def world(transactional_db: None) -> World:
    assert followers
    return make_world()


def at_once(work: object) -> list[object]:
    """Do the same in several threads, each with a connection of its own."""

    def one(_: int) -> object:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, range(WORKERS)))


def test_workers_that_find_the_same_late_appeals_take_each_up_once(world: World) -> None:
    for _ in range(5):
        world.sent(contact="anna@example.org", way="email")
    Notice.objects.all().delete()
    told = Message.objects.count()
    climbed = at_once(lambda: jobs.climb_at(list(queries.overdue(at=SOON_AFTER)), at=lambda: SOON_AFTER))
    assert sum(climbed) == 5
    assert (Escalation.objects.count(), Item.objects.count(), Notice.objects.count()) == (5, 5, 5)
    assert Message.objects.count() == told + 5


def test_followers_on_several_machines_put_a_dispute_before_the_chair_once(world: World) -> None:
    for number in range(3):
        sent = world.sent()
        answered(world, sent)
        appeals_actions.dispute(by=world.sender(sent), at=AT, ref=sent.appeal, text="No.", token=f"{number}" * 20)
    at_once(hear_all)
    hear_all()
    assert (Escalation.objects.count(), Item.objects.count()) == (3, 3)


def test_a_digest_asked_for_by_several_workers_is_one_letter(world: World) -> None:
    Body.objects.filter(id=world.bodies["dir"]).update(email="chair@example.org")
    late(world)
    monday = datetime.fromisoformat("2026-04-13T10:00+03:00")
    assert sum(at_once(lambda: actions.send_digest(at=monday, body=world.bodies["dir"]))) == 1
    assert (Digest.objects.count(), Notice.objects.filter(kind="digest").count()) == (1, 1)


@pytest.mark.slow
def test_a_worker_killed_before_it_records_leaves_nothing_and_the_next_one_does_it_once(world: World) -> None:
    ref = world.sent().appeal
    told = Message.objects.count()
    ended = subprocess.run(
        [sys.executable, "-c", KILLED.format(at=SOON_AFTER.isoformat())],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "answerable.site.settings"},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert (Escalation.objects.count(), Message.objects.count(), Appeal.objects.get(id=ref).readers) == (0, told, [])
    assert jobs.climb_at(list(queries.overdue(at=SOON_AFTER)), at=lambda: SOON_AFTER) == 1
    assert jobs.climb_at(list(queries.overdue(at=SOON_AFTER)), at=lambda: SOON_AFTER) == 0
