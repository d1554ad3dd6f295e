"""Open a survey, fix frame and design in the log, then draw by a seed that came after."""

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact
from answerable.ledger.terms import COMMON, PublicAct
from answerable.people.models import Body
from answerable.surveys import policy, queries, rules
from answerable.surveys.models import Draw, Frame, Survey
from answerable.surveys.terms import LEAVES, Deed, SeedSource, draw_of, survey_of
from answerable_verify import draw as verifiable


@transaction.atomic
def open_survey(
    *, by: Actor, at: datetime, body: int, title: str, population: str, earlier: int | None = None
) -> Survey:
    """Open a survey in the name of a body. `earlier`: the survey of which it is the next wave.

    Refuses whoever has not the power there, and a wave before that is another body's or has its next wave already.
    """
    must(policy.can_survey(by, body=body))
    of = Body.objects.get(id=body)
    drawn = Survey.objects.select_for_update(of=("self",)).filter(panel=None)
    before = drawn.filter(id=earlier, body=of).first() if earlier else None
    if earlier and (before is None or Survey.objects.filter(earlier=before).exists()):
        raise InvalidError(earlier="survey.no-such-wave")
    survey = Survey.objects.create(
        id=new_id(),
        root=of.root,
        body=of,
        title=title,
        population=population,
        asker=rules.asker(of.kind),
        earlier=before,
        opened_at=at,
    )
    facts: dict[str, Fact | list[int]] = {"body": body, "asker": survey.asker, "earlier": earlier or 0}
    record(by=by, at=at, deed=Deed.OPENED, thing=str(survey_of(survey.id)), root=of.root, facts=facts)
    return survey


@transaction.atomic
def fix_frame(*, by: Actor, at: datetime, survey: int, read: rules.ReadFrame, design: bytes) -> Draw:
    """Fix a frame and a design in the log, before any seed is known.

    Refuses strangers to the survey, a survey of volunteers, and the same frame by the same design again: that would be a second choice.
    """
    held = Survey.objects.select_for_update(of=("self",)).select_related("body").filter(id=survey).first()
    if held is None:
        raise MissingError
    must(policy.can_survey(by, body=held.body_id))
    if held.panel_id is not None:
        raise NotNowError("draw.of-volunteers")
    parsed, ref = verifiable.parse_design(design), new_id()
    try:
        with transaction.atomic():
            draw = Draw.objects.create(
                id=ref,
                root=held.root,
                survey=held,
                design=design,
                frame_digest=read.frame.digest,
                design_digest=parsed.digest,
                size=len(read.frame.units),
                wanted=parsed.wanted,
                framed_at=at,
            )
    except IntegrityError:
        raise InvalidError(frame="draw.fixed-before") from None
    Frame.objects.create(draw=draw, body=held.body, units=read.raw)
    told: dict[str, str | int] = {
        "design": draw.design_digest,
        "frame": draw.frame_digest,
        "size": draw.size,
        "wanted": draw.wanted,
    }
    _recorded(draw, by=by, at=at, deed=Deed.FRAMED, told=told)
    return draw


@transaction.atomic
def draw_sample(*, by: Actor, at: datetime, draw: int, source: SeedSource, words: str) -> Draw:
    """Draw by the seed that was announced. Refuses strangers, a second seed, and one before witnesses saw the frame."""
    held = Draw.objects.select_for_update(of=("self",)).select_related("survey__body").filter(id=draw).first()
    if held is None:
        raise MissingError
    must(policy.can_survey(by, body=held.survey.body_id))
    if held.drawn_at is not None:
        raise NotNowError("draw.drawn-before")
    if not queries.draw_is_witnessed(held.id):
        raise NotNowError("draw.not-witnessed-yet")
    frame, seed = queries.frame_of(held), verifiable.seed_of(words)
    drawn = verifiable.draw(
        verifiable.parse_frame(bytes(frame.units)), verifiable.parse_design(bytes(held.design)), seed
    )
    frame.drawn = verifiable.write_drawn(drawn)
    frame.save(update_fields=["drawn"])
    held.source, held.words, held.seed, held.drawn_at = source, words, seed.hex(), at
    held.drawn_digest = sha256(frame.drawn).hexdigest()
    held.save(update_fields=["source", "words", "seed", "drawn_at", "drawn_digest"])
    _recorded(held, by=by, at=at, deed=Deed.SEEDED, told={"seed": held.seed, "src": source.value})
    _recorded(held, by=by, at=at, deed=Deed.DRAWN, told={"sha256": held.drawn_digest, "size": len(drawn)})
    return held


def _recorded(draw: Draw, *, by: Actor, at: datetime, deed: Deed, told: Mapping[str, str | int]) -> None:
    """One step of a draw, with its leaf in the public log."""
    body = draw.survey.body
    act = PublicAct(
        kind=LEAVES[deed],
        on=_day(body, at),
        body=body.code,
        fields={"survey": str(draw.survey_id)},
        extra=told,
        place=COMMON if deed is Deed.FRAMED else None,
    )
    facts: dict[str, Fact | list[int]] = {"survey": draw.survey_id, "body": body.id}
    record(by=by, at=at, deed=deed, thing=str(draw_of(draw.id)), root=draw.root, facts=facts, public=act)


def _day(body: Body, at: datetime) -> date:
    return at.astimezone(ZoneInfo(body.zone)).date()
