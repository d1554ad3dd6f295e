"""A small world for tests: one directorate with units, a prosecutor, a monitor, their people, one law.

    chair's directorate DIR (chair Koval)
      inspection INS (Sydorenko), an authority of its own
      department DEP (head Petrenko, deputy Bondar, handler Ivanenko, operator Marta)
        patrol 1 P1 (Shevchuk)    patrol 2 P2 (Tkach, an officer whom residents may name)
    prosecutor PRO (Hlushko), monitor MON (Olena): trees of their own, named for conflicts

Made by the same actions that load a pack, so that nothing here can be what a pack couldn't be.
"""

import html
import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from answerable.appeals import actions
from answerable.appeals.followers import FOLLOWERS
from answerable.base.actor import STRANGER, SYSTEM, Actor, resident
from answerable.base.packs.part import Tally
from answerable.law.actions.loading import (
    CategoryFacts,
    GroundFacts,
    JurisdictionFacts,
    LawFacts,
    ProfileFacts,
    RungFacts,
    TemplateFacts,
    load_law,
)
from answerable.law.models import Category
from answerable.ledger import testing as journal
from answerable.ledger.actions import record
from answerable.people.actions import loading as people
from answerable.people.models import Account
from answerable.people.queries import actor_for
from answerable.people.terms import Deed
from answerable.places.actions import TerritoryFacts, load_territories
from answerable.places.models import Territory
from answerable.vault import actions as vault_actions
from answerable.vault import opening

ENROLLED: Final = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)  # when keys are made: weeks before
AT: Final = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)  # a Tuesday morning
SINCE: Final = date(2026, 1, 1)
ZONE: Final = "Europe/Kyiv"
_tokens = count()

HANDLER: Final = ("read", "handle")
OPERATOR: Final = ("read", "enter", "handle")
DEPUTY: Final = (*HANDLER, "sign", "assign", "forward", "extend", "refuse", "enter")
HEAD: Final = (*DEPUTY, "oversee", "people")
CHAIR: Final = (*HEAD, "chair", "keys")
MONITOR: Final = (*DEPUTY, "monitor", "keys")

BODIES: Final = (  # code, kind, parent
    ("dir", "chair", None),
    ("ins", "police", "dir"),
    ("dep", "police", "dir"),
    ("p1", "police", "dep"),
    ("p2", "police", "dep"),
    ("pro", "prosecutor", None),
    ("mon", "monitor", None),
)
AUTHORITIES: Final = ("ins",)  # beside the tops: what is forwarded to the inspection has a clock of its own
PEOPLE: Final = (  # login, body, role, heads
    ("koval", "dir", "chair", True),
    ("sydorenko", "ins", "head", True),
    ("petrenko", "dep", "head", True),
    ("bondar", "dep", "deputy", False),
    ("ivanenko", "dep", "handler", False),
    ("marta", "dep", "operator", False),
    ("shevchuk", "p1", "deputy", True),
    ("tkach", "p2", "deputy", False),
    ("hlushko", "pro", "head", True),
    ("olena", "mon", "monitor", True),
)
KINDS: Final = ("complaint", "complaint_about_police", "report", "request", "proposal", "thanks")


@dataclass(frozen=True)
class World:
    """Ids of bodies, people, places and categories by their codes."""

    bodies: dict[str, int]
    people: dict[str, int]
    places: dict[str, int]
    categories: dict[str, int]

    def actor(self, login: str, at: datetime = AT) -> Actor:
        """Somebody as they come through the door."""
        return actor_for(self.people[login], at)

    def sent(self, *, at: datetime = AT, **said: Any) -> actions.Registered:
        """An appeal as a resident sends it; `said` replaces what a plain one says."""
        return actions.register(by=STRANGER, at=at, intake=self.intake(**said))

    def intake(self, **said: Any) -> actions.Intake:
        """What a resident fills in: a report about a street lamp, to nobody in particular."""
        plain: dict[str, Any] = {
            "kind": "report",
            "text": "The lamp at the school is dark. When will it be mended? Please tell me who answers for it.",
            "language": "en",
            "token": f"a-token-nobody-guesses-{next(_tokens)}",
            "category": self.categories["street"],
            "territory": self.places["town"],
        }
        return actions.Intake(**(plain | said))

    def key(self, login: str, *, confirmed_by: str, at: datetime = ENROLLED) -> bytes:
        """Make somebody's pair of keys, confirmed by another key holder; returns the private key."""
        who, password = self.actor(login, at), f"the long password of {login}"
        made = vault_actions.enrol_pair(by=who, at=at, password=password)
        vault_actions.confirm_pair(by=self.actor(confirmed_by, at), at=at, pair=made.pair, fingerprint=made.fingerprint)
        return vault_actions.open_pair(by=who, password=password)

    def keys(self) -> dict[str, bytes]:
        """Make the pairs of the chair and of the monitor; returns their private keys."""
        return {"koval": self.key("koval", confirmed_by="olena"), "olena": self.key("olena", confirmed_by="koval")}

    def reading(self, login: str, seed: bytes | None = None, *, at: datetime = AT) -> AbstractContextManager[None]:
        """Whoever is at a desk with this private key open, for as long as the `with` lasts."""
        reader = vault_actions.DeskReader(
            by=self.actor(login, at), at=at, section="test", seed=lambda: seed, purpose=lambda _appeal: "handle"
        )
        return opening.opened_by(reader)

    def sender(self, registered: actions.Registered) -> Actor:
        """Whoever holds the code of an appeal."""
        return resident(registered.appeal)


