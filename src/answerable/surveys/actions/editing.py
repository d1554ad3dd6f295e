"""The questionnaire in the editor: each change is one more state, and every state of the last ones can be gone back to.

No deeds: nothing of it is asked or public until it is kept as a version (`questionnaires.upload_questionnaire`).
"""

from datetime import datetime
from typing import Final

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.verdict import MissingError, NotNowError, must
from answerable.surveys import policy
from answerable.surveys.models import Sketch, Survey
from answerable.surveys.questionnaire.editing import MOST_ROWS, Sheets

KEPT: Final = 50
"""So many states are kept of each questionnaire."""


@transaction.atomic
def put_sketch(*, by: Actor, at: datetime, survey: int, sheets: Sheets, seen: int) -> Sketch:
    """Make these sheets the present state. `seen`: the number of the state that was changed, 0 where there was none.

    What was gone back from goes for good. Refuses strangers, a change of what somebody else changed meanwhile, and too many rows.
    """
    held = _held(by, survey)
    if sum(len(sheets[name]["rows"]) for name in ("survey", "choices")) > MOST_ROWS:
        raise NotNowError("sketch.too-long")
    states = Sketch.objects.filter(survey=held)
    _must_be_current(states.filter(is_current=True).first(), seen)
    states.filter(number__gt=seen).delete()
    states.update(is_current=False)
    states.filter(number__lte=seen - KEPT).delete()
    return Sketch.objects.create(
        survey=held, body_id=held.body_id, number=seen + 1, is_current=True, sheets=sheets, made_at=at
    )


@transaction.atomic
def step_sketch(*, by: Actor, survey: int, seen: int, back: bool) -> None:
    """Go a state back, or forth again; at the end of them nothing moves. Refuses as `put_sketch`."""
    held = _held(by, survey)
    states = Sketch.objects.filter(survey=held)
    now = states.filter(is_current=True).first()
    _must_be_current(now, seen)
    near = (
        states.filter(number__lt=seen).order_by("-number")
        if back
        else states.filter(number__gt=seen).order_by("number")
    )
    there = near.first()
    if now is not None and there is not None:
        now.is_current, there.is_current = False, True
        now.save(update_fields=["is_current"])
        there.save(update_fields=["is_current"])


def _must_be_current(now: Sketch | None, seen: int) -> None:
    if (now.number if now is not None else 0) != seen:
        raise NotNowError("sketch.changed-meanwhile")


def _held(by: Actor, ref: int) -> Survey:
    held = Survey.objects.select_for_update(of=("self",)).filter(id=ref).first()
    if held is None:
        raise MissingError
    must(policy.can_survey(by, body=held.body_id))
    return held
