"""The declaration of surveys."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from answerable.base.menu import Menu, MenuEntry
from answerable.base.room import DeclaredPower, Room, Rows, Tables, Urls
from answerable.base.row_policy import BODIES, Guarded, Unguarded
from answerable.base.subject import SubjectKind
from answerable.surveys.terms import DRAW, LEAVES, POWER, SURVEY

if TYPE_CHECKING:
    from django.db.models import Model


def _urls() -> Urls:
    from answerable.surveys import urls

    return Urls(public=urls.public, desk=urls.desk)


def _refusals() -> Mapping[str, object]:
    from answerable.surveys import wording

    return wording.REASONS


def _surveys() -> "type[Model]":
    from answerable.surveys import models

    return models.Survey


def _draws() -> "type[Model]":
    from answerable.surveys import models

    return models.Draw


def _rows() -> Rows:
    from answerable.surveys import models

    return (
        Guarded(models.Frame, f"body_id = {BODIES}"),
        Unguarded(models.Survey, "what is asked of whom in whose name is public"),
        Unguarded(models.Draw, "digests, design and seed: what the public log says"),
    )


def _counted() -> Tables:
    from answerable.surveys import models

    return models.Survey, models.Draw, models.Frame


SURVEYS: Final = Room(
    name="surveys",
    subjects=(SubjectKind(SURVEY, _surveys), SubjectKind(DRAW, _draws)),
    leaves=tuple(LEAVES.values()),
    rows=_rows,
    urls=_urls,
    menu=(
        MenuEntry(page="public:surveys:list", says=_("Surveys"), menus=(Menu.PUBLIC_FOOT,), place=60),
        MenuEntry(page="desk:surveys:list", says=_("Surveys"), menus=(Menu.DESK_OWN,), place=30, power=POWER),
    ),
    refusals=_refusals,
    powers=(DeclaredPower(name=POWER, title=_("Make surveys in the name of the body")),),
    counted=_counted,
)
