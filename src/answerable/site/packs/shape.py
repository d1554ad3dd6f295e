"""A pack as it was read, whole and faultless."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from answerable.base.packs.part import Load
from answerable.law.actions.loading import LawFacts
from answerable.people.actions.loading import BodyFacts, PersonFacts, RoleFacts
from answerable.places.actions import CalendarFacts, TerritoryFacts


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that may be loaded."""

    code: str
    digest: str  # SHA-256 of all its files, so that anybody can tell which law was in force here
    valid_from: date
    territories: Sequence[TerritoryFacts]
    calendars: Sequence[CalendarFacts]
    bodies: Sequence[BodyFacts]
    roles: Sequence[RoleFacts]
    people: Sequence[PersonFacts]
    law: LawFacts
    settings: Mapping[str, Any] = field(default_factory=dict)
    loads: Sequence[tuple[str, Load]] = ()  # what rooms above the law read, by what is told while it is loaded
    notes: Sequence[str] = ()  # what is right but should be known
