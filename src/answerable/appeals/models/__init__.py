"""Tables of this room, split by noun."""

from answerable.appeals.models.answer import Answer, Draft, Point
from answerable.appeals.models.appeal import Appeal, Sender, Tokens
from answerable.appeals.models.copies import Campaign, Mailing, Sketch
from answerable.appeals.models.incident import Incident
from answerable.appeals.models.published import ProgramAppeal, PublicAppeal, PublicUpdate, RedactionLine
from answerable.appeals.models.reason import Reason

__all__ = [
    "Answer",
    "Appeal",
    "Campaign",
    "Draft",
    "Incident",
    "Mailing",
    "Point",
    "ProgramAppeal",
    "PublicAppeal",
    "PublicUpdate",
    "Reason",
    "RedactionLine",
    "Sender",
    "Sketch",
    "Tokens",
]
