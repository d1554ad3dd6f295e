"""The declaration of focus groups."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from answerable.base.menu import Menu, MenuEntry
from answerable.base.room import DeclaredPower, Held, Room, Rows, Tables, Urls
from answerable.base.row_policy import BODIES, Guarded
from answerable.base.subject import SubjectKind
from answerable.focus.sealed_fields import SEALED
from answerable.focus.terms import POWER, STUDY

if TYPE_CHECKING:
    from django.db.models import Model


def _urls() -> Urls:
    from answerable.focus import urls

    return Urls(public=urls.public, desk=urls.desk)


def _refusals() -> Mapping[str, object]:
    from answerable.focus import wording

    return wording.REASONS


def _studies() -> "type[Model]":
    from answerable.focus import models

    return models.Study


def _held() -> Held:
    from answerable.focus import held

    return held.HELD


def _rows() -> Rows:
    from answerable.focus import models

    published = "study_id IN (SELECT id FROM focus_study WHERE published_at IS NOT NULL)"
    quoted = "theme_id IN (SELECT id FROM focus_theme)"
    return (
        Guarded(models.Study, f"body_id = {BODIES} OR published_at IS NOT NULL"),
        Guarded(models.Group, f"body_id = {BODIES} OR {published}"),
        Guarded(models.Participant, f"body_id = {BODIES}"),
        Guarded(models.Mask, f"body_id = {BODIES}"),
        Guarded(models.Code, f"body_id = {BODIES}"),
        Guarded(models.Mark, f"body_id = {BODIES}"),
        Guarded(models.Coder, f"body_id = {BODIES}"),
        Guarded(models.Memo, f"body_id = {BODIES}"),
        Guarded(models.Theme, f"body_id = {BODIES} OR {published}"),
        Guarded(models.Quote, f"body_id = {BODIES} OR (released_at IS NOT NULL AND {quoted})"),
    )


def _counted() -> Tables:
    from answerable.focus import models

    return (
        models.Study,
        models.Group,
        models.Participant,
        models.Mask,
        models.Code,
        models.Mark,
        models.Coder,
        models.Memo,
        models.Theme,
        models.Quote,
    )


FOCUS: Final = Room(
    name="focus",
    subjects=(SubjectKind(STUDY, _studies),),
    rows=_rows,
    held=_held,
    sealed=SEALED,
    urls=_urls,
    menu=(
        MenuEntry(page="public:focus:list", says=_("Focus groups"), menus=(Menu.PUBLIC_FOOT,), place=61),
        MenuEntry(page="desk:focus:list", says=_("Focus groups"), menus=(Menu.DESK_OWN,), place=32, power=POWER),
    ),
    refusals=_refusals,
    powers=(DeclaredPower(name=POWER, title=_("Run and code focus groups of the body")),),
    counted=_counted,
)
