"""The field: a sample goes out, links are handed to whoever writes the letters, what became of an address is noted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Final, TypeVar

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact
from answerable.surveys import fielding, policy, queries
from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.models import Draw, Fieldwork, Response, Survey, Unit
from answerable.surveys.questionnaire import reading
from answerable.surveys.terms import Deed, survey_of
from answerable.vault.keys import server_key
from answerable.vault.rules.subkeys import subkey

BATCH: Final = 1_000
ChancedT = TypeVar("ChancedT", Unit, Response)


@transaction.atomic
def open_fieldwork(*, by: Actor, at: datetime, draw: int, questions: str = "", points: int | None = None) -> Fieldwork:
    """Let a drawn sample be asked; the reserves stay closed. `questions`: those that give the code of a unit.

    points  the draw of sampling points that the strata of this draw are, where the sample has two stages; a wave may go
            to the points of the waves before, so that a change is told more surely
    Refuses strangers, a draw without its seed, a survey without a released questionnaire or already in the field,
    questions that the questionnaire does not have, and sampling points that are not the strata.
    """
    held = Draw.objects.select_for_update(of=("self",)).select_related("survey").filter(id=draw).first()
    if held is None:
        raise MissingError
    must(policy.can_survey(by, body=held.survey.body_id))
    asked = queries.asked_now(held.survey)
    if held.drawn_at is None or asked is None or queries.fieldwork_of(held.survey) is not None:
        raise NotNowError("fieldwork.not-ready")
    named = fielding.unit_questions(reading.read_form(bytes(asked.xform)), questions)
    if questions.split() and not named:
        raise InvalidError(questions="fieldwork.no-such-question")
    above = next((each for each in queries.points_for(held.survey) if each.id == points), None)
    if points and above is None:
        raise InvalidError(points="fieldwork.points-do-not-fit")
    units = _units(held, _asked(held, above, 0))
    field = Fieldwork.objects.create(
        survey=held.survey, draw=held, points=above, unit_questions=" ".join(named), opened_at=at
    )
    Unit.objects.bulk_create(units, batch_size=BATCH)
    record_on(held.survey, by=by, at=at, deed=Deed.FIELDED, facts={"draw": held.id, "units": len(units)})
    return field


@transaction.atomic
def open_reserve(*, by: Actor, at: datetime, survey: int) -> int:
    """Let the next reserve be asked, whole; gives how many addresses it has. Refuses strangers, and where none is left.

    The chance of everybody in its strata grows with it, of those who have answered too.
    """
    held = in_the_field(by, survey, locked=True)
    field = Fieldwork.objects.select_for_update(of=("self",)).get(survey=held)
    if field.draw is None or field.reserves >= queries.reserves_of(field.draw):
        raise NotNowError("fieldwork.no-reserve")
    opened = field.reserves + 1
    before, after = (
        {unit.code: unit for unit in _asked(field.draw, field.points, number)} for number in (field.reserves, opened)
    )
    grown = {(unit.stratum, unit.cluster): after[code].chance / unit.chance for code, unit in before.items()}
    _grow(Unit, held, grown)
    _grow(Response, held, grown)
    units = _units(field.draw, [unit for code, unit in after.items() if code not in before])
    Unit.objects.bulk_create(units, batch_size=BATCH)
    field.reserves = opened
    field.save(update_fields=["reserves"])
    record_on(held, by=by, at=at, deed=Deed.RESERVE, facts={"reserve": opened, "units": len(units)})
    return len(units)


def _grow(table: type[ChancedT], survey: Survey, grown: Mapping[tuple[str, str], Fraction]) -> None:
    """Set the chances of rows anew: times so much in each stratum and sampling point."""
    rows = list(table.objects.filter(survey=survey).exclude(chance="").only("id", "stratum", "cluster", "chance"))
    for row in rows:
        row.chance = str(Fraction(row.chance) * grown[row.stratum, row.cluster])
    table.objects.bulk_update(rows, ["chance"], batch_size=500)


def _asked(draw: Draw, points: Draw | None, opened: int) -> list[fielding.AskedUnit]:
    try:
        return fielding.asked_units(_drawn(draw), None if points is None else _drawn(points), opened)
    except ValueError:
        raise InvalidError(points="fieldwork.points-do-not-fit") from None


def _units(draw: Draw, asked: Iterable[fielding.AskedUnit]) -> list[Unit]:
    key, made = _link_key(), []
    for unit in asked:
        ref = new_id()
        made.append(
            Unit(
                id=ref,
                root=draw.root,
                survey_id=draw.survey_id,
                body_id=draw.survey.body_id,
                code=unit.code,
                stratum=unit.stratum,
                cluster=unit.cluster,
                chance=str(unit.chance),
                link=fielding.digest_of(fielding.link_of(key, ref)),
            )
        )
    return made


def _drawn(draw: Draw) -> list[fielding.DrawnUnit]:
    return list(fielding.drawn_units(bytes(queries.frame_of(draw).drawn or b"")))


@transaction.atomic
def hand_out_links(*, by: Actor, at: datetime, survey: int) -> list[tuple[str, str]]:
    """The code and the personal link of every address that is still to be asked: for letters, and for reminders.

    Refuses strangers. That they were handed out is recorded: who has a link can answer by it.
    """
    held = in_the_field(by, survey)
    waiting = Unit.objects.filter(survey=held).exclude(link="").exclude(disposition__in=fielding.FINAL)
    key = _link_key()
    links = [(unit.code, fielding.link_of(key, unit.id)) for unit in waiting.order_by("stratum", "code").iterator()]
    record_on(held, by=by, at=at, deed=Deed.ADDRESSED, facts={"links": len(links)})
    return links


@transaction.atomic
def note_visit(
    *, by: Actor, at: datetime, survey: int, code: str, disposition: Disposition, is_unsafe: bool = False
) -> Unit:
    """Note what became of an address; `is_unsafe`: nobody is sent there again. Refuses strangers, a code that was not drawn, and an address that has answered."""
    held = in_the_field(by, survey)
    unit = Unit.objects.select_for_update(of=("self",)).filter(survey=held, code=code).first()
    if unit is None:
        raise InvalidError(code="fieldwork.not-drawn")
    if unit.disposition in {Disposition.INTERVIEW, Disposition.PARTIAL}:
        raise InvalidError(code="fieldwork.answered")
    unit.disposition, unit.attempts, unit.last_on = disposition, unit.attempts + 1, at.date()
    unit.is_unsafe = unit.is_unsafe or is_unsafe
    if disposition in queries.NOT_CALLED:
        unit.telephone = None
    unit.save(update_fields=["disposition", "attempts", "last_on", "telephone", "is_unsafe"])
    facts: dict[str, Fact | list[int]] = {
        "unit": unit.id,
        "disposition": disposition.value,
        "unsafe": int(unit.is_unsafe),
    }
    record_on(held, by=by, at=at, deed=Deed.VISITED, facts=facts)
    return unit


def in_the_field(by: Actor, ref: int, *, locked: bool = False) -> Survey:
    """A survey of which fieldwork can go on. Refuses strangers, volunteers, and addresses not there yet."""
    rows = Survey.objects.select_for_update(of=("self",)) if locked else Survey.objects
    held = rows.filter(id=ref).first()
    if held is None:
        raise MissingError
    must(policy.can_survey(by, body=held.body_id))
    if held.panel_id is not None or queries.fieldwork_of(held) is None:
        raise NotNowError("fieldwork.not-ready")
    return held


def _link_key() -> bytes:
    return subkey(server_key(), "surveys/link")


def record_on(survey: Survey, *, by: Actor, at: datetime, deed: Deed, facts: Mapping[str, Fact | list[int]]) -> None:
    """A deed on a survey."""
    record(by=by, at=at, deed=deed, thing=str(survey_of(survey.id)), root=survey.root, facts=dict(facts))
