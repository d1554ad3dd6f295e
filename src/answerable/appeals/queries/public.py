"""What the public door reads: whom one may write to or complain about, and the terms in force as anybody may see them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from answerable.appeals.rules import questions
from answerable.base import alphabets, row_scope
from answerable.channels.models import Delivery
from answerable.channels.rules import delivery_id
from answerable.channels.terms import Channel, Way
from answerable.law.models import Category
from answerable.law.queries import BodyInOrder, categories, standing_order
from answerable.law.rules import kinds as law_kinds
from answerable.people import queries as people_queries
from answerable.places.queries import meant, to_pick
from answerable.places.rules import name_in

_PHONE: Final = re.compile(r"\+?[\d\s().-]{7,30}")
MOST_PLACES: Final = 800  # in one list on a page that an old phone must load; beyond that an address is typed


@dataclass(frozen=True, slots=True)
class ListChoice:
    """One line of a list: `depth` says how far below the top it stands."""

    id: int
    name: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Officer:
    """A person who may be named in a complaint, by name and post."""

    id: int
    name: str
    post: str
    body: int


def bodies_in_order(language: str) -> list[tuple[BodyInOrder, int]]:
    """Every body that answers or commands one that does, in the order of command, each with its depth."""
    order = standing_order()
    below: dict[int | None, list[int]] = {}
    for body, parent in order.tree.parents.items():
        if body in order.bodies:
            below.setdefault(parent, []).append(body)
    found: list[tuple[BodyInOrder, int]] = []

    def walk(parent: int | None, depth: int) -> None:
        for body in sorted(
            below.get(parent, []),
            key=lambda one: alphabets.in_order(name_in(order.bodies[one].name, language), language),
        ):
            found.append((order.bodies[body], depth))
            walk(body, depth + 1)

    walk(None, 0)
    return found


def bodies_to_name(language: str) -> list[ListChoice]:
    """Bodies that a complaint may be about."""
    return [ListChoice(body.id, name_in(body.name, language), depth) for body, depth in bodies_in_order(language)]


def bodies_to_address(language: str) -> list[ListChoice]:
    """Bodies to which somebody may address an appeal."""
    return [ListChoice(body.id, name_in(body.name, language)) for body, _ in bodies_in_order(language) if body.answers]


def officers_to_name(language: str, at: datetime) -> list[Officer]:
    """Officers whom the pack lets residents pick by name, each once."""
    found: dict[int, Officer] = {}
    for account, body in people_queries.officers_to_name(standing_order().bodies, at):
        found.setdefault(account.id, Officer(account.id, account.said_name, name_in(account.post, language), body))
    return list(found.values())


def matters(of: str, language: str) -> list[tuple[str, str]]:
    """The kinds of the law that a sender is asked about, each with its plain question."""
    kinds = standing_order().law_kinds
    return [(kind.code, name_in(kind.asks, language)) for kind in law_kinds.offered(kinds, of, desk=False)]


def law_kind_called(code: str) -> law_kinds.LawKind | None:
    """A kind of the law by its code."""
    return next((kind for kind in standing_order().law_kinds if kind.code == code), None)


def places_to_pick(language: str) -> list[ListChoice]:
    """Places for the district list; none when there are too many for one page."""
    places = to_pick(language)
    return [ListChoice(ref, name) for ref, name in places] if len(places) <= MOST_PLACES else []


def place_meant(where: str) -> int | None:
    """The one place that an address plainly names, or nothing: no guess between two."""
    found = meant(standing_order().places, where, most=2) if where.strip() else []
    return found[0] if len(found) == 1 else None


def way_of(contact: str) -> str:
    """Tell an e-mail address from a phone number; nothing when it is neither."""
    contact = contact.strip()
    if _PHONE.fullmatch(contact) and sum(sign.isdigit() for sign in contact) >= 7:
        return Way.PHONE.value
    try:
        validate_email(contact)
    except ValidationError:
        return ""
    return Way.EMAIL.value


def category_of(ref: int | None) -> Category | None:
    """A category in use."""
    return next((one for one in categories() if one.id == ref), None)


def category_called(code: str) -> Category | None:
    """A category in use, by its code in the pack: what links to the form name."""
    return next((one for one in categories() if one.code == code), None)


def led_to(category: int | None, typed: Mapping[str, str]) -> int | None:
    """The category that the answers to a category's questions lead to, if they lead elsewhere."""
    row = category_of(category)
    codes = questions.leads_to(row.questions, typed) if row is not None else set()
    return next((each.id for each in categories() if each.code in codes), None) if codes else None


def chosen(category: int | None, typed: Mapping[str, str], language: str) -> tuple[tuple[str, str], ...]:
    """What was chosen for the questions of a category and of those above it, in the words in which it was asked."""
    found: list[tuple[str, str]] = []
    row, met = category_of(category), set[int]()
    while row is not None and row.id not in met:  # a ring is a damaged row
        met.add(row.id)
        own = questions.picked(row.questions, typed)
        found = [(name_in(one["text"], language), name_in(option["text"], language)) for one, option in own] + found
        row = category_of(row.parent_id)
    return tuple(found)


def suggested(text: str, kind: str, *, most: int = 3) -> list[Category]:
    """The categories that a text sounds like, by the beginnings of words that the pack gives; branches before their stem."""
    rows = [row for row in categories(kind) if row.words]
    folded = text[:20_000].casefold().replace("\u2019", "'").replace("\u02bc", "'")
    hits = {row.id: sum(_heard(stem, folded) for stems in row.words.values() for stem in stems) for row in rows}
    found = sorted(
        (row for row in rows if hits[row.id]), key=lambda row: (-hits[row.id], row.parent_id is None, row.place)
    )
    branches = {row.parent_id for row in found}
    return [row for row in found if row.id not in branches][:most]


def _heard(stem: str, folded: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(stem.casefold())}", folded) is not None


def message_of(channel: str, token: str) -> int:
    """The message that a delivery has become; 0 for none within reach."""
    found = Delivery.objects.filter(id=delivery_id(Channel(channel), token)).values_list("message", flat=True)
    return found.first() or 0


@row_scope.as_system()
def was_delivered(channel: str, token: str) -> bool:
    """Say whether a form has become an appeal already."""
    return Delivery.objects.filter(id=delivery_id(Channel(channel), token)).exists()
