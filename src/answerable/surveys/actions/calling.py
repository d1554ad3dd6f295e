"""Telephone interviews: numbers and quotas set up, a number taken, what was said kept, what a call came to."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.ledger.rules import Fact
from answerable.surveys import calling, policy, queries
from answerable.surveys.actions.answering import take_answers
from answerable.surveys.actions.fieldwork import in_the_field, record_on
from answerable.surveys.calling import CallOutcome
from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.models import Quota, Response, Survey, Unit
from answerable.surveys.questionnaire import reading
from answerable.surveys.questionnaire.judging import Flag
from answerable.surveys.sealed_fields import DRAFT, TELEPHONE
from answerable.surveys.terms import Deed, Mode
from answerable.vault.sealing import seal_text


@transaction.atomic
def keep_numbers(*, by: Actor, at: datetime, survey: int, numbers: Mapping[str, str]) -> int:
    """Keep telephone numbers of drawn units, code -> number, sealed; gives how many. Refuses strangers and other codes."""
    held = in_the_field(by, survey, locked=True)
    units = {unit.code: unit for unit in Unit.objects.select_for_update(of=("self",)).filter(survey=held)}
    if not set(numbers) <= set(units):
        raise InvalidError(numbers="calls.not-drawn")
    changed = [units[code] for code in numbers if units[code].disposition not in queries.NOT_CALLED]
    for unit in changed:
        unit.telephone = seal_text(TELEPHONE, numbers[unit.code], root=unit.root, ref=unit.id)
    Unit.objects.bulk_update(changed, ["telephone"], batch_size=500)
    record_on(held, by=by, at=at, deed=Deed.NUMBERED, facts={"numbers": len(changed)})
    return len(changed)


@transaction.atomic
def set_quotas(*, by: Actor, at: datetime, survey: int, wanted: Mapping[str, Mapping[str, float]]) -> None:
    """Set how many are wanted who answer so, in place of what was set before; who has answered is counted on.

    Refuses strangers, and what is no choice of the questionnaire.
    """
    held = in_the_field(by, survey, locked=True)
    asked = queries.asked_now(held)
    if asked is None:
        raise NotNowError("fieldwork.not-ready")
    if calling.unknown_quotas(reading.read_form(bytes(asked.xform)), wanted):
        raise InvalidError(quotas="calls.no-such-answer")
    taken = {(quota.question, quota.choice): quota.taken for quota in Quota.objects.filter(survey=held)}
    Quota.objects.filter(survey=held).delete()
    Quota.objects.bulk_create(
        Quota(
            survey=held,
            body_id=held.body_id,
            question=question,
            choice=choice,
            wanted=int(count),
            taken=taken.get((question, choice), 0),
        )
        for question, choices in wanted.items()
        for choice, count in choices.items()
    )
    record_on(held, by=by, at=at, deed=Deed.LIMITED, facts={"quotas": sum(map(len, wanted.values()))})


@transaction.atomic
def take_call(*, by: Actor, at: datetime, survey: int) -> Unit | None:
    """Give the actor the next number that is due, for a while theirs alone; the one they have, if they have one.

    Refuses whoever may not ask there. That somebody was shown a number is recorded.
    """
    held = _asked_by(by, survey)
    due = queries.due_to_call(held, at=at).select_for_update(of=("self",), skip_locked=True)
    unit = queries.on_the_line(held, caller=by.id, at=at) or due.first()
    if unit is None:
        return None
    unit.caller, unit.call_at = by.id, at + calling.ON_THE_LINE
    unit.save(update_fields=["caller", "call_at"])
    record_on(held, by=by, at=at, deed=Deed.CALLED, facts={"unit": unit.id})
    return unit


@transaction.atomic
def keep_call(*, by: Actor, at: datetime, unit: int, answers: Mapping[str, str]) -> None:
    """Keep what was said so far. Refuses whoever has not taken this number, and once its time has passed."""
    held = _on_the_line(by, unit, at=at)
    held.draft = seal_text(DRAFT, json.dumps(dict(answers), ensure_ascii=False), root=held.root, ref=held.id)
    held.call_at = at + calling.ON_THE_LINE
    held.save(update_fields=["draft", "call_at"])


@transaction.atomic
def finish_call(*, by: Actor, at: datetime, unit: int, answers: Mapping[str, str]) -> Response:
    """Take an interview by telephone. Refuses as `keep_call`. Who is beyond a full quota is kept, and not counted in."""
    held = _on_the_line(by, unit, at=at)
    asked = queries.asked_now(held.survey)
    if asked is None:
        raise MissingError
    rows = Quota.objects.select_for_update(of=("self",)).filter(survey=held.survey)
    quotas = queries.quota_states(rows)
    if (full := calling.full_quota(answers, quotas)) is not None:
        return _turned_away(held, full, at=at, answers=answers)
    made = take_answers(asked, held, mode=Mode.TELEPHONE, at=at, answers=answers)
    if made.disposition in {Disposition.INTERVIEW, Disposition.PARTIAL}:
        for quota in calling.counted_in(queries.answers_of(made), quotas):
            rows.filter(question=quota.question, choice=quota.choice).update(taken=F("taken") + 1)
    return made


@transaction.atomic
def turn_away(*, by: Actor, at: datetime, unit: int, answers: Mapping[str, str]) -> Response | None:
    """End an interview whose quota is full, with what was said first; None: none is full. Refuses as `keep_call`."""
    held = _on_the_line(by, unit, at=at)
    full = calling.full_quota(answers, queries.quotas_of(held.survey))
    return None if full is None else _turned_away(held, full, at=at, answers=answers)


def _turned_away(unit: Unit, full: calling.QuotaState, *, at: datetime, answers: Mapping[str, str]) -> Response:
    asked = queries.asked_now(unit.survey)
    if asked is None:
        raise MissingError
    flags: Sequence[Flag] = [Flag(f"{full.question}={full.choice}", "answer.quota-full")]
    made = take_answers(asked, unit, mode=Mode.TELEPHONE, at=at, answers=answers, flags=flags)
    made.disposition = Disposition.NOT_ELIGIBLE  # AAPOR 4.80: the quota is filled
    made.flags = [[flag.key, flag.reason] for flag in flags]  # what was not asked any more is missing by our own doing
    made.save(update_fields=["disposition", "flags"])
    unit.disposition = Disposition.NOT_ELIGIBLE
    unit.save(update_fields=["disposition"])
    return made


@transaction.atomic
def end_call(*, by: Actor, at: datetime, unit: int, outcome: CallOutcome, agreed: datetime | None = None) -> Unit:
    """Note what a call came to, and when is called again. Refuses as `keep_call`."""
    held = _on_the_line(by, unit, at=at)
    held.attempts += 1
    held.disposition, held.last_on = calling.CAME_TO[outcome], at.date()
    held.call_at = calling.next_call(outcome, at=at, attempts=held.attempts, agreed=agreed)
    held.caller = None
    if held.call_at is None:
        held.telephone, held.draft = None, None
    held.save(update_fields=["attempts", "disposition", "last_on", "call_at", "caller", "telephone", "draft"])
    facts: dict[str, Fact | list[int]] = {"unit": held.id, "outcome": outcome.value}
    record_on(held.survey, by=by, at=at, deed=Deed.CALL_ENDED, facts=facts)
    return held


def _on_the_line(by: Actor, ref: int, *, at: datetime) -> Unit:
    rows = Unit.objects.select_for_update(of=("self",)).select_related("survey")
    held = rows.filter(id=ref).first()
    if held is None:
        raise MissingError
    must(policy.can_interview(by, body=held.body_id))
    if held.telephone is None or held.caller != by.id or held.call_at is None or held.call_at < at:
        raise NotNowError("calls.not-yours-now")
    return held


def _asked_by(by: Actor, ref: int) -> Survey:
    held = Survey.objects.filter(id=ref).first()
    if held is None:
        raise MissingError
    must(policy.can_interview(by, body=held.body_id))
    return held
