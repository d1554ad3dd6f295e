"""A pack as it was read, whole and faultless; and the words of its files that belong to no room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from answerable.appeals.actions.loading import LawFacts
from answerable.people.actions.loading import BodyFacts, PersonFacts, RoleFacts
from answerable.places.actions import CalendarFacts, TerritoryFacts


class Nameless(StrEnum):
    """Which appeals without name, address and contact are sealed to named people's keys."""

    COMPLAINTS = "complaints"
    ALL = "all"
    NONE = "none"


class Cause(StrEnum):
    """Why an appeal climbs."""

    OVERDUE = "overdue"
    DISPUTED = "disputed"
    INADEQUATE = "inadequate"
    INSTRUCTION = "instruction"


class Status(StrEnum):
    """Whether somebody has read the text of the law (contract of deadline profiles)."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    HOUSE = "house"  # no law, a promise of the place


class LawKind(StrEnum):
    """Kinds that a law knows besides the kinds of appeal: their terms are told, appeals don't pick them."""

    APPLICATION = "application"
    COMPLAINT_ABOUT_POLICE = "complaint_about_police"
    CRIME_REPORT = "crime_report"
    INFO_REQUEST = "info_request"
    MEDIA_REQUEST = "media_request"
    PETITION_MIGRATION = "petition_migration"
    DEPUTY_REQUEST = "deputy_request"


class LawStep(StrEnum):
    """Steps that a term may be set for (contract, section 1)."""

    REGISTER = "register"
    FORWARD = "forward"
    RETURN_DEFECTIVE = "return_defective"
    ACKNOWLEDGE = "acknowledge"
    UPDATE = "update"
    ANSWER = "answer"
    EXTEND = "extend"
    NOTIFY_OUTCOME = "notify_outcome"
    REVIEW_WINDOW = "review_window"
    REFER_TO_OVERSIGHT = "refer_to_oversight"


class ClockFrom(StrEnum):
    """Where a clock starts."""

    RECEIVED = "received"
    REGISTERED = "registered"
    PREVIOUS_STEP = "previous_step"
    OUTCOME = "outcome"
    BECAME_CLEAR = "became_clear"
    INCIDENT = "incident"


class Act(StrEnum):
    """What a ground is a ground for."""

    EXAMINE = "examine"
    POINT = "point"
    EXTEND = "extend"
    FORWARD = "forward"


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
    notes: Sequence[str] = ()  # what is right but should be known
