"""The place that this installation stands in, as its pages name it; kept with the standing order, so it costs no query of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError

from answerable.base import dates, foreign
from answerable.law import queries as law_queries
from answerable.ledger import queries as ledger_queries


@dataclass(frozen=True, slots=True)
class Place:
    """What a pack says of its place.

    name       in the language of the page
    tagline    the same; the system's own words where the pack has none
    emergency  the number to call in danger; empty where the pack names none
    sample     the people and appeals here are invented (`make demo`)
    office     where a person can be rung up or visited; nothing where the pack names none
    """

    name: str
    emergency: str
    tagline: str = ""
    public_note: str = ""
    law: str = ""
    sample: bool = False
    office: "Office | None" = None


@dataclass(frozen=True, slots=True)
class Office:
    """Where the people of the place can be reached by whoever can't or won't write here.

    phone  as people read it; `dial` is the same for a telephone: digits and a leading plus
    """

    phone: str
    hours: str
    address: str

    @property
    def dial(self) -> str:
        """The number for a `tel:` address (RFC 3966)."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


NOWHERE: Final = Place(name="Answerable", emergency="")
"""Before a pack is loaded, and when the database cannot be reached."""


def in_language(names: object) -> str:
    """The words of a pack in the language of the page, in English where it has none; plain text as it is."""
    return foreign.in_language(names, dates.language()) if isinstance(names, Mapping) else str(names or "")


def settings_of_pack() -> Mapping[str, Any]:
    """What the pack decides, read at one go; empty where no pack is loaded yet or the database is away."""
    try:
        return law_queries.standing_order().settings
    except (DatabaseError, ObjectDoesNotExist, LookupError):
        return {}


def revision() -> int | None:
    """What the pack's words are true for: a number that moves when the pack, a body or a rule does; nothing unread."""
    try:
        return law_queries.standing_order().revision
    except (DatabaseError, ObjectDoesNotExist, LookupError):
        return None


def setting(name: str, default: Any = None) -> Any:
    """What the pack decides under one name."""
    return settings_of_pack().get(name, default)


def present() -> Place:
    """The place of the pack that is loaded."""
    said = settings_of_pack()
    name = in_language(said.get("place_name"))
    if not name:
        return NOWHERE
    return Place(
        name=name,
        emergency=str(said.get("emergency", "")),
        tagline=in_language(said.get("tagline")),
        public_note=in_language(said.get("public_note")),
        law=in_language(said.get("law")),
        sample=bool(said.get("house.sample", False)),
        office=_office(said.get("office")),
    )


def _office(said: object) -> Office | None:
    if not isinstance(said, Mapping) or not said:
        return None
    return Office(str(said.get("phone", "")), in_language(said.get("hours")), in_language(said.get("address")))


def published_size() -> int | None:
    """How many entries the public log has, as signed and published last; nothing where it has none or can't be read.

    Not how many deeds the journal has: that number rises in the second in which somebody writes.
    """
    try:
        found = ledger_queries.published()
    except DatabaseError:
        return None
    return None if found is None else found.size
