"""Case 3: an act that is rolled back leaves no leaf and no gap."""

from pathlib import Path

import pytest
from django.db import transaction

from answerable.ledger import testing


class TakenBack(Exception):  # noqa: N818 -- named for what happened
    """The action refuses after all."""


def test_case03_no_leaf_and_no_gap(home: Path) -> None:
    one = testing.sequencer()
    testing.record_public_act(1)
    with pytest.raises(TakenBack), transaction.atomic():
        testing.record_public_act(2)
        raise TakenBack
    with pytest.raises(TakenBack), transaction.atomic():
        testing.record_public_act(1, "answered")
        raise TakenBack
    testing.record_public_act(1, "answered")
    size = one.step(at=testing.AT, everything=True)
    assert testing.places() == list(range(size))
    report = testing.audited(home)
    assert (testing.sound(report), report.cases) == (True, 1)
