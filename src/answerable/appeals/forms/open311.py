"""A request of GeoReport v2 as an appeal: what a client sends, by the rules of the form that residents fill in.

Nothing that somebody wrote is lost: attributes that no service of ours knows, addresses of pictures and a second way to be
told stand below the words. Pictures are never fetched from an address that a stranger names.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from answerable.appeals.actions import Intake
from answerable.appeals.forms.writing import SHORT
from answerable.appeals.queries import public as offered
from answerable.appeals.queries.public import way_of
from answerable.appeals.rules import questions
from answerable.appeals.wording.terms import KINDS
from answerable.base import dates
from answerable.channels.open311.asking import AskedError
from answerable.channels.terms import Channel, Way
from answerable.law import queries as law_queries
from answerable.law.models import Category
from answerable.law.terms import MatterKind
from answerable.places.rules import name_in
from answerable.vault.terms import MadeBy

LONGEST: Final = 4000  # characters of a description (GeoReport v2, POST Service Request)
KIND: Final = "kind"
PUBLIC: Final = "public"
YES: Final = "yes"
_ATTRIBUTE: Final = re.compile(r"attribute\[(?P<code>.+?)\](?:\[\])?")
_NOTHING: Final = frozenset({"", "-", "#NOTPINPOINTED#"})  # what FixMyStreet sends for nothing
_NUMBER: Final = re.compile(r"-?\d{1,3}(?:\.\d{1,20})?")
Fault = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One question of a service, with what may be chosen: a code and what it is called."""

    code: str
    title: str
    values: tuple[tuple[str, str], ...]


def attributes_of(service: Category) -> list[Attribute]:
    """What a service asks besides: which kind of matter it is, the category's own questions, whether all may read it."""
    language = dates.language()
    kinds = [kind.value for kind in MatterKind if not service.kinds or kind.value in service.kinds]
    found = [Attribute(KIND, _("What would you like to do?"), tuple((kind, str(KINDS[kind])) for kind in kinds))]
    for asked in service.questions:
        options = tuple((str(one["code"]), name_in(one["text"], language)) for one in asked["options"])
        found.append(Attribute(questions.field_of(asked), name_in(asked["text"], language), options))
    if not law_queries.standing_order().is_sensitive(service.id):
        values = ((YES, _("yes")), ("no", _("no")))
        found.append(Attribute(PUBLIC, _("May everybody read it, after a person has looked at the words?"), values))
    return found


def read(sent: QueryDict, service: Category | None, *, token: str, addressed_to: int | None) -> Intake:
    """The appeal that was sent. Raises AskedError with every fault of it, one a field."""
    faults = list(_faults(sent, service))
    if faults or service is None:
        raise AskedError(*faults)
    known, unknown = _chosen(sent, service)
    email, phone = (_said(sent, name) for name in ("email", "phone"))
    contact = email or phone
    kind = known.get(KIND) or _usual_kind(service)
    where = [part for name in ("address_string", "address_id") if (part := _said(sent, name)) not in _NOTHING]
    point = _point(sent)
    below = [f"{code}: {value}" for code, value in unknown]
    below += [each for each in sent.getlist("media_url") if each.strip()]
    below += [phone] if email and phone else []
    led = offered.category_of(offered.led_to(service.id, known))
    category = service if led is None or led.stopper else led
    return Intake(
        kind=kind,
        text="\n\n".join([_description(sent), "\n".join(below)] if below else [_description(sent)]),
        language=dates.language(),
        token=token,
        channel=Channel.OPEN311,
        category=category.id,
        territory=offered.place_meant(_said(sent, "address_string")),
        where=", ".join([*where, *([f"{point[0]}, {point[1]}"] if point else [])])[:SHORT],
        name=" ".join(part for name in ("first_name", "last_name") if (part := _said(sent, name)) not in _NOTHING),
        contact=contact,
        way=way_of(contact) if contact else "",
        addressed_to=addressed_to,
        chosen=offered.chosen(service.id, known, dates.language()),
        public=known.get(PUBLIC) == YES,
        point=point,
        made_by=MadeBy.CHANNEL,  # another's program has seen the code
    )


@dataclass(frozen=True, slots=True)
class Addition:
    """What a program adds to a request of its own: the request's number, the program's own name of it, the words."""

    number: str
    name: str
    text: str


