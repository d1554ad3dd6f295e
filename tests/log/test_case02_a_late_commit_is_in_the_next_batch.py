"""Case 2: a transaction with a lower id commits after a batch was made; its leaf is in the next one."""

import threading
from datetime import timedelta
from pathlib import Path

from django.db import connection, transaction

from answerable.ledger import testing
from answerable.ledger.models import PublicLeaf


def test_case02_what_commits_late_is_in_the_next_batch(wide_home: Path) -> None:
    one = testing.sequencer()
    one.step(at=testing.AT, everything=True)
    began, may_end = threading.Event(), threading.Event()
    early: list[int] = []

    def slow() -> None:
        with transaction.atomic():
            early.append(testing.record_public_act(1))
            began.set()
            may_end.wait(120)
        connection.close()

    worker = threading.Thread(target=slow)
    worker.start()
    assert began.wait(120)
    late = testing.record_public_act(2)
    assert one.step(at=testing.AT + timedelta(minutes=2), everything=True) == 1
    may_end.set()
    worker.join(120)
    assert one.step(at=testing.AT + timedelta(minutes=4), everything=True) == 1
    order = dict(PublicLeaf.objects.filter(id__in=[late, *early]).values_list("id", "idx"))
    assert early[0] < late
    assert order[late] + 1 == order[early[0]]
    assert testing.sound(testing.audited(wide_home))
