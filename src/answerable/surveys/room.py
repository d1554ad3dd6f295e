"""The declaration of surveys."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from answerable.base.menu import Menu, MenuEntry
from answerable.base.room import DeclaredPower, Held, Room, Rows, Tables, Urls
from answerable.base.row_policy import BODIES, Guarded, Unguarded
from answerable.base.subject import SubjectKind
from answerable.surveys.sealed_fields import SEALED
from answerable.surveys.terms import DATASET, DRAW, INTERVIEWS, LEAVES, PANEL, POWER, QUESTIONNAIRE, SURVEY

if TYPE_CHECKING:
    from django.db.models import Model


def _urls() -> Urls:
    from answerable.surveys import urls

    return Urls(public=urls.public, desk=urls.desk, plain=urls.plain)


def _refusals() -> Mapping[str, object]:
    from answerable.surveys import wording

    return wording.REASONS


def _surveys() -> "type[Model]":
    from answerable.surveys import models

    return models.Survey


def _draws() -> "type[Model]":
    from answerable.surveys import models

    return models.Draw


def _questionnaires() -> "type[Model]":
    from answerable.surveys import models

    return models.Questionnaire


def _results() -> "type[Model]":
    from answerable.surveys import models

    return models.Result


def _panels() -> "type[Model]":
    from answerable.surveys import models

    return models.Panel


def _held() -> Held:
    from answerable.surveys import held

    return held.HELD


def _rows() -> Rows:
    from answerable.surveys import models

    return (
        Guarded(models.Frame, f"body_id = {BODIES}"),
        Guarded(models.Unit, f"body_id = {BODIES}"),
        Guarded(models.Response, f"body_id = {BODIES}"),
        Guarded(models.Sketch, f"body_id = {BODIES}"),
        Guarded(models.Quota, f"body_id = {BODIES}"),
        Guarded(models.PaperEntry, f"body_id = {BODIES}"),
        Guarded(models.Interviewer, f"body_id = {BODIES}"),
        Guarded(models.BackCheck, f"body_id = {BODIES}"),
        Guarded(models.Submission, f"body_id = {BODIES}"),
        Guarded(models.Volunteer, f"body_id = {BODIES}"),
        Guarded(models.Result, f"body_id = {BODIES} OR published_at IS NOT NULL"),
        Unguarded(models.Fieldwork, "that a survey is in the field, and by which draw, is public"),
        Unguarded(models.Panel, "that volunteers are asked now and then, and in whose name, is public"),
        Unguarded(models.Survey, "what is asked of whom in whose name is public"),
        Unguarded(models.Draw, "digests, design and seed: what the public log says"),
        Unguarded(models.Questionnaire, "what is asked is public, word for word, before and after"),
    )


def _counted() -> Tables:
    from answerable.surveys import models

    return (
        models.Panel,
        models.Volunteer,
        models.Survey,
        models.Draw,
        models.Frame,
        models.Questionnaire,
        models.Sketch,
        models.Fieldwork,
        models.Unit,
        models.Response,
        models.Quota,
        models.PaperEntry,
        models.Interviewer,
        models.Submission,
        models.BackCheck,
        models.Result,
    )


SURVEYS: Final = Room(
    name="surveys",
    subjects=(
        SubjectKind(SURVEY, _surveys),
        SubjectKind(DRAW, _draws),
        SubjectKind(QUESTIONNAIRE, _questionnaires),
        SubjectKind(DATASET, _results),
        SubjectKind(PANEL, _panels),
    ),
    leaves=tuple(LEAVES.values()),
    rows=_rows,
    held=_held,
    sealed=SEALED,
    urls=_urls,
    menu=(
        MenuEntry(page="public:surveys:list", says=_("Surveys"), menus=(Menu.PUBLIC_FOOT,), place=60),
        MenuEntry(page="desk:surveys:list", says=_("Surveys"), menus=(Menu.DESK_OWN,), place=30, power=POWER),
        MenuEntry(
            page="desk:surveys:calls",
            says=_("Telephone interviews"),
            menus=(Menu.DESK_OWN,),
            place=31,
            power=INTERVIEWS,
        ),
    ),
    refusals=_refusals,
    powers=(
        DeclaredPower(name=POWER, title=_("Make surveys in the name of the body")),
        DeclaredPower(name=INTERVIEWS, title=_("Ask people by telephone in surveys of the body")),
    ),
    counted=_counted,
)
