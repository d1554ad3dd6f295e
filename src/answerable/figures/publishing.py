"""From the log to published figures: count, draw, freeze, correct. What the job and the command both do."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from answerable.base.actor import Actor
from answerable.figures import actions, charts, counting, queries, rules
from answerable_verify.numbers.cells import ALL
from answerable_verify.numbers.periods import Period


def publish(
    *,
    by: Actor,
    at: datetime,
    today: date,
    also: tuple[Period, ...] = (),
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    draw: Callable[[Sequence[charts.Steps]], list[str]] = charts.curves,
) -> tuple[int, int]:
    """Freeze what is due and not published, correct what reads otherwise now; (how many frozen, how many corrected).

    One pass over the log for all of them. `also` are periods that somebody wants besides; one that has not ended by
    `today` is refused by nobody but says nothing either: it is left out.
    """
    new, again = rules.due(today, queries.frozen_codes())
    known = {period.code for period in (*new, *again)}
    new += [period for period in also if period.last < today and period.code not in known]
    counted = counting.count([*new, *again], progress)
    standing = queries.standing(period.code for period in again)
    found = [(document, standing.get((name, code))) for code, of in counted.items() for name, document in of.items()]
    changed = [(document, old) for document, old in found if old is None or rules.erratum(old.document, document)]
    drawn = draw([document["cells"].get(ALL, {}).get("curve", ()) for document, _ in changed])
    for (document, old), chart in zip(changed, drawn, strict=True):
        if old is None:
            actions.freeze(by=by, at=at, document=document, chart=chart)
        elif basis := rules.erratum(old.document, document):
            actions.correct(by=by, at=at, document=document, basis=basis, chart=chart)
    frozen = sum(old is None for _, old in changed)
    return frozen, len(changed) - frozen
