"""What of the log turns health red."""

from datetime import timedelta

from answerable.ledger.models import Tree
from answerable.ledger.queries import clocks
from answerable.ledger.testing import AT


def test_a_clock_that_stands_before_the_last_checkpoint_is_an_operators_business(db):
    Tree(size=1, root=b"r", note=b"n", signed_at=AT, witnessed=True).save(force_insert=True)
    assert list(clocks.troubles(AT - timedelta(seconds=59))) == []
    (said,) = clocks.troubles(AT - timedelta(days=3))
    assert said.startswith("the clock stands 3 days, 0:00:00 before the log's last checkpoint")
