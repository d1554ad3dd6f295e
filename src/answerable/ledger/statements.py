"""The counts of a month as installations published them before there were figures (docs/decisions/0230): shown, and audited for ever.

stats/v1 is a pure function of the leaves (`answerable_verify.stats`) that knows acts of version 1 alone. Since answers say in
version 2 how many points they met it would count none of them; figures have taken its place.
"""

from typing import Any, Final

from answerable.ledger.models import Announced
from answerable_verify.canonical import read_json

PREFIX: Final = "stats-v1/"


def stated(*, most: int = 12) -> list[dict[str, Any]]:
    """The counts of the last months as they were published, the newest first."""
    rows = Announced.objects.filter(name__startswith=PREFIX).order_by("-name")[:most]
    return [read_json(bytes(row.document), row.name) for row in rows]
