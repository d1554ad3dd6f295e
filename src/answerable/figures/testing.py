"""A small published log with figures, for tests: appeals of two bodies over two months, sequenced and published."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import ClassVar, Final

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


class BareNumbers(HTMLParser):
    """The numbers in the text of a page's content that stand within no element with the id of a figure.

    Names of periods, moments, addresses, commands and digests are no figures; links and headings name periods.
    """

    FREE: ClassVar = frozenset({"time", "code", "a", "dd", "nav", "title", "caption"})

    def __init__(self) -> None:
        super().__init__()
        self.bare: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what opens, and whether it is a figure's."""
        if tag not in {"meta", "link", "br", "rect", "input", "img"}:
            self._open.append((tag, any(name == "data-figure" for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Note what ends."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep the numbers of a text that no figure stands around."""
        within = {tag for tag, _ in self._open}
        if "main" not in within or within & self.FREE or any(figure for _, figure in self._open):
            return
        self.bare += re.findall(r"\d[\d\s.,%]*", re.sub(r"\b2026\b|95.%|Q\d", "", data))
