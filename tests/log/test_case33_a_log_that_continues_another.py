"""Case 33: a shard is closed with open cases in it. What the figures are must not depend on where the cut lies.

Yearly shards are not built: one log carries 60 million acts a year (docs/decisions). What is held here is that nothing
stands in their way: the figures of a chain of logs are those of one log, wherever it is cut.
"""

from datetime import date, timedelta

import pytest

from answerable_verify import stats
from answerable_verify.testing import act

ON = date(2026, 12, 20)
LEAVES = [
    leaf
    for case in range(20)
    for leaf in (
        act("registered", case=case, on=ON),
        act("acknowledged", case=case, n=1, on=ON + timedelta(2)),
        act("answered", case=case, n=2, on=ON + timedelta(3 * case)),
    )
]


@pytest.mark.parametrize("cut", [1, 7, 30, 59])
def test_case33_figures_over_both_parts_are_those_of_one_log(cut: int) -> None:
    old, new = LEAVES[:cut], LEAVES[cut:]
    for period in ("2026-12", "2027-01"):
        assert stats([*old, *new], period) == stats(LEAVES, period)
        assert stats([*old, *new], period).answered > 0
