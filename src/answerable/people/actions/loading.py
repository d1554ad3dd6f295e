"""Loading bodies, roles and first sign-ins from a pack, in the caller's transaction.

Bodies and roles become those of the pack; nothing is deleted, what is gone is retired. People are only ever added: a
pack can give the first seats of an installation, and can't change or widen what anybody holds afterwards.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.contrib.auth.hashers import make_password

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.packs.part import Tally
from answerable.base.verdict import NotNowError
from answerable.ledger.actions import record
from answerable.people.models import Account, Body, Revision, Role, Seat
from answerable.people.terms import Deed
from answerable.places.actions import save_differing
from answerable.places.models import Territory
from answerable.places.rules import tree_order

LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """A body as a pack gives it; `parent` and `territory` are codes."""

    code: str
    kind: str
    parent: str | None
    name: Mapping[str, str]
    zone: str
    calendar: str
    about: Mapping[str, str] = field(default_factory=dict)
    territory: str | None = None
    prefix: str = ""
    email: str = ""
    answers: bool = True
    unsuitable_for_conflict: bool = False
    authority: bool = False  # a top always is one
    known_by: Mapping[str, Sequence[str]] = field(default_factory=dict)  # terms.KnownBy; the first loading's


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """A role as a pack gives it."""

    code: str
    name: Mapping[str, str]
    powers: Sequence[str]


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A seat of a first sign-in; codes."""

    body: str
    role: str
    heads: bool = False


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A first sign-in as a pack gives it."""

    login: str
    name: str
    post: Mapping[str, str]
    language: str
    seats: Sequence[SeatFacts]
    email: str = ""
    named: bool = False
    names: Mapping[str, str] = field(default_factory=dict)  # as each language writes it; empty where one way does
    known_by: Mapping[str, Sequence[str]] = field(default_factory=dict)  # terms.KnownBy


def locked_revision() -> Revision:
    """The revision, its row locked: two loadings wait for each other."""
    Revision.objects.get_or_create(id=1)
    return Revision.objects.select_for_update().get(id=1)


def move_revision(revision: Revision) -> None:
    """Tell every process that its copy of bodies, places and rules is old."""
    revision.number += 1
    revision.save(update_fields=["number"])


def load_bodies(rows: Sequence[BodyFacts], *, on: date, tally: Tally) -> dict[str, int]:
    """Make the bodies those of the pack; returns their ids by code.

    Refuses (NotNow) to move a body under another top: its appeals are numbered and kept by that top.
    """
    known = {row.code: row for row in Body.objects.select_for_update()}
    places = dict(Territory.objects.values_list("code", "id"))
    wanted = {row.code: row for row in rows}
    for code in tree_order({row.code: row.parent for row in rows}):
        facts, row = wanted[code], known.setdefault(code, Body(id=new_id(), code=code))
        parent = known[facts.parent] if facts.parent else None
        root = row.id if parent is None else parent.root
        if not row._state.adding and row.root != root:  # noqa: SLF001 -- Django's own word for "not saved yet"
            raise NotNowError("pack.body-under-another-top", body=code)
        if row._state.adding:  # noqa: SLF001 -- as above; later it is edited at the desk, where people know better
            row.known_by = _lists(facts.known_by)
        save_differing(row, _columns(facts, parent, root, places), tally, "body")
    for code, row in known.items():
        if code not in wanted and row.retired_on is None:
            row.retired_on, row.answers = on, False
            row.save(update_fields=["retired_on", "answers"])
            tally.count(tally.ended, "body")
    return {code: row.id for code, row in known.items()}


def _columns(facts: BodyFacts, parent: Body | None, root: int, places: Mapping[str, int]) -> dict[str, object]:
    return {
        "kind": facts.kind,
        "parent_id": None if parent is None else parent.id,
        "root": root,
        "name": dict(facts.name),
        "about": dict(facts.about),
        "territory_id": places[facts.territory] if facts.territory else None,
        "zone": facts.zone,
        "calendar": facts.calendar,
        "prefix": facts.prefix,
        "email": facts.email,
        "answers": facts.answers,
        "unsuitable_for_conflict": facts.unsuitable_for_conflict,
        "authority": facts.authority or parent is None,
        "retired_on": None,
    }


def _lists(known_by: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {word: list(said) for word, said in known_by.items() if said}


def load_roles(rows: Sequence[RoleFacts], *, tally: Tally) -> None:
    """Make the roles those of the pack. A role that the pack no longer has stays with those who hold it."""
    known = {row.code: row for row in Role.objects.select_for_update()}
    for facts in rows:
        row = known.get(facts.code) or Role(code=facts.code)
        save_differing(row, {"name": dict(facts.name), "powers": list(facts.powers)}, tally, "role")


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """A password for the first sign-in only, told once and changed at once; and what is stored of it."""

    password: str = field(repr=False)
    hashed: str = field(repr=False)


def draw_password() -> FirstPassword:
    """Draw one: four groups of four, 79 bits. Before the transaction that stores it: the hash is slow on purpose."""
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    return FirstPassword(password, make_password(password))


def draw_passwords(rows: Sequence[PersonFacts]) -> dict[str, FirstPassword]:
    """First passwords of those who have no account yet, by sign-in name: drawn before the pack's transaction."""
    known = {login.casefold() for login in Account.objects.values_list("login", flat=True)}
    return {facts.login: draw_password() for facts in rows if facts.login.casefold() not in known}


