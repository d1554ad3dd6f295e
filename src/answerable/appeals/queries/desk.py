"""What only the desk reads: drafts of an answer, incidents to put something to, how far a term may be lengthened, loads."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q

from answerable.appeals import policy
from answerable.appeals.models import Appeal, Draft, Incident, Mailing
from answerable.appeals.queries.copies import mailing_of
from answerable.appeals.queries.dates import extension_rule
from answerable.appeals.queries.scope import seen_by, standing
from answerable.appeals.queries.worklist import WorklistRow, WorkView, cursor_of, in_incident, worklist
from answerable.appeals.sealed_fields import DRAFT_BODY, INCIDENT_TITLE
from answerable.appeals.terms import APPEAL, OPEN, subject_of
from answerable.base.actor import SYSTEM, Actor
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, must
from answerable.law.queries import standing_order
from answerable.law.rules import deadlines
from answerable.people.queries import names_of
from answerable.places.rules import ONE
from answerable.promises import queries as promises_queries
from answerable.promises.models import Promise
from answerable.vault.sealing import is_sealed, read_text

PROMISES_AHEAD: Final = timedelta(days=30)
MOST_PICKED: Final = 40  # incidents in a list to choose from


@dataclass(frozen=True, slots=True)
class Drafted:
    """An answer that somebody is writing. `typed` is there for the writer and for whoever may sign it."""

    id: int
    account: int
    name: str
    saved_at: datetime
    offered_at: datetime | None
    typed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident and its appeals, as far as they exist for the actor.

    rows     the first of them, what is open first
    size     how many there are
    waiting  how many of them wait for an answer
    copied   whether the system made it of near copies of one letter
    mailing  the last answer to all of them, where it went by the job: how many have it, whether it is on its way
    """

    id: int
    title: str
    body: int
    opened_at: datetime
    rows: list[WorklistRow] = field(default_factory=list)
    size: int = 0
    waiting: int = 0
    copied: bool = False
    mailing: Mailing | None = None


@dataclass(frozen=True, slots=True)
class ExtensionRange:
    """How far the term may be lengthened: from the day after the present one to the law's latest."""

    earliest: date
    latest: date
    times: int | None  # None: as often as is needed
    used: int


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """What lies with one person of a body; `account` is None for what nobody has taken yet."""

    body: int
    account: int | None
    name: str
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise that falls due, with the appeal in which it was made. The text of a sealed one is empty in lists."""

    id: int
    text: str
    due_on: date
    body: int
    number: str


def typed_in(opened: str) -> Any:
    """What a draft holds; one that is damaged shows that, as if it had been typed."""
    try:
        return json.loads(opened)
    except ValueError:
        return {"text": opened}


def drafts_of(actor: Actor, appeal: Appeal) -> list[Drafted]:
    """Every answer that is being written, the newest first. The words are opened only for those who may use them."""
    rows = list(Draft.objects.filter(appeal=appeal).order_by("-saved_at"))
    names = names_of({row.account_id for row in rows})
    signs = bool(policy.can_sign(actor, standing(appeal)))
    found = []
    for row in rows:
        typed = typed_in(read_text(DRAFT_BODY, row.body, root=appeal.root, ref=row.id))
        opened = row.account_id == actor.id or signs
        found.append(
            Drafted(
                id=row.id,
                account=row.account_id,
                name=names[row.account_id].said_name,
                saved_at=row.saved_at,
                offered_at=row.offered_at,
                typed=typed if opened else {},
            )
        )
    return found


def next_after(actor: Actor, appeal: Appeal, *, at: datetime) -> WorklistRow | None:
    """What stands next after an appeal: in the actor's own list where it is theirs, else in what is to be done.

    After the last row comes the first again; None when nothing else is left.
    """
    mine = (WorkView.MINE,) if appeal.assignee_id == actor.id else ()
    for view in (*mine, WorkView.TODO):
        for after in (cursor_of(appeal.safe_at, appeal.id), ""):
            rows = worklist(actor, view=view, at=at, after=after).rows
            if found := next((row for row in rows if row.id != appeal.id), None):
                return found
    return None


def incidents_of(actor: Actor, body: int) -> list[IncidentView]:
    """Incidents of a body that something may still be put to: those with an open appeal that the actor sees."""
    sizes = dict(
        seen_by(actor)
        .filter(body=body, incident__isnull=False, state__in=OPEN)
        .values_list("incident")
        .annotate(n=Count("id"))
    )
    rows = Incident.objects.filter(id__in=sizes, body=body).order_by("-opened_at")
    return [IncidentView(row.id, title_of(row), row.body_id, row.opened_at, size=sizes[row.id]) for row in rows]


def incidents_to_pick(actor: Actor) -> list[tuple[int, str]]:
    """The newest incidents of the actor's bodies in which something open exists for the actor, by their titles."""
    open_here = seen_by(actor).filter(incident=OuterRef("id"), state__in=OPEN)
    rows = Incident.objects.filter(Exists(open_here), body__in=sorted(actor.reads)).order_by("-opened_at")
    return [(row.id, title_of(row)) for row in rows[:MOST_PICKED]]


