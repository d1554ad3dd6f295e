"""A small published log with figures, for tests: appeals of two bodies over two months, sequenced and published."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction

from answerable.base.actor import SYSTEM
from answerable.base.leaf_kind import LeafKind
from answerable.base.testing import standing_at
from answerable.figures import charts, publishing
from answerable.ledger.actions import record
from answerable.ledger.sequencing import Sequencer
from answerable.ledger.terms import PublicAct, PublicPlace
from answerable.ledger.testing import at_home, sequencer
from answerable.people.testing import make_body

AT: Final = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
"""When March is published."""
MARCH: Final = date(2026, 3, 1)


def told(case: int, kind: LeafKind, *, day: int, body: str, due: int | None = None) -> None:
    """An act on an appeal of this number on a day of March 2026 (1 is the first), with the day that an answer is due by."""
    first = kind == "registered"
    act = PublicAct(
        kind=kind,
        on=MARCH + timedelta(day - 1),
        body=body,
        fields={"text": f"{kind} {case}"},
        due=None if due is None else MARCH + timedelta(due - 1),
        channel="web" if first else None,
        place=PublicPlace(slow=False) if first else None,
    )
    with transaction.atomic():
        record(by=SYSTEM, at=AT, deed=f"test.{kind}", thing=f"test/{case}", public=act)


def march(*bodies: str) -> None:
    """Twelve appeals to each body: eight answered on time, two late, two that wait."""
    for place, body in enumerate(bodies):
        for number in range(1, 13):
            case = 100 * place + number
            told(case, "registered", day=number, body=body, due=20)
            if number <= 8:
                told(case, "answered", day=number + 3, body=body)
            elif number <= 10:
                told(case, "answered", day=24, body=body)


@contextmanager
def published_log(home: Path) -> Iterator[Sequencer]:
    """A log of its own, on the day on which March is published."""
    with at_home(home), standing_at(AT):
        yield sequencer()


def placed(log: Sequencer) -> None:
    """Place and publish everything that waits."""
    log.step(at=AT, everything=True)
    log.publish(at=AT)


@contextmanager
def march_published(home: Path, *, drawn: bool = False) -> Iterator[Sequencer]:
    """That log with the figures of March, of the bodies dep and city."""
    make_body("dep")
    make_body("city")
    with published_log(home) as log:
        march("dep", "city")
        placed(log)
        publish_march(drawn=drawn)
        yield log


def publish_march(*, drawn: bool = False) -> tuple[int, int]:
    """Publish what is due on that day; how many figures were frozen and how many corrected. Drawing costs seconds."""
    draw = charts.curves if drawn else lambda steps: ["" for _ in steps]
    return publishing.publish(by=SYSTEM, at=AT, today=AT.date(), draw=draw)
