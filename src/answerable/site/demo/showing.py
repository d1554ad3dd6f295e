"""What the sample has to show: whom to sign in as and what each will see, and the codes of four letters at four moments."""

from dataclasses import dataclass
from datetime import datetime

from answerable.appeals.models import Appeal, Incident
from answerable.appeals.queries import calls
from answerable.appeals.terms import OPEN, State, Tier
from answerable.oversight import queries as oversight_queries
from answerable.oversight.models import Escalation, Instruction, Item
from answerable.people.models import Account
from answerable.people.queries import actor_for
from answerable.site.demo.threads import Community


@dataclass(frozen=True, slots=True)
class ShownSeat:
    """Somebody to sign in as: `sees` is what waits for them."""

    login: str
    who: str
    sees: str


def seats(*, at: datetime) -> list[ShownSeat]:
    """Whom to sign in as, the most telling first; counted, so that the table says what is there."""
    return [
        _seat("i.koval", f"the chair's reading: {_unread('i.koval')} letters to read, {_told()} told to somebody", at),
        _seat("v.moroz", f"the department's list: {_open('department')} open, what climbed from its units", at),
        _seat(
            "s.tkach",
            f"a patrol's list: {_open('patrol-2')} open, {_incidents('patrol-2')} campaign or event of several letters",
            at,
        ),
        _seat("m.polishchuk", f"the traffic unit: {_open('traffic')} open, promises kept and one that was not", at),
        _seat("n.savchuk", f"complaints about officers: {_sealed()} sealed, opened by the password of a key", at),
        _seat("o.ivanenko", f"the hotline: {_calls('o.ivanenko', at)} people to ring, calls and letters to enter", at),
        _seat("e.panchenko", f"the council, another authority: {_open('council')} open, some forwarded to it", at),
        _seat(
            "n.oliinyk",
            f"the monitor: {_unread('n.oliinyk')} letters that climbed to it, {_open('monitor')} held for it",
            at,
        ),
    ]


def _seat(login: str, sees: str, at: datetime) -> ShownSeat:
    account = Account.objects.get(login=login)
    del at
    return ShownSeat(login, f"{account.names.get('en', account.name)}, {account.post.get('en', '')}", sees)


def _open(body: str) -> int:
    return Appeal.objects.filter(body__code=body, state__in=OPEN).count()


def _incidents(body: str) -> int:
    return Incident.objects.filter(body__code=body).count()


def _sealed() -> int:
    return Appeal.objects.filter(body__code="inspection", tier=Tier.SEALED).count()


def _told() -> int:
    return Instruction.objects.filter(done_at=None).count()


def _unread(login: str) -> int:
    bodies = Account.objects.get(login=login).seats.values_list("body", flat=True)
    return Item.objects.filter(body__in=list(bodies), read_at=None).count()


def _calls(login: str, at: datetime) -> int:
    return len(calls.calls(actor_for(Account.objects.get(login=login).id, at), at=at))


def moments(community: Community) -> dict[str, str]:
    """Follow-up codes by what its page shows: answered and not rated yet, climbed, told to somebody by the chair, sealed."""
    ours = Appeal.objects.filter(id__in=community.codes)
    plain = ours.filter(tier=Tier.WORKING)
    told = Instruction.objects.filter(done_at=None, asks="answer").values_list("appeal", flat=True)
    climbed = Escalation.objects.exclude(appeal__in=told).values_list("appeal", flat=True)
    found = {
        "answered": plain.filter(state=State.ANSWERED).exclude(id__in=climbed),
        "climbed": plain.filter(id__in=climbed, state__in=[State.REGISTERED, State.ACCEPTED, State.DISPUTED]),
        "told": plain.filter(id__in=told),
        "sealed": ours.filter(tier=Tier.SEALED).exclude(about_body=None),
    }
    newest = {
        name: rows.order_by("-registered_at").values_list("id", flat=True).first() for name, rows in found.items()
    }
    return {name: community.codes[ref] for name, ref in newest.items() if ref is not None}


def overdue_thanks(*, at: datetime) -> int:
    """How many letters of thanks are overdue: there should be none, they are the easiest letters to answer."""
    late = {one.appeal for one in oversight_queries.overdue(at=at)}
    return Appeal.objects.filter(id__in=late, kind="thanks").count()
