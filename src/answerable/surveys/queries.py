"""Reading surveys: what is public of them, and what those see who make them."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q, QuerySet

from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.sealed import SealedField
from answerable.base.verdict import MissingError
from answerable.ledger import queries as ledger_queries
from answerable.surveys import calling, fielding
from answerable.surveys.calling import QuotaState
from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.models import (
    Draw,
    Fieldwork,
    Frame,
    Interviewer,
    Questionnaire,
    Quota,
    Response,
    Result,
    Sketch,
    Survey,
    Unit,
)
from answerable.surveys.questionnaire import scope
from answerable.surveys.sealed_fields import ANSWERS, DRAFT, TELEPHONE
from answerable.surveys.terms import INTERVIEWS, POWER, draw_of
from answerable.vault.sealing import open_text
from answerable_verify import draw as verifiable

MOST_WAVES = 24
NOT_CALLED = frozenset({*fielding.FINAL, Disposition.REFUSED})
"""Nobody is called who has answered, has refused, or does not fit."""


def bodies_of(actor: Actor) -> list[int]:
    """The bodies in whose name the actor may ask."""
    return sorted({seat.body for seat in actor.seats if POWER in seat.powers})


def seen_by(actor: Actor) -> QuerySet[Survey]:
    """The surveys that the actor works on, the newest first."""
    return Survey.objects.filter(body__in=bodies_of(actor)).select_related("body").order_by("-id")


def survey_for(actor: Actor, ref: int) -> Survey:
    """One of them. Raises MissingError for a survey of others."""
    found = seen_by(actor).filter(id=ref).first()
    if found is None:
        raise MissingError
    return found


def public() -> QuerySet[Survey]:
    """All surveys, for anybody, the newest first."""
    return Survey.objects.select_related("body").order_by("-id")


def public_survey(ref: int) -> Survey:
    """One survey, for anybody."""
    found = public().filter(id=ref).first()
    if found is None:
        raise MissingError
    return found


def draws_of(survey: Survey) -> QuerySet[Draw]:
    """The draws of a survey, the newest first."""
    return Draw.objects.filter(survey=survey).order_by("-id")


def points_for(survey: Survey) -> list[Draw]:
    """The draws whose units may be sampling points: of the survey itself, and of the waves before it."""
    found, at = [], survey
    for _ in range(MOST_WAVES):
        found += [draw for draw in draws_of(at) if draw.drawn_at]
        before = Survey.objects.filter(id=at.earlier_id).first() if at.earlier_id else None
        if before is None:
            break
        at = before
    return found


def draw_for(actor: Actor, ref: int) -> Draw:
    """A draw of a survey that the actor works on."""
    found = Draw.objects.filter(id=ref, survey__body__in=bodies_of(actor)).select_related("survey__body").first()
    if found is None:
        raise MissingError
    return found


def frame_of(draw: Draw) -> Frame:
    """The lists of a draw."""
    return Frame.objects.get(draw=draw)


def draw_is_witnessed(ref: int) -> bool:
    """Whether witnesses have seen, in the published log, that frame and design of a draw are fixed."""
    return ledger_queries.are_witnessed(str(draw_of(ref)))


def public_draw(ref: int) -> Draw | None:
    """A draw, for anybody: nothing in it tells who was drawn."""
    return Draw.objects.filter(id=ref).first()


def questionnaires_of(survey: Survey) -> QuerySet[Questionnaire]:
    """The versions of what a survey asks, the newest first; without their bytes."""
    return Questionnaire.objects.filter(survey=survey).defer("workbook", "xform").order_by("-id")


def questionnaire_for(actor: Actor, ref: int) -> Questionnaire:
    """A version of a survey that the actor works on."""
    mine = Questionnaire.objects.filter(id=ref, survey__body__in=bodies_of(actor))
    found = mine.select_related("survey__body").first()
    if found is None:
        raise MissingError
    return found


def public_questionnaire(ref: int) -> Questionnaire:
    """A released version, for anybody."""
    found = Questionnaire.objects.filter(id=ref).exclude(released_at=None).select_related("survey__body").first()
    if found is None:
        raise MissingError
    return found


def sketch_of(survey: Survey) -> Sketch | None:
    """What the questionnaire is in the editor now; None: nobody has begun."""
    return Sketch.objects.filter(survey=survey, is_current=True).first()


def sketch_steps(sketch: Sketch) -> tuple[bool, bool]:
    """Whether there is a state before this one, and one after it that was gone back from."""
    states = Sketch.objects.filter(survey=sketch.survey_id)
    return states.filter(number__lt=sketch.number).exists(), states.filter(number__gt=sketch.number).exists()


def asked_now(survey: Survey) -> Questionnaire | None:
    """The version that is asked now: the last one that was released."""
    released = Questionnaire.objects.filter(survey=survey).exclude(released_at=None)
    return released.order_by("-released_at", "-id").first()


def fieldwork_of(survey: Survey) -> Fieldwork | None:
    """What is known of a survey's being in the field; None: it is not."""
    return Fieldwork.objects.filter(survey=survey).first()


