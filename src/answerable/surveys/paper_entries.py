"""Questionnaires that come on paper: typed by two people, each without seeing the other's, and compared answer by answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from answerable.base.actor import Actor
from answerable.base.verdict import MissingError
from answerable.surveys import queries
from answerable.surveys.models import PaperEntry, Survey, Unit
from answerable.surveys.questionnaire.form import Form
from answerable.surveys.questionnaire.scope import bare
from answerable.surveys.sealed_fields import TYPED


@dataclass(frozen=True, slots=True)
class TypedDifference:
    """One question that two people typed differently: its key, its words, and what each has typed, in words."""

    key: str
    label: str
    values: tuple[str, str]


def differing(first: Mapping[str, str], second: Mapping[str, str]) -> list[str]:
    """The keys whose answers are not the same, several choices in whatever order; in the order of the keys."""
    keys = sorted(first.keys() | second.keys())
    return [key for key in keys if sorted(first.get(key, "").split()) != sorted(second.get(key, "").split())]


def settled(first: Mapping[str, str], second: Mapping[str, str], picked: Mapping[str, int]) -> dict[str, str]:
    """What both have typed, and of each difference what was picked: 0 the first, 1 the second. Raises KeyError for one left open."""
    found = dict(first)
    for key in differing(first, second):
        found[key] = (first, second)[picked[key]].get(key, "")
    return {key: value for key, value in found.items() if value}


def shown(form: Form, first: Mapping[str, str], second: Mapping[str, str], language: str) -> list[TypedDifference]:
    """The differences with the words of the questionnaire."""
    nodes = {node.path: node for node in form.nodes()}
    found = []
    for key in differing(first, second):
        node = nodes[bare(key)]
        labels = {choice.value: choice.label.plain(language) or choice.value for choice in node.choices}
        said = tuple(
            ", ".join(labels.get(one, one) for one in each.get(key, "").split(" ")) for each in (first, second)
        )
        found.append(TypedDifference(key, node.label.plain(language) or node.name, (said[0], said[1])))
    return found


def entries_of(unit: Unit) -> list[PaperEntry]:
    """Who has typed a unit's questionnaire, in the order in which they began."""
    return list(PaperEntry.objects.filter(unit=unit).order_by("id"))


def typed(entry: PaperEntry) -> dict[str, str]:
    """What somebody has typed."""
    return queries.read_answers(TYPED, entry.answers, root=entry.root, ref=entry.id)


def waiting(survey: Survey) -> list[tuple[Unit, int]]:
    """The units whose questionnaire somebody has typed, and how many have finished."""
    done: dict[int, int] = {}
    units: dict[int, Unit] = {}
    for entry in PaperEntry.objects.filter(survey=survey).select_related("unit").order_by("unit__code"):
        units[entry.unit_id] = entry.unit
        done[entry.unit_id] = done.get(entry.unit_id, 0) + entry.is_done
    return [(unit, done[ref]) for ref, unit in units.items()]


def unit_for(actor: Actor, ref: int) -> Unit:
    """A drawn unit of a survey in which the actor may ask. Raises MissingError for another."""
    mine = Unit.objects.filter(id=ref, body__in=queries.interviewing_bodies(actor))
    found = mine.select_related("survey__body").first()
    if found is None:
        raise MissingError
    return found


def unit_by_code(survey: Survey, code: str) -> Unit | None:
    """The drawn unit of a code that stands on the paper."""
    return Unit.objects.filter(survey=survey, code=code).first()
