"""Case 27: whatever happens in child casework, the public log shows one leaf each Monday and nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from answerable.ledger import testing
from answerable.ledger.actions import announcing
from answerable.ledger.models import PublicLeaf
from answerable_verify import parse_leaf

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def private_roots() -> list[tuple[str | None, int]]:
    rows = PublicLeaf.objects.filter(case=None).order_by("id").values_list("body", flat=True)
    return [(leaf.week, len(bytes(body))) for body in rows if (leaf := parse_leaf(bytes(body))).kind == "private-root"]


def test_case27_every_week_has_one_leaf_whether_anything_happened_or_not(home: Path) -> None:
    one = testing.sequencer()
    for day in range(15):
        one.step(at=MONDAY + timedelta(days=day), everything=True)
    assert [week for week, _ in private_roots()] == ["2026-W10", "2026-W11", "2026-W12"]
    assert testing.sound(testing.audited(home))


def test_case27_an_empty_week_looks_like_a_busy_one(home: Path) -> None:
    announcing.announce_private(home=home, at=MONDAY)
    announcing.announce_private(home=home, at=MONDAY + timedelta(weeks=1), size=12, root=b"r" * 32)
    announcing.announce_private(home=home, at=MONDAY + timedelta(weeks=2))
    assert len({length for _, length in private_roots()}) == 1
    bodies = PublicLeaf.objects.filter(case=None).values_list("body", flat=True)
    assert len({parse_leaf(bytes(body)).h for body in bodies}) == 3


def test_case27_a_week_is_said_once(home: Path) -> None:
    said = [
        announcing.announce_private(home=home, at=MONDAY + timedelta(days=day), size=day, root=bytes([day]) * 32)
        for day in range(7)
    ]
    assert said == [True, *[False] * 6]
    assert PublicLeaf.objects.filter(case=None).count() == 1
