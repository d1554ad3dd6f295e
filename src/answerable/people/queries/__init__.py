"""Every read of the room: who asks, who commands whom, who serves where.

Bodies and the command tree are kept per process and renewed when the revision changes, which costs one small query.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from answerable.base import foreign, prepared, row_scope
from answerable.base.actor import STRANGER, Actor, ActorKind
from answerable.base.actor import SeatHeld as ActorSeat
from answerable.base.verdict import MissingError
from answerable.people import powers, rules
from answerable.people.models import Absence, Account, Body, Role, Seat, Session
from answerable.people.rules import CommandTree
from answerable.people.terms import Power


@dataclass(frozen=True)
class SteadyKnowledge:
    """Bodies as they stood at a revision; shared by the threads of a process and never changed."""

    revision: int
    bodies: Mapping[int, Body]
    codes: Mapping[str, int]
    tree: CommandTree


_kept: dict[str, SteadyKnowledge] = {}
_renewing: Final = Lock()


# Every request asks it, and building the query cost more than it. What asks something else first may ask it along.
REVISION: Final = (
    "SELECT coalesce((SELECT number FROM people_revision ORDER BY id LIMIT 1), 0) "
    "+ coalesce((SELECT max(id) FROM people_body), 0) + coalesce((SELECT max(id) FROM people_account), 0)"
)
_steady: Final[ContextVar[list[int] | None]] = ContextVar("steady", default=None)


@contextmanager
def steady() -> Iterator[None]:
    """Let everything within see one revision, asked for once: a page is made by one order of things, not by two."""
    token = _steady.set([])
    try:
        yield
    finally:
        _steady.reset(token)


def revision() -> int:
    """A number that changes with every change of bodies, seats, territories and rules.

    The newest body's and person's ids are part of it, so that one made without renewing the number is not overlooked.
    """
    seen = _steady.get()
    if seen is None:
        return _read_revision()
    if not seen:
        seen.append(_read_revision())
    return seen[0]


def _read_revision() -> int:
    ((number,),) = prepared.rows(REVISION)
    return int(number)


def revision_read(number: int) -> None:
    """Take what another statement read along (`REVISION`) for this page's revision, unless it has one."""
    seen = _steady.get()
    if seen is not None and not seen:
        seen.append(number)


def _present() -> SteadyKnowledge:
    """Bodies as they stand now."""
    number = revision()
    kept = _kept.get("now")
    if kept is not None and kept.revision == number:
        return kept
    with _renewing:
        rows = {body.id: body for body in Body.objects.all()}
        kept = SteadyKnowledge(
            revision=number,
            bodies=MappingProxyType(rows),
            codes=MappingProxyType({body.code: body.id for body in rows.values()}),
            tree=CommandTree({body.id: body.parent_id for body in rows.values()}),
        )
        _kept["now"] = kept
    return kept


def command_tree() -> CommandTree:
    """Who commands whom, retired bodies included."""
    return _present().tree


def bodies(*, on: date | None = None) -> list[Body]:
    """Every body from the top down; with a day, those that are not retired on it."""
    kept = _present()
    living = [body for body in kept.bodies.values() if on is None or body.retired_on is None or on < body.retired_on]
    return sorted(living, key=lambda body: (len(kept.tree.upwards(body.id)), body.code))


def body(wanted: int | str) -> Body:
    """One body by id or by code. Raises Missing."""
    kept = _present()
    found = kept.bodies.get(kept.codes.get(wanted, 0) if isinstance(wanted, str) else wanted)
    if found is None:
        raise MissingError
    return found


def body_name(wanted: int, language: str) -> str:
    """The name of a body in a language, else in English; empty when there is no such body.

    Asks the database only for a body that this process has not met: names on one page cost nothing.
    """
    kept = _kept.get("now")
    found = kept.bodies.get(wanted) if kept else None
    if found is None:
        found = _present().bodies.get(wanted)
    return in_language(found.name, language) if found else ""


def in_language(name: Mapping[str, str], language: str) -> str:
    """One wording of a name given in several languages: the asked one, English, or whichever there is."""
    return foreign.in_language(name, language)


