"""The tables of this room of which the journal holds every row; those that a page about one appeal asks about."""

from typing import Final

from answerable.appeals.models import Answer, Appeal, Point, Reason, Sender
from answerable.appeals.terms import APPEAL
from answerable.base.held import HeldTable
from answerable.channels.held import MESSAGES

APPEALS: Final = HeldTable(Appeal, APPEAL)
HELD: Final = (
    APPEALS,
    HeldTable(Answer, APPEAL, "appeal_id"),
    HeldTable(Point, APPEAL, "appeal_id"),
    HeldTable(Reason, APPEAL, "appeal", "entry"),
    HeldTable(Sender, APPEAL, "appeal", "appeal"),
)
OF_A_CASE: Final = (*HELD, MESSAGES)