def read_update(sent: QueryDict) -> Addition:
    """The update that was sent. Raises AskedError with every fault of it. Who writes there is nobody's here to know."""
    found = Addition(_said(sent, "service_request_id"), _said(sent, "update_id"), _description(sent))
    faults = [
        (400, f"{field} is needed")
        for field, said in (("service_request_id", found.number), ("update_id", found.name))
        if not said
    ]
    if not found.text.strip("\x00 \t\n"):
        faults.append((400, "description is needed"))
    if len(found.text) > LONGEST:
        faults.append((400, f"description may be {LONGEST} characters long at most, and is not cut by us"))
    if len(found.name) > SHORT:
        faults.append((400, f"update_id may be {SHORT} characters long at most"))
    if faults:
        raise AskedError(*faults)
    status = _said(sent, "status").lower().replace("_", " ")
    below = [f"status: {status}"] if status not in {"", "open"} else []
    below += [each for each in sent.getlist("media_url") if each.strip()]
    return replace(found, text="\n\n".join([found.text, *below]))


def _said(sent: QueryDict, name: str) -> str:
    return str(sent.get(name, "")).strip()


def _description(sent: QueryDict) -> str:
    return str(sent.get("description", "")).replace("\r\n", "\n").replace("\r", "\n")


def _usual_kind(service: Category) -> str:
    """A report, where the service takes any; else the first kind that it takes."""
    takes = service.kinds
    return MatterKind.REPORT.value if not takes or MatterKind.REPORT.value in takes else str(takes[0])


def _point(sent: QueryDict) -> tuple[float, float] | None:
    """Latitude and longitude, where both are numbers on the globe."""
    written = [_said(sent, name) for name in ("lat", "long")]
    if not all(_NUMBER.fullmatch(each) for each in written):
        return None
    lat, long = map(float, written)
    return (lat, long) if abs(lat) <= 90 and abs(long) <= 180 else None


def _attributes(sent: QueryDict) -> Iterator[tuple[str, str]]:
    for name in sent:
        if found := _ATTRIBUTE.fullmatch(name):
            yield from ((found["code"], value) for value in sent.getlist(name) if value.strip())


def _chosen(sent: QueryDict, service: Category) -> tuple[Mapping[str, str], list[tuple[str, str]]]:
    """The attributes that the service asks for, and those that it doesn't know."""
    asked = {each.code for each in attributes_of(service)}
    given = list(_attributes(sent))
    return {code: value for code, value in given if code in asked}, [one for one in given if one[0] not in asked]


def _faults(sent: QueryDict, service: Category | None) -> Iterator[Fault]:
    code = _said(sent, "service_code")
    if not code:
        yield 400, "service_code is needed"
    elif service is None:
        yield 404, f"there is no service {code}"
    else:
        yield from _attribute_faults(sent, service)
    yield from _place_faults(sent)
    if not _description(sent).strip("\x00 \t\n"):
        yield 400, "description is needed"
    if len(_description(sent)) > LONGEST:
        yield 400, f"description may be {LONGEST} characters long at most, and is not cut by us"
    yield from _sender_faults(sent)


def _sender_faults(sent: QueryDict) -> Iterator[Fault]:
    if (email := _said(sent, "email")) and way_of(email) != Way.EMAIL:
        yield 400, "email is no address"
    if (phone := _said(sent, "phone")) and way_of(phone) != Way.PHONE:
        yield 400, "phone is no number (at least 7 digits)"
    for name in ("first_name", "last_name", "address_string", "address_id"):
        if len(_said(sent, name)) > SHORT // 2:
            yield 400, f"{name} may be {SHORT // 2} characters long at most"


def _place_faults(sent: QueryDict) -> Iterator[Fault]:
    lat, long = _said(sent, "lat"), _said(sent, "long")
    if (lat or long) and _point(sent) is None:
        yield 400, "lat and long go together, in degrees of WGS 84"
    if not (lat or long or _said(sent, "address_string") or _said(sent, "address_id")):
        yield 400, "a place is needed: lat and long, address_string or address_id"


def _attribute_faults(sent: QueryDict, service: Category) -> Iterator[Fault]:
    values = {each.code: {value for value, _title in each.values} for each in attributes_of(service)}
    given: dict[str, list[str]] = {}
    for code, value in _attributes(sent):
        given.setdefault(code, []).append(value)
    for code, chosen in given.items():
        if code in values and (len(chosen) > 1 or chosen[0] not in values[code]):
            yield 400, f"attribute {code} is one of {', '.join(sorted(values[code]))}"