@dataclass(frozen=True)
class SeatsHeld:
    """One seat in force: whose it is, and for whom the person sits there."""

    seat: Seat
    account: int
    acting_for: int | None
    powers: frozenset[str]
    works: bool


def actor_for(account_id: int, at: datetime) -> Actor:
    """The actor that an account is at an instant; a stranger when it holds no seat then or is closed."""
    held = seats_held_by(account_id, at)
    working = [each for each in held if each.works]
    if not working:
        return STRANGER
    tree = command_tree()
    seats = tuple(ActorSeat(each.seat.body_id, each.seat.role.code, each.powers, each.acting_for) for each in working)
    own = frozenset(seat.body for seat in seats)
    over = {seat.body for seat in seats if Power.OVERSEE in seat.powers}
    return Actor(
        kind=ActorKind.OFFICER,
        id=account_id,
        name=_name(account_id, held),
        seats=seats,
        oversees=tree.all_commanded_by(over) - own,
        tied_to=frozenset(each.seat.body_id for each in held),
        persons=frozenset({account_id, *(each.acting_for for each in held if each.acting_for)}),
    )


def row_scope_of(actor: Actor) -> row_scope.RowScope:
    """How far an officer reaches into the database: the trees and the bodies of the seats held now."""
    tree = command_tree()
    return row_scope.officer(roots={tree.root(body) for body in actor.bodies}, bodies=actor.bodies)


def _name(account_id: int, held: Iterable[SeatsHeld]) -> str:
    own = next((each.seat.account.said_name for each in held if each.acting_for is None), None)
    return own if own is not None else Account.objects.get(id=account_id).said_name


def seats_held_by(account_id: int, at: datetime) -> list[SeatsHeld]:
    """The seats of an account at an instant: its own, then those of whom it stands in for. None for a closed account.

    Only own seats are lent on: a substitute's substitute gets nothing of the first one's.
    """
    if not Account.objects.filter(id=account_id, is_active=True).exists():
        return []
    away = [
        (row.account_id, row.from_on, row.until_on)
        for row in Absence.objects.filter(substitute=account_id, ended_at=None)
        if _near(row, at)
    ]
    whose = [account_id, *(account for account, _, _ in away)]
    rows = list(_seats(at).filter(account__in=whose, account__is_active=True).select_related("account", "role", "body"))
    own = [_own(row) for row in rows if row.account_id == account_id and _counts(row, at)]
    serves = {each.seat.body_id for each in own if each.works}
    return own + [
        _lent(row, account_id, serves=row.body_id in serves)
        for account, from_on, until_on in away
        for row in rows
        if row.account_id == account
        and _counts(row, at)
        and rules.in_force(from_on=from_on, until_on=until_on, today=_day(row.body, at))
    ]


def _own(row: Seat) -> SeatsHeld:
    held = frozenset(row.role.powers)
    return SeatsHeld(row, row.account_id, None, held, powers.works(held, confirmed=bool(row.confirmed_by)))


def _lent(row: Seat, to: int, *, serves: bool) -> SeatsHeld:
    """An absent person's seat in the hands of the substitute; it works only if it works for the absent one."""
    granted = powers.works(row.role.powers, confirmed=bool(row.confirmed_by))
    rest = powers.lent(row.role.powers, serves_there=serves)
    return SeatsHeld(row, to, row.account_id, rest, granted)


def _day(row: Body, at: datetime) -> date:
    """The day that it is in a body's place."""
    return at.astimezone(ZoneInfo(row.zone)).date()


def _near(row: Absence, at: datetime) -> bool:
    """Rule out absences of other weeks; the exact day is each body's own."""
    return abs((at.date() - max(row.from_on, min(at.date(), row.until_on))).days) <= 1


def _seats(at: datetime) -> QuerySet[Seat]:
    return Seat.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at)).order_by("id")


