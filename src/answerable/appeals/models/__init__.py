"""Tables of this room, split by noun."""

from answerable.appeals.models.answer import Answer, Draft, Point
from answerable.appeals.models.appeal import Appeal, Sender, Tokens
from answerable.appeals.models.incident import Incident
from answerable.appeals.models.law import Category, Ground, Jurisdiction, Profile, Rung, Setting, Template
from answerable.appeals.models.reason import Reason

__all__ = [
    "Answer",
    "Appeal",
    "Category",
    "Draft",
    "Ground",
    "Incident",
    "Jurisdiction",
    "Point",
    "Profile",
    "Reason",
    "Rung",
    "Sender",
    "Setting",
    "Template",
    "Tokens",
]
