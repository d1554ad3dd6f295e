"""What the base pages say of the system itself: the place, the languages, the journal. Read late, so that a page of
error that cannot reach the database is still a page.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django import template
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, Resolver404, resolve, reverse, translate_url
from django.utils.translation import get_language, override

from answerable.appeals.queries import receipts
from answerable.base import dates
from answerable.base.menu import Menu, MenuEntry
from answerable.ledger import queries as ledger_queries
from answerable.people import powers
from answerable.site import place as places
from answerable.site import typefaces as type_of_pages

register = template.Library()
KEPT: Final = "answerable_place"  # where a request carries what was read for its page


@register.simple_tag(takes_context=True)
def place(context: dict[str, Any]) -> "places.Place":
    """The place that this installation stands in: name, tagline, emergency number. Read once for a page."""
    request = context.get("request")
    known: places.Place | None = getattr(request, KEPT, None)
    if known is None:
        try:
            known = places.present()
        except DatabaseError:
            known = places.NOWHERE
        if request is not None:
            setattr(request, KEPT, known)
    return known


@register.simple_tag
def typefaces() -> str:
    """The address of the sheet that names our own letters; nothing where none were cut."""
    return static(type_of_pages.ADDRESS) if type_of_pages.is_cut() else ""


@register.simple_tag
def log_size() -> int | None:
    """How many entries the public log has, as it was signed last; nothing where there is none or it can't be read."""
    return places.published_size()


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language in the switch."""

    code: str
    name: str
    address: str
    here: bool
    hidden: dict[str, str] = field(default_factory=dict)


@register.simple_tag(takes_context=True)
def tongues(context: dict[str, Any], *, keep: bool = True) -> list[Tongue]:
    """The languages, each with the address of this very page in it, or of the front page where there is none."""
    request = context.get("request")
    here = dates.language()
    return [Tongue(code, name, _address(request, code, keep=keep), code == here) for code, name in settings.LANGUAGES]


def _address(request: HttpRequest | None, code: str, *, keep: bool) -> str:
    front = f"/{code}/"
    if request is None or not keep:
        return front
    try:
        resolve(request.path)
    except Resolver404:
        return front
    address = translate_url(request.path, code)
    return address if address != request.path or dates.language() == code else front


@register.simple_tag
def way(name: str, *args: object) -> str:
    """The address of a page by its name; nothing when no such page is offered here, so that no link is dead."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, slots=True)
class MenuLink:
    """An entry of a menu for whoever asks."""

    address: str
    says: object
    posts: bool


@cache
def _entries(menu: Menu) -> tuple[MenuEntry, ...]:
    """What the rooms put into a menu, in its order."""
    found = (entry for room in settings.ROOMS for entry in room.menu if menu in entry.menus)
    return tuple(sorted(found, key=lambda entry: entry.place))


@register.simple_tag(takes_context=True)
def menu(context: dict[str, Any], name: str) -> list[MenuLink]:
    """The entries of a menu that lead somewhere here and that this reader has the power for."""
    shown = [entry for entry in _entries(Menu(name)) if entry.power is None or _has(context, entry.power)]
    return [MenuLink(address, entry.says, entry.posts) for entry in shown if (address := way(entry.page))]


@register.simple_tag
def front() -> str:
    """The front page in the language of this page."""
    with override(get_language() or settings.LANGUAGE_CODE):
        try:
            return reverse("public:site:front")
        except NoReverseMatch:
            return "/"


@register.simple_tag
def log_alarms() -> list[str]:
    """What is wrong with the public log, for those who audit; nothing when all is well or it cannot be read."""
    try:
        return receipts.alarms()
    except DatabaseError:
        return []


@register.simple_tag
def parked_deeds() -> int:
    """How many deeds a follower could not take wait for a person; 0 when it cannot be read."""
    try:
        return ledger_queries.deeds_for_a_person()
    except DatabaseError:
        return 0


@register.simple_tag(takes_context=True)
def holds(context: dict[str, Any], power: str) -> bool:
    """Say whether whoever asks has a power in some seat: what a menu is made by; the pages ask the policy again.

    Raises TemplateSyntaxError for a power that no role could have.
    """
    if power not in powers.known():
        raise template.TemplateSyntaxError(f"there is no power {power!r}")
    return _has(context, power)


def _has(context: dict[str, Any], power: str) -> bool:
    actor = getattr(context.get("request"), "actor", None)
    return actor is not None and any(power in seat.powers for seat in actor.seats)
