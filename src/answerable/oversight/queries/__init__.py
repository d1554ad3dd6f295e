"""Every read of this room, actor first, already scoped; split by noun."""

from answerable.oversight.queries.climbing import (
    Overdue,
    chairing,
    chairs,
    next_climb,
    overdue,
    reader_for,
    unfollowed,
    unsettled,
)
from answerable.oversight.queries.instructions import (
    asked_of,
    given_by,
    instruction_for,
    open_on,
    waiting_on,
)
from answerable.oversight.queries.public import Answering, how_they_answer, public_reading, read_by_way
from answerable.oversight.queries.reading import (
    DaysReading,
    ReadingLine,
    bodies_with_unread,
    escalations,
    item_for,
    reading,
    stopped_at,
    unread_of,
    waiting_for,
)
from answerable.oversight.queries.sheet import ReadingSheet, sheet

__all__ = [
    "Answering",
    "DaysReading",
    "Overdue",
    "ReadingLine",
    "ReadingSheet",
    "asked_of",
    "bodies_with_unread",
    "chairing",
    "chairs",
    "escalations",
    "given_by",
    "how_they_answer",
    "instruction_for",
    "item_for",
    "next_climb",
    "open_on",
    "overdue",
    "public_reading",
    "read_by_way",
    "reader_for",
    "reading",
    "sheet",
    "stopped_at",
    "unfollowed",
    "unread_of",
    "unsettled",
    "waiting_for",
    "waiting_on",
]