def _counts(row: Seat, at: datetime) -> bool:
    """Say whether a seat is held at an instant, confirmed or not, in a body that is not retired."""
    today = _day(row.body, at)
    living = row.body.retired_on is None or today < row.body.retired_on
    return living and rules.in_force(from_on=row.from_on, until_on=row.until_on, today=today)


def own_bodies(account_id: int, at: datetime) -> list[int]:
    """The bodies in which a person holds a seat of their own, confirmed or not."""
    return sorted({each.seat.body_id for each in _own_seats(account_id, at)})


def person(account_id: int, at: datetime) -> Actor:
    """The actor that a signed-in person is in what concerns nobody else: their password, factors and sessions.

    Whoever has no seat now may still change a password; the actor then has no seats and passes no door.
    """
    actor = actor_for(account_id, at)
    return actor if actor.kind is ActorKind.OFFICER else Actor(kind=ActorKind.OFFICER, id=account_id)


def bodies_of_person(account_id: int, at: datetime) -> list[tuple[int, bool]]:
    """Where a person serves at an instant, and whether as head: own seats, unconfirmed ones, and those stood in for.

    What the conflict rule asks about the officer complained about: whoever acts as head commands as one.
    """
    found: dict[int, bool] = {}
    for each in seats_held_by(account_id, at) or _own_seats(account_id, at):
        found[each.seat.body_id] = found.get(each.seat.body_id, False) or each.seat.heads
    return sorted(found.items())


def wants_passkey(account_id: int, at: datetime) -> bool:
    """Say whether a person signs in with a passkey: whoever heads a body, reads as the chair or holds a key."""
    held = seats_held_by(account_id, at)
    return any(each.seat.heads or not powers.needs_passkey().isdisjoint(each.powers) for each in held if each.works)


def _own_seats(account_id: int, at: datetime) -> list[SeatsHeld]:
    """Seats of an account that can't sign in any more: a complaint about its holder still bars the body."""
    rows = _seats(at).filter(account=account_id).select_related("account", "role", "body")
    return [_own(row) for row in rows if _counts(row, at)]


def seats_in(body_id: int, at: datetime) -> list[Seat]:
    """The seats held in a body at an instant or granted for later, with their persons and roles."""
    rows = _seats(at).filter(body=body_id).select_related("account", "role", "body")
    return [row for row in rows if row.until_on is None or _day(row.body, at) <= row.until_on]


def staff_of(body_id: int, at: datetime) -> list[Account]:
    """Whoever holds a working seat of their own in a body, by name."""
    return _people(body_id, at, heads=False)


def heads_of(body_id: int, at: datetime) -> list[Account]:
    """Whoever commands a body by a working seat of their own."""
    return _people(body_id, at, heads=True)


def _people(body_id: int, at: datetime, *, heads: bool) -> list[Account]:
    found = {
        row.account_id: row.account
        for row in seats_in(body_id, at)
        if row.account.is_active and _counts(row, at) and _own(row).works and (row.heads or not heads)
    }
    return sorted(found.values(), key=lambda account: account.name)


def seats_with(power: Power, body_ids: Iterable[int], at: datetime) -> list[Seat]:
    """Working seats in one of these bodies that carry a power, each its holder's own."""
    rows = _seats(at).filter(body__in=list(body_ids), account__is_active=True).select_related("account", "role", "body")
    return [row for row in rows if power in row.role.powers and _counts(row, at) and _own(row).works]


def holding(power: Power, body_ids: Iterable[int], at: datetime) -> set[int]:
    """Accounts with a working seat of their own that carries a power in one of these bodies."""
    return {row.account_id for row in seats_with(power, body_ids, at)}


def reached_by(persons: Iterable[int], body_ids: Iterable[int], at: datetime) -> frozenset[int]:
    """Everybody whom a bar on these reaches, as `Actor.persons` and `Actor.tied_to` would say one by one."""
    barred, units = set(persons), set(body_ids)
    away = [row for row in Absence.objects.filter(substitute__isnull=False, ended_at=None) if _near(row, at)]
    rows = _seats(at).filter(Q(body__in=units) | Q(account__in=[row.account_id for row in away])).select_related("body")
    held = [row for row in rows if (row.body_id in units or row.account_id in barred) and _counts(row, at)]
    lent = {
        absence.substitute_id
        for absence in away
        for row in held
        if row.account_id == absence.account_id
        and rules.in_force(from_on=absence.from_on, until_on=absence.until_on, today=_day(row.body, at))
    }
    return frozenset(barred | {row.account_id for row in held if row.body_id in units} | lent)


