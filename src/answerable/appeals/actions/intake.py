"""Registering: the plan that the page shows before sending, and the one statement that writes it all.

An appeal is registered when the database has made it durable, not before; the number, the code and the date are shown
in the same response. The same form sent again (a double click, a reload, a lost connection) is the same appeal and
shows the same code, which is derived from the form's unguessable token and kept nowhere.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from answerable.appeals import queries, rows
from answerable.appeals.actions import meaning, writing
from answerable.appeals.actions.sending import Intake, Registered, SendingPlan
from answerable.appeals.models import ProgramAppeal
from answerable.appeals.policy import AppealStanding
from answerable.appeals.terms import Tier, subject_of
from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.ids import id_of_day
from answerable.base.verdict import InvalidError, NotNowError
from answerable.channels.terms import Way
from answerable.law import queries as law_queries
from answerable.law.queries import StandingOrder
from answerable.law.rules import deadlines, kinds, routing
from answerable.law.terms import ABOUT_POLICE, MatterKind
from answerable.vault import actions as vault_actions
from answerable.vault import queries as vault_queries
from answerable.vault.terms import Readers, SecretCode

LONGEST = 100_000  # characters of an appeal; stated on the page
ATTEMPTS = 20  # locators tried before giving up: at a million codes in use each is free with 9 chances in 10


def plan(*, intake: Intake, at: datetime) -> SendingPlan:
    """Where this would go if it were sent now. Writes nothing.

    Raises NotNow("law.nobody-may-handle") when the conflict rule leaves no body: then it belongs before a court,
    and the page says so.
    """
    order = law_queries.standing_order()
    return _planned(order, meaning.heard(order, intake, at), at)


def _planned(order: StandingOrder, heard: meaning.Heard, at: datetime) -> SendingPlan:
    """The plan of a message that is taken as it is meant.

    Its term is that of the body that would have it without a suspicion: a date does not depend on what a machine found.
    """
    intake, bars = heard.intake, heard.bars | heard.suspected
    territories = order.line_of(order.territory_parents, intake.territory)
    today = order.today(at)
    routed = meaning.routed(order, intake, heard.bars, at)
    term_of = routed.body
    if term_of in heard.suspected.bodies:
        routed = routing.held_by(order.order_on(today), bars)
    body = order.bodies[routed.body]
    kind, on = _law_kind(order, intake), order.day_at(term_of, at)
    profile = order.first_term(kind=kind, channel=intake.channel, on=on, body=term_of)
    why_sealed = _sealed_for(order, intake, suspected=bool(heard.named))
    tier = Tier.SEALED if why_sealed else Tier.WORKING
    due = _due(order, intake, profile, body=term_of, at=at, sealed=tier is Tier.SEALED)
    competences = order.order_on(today).competences
    specialists = [routing.specialist(competences, care=care, territories=territories) for care in intake.care]
    named = next((one for one in specialists if one is not None and one not in bars.bodies), None)
    facts = _sealed_facts(order, why_sealed, body=body.id, bars=bars) if tier is Tier.SEALED else None
    return SendingPlan(
        body=body.id,
        root=body.root,
        bars=bars,
        why=routed.why,
        tier=tier,
        due=due,
        profile=profile,
        prefix=order.bodies[body.root].prefix,
        year=at.astimezone(ZoneInfo(body.zone)).year,
        specialist=named,
        readers=tuple(sorted(facts.readers)) if facts else (),
        sealed_for=why_sealed,
        nameless=_is_nameless(intake),
        matter=_matter(order, intake),
        holders=queries.holders(facts, at) if facts else None,
        asked=heard.asked,
        suspects=heard.suspects,
        **_in_public(order, intake, body=routed.body, at=at),
    )


def _due(
    order: StandingOrder, intake: Intake, profile: deadlines.Profile | None, *, body: int, at: datetime, sealed: bool
) -> deadlines.Due | None:
    """By when an answer is due; the reasons of the date are kept, so a sealed one's begin with the day, not the minute."""
    if profile is None:
        return None
    start = intake.received_at if intake.received_at and profile.clock_from == "received" else at
    if sealed:
        start = order.start_of_day(body, start)
    return order.due(profile, body=body, start=start)


