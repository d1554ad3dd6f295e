"""Reading surveys: what is public of them, and what those see who make them."""

from django.db.models import QuerySet

from answerable.base.actor import Actor
from answerable.base.verdict import MissingError
from answerable.ledger import queries as ledger_queries
from answerable.surveys.models import Draw, Frame, Survey
from answerable.surveys.terms import POWER, draw_of


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
