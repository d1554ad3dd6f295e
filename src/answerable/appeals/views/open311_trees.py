"""What Open311 shows of services and published requests, as trees that `channels.open311.wire` writes.

Every field that the standard names is there, null where nothing is known. No name, no contact, no file: only what a person
at the desk has passed, and what the journal says of it in codes.
"""

from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from answerable.appeals.actions import Intake, Registered
from answerable.appeals.forms.open311 import Attribute, attributes_of
from answerable.appeals.models import PublicAppeal, PublicUpdate
from answerable.appeals.rules import published
from answerable.appeals.wording import published as published_words
from answerable.appeals.wording.terms import ENDINGS, STATES
from answerable.base import dates
from answerable.channels.open311.asking import Status, said
from answerable.channels.open311.wire import Tree
from answerable.law import queries as law_queries
from answerable.law.models import Category
from answerable.places.rules import name_in

SPECIFICATION: Final = "http://wiki.open311.org/GeoReport_v2"
CHANGED: Final = "2026-11-30T00:00:00Z"  # when this interface last changed its shape


def discovery(address: str) -> Tree:
    """Where the interface is. Clients put the resource's name behind the address, so that it ends in a slash."""
    return {
        "changeset": CHANGED,
        "contact": _("Write to whoever runs this service: %(address)s") % {"address": settings.ANSWERABLE.address},
        "key_service": _("Keys are issued by whoever runs this service."),
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": address,
                "changeset": CHANGED,
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def service(row: Category) -> Tree:
    """A line of the list of services."""
    language = dates.language()
    return {
        "service_code": row.code,
        "service_name": name_in(row.name, language),
        "description": name_in(row.hint, language) if row.hint else None,
        "metadata": True,
        "type": "realtime",
        "keywords": None,
        "group": _group(row, language),
    }


def _group(row: Category, language: str) -> str:
    order = law_queries.standing_order()
    top = order.line_of(order.category_parents, row.id)[-1]
    return next(name_in(each.name, language) for each in order.categories if each.id == top)


def definition(row: Category) -> Tree:
    """What a service asks besides."""
    asked = enumerate(attributes_of(row), start=1)
    return {"service_code": row.code, "attributes": [_attribute(each, place) for place, each in asked]}


def _attribute(asked: Attribute, place: int) -> Tree:
    return {
        "variable": True,
        "code": asked.code,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": None,
        "order": place,
        "description": asked.title,
        "values": [{"key": key, "name": title} for key, title in asked.values],
    }


def registered(done: Registered, intake: Intake) -> Tree:
    """The answer to whoever sent one: its number at once, and for the sender the code and the date."""
    code = " ".join(done.code[place : place + 4] for place in range(0, len(done.code), 4))
    words = {"number": done.number, "link": f"{settings.ANSWERABLE.address}/follow/", "code": code}
    lines = [_("Registered as %(number)s. To follow it, open %(link)s and enter the code %(code)s.") % words]
    if done.due_at is not None:
        lines.append(_("An answer is due by %(day)s.") % {"day": dates.day(done.due_at)})
    if law_queries.sounds_urgent(intake.text):
        numbers = ", ".join(
            str(each["call"]) for each in law_queries.standing_order().settings.get("emergency_numbers", [])
        )
        lines.insert(0, _("If somebody is in danger now, call: %(numbers)s.") % {"numbers": numbers or "112"})
    return {"service_request_id": done.number, "service_notice": " ".join(lines), "account_id": None}


def request(row: PublicAppeal, *, extended: bool) -> Tree:
    """A published request."""
    order, language = law_queries.standing_order(), dates.language()
    category = next((each for each in order.categories if each.code == row.service), None)
    place = row.place
    tree: dict[str, Tree] = {
        "service_request_id": row.number,
        "status": Status.CLOSED.value if published.is_done(row.state) else Status.OPEN.value,
        "status_notes": _notes(row.state, row.ending),
        "service_name": name_in(category.name, language) if category else None,
        "service_code": row.service or None,
        "description": published_words.in_plain(row.text),
        "agency_responsible": _body(row.body),
        "service_notice": None,
        "requested_datetime": said(row.registered_at),
        "updated_datetime": said(row.changed_at),
        "expected_datetime": said(row.due_at),
        "address": None if place is None else ", ".join(order.places.path(place, language)),
        "address_id": None if place is None else order.place_codes.get(place),
        "zipcode": None,
        "lat": row.lat,
        "long": row.long,
        "media_url": None,
    }
    if extended:
        tree["extended_attributes"] = {"status": published.extended_status(row.state)}
    return tree


def update(row: PublicUpdate) -> Tree:
    """A change of a published request."""
    return {
        "update_id": str(row.id),
        "service_request_id": row.number,
        "status": Status.CLOSED.value if published.is_done(row.state) else Status.OPEN.value,
        "external_status_code": published.extended_status(row.state),
        "updated_datetime": said(row.at),
        "description": f"{_notes(row.state, row.ending)} ({_body(row.body)})",
        "media_url": None,
    }


def _notes(state: str, ending: str) -> str:
    return str(ENDINGS[ending]) if ending in ENDINGS else str(STATES[state])


def _body(ref: int | None) -> str | None:
    found = law_queries.standing_order().bodies.get(ref or 0)
    return None if found is None else name_in(found.name, dates.language())
