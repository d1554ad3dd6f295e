"""What the public log knows of this room and this room no longer holds: an appeal that was taken out from under the journal.

The software removes no appeal: an erasure takes the words and leaves the row. So a case of the log without its appeal
was removed by somebody with the database in his hands (security case S09).
"""

from typing import Final

from django.db import connection

from answerable.ledger.auditing import MOST, watches
from answerable_verify.leaf import parse_leaf

_GONE: Final = """
    SELECT leaf.idx, leaf.body FROM ledger_case AS opened
    JOIN ledger_public_leaf AS leaf ON leaf.case_code = opened.code AND leaf.n = 0
    WHERE opened.thing LIKE 'appeal/%%'
      AND NOT EXISTS (SELECT 1 FROM appeals_appeal WHERE id = substr(opened.thing, 8)::bigint)
    ORDER BY leaf.idx LIMIT %s
"""


@watches
def removed() -> list[str]:
    """Appeals whose registration stands in the log and whose row is missing, by the number of the leaf."""
    with connection.cursor() as cursor:
        cursor.execute(_GONE, [MOST])
        rows = cursor.fetchall()
    found = []
    for place, body in rows:
        on = parse_leaf(bytes(body)).on
        named = "A leaf that is not published yet" if place is None else f"Leaf {place}"
        found.append(f"{named}: an appeal was registered on {on}, and its record is missing from the database.")
    return found
