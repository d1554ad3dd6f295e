"""S37: kill -9 of the worker between doing and recording: nothing is lost, nothing is done twice.

Letters, escalations and codes here; leaves of the log in `tests/log/test_case01_a_crash_at_every_step.py`.
"""

from collections.abc import Iterator

import pytest

from tests.security.killing import inside
from tests.security.living import Living, living

pytestmark = [pytest.mark.machine_clock, pytest.mark.chaos, pytest.mark.slow]
POINTS = 16

LETTERS = """
from datetime import timedelta
from django.conf import settings
from django.db import transaction
from answerable.channels import jobs
from answerable.channels.actions import write_notice
from answerable.channels.models import Notice
from answerable.base.subject import Subject
at = now()
def told(number):
    with transaction.atomic():
        write_notice(root=0, subject=Subject("appeal", 1), dedupe=f"s37/{number}", way="email", address="olha@example.org", language="en",
             kind="registered", words={"number": "DIR-2026-00001", "day": "2026-03-03"}, at=at)
killed = []
told(0)
_, steps = child(lambda: jobs.send_batch(at=at))
for number in range(1, POINTS + 1):
    told(number)
    killed.append(child(lambda: jobs.send_batch(at=at), 1 + steps * (number - 1) // POINTS)[0])
for hours in range(1, 4):
    jobs.send_batch(at=at + timedelta(hours=hours))
letters = [path.name for path in (settings.ANSWERABLE.home / "mail").glob("*.eml")]
found = {
    "killed": killed,
    "letters": len(letters),
    "unsent": Notice.objects.filter(sent_at=None).count(),
    "again": jobs.send_batch(at=at + timedelta(days=6)),
}
print(json.dumps(found))
"""

ESCALATIONS = """
from datetime import timedelta
from django.db.models import Count
from answerable.appeals.models import Appeal
from answerable.channels.models import Notice
from answerable.base.subject import Subject
from answerable.ledger.models import Entry, Leaf
from answerable.oversight import jobs, queries
from answerable.oversight.models import Escalation
from answerable.site import scheduling
def late():
    sent = write(name='Olha', contact='olha@example.org', way='email')
    scheduling.read_on()
    return sent.appeal
ids, killed = [late()], []
then = Appeal.objects.get(id=ids[0]).due_at + timedelta(days=2)
def work():
    jobs.climb_at(queries.overdue(at=then), at=lambda: then)
    scheduling.read_on()
_, steps = child(work)
rungs = Escalation.objects.filter(appeal=ids[0]).count()
for number in range(POINTS):
    ids.append(late())
    killed.append(child(work, 1 + steps * number // POINTS)[0])
work()
raised = {each: list(Escalation.objects.filter(appeal=each).values_list('cause', 'rung')) for each in ids}
found = {
    "killed": killed,
    "rungs": rungs,
    "not_once": {each: rows for each, rows in raised.items() if len(rows) != rungs or len(set(rows)) != rungs},
    "deeds": Entry.objects.filter(deed="escalation.raised").count(),
    "escalations": Escalation.objects.count(),
    "double_notices": list(Notice.objects.values("dedupe").annotate(n=Count("id")).filter(n__gt=1)),
    "without_place": Leaf.objects.filter(position=None).count(),
}
positions = sorted(Leaf.objects.values_list("position", flat=True))
found["gapless"] = positions == list(range(len(positions)))
print(json.dumps(found))
"""

CODES = """
from answerable.vault import actions as vault
from answerable.vault.models import FollowUpCode
made = []
for _ in range(5):
    made.append(write().code)
sealed = [write(seal=True).code for _ in range(3)]
works = [vault.hash_one_code for _ in range(POINTS + 1)]
killed = at_points(POINTS, works)
while vault.hash_one_code():
    pass
found = {
    "killed": sum(killed),
    "waiting": FollowUpCode.objects.filter(hash=None).count(),
    "dead": [code[:7] for code in made + sealed if not vault.enter_code(typed=code, at=now()).subject.id],
}
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    with living(tmp_path_factory.mktemp("s37") / "home") as mine:
        yield mine


def test_s37_no_letter_is_lost_and_none_comes_as_a_second_one_with_another_id(installation: Living) -> None:
    """Sent and not yet marked, a letter goes again under the same id: whoever receives it has one."""
    found = inside(installation, LETTERS.replace("POINTS", str(POINTS)))
    assert found["killed"] == [True] * POINTS
    assert (found["letters"], found["unsent"], found["again"]) == (POINTS + 1, 0, 0)


def test_s37_an_escalation_is_raised_once_whenever_the_worker_is_killed(installation: Living) -> None:
    found = inside(installation, ESCALATIONS.replace("POINTS", str(POINTS)))
    assert found["killed"] == [True] * POINTS
    assert found["rungs"] >= 1
    assert (found["not_once"], found["double_notices"]) == ({}, [])
    assert found["deeds"] == found["escalations"] == found["rungs"] * (POINTS + 1)
    assert (found["without_place"], found["gapless"]) == (0, True)


def test_s37_a_code_opens_whenever_its_slow_hashing_is_killed(installation: Living) -> None:
    found = inside(installation, CODES.replace("POINTS", "6"))
    assert found["killed"] > 0
    assert (found["waiting"], found["dead"]) == (0, [])
