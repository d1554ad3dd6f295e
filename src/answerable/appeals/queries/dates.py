"""Dates of one appeal that acts and pages ask for."""

from datetime import date, datetime, timedelta

from answerable.appeals.models import Appeal
from answerable.appeals.terms import Deed, subject_of
from answerable.law.models import Profile
from answerable.law.queries import profile_of, standing_order
from answerable.law.rules import clocks, deadlines
from answerable.law.terms import ABOUT_POLICE
from answerable.ledger.queries import history_of

WITHDRAWAL_DAYS = 14  # for which a sender may take a withdrawal back, where the pack says nothing
DISPUTE_DAYS = 30  # the system's own promise where the pack says nothing (int.dispute)


def since_here(appeal: Appeal) -> datetime:
    """Since when the authority that has it has had it: from the journal, not from a column that could be set anew."""
    arrivals = [
        entry.at
        for entry in history_of(str(subject_of(appeal.id)))
        if entry.deed in {Deed.REGISTERED, Deed.FORWARDED, Deed.REOPENED, Deed.IMPORTED}
    ]
    return arrivals[-1] if arrivals else appeal.registered_at


def law_kind(appeal: Appeal) -> str:
    """The kind as terms of law name it."""
    about = appeal.about_body_id or appeal.about_person_id
    return ABOUT_POLICE if about else appeal.matter or appeal.kind


def clock_of(appeal: Appeal) -> clocks.Clock:
    """The clock that runs: of the authority whose body has it."""
    return clocks.Clock(
        due_at=appeal.due_at,
        safe_at=appeal.safe_at,
        profile=appeal.profile_id,
        extended=appeal.extended,
        facts=appeal.due_facts,
    )


def clocks_left(appeal: Appeal) -> dict[int, clocks.Clock]:
    """The clocks of authorities that had it and gave it away."""
    return {int(authority): clocks.read(written) for authority, written in appeal.clocks.items()}


def extension_rule(appeal: Appeal) -> deadlines.Profile | None:
    """The rule by which its term may be lengthened: that of the law it began with."""
    if appeal.profile_id is None or appeal.due_facts.get("instruction"):
        return None
    return profile_of(Profile.objects.get(id=appeal.profile_id))


def other_term(appeal: Appeal) -> tuple[deadlines.Profile, deadlines.Due] | None:
    """The term of law that holds where the content is otherwise, counted from the same day; None where there is one only."""
    rule = extension_rule(appeal)
    if rule is None or rule.by_content is None or "count" not in appeal.due_facts:
        return None
    order, before = standing_order(), deadlines.recall(appeal.due_facts)
    other = order.profile_called(rule.by_content.instead, on=before.start)
    if other is None:
        return None
    return other, order.due(other, body=appeal.body_id, start=before.started)


def extension_limit(appeal: Appeal) -> tuple[deadlines.Due, object] | None:
    """The term as it stands and the latest day that it may be lengthened to; None where the law knows no extension."""
    rule = extension_rule(appeal)
    if rule is None or rule.extension is None or not appeal.due_facts:
        return None
    calendar = standing_order().calendar_of(appeal.body_id)
    current = deadlines.recall(appeal.due_facts)
    return current, deadlines.furthest(rule.extension, current, calendar=calendar)


def due_day(appeal: Appeal) -> date | None:
    """The last day of the term as it stands, at the body; None where no law sets one."""
    if appeal.due_facts.get("last"):
        return date.fromisoformat(str(appeal.due_facts["last"]))
    return None if appeal.due_at is None else standing_order().day_at(appeal.body_id, appeal.due_at)


def later_by_days_withdrawn(appeal: Appeal, at: datetime) -> dict[str, object]:
    """The columns of the date of an appeal that was withdrawn meanwhile: later by as many days, the end of a day as before."""
    if appeal.closed_at is None or appeal.due_at is None or appeal.safe_at is None:
        return {}
    order, body = standing_order(), appeal.body_id
    days = (order.day_at(body, at) - order.day_at(body, appeal.closed_at)).days
    if not days:
        return {}
    if "count" not in appeal.due_facts:
        moved = {"due_at": appeal.due_at + timedelta(days=days), "safe_at": appeal.safe_at + timedelta(days=days)}
        last = date.fromisoformat(str(appeal.due_facts["last"])) + timedelta(days=days) if appeal.due_facts else None
        return moved | ({"due_facts": {**appeal.due_facts, "last": last.isoformat()}} if last else {})
    later = deadlines.stood(deadlines.recall(appeal.due_facts), days=days, calendar=order.calendar_of(body))
    stood = int(str(appeal.due_facts.get("stood", 0))) + days
    facts = {**appeal.due_facts, **deadlines.explain(later), "stood": stood}
    return {"due_at": later.legal, "safe_at": later.safe, "due_facts": facts}


def disputable_until(appeal: Appeal) -> datetime:
    """Until when the sender may dispute what was answered."""
    if appeal.answered_at is None:
        return datetime.max.replace(tzinfo=appeal.registered_at.tzinfo)
    days = int(standing_order().settings.get("dispute_days", DISPUTE_DAYS))
    return appeal.answered_at + timedelta(days=days)
