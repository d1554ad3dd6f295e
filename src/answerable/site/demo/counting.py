"""The figures of the sample community: of each month that lies within what was lived, as they would be published."""

import time
from datetime import date, datetime, timedelta
from typing import Final

from answerable.base import row_scope
from answerable.base.actor import SYSTEM
from answerable.figures import publishing
from answerable.law.queries import standing_order
from answerable.ledger import keys, published, sequencing
from answerable.ledger import queries as ledger_queries
from answerable_verify.numbers.periods import Period, parse_period

PATIENCE: Final = 20  # seconds until a running server has placed what was lived


def publish(*, at: datetime, days: int, patience: int = PATIENCE) -> bool:
    """Publish them; False where nothing is published of the log yet, or nothing to publish."""
    alone = _sequencer(at)
    if alone is None and published.head() is None:
        return False
    if alone is not None:
        _placed(alone, at)
    for _ in range(patience if alone is None else 0):
        if ledger_queries.unplaced() == 0:
            break
        time.sleep(1)
    today = standing_order().today(at)
    frozen, _ = publishing.publish(by=SYSTEM, at=at, today=today, also=tuple(whole_months(today, days=days)))
    if alone is not None:
        _placed(alone, at)
    return frozen > 0


def _sequencer(at: datetime) -> sequencing.Sequencer | None:
    """The sequencer of the installation, where no server runs one: the sample has its figures at once."""
    keys.ensure(at=at)
    one = sequencing.of_this_installation()
    try:
        with row_scope.as_system():
            one.start(at=at)
    except sequencing.NotTheSequencerError:
        return None
    return one


def _placed(one: sequencing.Sequencer, at: datetime) -> None:
    """Place and publish all that waits."""
    with row_scope.as_system():
        while one.step(at=at, everything=True):
            continue


def whole_months(today: date, *, days: int) -> list[Period]:
    """The months that lie within so many days before today, the first of them first."""
    found, month = [], today.replace(day=1)
    while (month := (month - timedelta(days=1)).replace(day=1)) >= today - timedelta(days=days):
        found.append(parse_period(f"{month:%Y-%m}"))
    return found[::-1]