def _in_public(order: StandingOrder, intake: Intake, *, body: int, at: datetime) -> dict[str, Any]:
    """The day and the codes by which the public log knows it, those that it shows and those that it commits to."""
    return {
        "code": order.bodies[body].code,
        "on": order.day_at(body, at),
        "category": order.category_codes.get(intake.category, "") if intake.category else "",
        "place": order.place_codes.get(intake.territory, "") if intake.territory else "",
        "shown": order.shown(order.bodies[body].code, territory=intake.territory, category=intake.category),
    }


def _is_nameless(intake: Intake) -> bool:
    """Whether nobody said who wrote."""
    return not any(said.strip() for said in (intake.name, intake.address, intake.contact))


def _sealed_for(order: StandingOrder, intake: Intake, *, suspected: bool) -> str:
    """Why it is sealed: it is (or may be) about staff, the sender seals it, or it has no name; the pack may say else."""
    if _is_about_staff(order, intake):
        return "staff"
    if suspected:
        return "mention"
    if intake.seal:
        return "sender"
    which = order.settings.get("seal_nameless", "complaints")
    sealed = _is_nameless(intake) and (
        which == "all" or (which == "complaints" and intake.kind == MatterKind.COMPLAINT)
    )
    return "nameless" if sealed else ""


def _sealed_facts(order: StandingOrder, why: str, *, body: int, bars: routing.Bars) -> AppealStanding:
    """How a sealed appeal would stand. A complaint about staff is read by the monitor, too, from the beginning."""
    watching = queries.monitors(order) if why in {"staff", "mention"} else []
    return AppealStanding(
        id=0,
        body=body,
        tier=Tier.SEALED,
        barred_bodies=bars.bodies,
        barred_persons=bars.persons,
        readers=frozenset(watching) - bars.bodies - {body},
    )


def _is_about_staff(order: StandingOrder, intake: Intake) -> bool:
    """Complaints about police or its officers are sealed (design, section 8)."""
    if intake.kind != MatterKind.COMPLAINT:
        return False
    return order.is_about_staff(about_body=intake.about_body, about_person=intake.about_person)


def _law_kind(order: StandingOrder, intake: Intake) -> str:
    """The kind as deadline profiles name it."""
    return ABOUT_POLICE if _is_about_staff(order, intake) else _matter(order, intake) or str(intake.kind)


def _matter(order: StandingOrder, intake: Intake) -> str:
    """The kind of the law that was chosen, where the law knows it under the plain kind."""
    found = kinds.chosen(order.law_kinds, intake.matter, intake.kind)
    return "" if found is None else found.code


def _checked(intake: Intake) -> None:
    """Refuse what can't be registered, naming each field."""
    faults = {}
    if not intake.text.strip("\x00 \t\r\n"):
        faults["text"] = "field.needed"
    if len(intake.text) > LONGEST:
        faults["text"] = "text.too-long"
    if intake.kind not in {kind.value for kind in MatterKind}:
        faults["kind"] = "field.needed"
    if intake.contact.strip() and intake.way not in {way.value for way in Way}:
        faults["contact"] = "contact.email-or-phone"
    if len(intake.token) < 16:
        faults["token"] = "form.start-again"  # noqa: S105 -- the key of a sentence
    if faults:
        raise InvalidError(**faults)


def came_by(key: int) -> writing.Along:
    """The row that says by which program's key an appeal came, to be written along with it."""
    return lambda subject, _message: [(ProgramAppeal, rows.program_appeal(appeal=subject.id, key=key))]


def register(*, by: Actor, at: datetime, intake: Intake, along: writing.Along | None = None) -> Registered:
    """Register an appeal: number, code, date, deed, all durable when this returns. Refuses an empty or endless text.

    `along` gives the rows that its channel keeps of it, which are written by the same statement: all or nothing.
    Sent again with the same token it answers what it answered before, whatever else the form says by then.
    """
    _checked(intake)
    order = law_queries.standing_order()
    heard = meaning.heard(order, intake, at)
    intake = heard.intake
    try:
        planned = _planned(order, heard, at)
    except NotNowError:
        if before := _before(intake):
            return before
        raise
    if planned.tier is Tier.SEALED and (before := _before(intake)):
        return before  # a slow hash and a key of its own are not made for a form that came before
    for attempt in range(ATTEMPTS):
        try:
            return _written(intake, planned, by=by, at=at, attempt=attempt, along=along)
        except IntegrityError as error:
            if "locator" not in str(error):
                raise
    raise NotNowError("appeal.no-free-code")