def reserves_of(draw: Draw) -> int:
    """How many reserves were drawn with a sample."""
    return max((len(share.reserve) for share in verifiable.parse_design(bytes(draw.design)).strata.values()), default=0)


def units_of(survey: Survey) -> QuerySet[Unit]:
    """The units that are asked, by stratum and code."""
    return Unit.objects.filter(survey=survey).defer("draft").order_by("stratum", "code")


def outcomes_of(survey: Survey) -> list[tuple[str, Counter[str]]]:
    """How many units of each stratum came to what; the disposition is empty where nobody has been."""
    found: dict[str, Counter[str]] = {}
    for stratum, disposition in units_of(survey).values_list("stratum", "disposition"):
        found.setdefault(stratum, Counter())[disposition] += 1
    return sorted(found.items())


def responses_of(survey: Survey) -> QuerySet[Response]:
    """What was answered, in no order that tells a time."""
    return Response.objects.filter(survey=survey).order_by("id")


def interviewers_of(survey: Survey) -> QuerySet[Interviewer]:
    """Who asks with a telephone, those whose token has ended too."""
    return Interviewer.objects.filter(survey=survey).order_by("id")


def interviewer_by_token(token: str) -> Interviewer | None:
    """Whose token it is, while it holds. For the door of telephones, which come with nothing else."""
    with row_scope.as_system():
        found = Interviewer.objects.filter(token=fielding.digest_of(token), ended_at=None)
        return found.select_related("survey__body").first()


def released(survey: Survey, form: str, version: str) -> Questionnaire | None:
    """A released version by the words of a telephone."""
    found = Questionnaire.objects.filter(survey=survey, form=form, version=version).exclude(released_at=None)
    return found.select_related("survey").first()


def released_of(survey: Survey, ref: int) -> Questionnaire | None:
    """A released version of a survey, by its id."""
    return Questionnaire.objects.filter(survey=survey, id=ref).exclude(released_at=None).first()


def modes_of(survey: Survey) -> list[tuple[str, int]]:
    """How many answered in which way."""
    return sorted(Counter(responses_of(survey).values_list("mode", flat=True)).items())


