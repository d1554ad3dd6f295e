"""What the public pages show, put into words and lines: the plan before sending, the slip after it, an appeal followed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from answerable.appeals import queries
from answerable.appeals.actions import Intake, Registered, SendingPlan
from answerable.appeals.queries import public as offered
from answerable.appeals.queries import receipts
from answerable.appeals.queries.case_view import CaseView
from answerable.appeals.rules import questions as asking
from answerable.appeals.terms import Tier
from answerable.appeals.wording import reasons
from answerable.base import dates
from answerable.base.verdict import InvalidError, NotNowError
from answerable.law import queries as law_queries
from answerable.law.rules.routing import Because
from answerable.law.wording import deadlines as deadline_words
from answerable.law.wording import routing
from answerable.people import queries as people_queries
from answerable.places.rules import name_in
from answerable.vault import queries as vault_queries
from answerable.vault import wording as vault_wording
from answerable.vault.models import File
from answerable.vault.terms import FileState


def sentence_for(reason: str, words: Mapping[str, object]) -> str:
    """The sentence for a reason."""
    return reasons.sentence_for(reason, **words)


def said_all(no: InvalidError | NotNowError) -> str:
    """The sentences of a refusal."""
    if isinstance(no, NotNowError):
        return sentence_for(no.reason, no.words)
    return " ".join(sentence_for(reason, {}) for reason in no.faults.values())


def file_fault(name: str, reason: str) -> str:
    """Why a file was not taken, with its name."""
    why = str(vault_wording.FILE_REFUSALS.get(reason, _("This file cannot be taken.")))
    return _("%(file)s: %(why)s") % {"file": name or _("a file"), "why": why}


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file by its name, how it stands, and what of it can be opened."""

    id: int
    name: str
    size: int
    state: str
    copy: bool
    thumb: bool


def shown_files(rows: Iterable[File]) -> list[ShownFile]:
    """Files as a list shows them."""
    return [
        ShownFile(
            id=row.id,
            name=vault_queries.shown_name(row),
            size=row.size,
            state=str(vault_wording.FILE_STATES[FileState(row.state)]),
            copy=row.state == FileState.DERIVED,
            thumb=bool(row.thumb_size),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class OfferedQuestion:
    """A question of a category with its answers; `chosen` is the one given so far."""

    name: str
    text: str
    options: list[tuple[str, str]]
    chosen: str


def questions(category: int | None, typed: Mapping[str, Any]) -> list[OfferedQuestion]:
    """The questions of a category that are asked now, as lists to choose from."""
    row, language = offered.category_of(category), dates.language()
    return [
        OfferedQuestion(
            name=asking.field_of(one),
            text=name_in(one["text"], language),
            options=[(str(option["code"]), name_in(option["text"], language)) for option in one["options"]],
            chosen=str(typed.get(asking.field_of(one), "")),
        )
        for one in asking.standing(row.questions if row else [], typed)
    ]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a message may be about, by its words; with what to do first where that can't wait."""

    id: int
    name: str
    call: str
    stopper: str


def guesses(intake: Intake) -> list[Guess]:
    """What the text sounds like, where the writer chose no matter."""
    if intake.category is not None:
        return []
    language = dates.language()
    return [
        Guess(
            id=row.id,
            name=name_in(row.name, language),
            call=str((row.stopper or {}).get("call", "")),
            stopper=name_in(row.stopper["text"], language) if row.stopper else "",
        )
        for row in offered.suggested(intake.text, intake.kind)
    ]


@dataclass(frozen=True, slots=True)
class Barred:
    """One body that neither handles nor sees the message, and why; how many more it commands."""

    name: str
    because: str
    commands: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """The page before sending."""

    body: str
    above: list[str]
    sealed: bool
    sealed_for: str
    watching: list[str]
    with_keys: list[str]
    kept: bool
    barred: list[Barred]
    persons: list[str]
    why: list[str]
    due_at: datetime | None
    zone: str
    due_why: str
    caveats: list[str]
    specialist: str
    suspected: bool  # some of the barred are so until somebody outside of their command has looked
    told: str  # what senders of this kind of the law are told
    call: str  # a number to call first


def shown_plan(planned: SendingPlan) -> ShownPlan:
    """The plan in words."""
    order = law_queries.standing_order()
    language = dates.language()
    sealed = planned.tier == Tier.SEALED
    above = [] if sealed else [body for body in order.tree.upwards(planned.body)[1:] if body not in planned.bars.bodies]
    facts = planned.due_facts
    kind = offered.law_kind_called(planned.matter)
    officers = people_queries.names_of(planned.bars.persons) if planned.bars.persons else {}
    return ShownPlan(
        body=people_queries.body_name(planned.body, language),
        above=[people_queries.body_name(body, language) for body in above],
        sealed=sealed,
        sealed_for=planned.sealed_for,
        watching=[people_queries.body_name(body, language) for body in planned.readers],
        with_keys=[people_queries.body_name(body, language) for body in planned.holders.bodies]
        if planned.holders
        else [],
        kept=planned.holders.keep if planned.holders else False,
        barred=_barred(planned, language),
        persons=[account.said_name for account in officers.values()],
        why=routing.steps(planned.why),
        due_at=None if planned.due is None else planned.due.legal,
        zone=order.bodies[planned.body].zone,
        due_why=deadline_words.why(facts),
        caveats=deadline_words.caveats(facts),
        specialist="" if planned.specialist is None else people_queries.body_name(planned.specialist, language),
        suspected=bool(planned.suspects),
        told=name_in(kind.told, language) if kind else "",
        call=kind.call if kind else "",
    )


def _barred(planned: SendingPlan, language: str) -> list[Barred]:
    """Bodies complained about, each with those that it commands: a long command is one line, not thirty."""
    commanded: dict[int, list[str]] = {}
    for bar in planned.bars.reasons:
        if bar.because is Because.COMMANDED:
            commanded.setdefault(bar.by, []).append(people_queries.body_name(bar.body, language))
    return [
        Barred(
            people_queries.body_name(bar.body, language),
            "" if planned.suspects else routing.because(bar.because.value),
            sorted(commanded.get(bar.body, [])),
        )
        for bar in planned.bars.reasons
        if bar.because is not Because.COMMANDED
    ]


def shown_sent(registered: Registered, at: datetime) -> dict[str, Any]:
    """The page with number, code and date."""
    order = law_queries.standing_order()
    body = order.bodies.get(registered.body)
    return {
        "registered": registered,
        "body": people_queries.body_name(registered.body, dates.language()),
        "zone": body.zone if body else "",
        "due_why": deadline_words.why(registered.due_facts) if registered.due_facts else "",
        "at": at,
        "promise": receipts.promise_at_once(registered.leaf, at=at),
    }


def point_grounds(case: CaseView) -> dict[str, str]:
    """The names of the grounds on which points were refused, as they were on the day of the answer."""
    if not any(point.ground for point in case.points):
        return {}
    return {row.code: name_in(row.name, dates.language()) for row in queries.grounds_of_answer(case.appeal)}