def incident_for(actor: Actor, ref: int) -> IncidentView:
    """One incident with its appeals; Missing when none of them exists for the actor."""
    row = Incident.objects.filter(id=ref).first()
    rows = in_incident(actor, ref) if row is not None else []
    if row is None or not rows:
        raise MissingError
    counted = (
        seen_by(actor).filter(incident=ref).aggregate(n=Count("id"), waiting=Count("id", filter=Q(state__in=OPEN)))
    )
    return IncidentView(
        row.id,
        title_of(row),
        row.body_id,
        row.opened_at,
        rows=rows,
        size=counted["n"],
        waiting=counted["waiting"],
        copied=row.opened_by == SYSTEM.word,
        mailing=mailing_of(ref),
    )


def title_of(incident: Incident) -> str:
    """What the incident is called at the desk."""
    return read_text(INCIDENT_TITLE, incident.title, root=incident.root, ref=incident.id)


def incident_sizes(actor: Actor, incidents: Collection[int]) -> dict[int, int]:
    """How many appeals of each incident exist for the actor."""
    if not incidents:
        return {}
    rows = seen_by(actor).filter(incident__in=incidents).values_list("incident").annotate(n=Count("id"))
    return {int(ref): n for ref, n in rows}


def extension_range(appeal: Appeal) -> ExtensionRange | None:
    """How far the present term may be lengthened; None where the law knows no lengthening."""
    rule = extension_rule(appeal)
    if rule is None or rule.extension is None or "count" not in appeal.due_facts:
        return None
    current = deadlines.recall(appeal.due_facts)
    calendar = standing_order().calendar_of(appeal.body_id)
    latest = deadlines.furthest(rule.extension, current, calendar=calendar)
    return ExtensionRange(current.last + ONE, latest, rule.extension.times, current.extended)


def people_load(actor: Actor, *, at: datetime) -> list[PersonLoad]:
    """What lies with each person of the bodies that the actor reads; barred appeals aren't counted, as in every list."""
    rows = list(
        seen_by(actor)
        .filter(body__in=sorted(actor.reads), state__in=OPEN)
        .values_list("body_id", "assignee_id")
        .annotate(n=Count("id"), late=Count("id", filter=Q(due_at__lt=at)))
        .order_by("body_id", "-late", "-n")
    )
    names = names_of({account for _, account, _, _ in rows if account is not None})
    return [
        PersonLoad(body, account, names[account].said_name if account is not None else "", n, late)
        for body, account, n, late in rows
    ]


def owed(actor: Actor, *, on: date) -> list[Owed]:
    """Promises of the actor's bodies that fall due within a month or have, in appeals that exist for the actor."""
    rows = list(promises_queries.open_of(sorted(actor.bodies), until=on + PROMISES_AHEAD))
    refs = {_appeal_of(row) for row in rows}
    numbers = dict(seen_by(actor).filter(id__in=refs).values_list("id", "number")) if refs else {}
    return [
        Owed(
            row.id,
            "" if is_sealed(row.text) else promises_queries.promise_text(row),
            row.due_on,
            row.body_id,
            numbers[ref],
        )
        for row in rows
        if (ref := _appeal_of(row)) in numbers
    ]


def promised_in(actor: Actor, appeal: Appeal, promise: int) -> Promise:
    """One promise of an appeal, for whoever may work on the appeal; Missing otherwise."""
    must(policy.can_handle(actor, standing(appeal)))
    found = promises_queries.made_in(subject_of(appeal.id)).filter(id=promise).first()
    if found is None:
        raise MissingError
    return found


def _appeal_of(promise: Promise) -> int:
    subject = Subject.parse(promise.thing)
    return subject.id if subject.kind == APPEAL else 0