def load_people(
    rows: Sequence[PersonFacts],
    *,
    drawn: Mapping[str, FirstPassword],
    pack: str,
    by: Actor,
    at: datetime,
    tally: Tally,
) -> dict[str, str]:
    """Make the accounts that don't exist yet, with their seats; returns first passwords by sign-in name.

    A seat whose role opens sealed things needs a second person. Where there is no first person yet (the very first
    loading), the pack stands for both, and the ledger says so; later such a seat waits to be confirmed.
    """
    first = not Account.objects.exists()
    known = {login.casefold() for login in Account.objects.values_list("login", flat=True)}
    bodies = dict(Body.objects.values_list("code", "id"))
    roots = dict(Body.objects.values_list("id", "root"))
    roles = dict(Role.objects.values_list("code", "id"))
    passwords: dict[str, str] = {}
    for facts in rows:
        if facts.login.casefold() in known:
            continue
        known.add(facts.login.casefold())
        passwords[facts.login] = drawn[facts.login].password
        account = _made(facts, drawn[facts.login].hashed, at)
        record(by=by, at=at, deed=Deed.ACCOUNT_MADE, thing=f"account/{account.id}", facts={"pack": pack})
        tally.count(tally.made, "account")
        for seat_facts in facts.seats:
            seat = Seat(
                account=account,
                body_id=bodies[seat_facts.body],
                role_id=roles[seat_facts.role],
                heads=seat_facts.heads,
                from_on=at.date(),
                granted_by=by.word,
                confirmed_by=f"pack/{pack}"[:40] if first else "",
            )
            seat.save(force_insert=True)
            record(
                by=by, at=at, deed=Deed.SEAT_GRANTED, thing=f"seat/{seat.id}", root=roots[seat.body_id],
                facts={"account": account.id, "body": seat.body_id, "role": seat_facts.role, "pack": pack},
            )  # fmt: skip
            tally.count(tally.made, "seat")
    return passwords


def _made(facts: PersonFacts, hashed: str, at: datetime) -> Account:
    account = Account(
        login=facts.login,
        name=facts.name,
        names=dict(facts.names),
        post=dict(facts.post),
        known_by=_lists(facts.known_by),
        email=facts.email,
        language=facts.language,
        named=facts.named,
        must_change_password=True,
        created_at=at,
        password=hashed,
    )
    account.save(force_insert=True)
    return account
