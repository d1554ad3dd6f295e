"""From our own rows to attested counts: count a quarter by matter and place, hide what must be, publish or correct."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from answerable.appeals.queries.by_matter_and_place import counted_by_matter_and_place
from answerable.base.actor import SYSTEM
from answerable.figures import cells, publicity, rules
from answerable.figures.actions import attesting, publisher
from answerable.figures.models import Series
from answerable.figures.queries import attested
from answerable.figures.terms import FEWEST, RECEIVED, AttestedBasis, SeriesKind
from answerable.figures.wording import RECEIVED_WORDS
from answerable.law.queries import standing_order
from answerable.law.queries.order import StandingOrder
from answerable.ledger import published
from answerable.places.queries import population
from answerable_verify.numbers.attested import Key, Value
from answerable_verify.numbers.periods import Period
from answerable_verify.stats import read_counted

MONTHS: Final = 3
"""A cell of a month is too small to tell; and one length alone has no differences."""
BACK: Final = 2
"""Quarters that are counted again: what came late is an erratum."""


def publish_cells(*, at: datetime, today: date) -> tuple[int, int]:
    """Attest the last quarters by matter and place, as rows within the caller's reach say; (how many new, how many corrected)."""
    order, made, mended = standing_order(), 0, 0
    if not order.bodies or published.head() is None:
        return 0, 0
    for period in reversed(rules.periods_before(today, months=MONTHS, most=BACK)):
        editions = _editions(period)
        table = _table(period, order, editions)
        if not table or (editions and editions[0].cells == table):
            continue
        reason = AttestedBasis.LATE_ENTRIES if editions else None
        series = _series(at)
        attesting.attest(
            by=SYSTEM, at=at, series=series.id, period=period.code, cells=table, of=cells.OF, reason=reason
        )
        made, mended = made + (not editions), mended + bool(editions)
    return made, mended


def _editions(period: Period) -> list[attested.ReadAttested]:
    """What was attested of it, the newest first."""
    series = attested.series_called(RECEIVED)
    found = attested.all_editions(series) if series else []
    return [read for read in found if read.row.period == period.code]


def _table(period: Period, order: StandingOrder, editions: list[attested.ReadAttested]) -> dict[Key, Value]:
    """The cells of a period with what must be hidden; nothing where nobody wrote."""
    zone = ZoneInfo(str(order.settings.get("zone", "UTC")))
    since, until = (datetime.combine(day, time.min, zone) for day in (period.first, period.last + timedelta(1)))
    counts = counted_by_matter_and_place(since, until)
    places = cells.places_with_people(order, population())
    whole = cells.with_totals(cells.keyed(counts, order, places))
    head = published.head()
    if not counts or head is None:
        return {}
    by_code = {order.place_codes[one]: code for one, code in places.items()}
    entries = published.reader(head.checkpoint).entries()
    told = cells.told_by_log((read_counted(entry, f"leaf {n}") for n, entry in enumerate(entries)), period, by_code)
    earlier = [cells.Earlier(read.cells) for read in editions]
    return cells.hidden_cells(whole, known=cells.known_from(told, whole), least=FEWEST, earlier=earlier)


def _series(at: datetime) -> Series:
    """The series of our own cells; begun in the name of whoever publishes here."""
    return attested.series_called(RECEIVED) or attesting.begin_series(
        by=SYSTEM,
        at=at,
        body=publisher(list(standing_order().bodies.values())).id,
        code=RECEIVED,
        kind=SeriesKind.CELLS,
        months=MONTHS,
        hides=True,
        words={name: publicity.in_each_language(said.__str__) for name, said in RECEIVED_WORDS.items()},
    )
