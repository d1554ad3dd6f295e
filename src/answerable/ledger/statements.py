"""The month's counts, computed from the published log alone and bound to it by a leaf before anybody may quote them.

stats/v1 is a pure function of the leaves (`answerable_verify.stats`): whoever has the log gets the same numbers, and an
audit compares the two. Nothing here looks at a row of the database.
"""

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.db import transaction

from answerable.ledger import published
from answerable.ledger.actions.recording import add_to_log
from answerable.ledger.models import Announced
from answerable_verify.canonical import read_json
from answerable_verify.leaf import write_leaf
from answerable_verify.stats import stats

PREFIX: Final = "stats-v1/"


def month_before(day: date) -> str:
    """The month that ended last, as YYYY-MM."""
    return f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"


def state(*, period: str, at: datetime) -> bool:
    """Publish the counts of a month, once; False where that was done, or nothing is published yet."""
    head = published.head()
    name = f"{PREFIX}{period}"
    if head is None or head.checkpoint.size == 0 or Announced.objects.filter(name=name).exists():
        return False
    size = head.checkpoint.size
    document = stats(published.reader(head.checkpoint).entries(), period).as_json()
    digest = sha256(document).hexdigest()
    with transaction.atomic():
        _, new = Announced.objects.get_or_create(name=name, defaults={"digest": digest, "document": document, "at": at})
        if new:
            extra = {"name": name, "sha256": digest, "size": size}
            add_to_log(body=write_leaf({"v": 1, "k": "statement", "x": extra}))
    return new


def stated(*, most: int = 12) -> list[dict[str, Any]]:
    """The counts of the last months as they were published, the newest first."""
    rows = Announced.objects.filter(name__startswith=PREFIX).order_by("-name")[:most]
    return [read_json(bytes(row.document), row.name) for row in rows]