def _written(
    intake: Intake, planned: SendingPlan, *, by: Actor, at: datetime, attempt: int, along: writing.Along | None
) -> Registered:
    """Write it with the code of this attempt; an earlier delivery of the form is answered instead."""
    code = vault_actions.code_for_form(intake.token, attempt)
    if planned.tier is Tier.SEALED:
        appeal = _sealed(intake, planned, by=by, at=at, code=code)
    else:
        appeal = writing.Writing(intake=intake, plan=planned, by=by, at=at, code=code)
    appeal.along = along
    if intake.drafts or appeal.drawn:  # these join in the same transaction; without them one statement is it
        appeal.files = vault_queries.digests(vault_queries.drafts(intake.token).filter(id__in=intake.drafts))
        with row_scope.of_subject(subject_of(appeal.ref)), transaction.atomic():
            number = writing.write_appeal(appeal)
            if number is not None:
                _joined(appeal)
    else:
        number = writing.write_appeal(appeal)
    if number is None:
        before = _before(intake)
        if before is None:  # pragma: no cover -- the row that refused ours can't be gone: nothing deletes deliveries
            raise NotNowError("form.start-again")
        return before
    due_at = None if planned.due is None else planned.due.legal
    return Registered(
        appeal=appeal.ref,
        number=number,
        code=code.digits,
        body=planned.body,
        due_at=due_at,
        due_facts=planned.due_facts,
        leaf=appeal.leaf,
    )


def _sealed(intake: Intake, planned: SendingPlan, *, by: Actor, at: datetime, code: SecretCode) -> writing.Writing:
    """A sealed appeal about to be written: a key of its own, its code hashed already, and no time finer than the day."""
    day = law_queries.standing_order().start_of_day(planned.body, at)
    ref = id_of_day(day)
    return writing.Writing(
        intake=intake,
        plan=planned,
        by=by,
        at=day,
        code=code,
        slow=None
        if intake.delivery
        else vault_actions.hash_now(code),  # by a channel: nobody waits, and its row is locked
        drawn=vault_actions.draw_record(subject=subject_of(ref), root=planned.root),
        ref=ref,
        message=id_of_day(day),
        entry=id_of_day(day),
    )


def _joined(new: writing.Writing) -> None:
    """What belongs to an appeal besides its one statement: the record of a sealed one, and files."""
    holders = new.plan.holders
    with row_scope.of_subject(subject_of(new.ref)):
        if new.drawn is not None and holders is not None:
            pairs = vault_queries.pairs_of(holders.people)
            readers = Readers(frozenset(pair.id for pair in pairs.values()), holders.bar, holders.keep)
            opener = new.slow.opener if new.slow else None
            vault_actions.lay_down(
                by=new.by, at=new.at, drawn=new.drawn, readers=readers, opener=opener, after=new.entry
            )
        if new.intake.drafts:
            vault_actions.attach(
                by=new.by,
                at=new.at,
                token=new.intake.token,
                drafts=list(new.intake.drafts),
                subject=subject_of(new.ref),
                root=new.plan.root,
                message=new.message,
            )


def _before(intake: Intake) -> Registered | None:
    """What was answered to this form when it came first."""
    appeal = writing.delivered(intake.channel, intake.token)
    if appeal is None:
        return None
    code = vault_actions.code_shown_again(intake.token, subject=subject_of(appeal.id), attempts=ATTEMPTS)
    return Registered(
        appeal=appeal.id,
        number=appeal.number,
        code=code,
        body=appeal.body_id,
        due_at=appeal.due_at,
        due_facts=appeal.due_facts,
        repeated=True,
    )
