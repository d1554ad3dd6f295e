"""Panels of volunteers, read: those of whoever runs them, those that anybody may join, and what is asked of somebody."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.verdict import MissingError
from answerable.surveys import fielding, pulse, queries
from answerable.surveys.models import Panel, Questionnaire, Survey, Unit, Volunteer
from answerable.surveys.questionnaire import reading
from answerable.surveys.questionnaire.form import Control, Form
from answerable.surveys.tabling import questions
from answerable.vault.keys import server_key
from answerable.vault.rules.subkeys import subkey

FEWEST = pulse.FEWEST


@dataclass(frozen=True, slots=True)
class ShownPulse:
    """One question to volunteers in words: what was asked, how many answered it, and of each choice how many (None: hidden)."""

    label: str
    answered: int
    lines: tuple[tuple[str, int | None], ...]


def seen_by(actor: Actor) -> QuerySet[Panel]:
    """The panels that the actor runs, the newest first."""
    return Panel.objects.filter(body__in=queries.bodies_of(actor)).select_related("body").order_by("-id")


def panel_for(actor: Actor, ref: int) -> Panel:
    """One of them. Raises MissingError for a panel of others."""
    found = seen_by(actor).filter(id=ref).first()
    if found is None:
        raise MissingError
    return found


def open_panels() -> QuerySet[Panel]:
    """The panels that anybody may join, the newest first."""
    return Panel.objects.filter(closed_at=None).select_related("body").order_by("-id")


def public_panel(ref: int) -> Panel:
    """A panel, for anybody."""
    found = Panel.objects.filter(id=ref).select_related("body").first()
    if found is None:
        raise MissingError
    return found


def volunteers_of(panel: Panel) -> QuerySet[Volunteer]:
    """Who is on a panel now."""
    return Volunteer.objects.filter(panel=panel, left_on=None).order_by("id")


def taken(panel: Panel) -> int:
    """How many places of a panel are taken. A number that anybody may know."""
    with row_scope.as_system():
        return volunteers_of(panel).count()


def pulses_of(panel: Panel) -> QuerySet[Survey]:
    """What a panel was asked, the newest first."""
    return Survey.objects.filter(panel=panel).order_by("-id")


def volunteer_by_link(link: str) -> Volunteer | None:
    """Whose link it is, while they are on their panel. For the public door, which may look at nothing else of it."""
    if not fielding.LINK.fullmatch(link):
        return None
    with row_scope.as_system():
        return Volunteer.objects.filter(link=fielding.digest_of(link)).select_related("panel__body").first()


def asked_of(volunteer: Volunteer) -> list[tuple[Survey, str]]:
    """What somebody on a panel has not answered yet, each with the link by which they do."""
    with row_scope.as_system():
        waiting = Unit.objects.filter(survey__panel=volunteer.panel_id, code=code_of(volunteer)).exclude(link="")
        found = list(waiting.select_related("survey").order_by("-survey_id"))
    key = subkey(server_key(), "surveys/link")
    return [(unit.survey, fielding.link_of(key, unit.id)) for unit in found]


def code_of(volunteer: Volunteer) -> str:
    """By what a volunteer is a unit of a pulse."""
    return f"volunteer-{volunteer.id}"


def counts_of(survey: Survey, asked: Questionnaire) -> dict[str, object]:
    """What volunteers answered until now, as it would be published."""
    form = reading.read_form(bytes(asked.xform))
    told = [
        pulse.PulseQuestion(
            node.name, tuple(choice.value for choice in node.choices), several=node.control is Control.SEVERAL
        )
        for node in questions(form, ())
    ]
    rows = [queries.answers_of(response) for response in queries.responses_of(survey).exclude(disposition="R")]
    answered = [{key.rpartition("/")[2]: value for key, value in row.items() if "[" not in key} for row in rows]
    return pulse.counts(told, answered, asked=queries.units_of(survey).count())


def shown(form: Form, tables: Iterable[dict[str, object]], language: str) -> list[ShownPulse]:
    """The counts with the words of the questionnaire."""
    nodes = {node.name: node for node in form.questions()}
    found = []
    for table in tables:
        node = nodes[str(table["name"])]
        labels = {choice.value: choice.label.plain(language) or choice.value for choice in node.choices}
        cells = table["cells"]
        assert isinstance(cells, list)
        lines = tuple((labels[cell["choice"]], cell["count"]) for cell in cells)
        found.append(ShownPulse(node.label.plain(language) or node.name, int(str(table["answered"])), lines))
    return found
