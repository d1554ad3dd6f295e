"""Computing figures from the published log: one pass over rows that are proven, for as many periods as are asked for.

What is read is what everybody reads (`ledger.published`), never a row of the database.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from answerable.law.queries import standing_order
from answerable.ledger import leaves, published
from answerable_verify.canonical import Json
from answerable_verify.numbers.definitions import DEFINITIONS
from answerable_verify.numbers.document import Count
from answerable_verify.numbers.periods import Period
from answerable_verify.stats import read_counted

STEP = 4096
"""Leaves between two words of progress."""


def authorities() -> dict[str, list[str]]:
    """Which bodies are counted as one, by the codes that the log has of them; a body that stands alone isn't named."""
    order = standing_order()
    found: defaultdict[str, list[str]] = defaultdict(list)
    for body in order.bodies.values():
        found[leaves.token(order.bodies[order.authority_of(body.id)].code)].append(leaves.token(body.code))
    return {code: sorted(bodies) for code, bodies in sorted(found.items()) if len(bodies) > 1}


def count(
    periods: Sequence[Period], progress: Callable[[int, int], None] = lambda _done, _of: None
) -> Mapping[str, Mapping[str, Json]]:
    """Period -> figure -> document, over the log as it is published now; nothing where nothing is published yet.

    `progress` hears how many leaves of how many are read.
    """
    head = published.head()
    if head is None or head.checkpoint.size == 0 or not periods:
        return {}
    groups = authorities()
    counts = {period.code: Count(period, groups) for period in periods}
    size = head.checkpoint.size
    for index, entry in enumerate(published.reader(head.checkpoint).entries()):
        leaf = read_counted(entry, f"leaf {index}")
        for one in counts.values():
            one.add(leaf)
        if index % STEP == 0:
            progress(index, size)
    progress(size, size)
    origin = head.checkpoint.origin
    return {code: {name: one.document(name, origin) for name in DEFINITIONS} for code, one in counts.items()}
