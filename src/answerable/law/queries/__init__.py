"""Every read of this room: the standing order, kept by each process, and what is offered to choose from."""

from answerable.law.queries.danger import sounds_urgent
from answerable.law.queries.offered import calendars_of, categories, ground, grounds, templates, terms_in_force
from answerable.law.queries.order import BodyInOrder, StandingOrder, emergency_numbers, profile_of, standing_order
from answerable.law.queries.volume_targets import sets_volume_target

__all__ = [
    "BodyInOrder",
    "StandingOrder",
    "calendars_of",
    "categories",
    "emergency_numbers",
    "ground",
    "grounds",
    "profile_of",
    "sets_volume_target",
    "sounds_urgent",
    "standing_order",
    "templates",
    "terms_in_force",
]
