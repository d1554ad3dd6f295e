"""Two of three: any two shares give the key back, one or a bent one nothing."""

from datetime import UTC, datetime
from itertools import combinations

import pytest

from answerable.vault.rules import quorum
from answerable.vault.terms import UnreadableError

SEED = bytes(range(32))


def test_any_two_of_three_give_the_key_back_and_fewer_or_bent_ones_nothing() -> None:
    shares = quorum.split(SEED)
    assert len(shares) == quorum.SHARES
    assert [quorum.combine([*two]) for two in combinations(shares, quorum.NEEDED)] == [SEED] * 3
    strangers = quorum.split(bytes(32))
    for bad in ([shares[0]], [shares[0], strangers[0]], [shares[0], shares[1].rsplit(" ", 1)[0]], ["", ""]):
        with pytest.raises(UnreadableError):
            quorum.combine(bad)


def test_it_opens_three_days_after_the_second_one_agreed() -> None:
    assert quorum.opens_at(datetime(2026, 3, 3, 12, tzinfo=UTC)) == datetime(2026, 3, 6, 12, tzinfo=UTC)