def turned(account_ids: Iterable[int], at: datetime, *, within: timedelta) -> set[int]:
    """Of these people, those whose seats, or absences they stand in for, begin or end by the calendar about now."""
    wanted, first, last = list(account_ids), at.date() - within, at.date() + timedelta(days=1)
    seats = Seat.objects.filter(account__in=wanted, ended_at=None)
    seats = seats.filter(Q(from_on__range=(first, last)) | Q(until_on__range=(first, last)))
    stands = Absence.objects.filter(substitute__in=wanted, ended_at=None, from_on__lte=last, until_on__gte=first)
    return {*seats.values_list("account", flat=True), *stands.values_list("substitute", flat=True)}


def officers_to_name(body_ids: Iterable[int], at: datetime) -> list[tuple[Account, int]]:
    """Officers whom a resident may pick by name, with the body in which each serves."""
    rows = _seats(at).filter(body__in=list(body_ids), account__named=True, account__is_active=True)
    rows = rows.select_related("account", "role", "body")
    found = {(row.account_id, row.body_id): (row.account, row.body_id) for row in rows if _counts(row, at)}
    return sorted(found.values(), key=lambda pair: (pair[0].name, pair[1]))


def names_of(account_ids: Iterable[int]) -> dict[int, Account]:
    """Accounts by id, closed ones too: a deed keeps its doer's name."""
    return Account.objects.in_bulk(list(account_ids))


def roles() -> list[Role]:
    """The roles that the pack gives, by code."""
    return list(Role.objects.order_by("code"))


def account_by_login(login: str) -> Account | None:
    """An open account by its name, large and small letters alike as tries are counted (the database also takes a dotless i
    for an i); of two that differ in this alone, the exact.
    """
    alike = Account.objects.filter(login__iexact=login, is_active=True)
    found = [one for one in alike if one.login.casefold() == login.casefold()]
    return found[0] if len(found) == 1 else next((one for one in found if one.login == login), None)


def colleagues(account_id: int, at: datetime) -> list[Account]:
    """Whoever could stand in for a person: holders of a working seat under the same top, by name."""
    tree = command_tree()
    roots = {tree.root(body) for body in own_bodies(account_id, at)}
    rows = _seats(at).filter(body__root__in=roots, account__is_active=True).select_related("account", "role", "body")
    works = [row for row in rows if row.account_id != account_id and _counts(row, at) and _own(row).works]
    found = {row.account_id: row.account for row in works}
    return sorted(found.values(), key=lambda account: account.name)


def absences_of(account_id: int, at: datetime) -> list[Absence]:
    """A person's absences that are running or to come."""
    rows = Absence.objects.filter(account=account_id, ended_at=None, until_on__gte=at.date() - timedelta(days=1))
    return list(rows.select_related("substitute").order_by("from_on"))


def sessions_of(account_id: int, at: datetime) -> list[Session]:
    """A person's sessions that still work, the last used first."""
    return list(Session.objects.filter(account=account_id, ends_at__gt=at).order_by("-used_at"))


def bodies_with_power(actor: Actor, power: Power) -> list[Body]:
    """The bodies down to which a power of the actor reaches: where it is held, and all they command."""
    kept = _present()
    held = {seat.body for seat in actor.seats if power in seat.powers}
    reached = kept.tree.all_commanded_by(held)
    return [body for body in bodies() if body.id in reached and body.retired_on is None]


def seats_to_confirm(at: datetime) -> list[Seat]:
    """Every seat that waits for a second person."""
    rows = _seats(at).filter(confirmed_by="").select_related("account", "role", "body").order_by("id")
    return [row for row in rows if not powers.works(row.role.powers, confirmed=False)]
