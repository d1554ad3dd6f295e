"""Questionnaires on paper: typed twice, and taken as an interview once both agree, or the differences are settled."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.surveys import paper_entries, policy, queries
from answerable.surveys.actions.answering import take_answers
from answerable.surveys.actions.fieldwork import record_on
from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.models import PaperEntry, Response, Unit
from answerable.surveys.sealed_fields import TYPED
from answerable.surveys.terms import Deed, Mode
from answerable.vault.sealing import seal_text

TYPISTS = 2


@transaction.atomic
def keep_paper(*, by: Actor, at: datetime, unit: int, answers: Mapping[str, str], done: bool) -> Response | None:
    """Keep what one person has typed so far; the response once two have finished, and have typed the same.

    Refuses strangers, a third person, whoever has finished already, and an address that has answered.
    """
    held = _held(by, unit)
    entries = paper_entries.entries_of(held)
    mine = next((entry for entry in entries if entry.typist == by.id), None)
    if (mine is None and len(entries) >= TYPISTS) or (mine is not None and mine.is_done):
        raise NotNowError("paper.not-yours")
    if mine is None:
        mine = PaperEntry(
            id=new_id(), root=held.root, survey_id=held.survey_id, body_id=held.body_id, unit=held, typist=by.id
        )
    said = json.dumps(dict(answers), ensure_ascii=False)
    mine.answers, mine.is_done = seal_text(TYPED, said, root=mine.root, ref=mine.id), done
    mine.save()
    if not done:
        return None
    record_on(held.survey, by=by, at=at, deed=Deed.TYPED, facts={"unit": held.id})
    return None if _open_differences(held) else settle_paper(by=by, at=at, unit=unit, picked={})


def _open_differences(unit: Unit) -> bool:
    """Whether something still stands between what was typed and an interview: another person, or a difference."""
    said = [paper_entries.typed(entry) for entry in paper_entries.entries_of(unit) if entry.is_done]
    return len(said) < TYPISTS or bool(paper_entries.differing(*said))


@transaction.atomic
def settle_paper(*, by: Actor, at: datetime, unit: int, picked: Mapping[str, int]) -> Response:
    """Take the interview: of each difference what was picked, 0 the first typist's, 1 the second's. What was typed goes.

    Refuses strangers, a questionnaire that two have not finished, and a difference that is left open.
    """
    held = _held(by, unit)
    asked = queries.asked_now(held.survey)
    entries = [entry for entry in paper_entries.entries_of(held) if entry.is_done]
    if len(entries) < TYPISTS or asked is None:
        raise NotNowError("paper.not-typed-twice")
    first, second = (paper_entries.typed(entry) for entry in entries)
    try:
        answers = paper_entries.settled(first, second, picked)
    except KeyError as left:
        raise InvalidError(**{str(left.args[0]): "paper.left-open"}) from None
    PaperEntry.objects.filter(unit=held).delete()
    return take_answers(asked, held, mode=Mode.PAPER, at=at, answers=answers)


def _held(by: Actor, ref: int) -> Unit:
    held = Unit.objects.select_for_update(of=("self",)).select_related("survey").filter(id=ref).first()
    if held is None:
        raise MissingError
    must(policy.can_interview(by, body=held.body_id))
    if held.disposition in {Disposition.INTERVIEW, Disposition.PARTIAL}:
        raise NotNowError("fieldwork.answered")
    return held
