"""Reading surveys: what is public of them, and what those see who make them."""

import json
from collections import Counter

from django.db.models import QuerySet

from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.verdict import MissingError
from answerable.ledger import queries as ledger_queries
from answerable.surveys import fielding
from answerable.surveys.models import Draw, Fieldwork, Frame, Interviewer, Questionnaire, Response, Result, Survey, Unit
from answerable.surveys.questionnaire import scope
from answerable.surveys.sealed_fields import ANSWERS, DRAFT
from answerable.surveys.terms import POWER, draw_of
from answerable.vault.sealing import open_text


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
    published = ledger_queries.published()
    leaves = ledger_queries.leaves_of(str(draw_of(ref)))
    if published is None or not published.witnessed or not leaves:
        return False
    return all(leaf.idx is not None and leaf.idx < published.size for leaf in leaves)


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


def asked_now(survey: Survey) -> Questionnaire | None:
    """The version that is asked now: the last one that was released."""
    released = Questionnaire.objects.filter(survey=survey).exclude(released_at=None)
    return released.order_by("-released_at", "-id").first()


def fieldwork_of(survey: Survey) -> Fieldwork | None:
    """What is known of a survey's being in the field; None: it is not."""
    return Fieldwork.objects.filter(survey=survey).first()


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
    said: dict[str, str] = json.loads(open_text(ANSWERS, response.answers, root=response.root, ref=response.id))
    return said


def unit_by_link(link: str) -> Unit | None:
    """The unit of a personal link that is not spent. For the public door, which may look at nothing else of it."""
    if not fielding.LINK.fullmatch(link):
        return None
    with row_scope.as_system():
        return Unit.objects.filter(link=fielding.digest_of(link)).select_related("survey__body").first()


def draft_of(unit: Unit) -> dict[str, str]:
    """What was typed so far by whoever came by a unit's link."""
    said: dict[str, str] = json.loads(open_text(DRAFT, unit.draft, root=unit.root, ref=unit.id) or "{}")
    return said


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


def public_result(ref: int) -> Result:
    """Published results, for anybody."""
    found = Result.objects.filter(id=ref).exclude(published_at=None)
    row = found.select_related("survey", "questionnaire").first()
    if row is None:
        raise MissingError
    return row
