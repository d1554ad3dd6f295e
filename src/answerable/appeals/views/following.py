"""An appeal as its sender is shown it: one plain heading, what can be done now, and the date with its reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from answerable.appeals import queries
from answerable.appeals.models import Appeal
from answerable.appeals.queries.case_view import CaseView
from answerable.appeals.queries.dates import WITHDRAWAL_DAYS
from answerable.appeals.rules import life
from answerable.appeals.terms import OPEN, Deed, State
from answerable.appeals.wording import history
from answerable.appeals.wording import steps as step_words
from answerable.appeals.wording.terms import ENDINGS
from answerable.base import dates
from answerable.base.actor import Actor
from answerable.law import queries as law_queries
from answerable.law.wording import deadlines as deadline_words
from answerable.law.wording import routing
from answerable.people import queries as people_queries
from answerable.places.rules import name_in
from answerable.vault import queries as vault_queries
from answerable.vault.models import FollowSession

DONE: Final[Mapping[str, str | Promise]] = {
    "sent": gettext_lazy("Your message is with them. Nothing else is needed from you now."),
    "rated": gettext_lazy("Noted. You can change your mind until the matter is closed."),
    "disputed": gettext_lazy("Your dispute is registered. Somebody above the body that answered reads it."),
    "apart": gettext_lazy(
        "Noted, and counted apart: somebody at a desk works from where you are now. It counts as your own word once you "
        "say it from elsewhere."
    ),
    "withdrawn": gettext_lazy("Your message is withdrawn. It stays in the count of messages received."),
    "cancelled": gettext_lazy("Noted: that is not your word. What it changed is as it was before."),
    "contested": gettext_lazy(
        "Noted. From now on nobody decides with either code; an operator takes down what you say."
    ),
    "again": gettext_lazy("Your message stands again where it stood."),
    "asked": gettext_lazy("Your question about the longer term was sent to the body."),
    "about": gettext_lazy("Noted. Whoever it is about is barred from it from now on. The date stays as it is."),
    "contact": gettext_lazy("Saved. That is where we say that there is news, and nothing more."),
}


@dataclass(frozen=True, slots=True)
class FollowedPage:
    """The page of somebody who follows."""

    heading: str
    lead: str
    body: str
    zone: str
    since: datetime
    readers: list[str]
    why: list[str]
    caveats: list[str]
    open: bool
    may_rate: bool
    may_dispute: bool
    may_reply: bool
    may_withdraw: bool
    may_ask_reasons: bool
    merged_into: str
    ending: str
    matter: str
    told: str  # what senders of this kind of the law are told
    steps: list[step_words.StepLine]
    court_right: str  # what the law lets a sender do now that its date has passed, or after a refusal
    stands_until: datetime | None  # until when a withdrawal may be taken back


def shown(case: CaseView, at: datetime) -> FollowedPage:
    """The case in the words of its sender."""
    appeal = case.appeal
    language = dates.language()
    order = law_queries.standing_order()
    zone = order.bodies[appeal.body_id].zone
    until = queries.withdrawal_stands_until(appeal)
    kind = next((one for one in order.law_kinds if one.code == appeal.matter), None)
    in_time = case.disputable_until is None or at <= case.disputable_until
    return FollowedPage(
        heading=heading(appeal, at, zone, proven=case.answers[-1].proven_late if case.answers else None),
        lead=_LEADS[State(appeal.state)](),
        body=people_queries.body_name(appeal.body_id, language),
        zone=zone,
        since=_since(case),
        readers=[people_queries.body_name(body, language) for body in appeal.readers],
        why=routing.steps(appeal.routed),
        caveats=deadline_words.caveats(appeal.due_facts) if appeal.due_facts else [],
        open=appeal.state in OPEN,
        may_rate=life.allows(appeal.state, Deed.RATED),
        may_dispute=life.allows(appeal.state, Deed.DISPUTED) and in_time,
        may_reply=life.allows(appeal.state, Deed.REPLIED),
        may_withdraw=life.allows(appeal.state, Deed.WITHDRAWN),
        may_ask_reasons=bool(appeal.extended) and life.allows(appeal.state, Deed.REASONS_ASKED),
        merged_into=case.goes_on,
        ending=str(ENDINGS.get(appeal.ending, "")) if appeal.state == State.CLOSED else "",
        matter=step_words.matter_name(appeal.matter),
        told=name_in(kind.told, language) if kind is not None and appeal.state in OPEN else "",
        steps=step_words.lines(case.steps, at),
        court_right=_court_right(appeal, at, language),
        stands_until=until if until is not None and at <= until else None,
    )


def stage(actor: Actor, at: datetime) -> dict[str, object]:
    """What is shown by a code that others may have read on its way: where the appeal stands, and not a word of it."""
    appeal = queries.by_id_for(actor, actor.id)
    zone = law_queries.standing_order().bodies[appeal.body_id].zone
    return {
        "appeal": appeal,
        "heading": heading(appeal, at, zone),
        "lead": _LEADS[State(appeal.state)](),
        "body": people_queries.body_name(appeal.body_id, dates.language()),
    }


def _court_right(appeal: Appeal, at: datetime, language: str) -> str:
    """What the law lets a sender do once its date has passed unanswered, or after a refusal; as its profile says it."""
    late = appeal.state in OPEN and appeal.due_at is not None and at > appeal.due_at
    profiles = law_queries.standing_order().profiles if late or appeal.state == State.REFUSED else []
    silence = next((one.silence for one in profiles if one.id == appeal.profile_id), {})
    said = silence.get("court_right")
    return name_in(said, language) if isinstance(said, Mapping) and said else ""


def taken_down(appeal: Appeal) -> list[tuple[int, str]]:
    """What was taken down for the sender and stands: the deed by which it is cancelled, and its sentence."""
    return [(one.entry, history.deed_sentence(one.deed, one.facts)) for one in queries.taken_words(appeal)]


def slip_of(session: FollowSession) -> str:
    """What the page says of the first slip: "contested", "reads" (it is in use), "stands" (beside the new code), or nothing."""
    if vault_queries.is_contested(session.subject):
        return "contested"
    if vault_queries.former_code(session.subject) is None:
        return ""
    return "reads" if session.slip else "stands"


def heard_of(session: FollowSession) -> dict[str, object] | None:
    """Who was heard in person about a contested code: whether it was whoever looks now, and from when they get a new one."""
    heard = vault_queries.heard_of(session.subject)
    return {"mine": heard.by_slip == session.slip, "opens_on": dates.day(heard.opens_on)} if heard else None


def withdrawal_days() -> int:
    """For how many days a withdrawal may be taken back."""
    return int(law_queries.standing_order().settings.get("withdrawal_days", WITHDRAWAL_DAYS))


def _since(case: CaseView) -> datetime:
    """Since when the body that has it has had it, from the history that is read anyway."""
    arrivals = {Deed.REGISTERED, Deed.HANDED_ON, Deed.FORWARDED, Deed.REOPENED, Deed.IMPORTED}
    found = [event.at for event in case.history if event.deed in arrivals]
    return found[-1] if found else case.appeal.registered_at


_LEADS: Final[Mapping[State, Callable[[], str]]] = {
    State.REGISTERED: lambda: _("It is registered and waits to be taken up."),
    State.ACCEPTED: lambda: _("It has been taken up. You need not do anything; you can write back at any time."),
    State.ANSWERED: lambda: _("You can rate it, dispute it, or write back. The body cannot close it alone."),
    State.REFUSED: lambda: _("The body gave a ground of the law. You can dispute that, or write back."),
    State.DISPUTED: lambda: _("Somebody above the body that answered reads your message and the answer."),
    State.REOPENED: lambda: _("The body was told to answer again. You need not do anything."),
    State.CLOSED: lambda: _("Nothing more is owed on it. You can still write back."),
    State.WITHDRAWN: lambda: _("You took it back. It stays in the count of messages received."),
    State.MERGED: lambda: _("It goes on together with another message about the same matter. Your code stays valid."),
}
_HEADINGS: Final[Mapping[State, Callable[[], str]]] = {
    State.REFUSED: lambda: _("Not examined"),
    State.DISPUTED: lambda: _("Disputed"),
    State.CLOSED: lambda: _("Closed"),
    State.WITHDRAWN: lambda: _("Withdrawn"),
    State.MERGED: lambda: _("Joined to another message"),
}


def heading(appeal: Appeal, at: datetime, zone: str, *, proven: datetime | None = None) -> str:
    """Where it stands, in one line; lateness by what the log proves where that is later than the answer's own date."""
    if appeal.state in _HEADINGS:
        return _HEADINGS[State(appeal.state)]()
    if appeal.due_at is None:
        return _("Answered") if appeal.state == State.ANSWERED else _("In work")
    if appeal.state == State.ANSWERED and appeal.answered_at is not None:
        return _answered(_days(proven or appeal.answered_at, appeal.due_at, zone))
    if at > appeal.due_at:
        days = max(1, -_days(at, appeal.due_at, zone))
        return ngettext("The answer is %(days)s day late", "The answer is %(days)s days late", days) % {"days": days}
    left = _days(at, appeal.due_at, zone)
    if left == 0:
        return _("The answer is due today")
    return ngettext("An answer is due in %(days)s day", "An answer is due in %(days)s days", left) % {"days": left}


def _answered(ahead: int) -> str:
    if ahead > 0:
        said = ngettext("Answered, %(days)s day before the date", "Answered, %(days)s days before the date", ahead)
        return said % {"days": ahead}
    if ahead == 0:
        return _("Answered on the last day")
    said = ngettext("Answered, %(days)s day late", "Answered, %(days)s days late", -ahead)
    return said % {"days": -ahead}


def _days(from_: datetime, until: datetime, zone: str) -> int:
    """Days between two instants, as dates of the place."""
    there = ZoneInfo(zone)
    return (until.astimezone(there).date() - from_.astimezone(there).date()).days
