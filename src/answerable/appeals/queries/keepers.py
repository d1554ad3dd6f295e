"""What the three keepers see, and what the auditor and whoever hands over see of sealed appeals: numbers, never words.

Keepers and auditors sit outside the trees that they watch, so these reads look further than their own seats do; what is
about the asker is left out of every one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from answerable.appeals.models import Appeal
from answerable.appeals.queries.scope import seen_by, unbarred
from answerable.appeals.terms import APPEAL, Tier, subject_of
from answerable.base.actor import Actor
from answerable.base.row_scope import as_system
from answerable.base.verdict import must
from answerable.people.models import Account
from answerable.people.queries import names_of
from answerable.vault import queries as vault_queries
from answerable.vault.models import QuorumRequest
from answerable.vault.policy import can_audit, can_enrol
from answerable.vault.rules.quorum import opens_at


@dataclass(frozen=True, slots=True)
class QuorumRequestView:
    """A request to the keepers. `opens_at` is None until a second keeper agreed."""

    id: int
    number: str
    by: str
    own: bool
    reason: str
    asked_at: datetime
    agreed_by: str
    opens_at: datetime | None
    ripe: bool


@as_system()
def asked_of_keepers(actor: Actor, at: datetime) -> list[QuorumRequestView]:
    """The requests that are open, for a keeper; not those about whom or whose command the actor is."""
    must(can_enrol(actor))
    if not vault_queries.holds_share(actor.id):
        return []
    rows = list(vault_queries.open_requests().filter(record__kind=APPEAL))
    numbers = _unbarred_numbers(actor, {row.record_id for row in rows})
    names = names_of({row.asked_by for row in rows} | {row.approved_by for row in rows if row.approved_by})
    return [_asked(row, numbers[row.record_id], names, actor, at) for row in rows if row.record_id in numbers]


def _asked(row: QuorumRequest, number: str, names: dict[int, Account], actor: Actor, at: datetime) -> QuorumRequestView:
    opens = opens_at(row.approved_at) if row.approved_at else None
    return QuorumRequestView(
        id=row.id,
        number=number,
        by=names[row.asked_by].name,
        own=row.asked_by == actor.id,
        reason=vault_queries.reason_of(row),
        asked_at=row.asked_at,
        agreed_by=names[row.approved_by].name if row.approved_by else "",
        opens_at=opens,
        ripe=opens is not None and at >= opens,
    )


@as_system()
def sealed_for_keeper(actor: Actor, number: str) -> Appeal | None:
    """A sealed appeal by its number, for a keeper who need not be one of its readers; None where it is barred to them."""
    must(can_enrol(actor))
    if not vault_queries.holds_share(actor.id):
        return None
    found = Appeal.objects.filter(unbarred(actor), number=number.strip().upper(), tier=Tier.SEALED).first()
    return found if found is not None and vault_queries.inward_of(subject_of(found.id)) else None


@as_system()
def asked_appeal(actor: Actor, request: int) -> Appeal | None:
    """The appeal of an open request; None for whoever is no keeper or is barred."""
    must(can_enrol(actor))
    row = (
        vault_queries.open_requests().filter(id=request, record__kind=APPEAL).first()
        if vault_queries.holds_share(actor.id)
        else None
    )
    return Appeal.objects.filter(unbarred(actor), id=row.record_id).first() if row else None


@as_system()
def numbers_for_audit(actor: Actor, refs: Iterable[int]) -> dict[int, str]:
    """The numbers of appeals that were looked at; not of those that are about the auditor."""
    must(can_audit(actor))
    return _unbarred_numbers(actor, set(refs))


@as_system()
def record_for_audit(actor: Actor, number: str) -> int | None:
    """The appeal with a number, for the auditor's filter."""
    must(can_audit(actor))
    return Appeal.objects.filter(unbarred(actor), number=number.strip().upper()).values_list("id", flat=True).first()


def _unbarred_numbers(actor: Actor, refs: set[int]) -> dict[int, str]:
    return dict(Appeal.objects.filter(unbarred(actor), id__in=refs).values_list("id", "number")) if refs else {}


def only_open_to(actor: Actor, pair: int) -> list[str]:
    """The numbers of appeals that no other person can open: what is lost to the bodies with this key."""
    refs = [subject.id for subject in vault_queries.records_only_open_to(pair) if subject.kind == APPEAL]
    return sorted(seen_by(actor).filter(id__in=refs).values_list("number", flat=True)) if refs else []
