"""The tables of this room of which the journal holds every row: what oversight did."""

from typing import Final

from answerable.base.held import HeldTable
from answerable.oversight.models import CallBack, Commendation, Escalation, Instruction, Item, Measure, Sample

HELD: Final = (
    HeldTable(Escalation, "escalation"),
    HeldTable(Item, "item"),
    HeldTable(Instruction, "instruction"),
    HeldTable(Measure, "measure"),
    HeldTable(Commendation, "commendation"),
    HeldTable(Sample, "sample"),
    HeldTable(CallBack, "callback"),
)