def flags_of(survey: Survey) -> list[tuple[str, str, int]]:
    """What the answers hold that the questionnaire does not allow: question, reason, how often; the most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    for flags in responses_of(survey).exclude(flags=[]).values_list("flags", flat=True):
        found.update((scope.bare(key).rpartition("/")[2], reason) for key, reason in flags)
    return [(name, reason, count) for (name, reason), count in found.most_common()]


def answers_of(response: Response) -> dict[str, str]:
    """The answers of a response, by their keys."""
    return read_answers(ANSWERS, response.answers, root=response.root, ref=response.id)


def read_answers(field: SealedField, sealed: bytes | memoryview | None, *, root: int, ref: int) -> dict[str, str]:
    """Answers by their keys out of one of the columns that hold them sealed."""
    said: dict[str, str] = json.loads(open_text(field, sealed, root=root, ref=ref) or "{}")
    return said


def interviewing_bodies(actor: Actor) -> list[int]:
    """The bodies in whose surveys the actor may ask people by telephone."""
    return sorted({seat.body for seat in actor.seats if {POWER, INTERVIEWS} & seat.powers})


def called_by(actor: Actor) -> list[Survey]:
    """The surveys in which the actor may ask by telephone, and numbers are kept."""
    mine = Survey.objects.filter(body__in=interviewing_bodies(actor)).select_related("body").order_by("-id")
    numbered = set(Unit.objects.filter(survey__in=mine, telephone__isnull=False).values_list("survey_id", flat=True))
    return [survey for survey in mine if survey.id in numbered]


def survey_called_by(actor: Actor, ref: int) -> Survey:
    """A survey in the field in which the actor may ask by telephone. Raises MissingError for another."""
    mine = Survey.objects.filter(id=ref, body__in=interviewing_bodies(actor)).select_related("body")
    found = mine.first()
    if found is None or fieldwork_of(found) is None:
        raise MissingError
    return found


def to_call(survey: Survey) -> QuerySet[Unit]:
    """The units whose number is kept and who are to be called still."""
    numbered = Unit.objects.filter(survey=survey, telephone__isnull=False)
    return numbered.exclude(disposition__in=NOT_CALLED).filter(attempts__lt=calling.MOST_ATTEMPTS)


def due_to_call(survey: Survey, *, at: datetime) -> QuerySet[Unit]:
    """Those that are due: agreed call-backs and rested numbers first, then those never called, fewest attempts first."""
    due = to_call(survey).filter(Q(call_at=None) | Q(call_at__lte=at))
    return due.order_by(F("call_at").asc(nulls_last=True), "attempts", "code")


def on_the_line(survey: Survey, *, caller: int, at: datetime) -> Unit | None:
    """The number that somebody has taken and not ended."""
    return to_call(survey).filter(caller=caller, call_at__gt=at).order_by("call_at").first()


def call_backs(survey: Survey, *, at: datetime) -> list[datetime]:
    """When is called again, the next ones first; numbers that somebody is calling now are left out."""
    later = to_call(survey).filter(call_at__gt=at, caller=None).order_by("call_at")
    return [when for when in later.values_list("call_at", flat=True)[:20] if when]


def call_of(actor: Actor, ref: int, *, at: datetime) -> tuple[Unit, str]:
    """A unit that the actor has on the line, and its number. Raises MissingError for any other."""
    found = Unit.objects.filter(id=ref, body__in=interviewing_bodies(actor)).select_related("survey__body").first()
    if found is None or found.telephone is None or found.caller != actor.id or not found.call_at or found.call_at < at:
        raise MissingError
    return found, open_text(TELEPHONE, found.telephone, root=found.root, ref=found.id)


def quotas_of(survey: Survey) -> list[QuotaState]:
    """The quotas of a survey, by question."""
    return quota_states(Quota.objects.filter(survey=survey))


def quota_states(rows: Iterable[Quota]) -> list[QuotaState]:
    """Rows of quotas as the rules take them."""
    found = [QuotaState(row.question, row.choice, row.wanted, row.taken) for row in rows]
    return sorted(found, key=lambda quota: (quota.question, quota.choice))


def unit_by_link(link: str) -> Unit | None:
    """The unit of a personal link that is not spent. For the public door, which may look at nothing else of it."""
    if not fielding.LINK.fullmatch(link):
        return None
    with row_scope.as_system():
        return Unit.objects.filter(link=fielding.digest_of(link)).select_related("survey__body").first()


def draft_of(unit: Unit) -> dict[str, str]:
    """What was typed so far by whoever came by a unit's link."""
    return read_answers(DRAFT, unit.draft, root=unit.root, ref=unit.id)


def result_of(survey: Survey) -> Result | None:
    """What was worked out last and is not published."""
    return Result.objects.filter(survey=survey, published_at=None).select_related("survey", "questionnaire").first()


def result_for(actor: Actor, ref: int) -> Result:
    """The same, by its id, of a survey that the actor works on."""
    mine = Result.objects.filter(id=ref, survey__body__in=bodies_of(actor))
    found = mine.select_related("survey", "questionnaire").first()
    if found is None:
        raise MissingError
    return found


def published_of(survey: Survey) -> QuerySet[Result]:
    """What was published of a survey, the newest first."""
    return Result.objects.filter(survey=survey).exclude(published_at=None).order_by("-id")


def not_corrected(survey: Survey) -> QuerySet[Result]:
    """What was published of a survey and stands as it was published, the newest first."""
    newer = Result.objects.exclude(corrects=None).values("corrects")
    return published_of(survey).exclude(id__in=newer)


def correction_of(result: Result) -> Result | None:
    """What was published in its place."""
    return Result.objects.filter(corrects=result).exclude(published_at=None).first()


def first_published(result: Result) -> Result:
    """The results that a chain of corrections began with; of a ring, which is a damaged row, the last one met."""
    met = {result.id}
    while result.corrects is not None and result.corrects_id not in met:
        result = result.corrects
        met.add(result.id)
    return result


def wave_before(survey: Survey) -> Result | None:
    """What was published last of the wave before; None where there is none."""
    found = Result.objects.filter(survey=survey.earlier_id).exclude(published_at=None).order_by("-id")
    return found.select_related("survey", "questionnaire").first() if survey.earlier_id else None


def waves_until(survey: Survey) -> list[Result]:
    """What was published last of each wave up to this one, the earliest first; waves without results are left out."""
    found: list[Result] = []
    at: Survey | None = survey
    while at is not None and len(found) < MOST_WAVES:
        last = published_of(at).select_related("survey", "questionnaire").first()
        if last is not None:
            found.insert(0, last)
        at = Survey.objects.filter(id=at.earlier_id).first() if at.earlier_id else None
    return found


def public_result(ref: int) -> Result:
    """Published results, for anybody."""
    found = Result.objects.filter(id=ref).exclude(published_at=None)
    row = found.select_related("survey", "questionnaire").first()
    if row is None:
        raise MissingError
    return row