def _name(word: str) -> dict[str, str]:
    return {"en": word, "uk": word, "ru": word}


def make_world() -> World:
    """Write the world; returns its ids."""
    tally, staff = Tally(), [_person(*row) for row in PEOPLE]
    drawn = people.draw_passwords(staff)
    with transaction.atomic():
        load_territories(
            [
                TerritoryFacts("raion", None, "raion", _name("Raion"), ZONE),
                TerritoryFacts("town", "raion", "settlement", _name("Town"), ZONE),
            ],
            on=SINCE,
            tally=tally,
        )
        bodies = people.load_bodies([_body(*row) for row in BODIES], on=SINCE, tally=tally)
        roles = {
            "handler": HANDLER,
            "operator": OPERATOR,
            "deputy": DEPUTY,
            "head": HEAD,
            "chair": CHAIR,
            "monitor": MONITOR,
        }
        people.load_roles([people.RoleFacts(code, _name(code), powers) for code, powers in roles.items()], tally=tally)
        began = datetime(2026, 1, 1, tzinfo=UTC)
        people.load_people(staff, drawn=drawn, pack="test", by=SYSTEM, at=began, tally=tally)
        load_law(_law(), bodies=bodies, since=SINCE, on=SINCE, tally=tally)
        people.move_revision(people.locked_revision())
        Account.objects.update(must_change_password=False)  # within the deeds of their making
        record(by=SYSTEM, at=began, deed=Deed.PACK_LOADED, thing="pack/test")
    return World(
        bodies=bodies,
        people=dict(Account.objects.values_list("login", "id")),
        places=dict(Territory.objects.values_list("code", "id")),
        categories=dict(Category.objects.values_list("code", "id")),
    )


def _body(code: str, kind: str, parent: str | None) -> people.BodyFacts:
    prefix = "" if parent else code.upper()[:3]
    return people.BodyFacts(
        code, kind, parent, _name(code.upper()), ZONE, "UA", prefix=prefix, authority=code in AUTHORITIES
    )


def _person(login: str, body: str, role: str, heads: bool) -> people.PersonFacts:
    seat = people.SeatFacts(body, role, heads)
    return people.PersonFacts(login, login.title(), _name(f"{role} of {body}"), "en", [seat], named=True)


def _law() -> LawFacts:
    """UA 393/96: a month to answer, five days to forward, 45 days in all (contract of deadlines, section 2)."""
    answer = {"count": 1, "unit": "month"}
    return LawFacts(
        categories=[
            CategoryFacts("street", None, 1, _name("Street")),
            CategoryFacts("conduct", None, 2, _name("Conduct of officers"), kinds=("complaint",), sensitive=True),
        ],
        jurisdictions=[JurisdictionFacts("dep", "raion"), JurisdictionFacts("p1", "town", "street")],
        profiles=[
            _profile("ua.393.answer", "answer", answer, extend={"cap_total": {"count": 45, "unit": "calendar_day"}}),
            _profile("ua.393.forward", "forward", {"count": 5, "unit": "calendar_day"}),
        ],
        grounds=[
            GroundFacts(code, act, _name(code), "393/96", "verified", needs, SINCE, None)
            for code, act, needs in (
                ("other-competence", "forward", ""),
                ("needs-study", "extend", ""),
                ("repeated", "examine", "earlier_answer"),
                ("no-signature", "examine", ""),
                ("secret", "point", ""),
                ("elsewhere", "point", "sent_on"),
            )
        ],
        rungs=[
            RungFacts("overdue", 1, 0, ("above",)),
            RungFacts("overdue", 2, 7, ("chair",)),
            RungFacts("disputed", 1, 0, ("chair", "pro")),
            RungFacts("inadequate", 1, 0, ("chair", "pro")),
            RungFacts("instruction", 1, 0, ("chair", "pro")),
        ],
        templates=[TemplateFacts("thanks", _name("Thanks"), _name("Thank you for writing."))],
        settings={
            "fallback": "dep",
            "conflict_bodies": ["pro", "mon"],
            "same_unit": True,
            "dispute_days": 30,
            "zone": ZONE,
            "place_name": _name("Test raion"),
        },
    )


def _profile(code: str, step: str, term: dict[str, Any], extend: dict[str, Any] | None = None) -> ProfileFacts:
    return ProfileFacts(
        code=code,
        jurisdiction="UA",
        basis="393/96",
        basis_name=_name("article 20"),
        applies_to=list(KINDS),
        channels=[],
        bodies=[],
        step=step,
        clock_from="received",
        count=term["count"],
        unit=term["unit"],
        first_day="exclude",
        day_off="next_working",
        extend=extend,
        forbid_handler=None,
        silence=None,
        evidence="",
        place=0,
        valid_from=SINCE,
        valid_to=None,
        source="test",
        checked_on=SINCE,
        status="verified",
    )


FOLLOWING: Final = {"appeals": FOLLOWERS}


def hear_all() -> int:
    """Let this room's followers read on; returns how many deeds were heard."""
    return journal.hear_all(FOLLOWING)


def at_desk(world: World, login: str) -> Client:
    """Somebody who has signed in; the language of the page is English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(Account.objects.get(id=world.people[login]))
    return client


def page(name: str, *args: object) -> str:
    """The address of a page of the desk."""
    return reverse(f"desk:appeals:{name}", args=args)


def words(answer: HttpResponse) -> str:
    """What a reader sees of a page: tags and runs of spaces taken out."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode())).split())
