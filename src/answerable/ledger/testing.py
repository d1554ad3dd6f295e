"""A public log for tests: acts on made-up cases, a sequencer of its own in a folder of its own, and an auditor."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from answerable.base.actor import SYSTEM
from answerable.base.leaf_kind import LeafKind
from answerable.ledger import follow, keys, published, sequencing, statements
from answerable.ledger.actions import record
from answerable.ledger.actions.recording import add_to_log
from answerable.ledger.models import Announced, Parked, PublicLeaf
from answerable.ledger.terms import PublicAct, PublicPlace
from answerable_verify.audit.findings import Grade
from answerable_verify.audit.run import AuditReport, Options, audit
from answerable_verify.leaf import write_leaf
from answerable_verify.stats import stats

AT: Final = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
DAY: Final = date(2026, 3, 3)
QUICK: Final = PublicPlace(slow=False)


def hear_all(following: follow.Following) -> int:
    """Let these followers read on; returns how many deeds were heard. What a follower could not take fails the test."""
    heard = follow.bring_up_to_date(following, at=AT)
    assert [(row.follower, row.fault, row.place) for row in Parked.objects.exclude(tries=0)] == []
    return heard


@contextmanager
def at_home(home: Path, **changed: Any) -> Iterator[Path]:
    """Let the system live in this folder meanwhile, its second place in it."""
    before = settings.ANSWERABLE
    settings.ANSWERABLE = dataclasses.replace(before, home=home, log_highwater_to=home / "log-highwater", **changed)
    try:
        yield home
    finally:
        settings.ANSWERABLE = before
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")


def record_public_act(
    case: int,
    kind: LeafKind = "registered",
    *,
    on: date = DAY,
    slow: bool = False,
    fields: dict[str, str] | None = None,
) -> int:
    """Record a deed that is a public act on a case; returns the entry's id."""
    first = kind == "registered"
    public = PublicAct(
        kind=kind,
        on=on,
        body="dep",
        fields=fields or {"text": f"{kind} {case}"},
        due=on + timedelta(30) if kind in {"registered", "extended", "reopened"} else None,
        channel="web" if first else None,
        place=PublicPlace(slow=slow) if first else None,
        slow=slow,
    )
    with transaction.atomic():
        return record(by=SYSTEM, at=AT, deed=f"test.{kind}", thing=f"test/{case}", public=public)


def sequencer() -> sequencing.Sequencer:
    """A sequencer of the system as it stands, begun."""
    keys.ensure(at=AT)
    one = sequencing.of_this_installation()
    one.start(at=AT)
    return one


def audited(home: Path, name: str = "state") -> AuditReport:
    """What an auditor with a memory of its own says of the published files."""
    now = int(AT.timestamp())
    return audit(Options(where=str(home / "log"), now=now, folder=home / name, policy=keys.log_policy()))


def sound(report: AuditReport) -> bool:
    """Say whether an auditor found nothing wrong."""
    return report.findings.worst < Grade.RULE


def places() -> list[int | None]:
    """The places of all leaves, in order; None for those that wait."""
    return list(PublicLeaf.objects.order_by("idx", "id").values_list("idx", flat=True))


def state_counts(*, period: str, at: datetime) -> int:
    """Publish the counts of a month as installations did before there were figures; the size that they are of."""
    head = published.head()
    assert head is not None
    document = stats(published.reader(head.checkpoint).entries(), period).as_json()
    name, digest, size = f"{statements.PREFIX}{period}", sha256(document).hexdigest(), head.checkpoint.size
    Announced.objects.create(name=name, digest=digest, document=document, at=at)
    add_to_log(body=write_leaf({"v": 1, "k": "statement", "x": {"name": name, "sha256": digest, "size": size}}))
    return size
