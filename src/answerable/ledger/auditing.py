"""Checking our own log as a stranger would, and our own rows against what we published.

`whole` is the nightly audit: every file, every rule, the witnesses' words, and every row of the database against its
tile. `look` is the short one of every ten minutes: is each place that was signed still held by a row, and are the
newest rows the published ones? What they find is kept, shown at /log/ and counted for operators.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import connection

from answerable.ledger import published
from answerable.ledger.models import PublicLeaf, SelfAudit
from answerable_verify.audit import Finding, Grade, Options, audit
from answerable_verify.audit.state import BusyStateError
from answerable_verify.checkpoint import Checkpoint
from answerable_verify.reader import Reader
from answerable_verify.source import UnreachableError
from answerable_verify.strict import RejectedError
from answerable_verify.tiles import WIDTH, tile_for
from answerable_verify.tree import leaf_hash

log = logging.getLogger(__name__)
STATE: Final = "log-audit"
MOST: Final = 50
"""Findings kept of one audit: the worst first."""
KEPT: Final = 2000
"""Audits kept: a fortnight of short ones."""


_WATCHERS: Final[list[Callable[[], Sequence[str]]]] = []


def watches(function: Callable[[], Sequence[str]]) -> Callable[[], Sequence[str]]:
    """Mark a function of a room above that says what the log knows and that room no longer holds."""
    _WATCHERS.append(function)
    return function


def missed() -> list[str]:
    """What the rooms above miss, in sentences."""
    return [sentence for function in _WATCHERS for sentence in function()]


def nightly_audit(*, at: datetime, home: Path) -> SelfAudit:
    """The nightly audit. Remembers where it was in `home/log-audit`, so that a rewritten past is noticed here too."""
    findings: list[Finding] = []
    size = 0
    try:
        (home / STATE).mkdir(parents=True, exist_ok=True)
        report = audit(
            Options(
                str(published.folder()),
                now=int(at.timestamp()),
                folder=home / STATE,
                policy=published.published_policy(),
                full=True,
            )
        )
        findings = [one for one in report.findings.kept if one.grade > Grade.NOTE]
        if report.head is not None:
            size = report.head.size
            findings += differing(report.head)
    except (RejectedError, UnreachableError) as fault:
        findings = [Finding(Grade.BROKEN, "damaged", f"{fault.where}: {fault.why}.")]
    except BusyStateError:
        findings = [Finding(Grade.RULE, "busy", "Another audit works with our folder just now; this one did nothing.")]
    return _kept(findings, at=at, size=size, whole=True)


def self_check(*, at: datetime, also: Sequence[str] = ()) -> SelfAudit:
    """The short look. `also` are sentences of rooms above, about things that the log knows and they no longer hold."""
    findings = [Finding(Grade.BROKEN, "gone", sentence) for sentence in also]
    head = published.head()
    size = 0
    if head is None:
        if PublicLeaf.objects.filter(idx__isnull=False).exists():
            text = "The published checkpoint is missing, damaged, or signed by nobody whom we know."
            findings.append(Finding(Grade.BROKEN, "checkpoint", text))
    else:
        size = head.checkpoint.size
        findings += list(_gone(size))
        findings += _newest(head.checkpoint)
    return _kept(findings, at=at, size=size, whole=False)


def _gone(size: int) -> Iterator[Finding]:
    """The places that were signed and that no row holds any more. Counts first: that reads one index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_public_leaf WHERE idx < %s", [size])
        if cursor.fetchone()[0] == size:
            return
        cursor.execute(
            "SELECT place FROM generate_series(0, %s - 1) AS place "
            "WHERE NOT EXISTS (SELECT 1 FROM ledger_public_leaf WHERE idx = place) ORDER BY place LIMIT %s",
            [size, MOST],
        )
        for (place,) in cursor.fetchall():
            text = f"Leaf {place} was published and signed, and its row is missing from the database: it was removed."
            yield Finding(Grade.BROKEN, "removed", text, place)


def _newest(head: Checkpoint) -> list[Finding]:
    """What differs between the last tile and its rows."""
    if head.size == 0:
        return []
    try:
        return list(_tile_differs((head.size - 1) // WIDTH, published.reader(head)))
    except (RejectedError, UnreachableError) as fault:
        return [Finding(Grade.BROKEN, "damaged", f"{fault.where}: {fault.why}.")]


def differing(head: Checkpoint) -> Iterator[Finding]:
    """Every row hashed again and compared with the published tile, in order."""
    files = published.reader(head)
    for n in range(-(-head.size // WIDTH)):
        yield from _tile_differs(n, files)


def _tile_differs(n: int, files: Reader) -> Iterator[Finding]:
    """The rows of one tile that are missing or are not what was published under their number."""
    hashes = files.tile(tile_for(0, n, files.size))
    rows = PublicLeaf.objects.filter(idx__gte=n * WIDTH, idx__lt=n * WIDTH + len(hashes))
    held = {idx: bytes(body) for idx, body in rows.values_list("idx", "body")}
    for place, told in enumerate(hashes, n * WIDTH):
        if place not in held:
            text = f"Leaf {place} was published and signed, and its row is missing from the database: it was removed."
            yield Finding(Grade.BROKEN, "removed", text, place)
        elif leaf_hash(held[place]) != told and held[place]:
            text = f"Leaf {place} in the database is not the one that was published and signed: it was changed."
            yield Finding(Grade.BROKEN, "changed", text, place)


def _kept(findings: Iterable[Finding], *, at: datetime, size: int, whole: bool) -> SelfAudit:
    """Keep what was found, say it in the server's log, and let the oldest audits go."""
    found = {(one.grade, one.code, one.text, one.index) for one in findings}
    ordered = sorted(found, key=lambda one: (-one[0], one[3] or 0, one[2]))[:MOST]
    row = SelfAudit.objects.create(
        at=at,
        whole=whole,
        size=size,
        grade=int(ordered[0][0]) if ordered else 0,
        findings=[[int(grade), code, text, index] for grade, code, text, index in ordered],
    )
    for _, code, text, _ in ordered[:5]:
        log.error("the log does not hold (%s): %s", code, text)
    old = SelfAudit.objects.order_by("-at").values_list("at", flat=True)[KEPT : KEPT + 1]
    if old:
        SelfAudit.objects.filter(at__lte=old[0]).delete()
    return row
