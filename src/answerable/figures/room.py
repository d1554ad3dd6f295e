"""The declaration of figures."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from answerable.base.menu import Menu, MenuEntry
from answerable.base.place_slot import PlaceSlot
from answerable.base.room import Held, Room, Rows, Tables, Urls
from answerable.base.row_policy import Unguarded
from answerable.base.subject import SubjectKind
from answerable.figures.terms import ATTESTED, FIGURE, LEAVES, SERIES
from answerable.people.terms import Power

if TYPE_CHECKING:
    from django.db.models import Model


def _urls() -> Urls:
    from answerable.figures import urls

    return Urls(public=urls.public, plain=urls.plain, desk=urls.desk)


def _refusals() -> Mapping[str, object]:
    from answerable.figures import wording

    return wording.REASONS


def _figures() -> "type[Model]":
    from answerable.figures import models

    return models.Figure


def _series() -> "type[Model]":
    from answerable.figures import models

    return models.Series


def _attested() -> "type[Model]":
    from answerable.figures import models

    return models.Attested


def _held() -> Held:
    from answerable.figures import held

    return held.HELD


def _rows() -> Rows:
    from answerable.figures import models

    return (
        Unguarded(models.Figure, "published figures: everything in it is everybody's"),
        Unguarded(models.Series, "what a body counts, and from which source, is everybody's"),
        Unguarded(models.Attested, "the bytes that the log has the hash of: everybody's; what is hidden isn't in them"),
    )


def _jobs() -> tuple[object, ...]:
    from answerable.figures import jobs

    return (jobs.publish_figures, jobs.attest_cells)


def _counted() -> Tables:
    from answerable.figures import models

    return (models.Figure, models.Series, models.Attested)


def _of_place(territory: int) -> Mapping[str, Any] | None:
    from answerable.figures import placing

    return placing.figures_of(territory)


def _promises_of_place(territory: int) -> Mapping[str, Any] | None:
    from answerable.figures import placing

    return placing.promises_of(territory)


FIGURES: Final = Room(
    name="figures",
    subjects=(SubjectKind(FIGURE, _figures), SubjectKind(SERIES, _series), SubjectKind(ATTESTED, _attested)),
    leaves=tuple(LEAVES.values()),
    rows=_rows,
    held=_held,
    urls=_urls,
    menu=(
        MenuEntry(page="public:figures:front", says=_("Figures"), menus=(Menu.PUBLIC_FOOT,), place=25),
        MenuEntry(
            page="desk:figures:all-series",
            says=_("Attested counts"),
            menus=(Menu.DESK_OWN,),
            place=35,
            power=Power.SIGN,
        ),
        MenuEntry(page="public:figures:data", says=_("Open data"), menus=(Menu.PUBLIC_FOOT,), place=75),
    ),
    slots=(
        PlaceSlot(
            title=_("How who answers here answers"),
            template="figures/_of_place.html",
            tell=_of_place,
            empty=_("Nothing is published yet. The figures of a month come in the first days of the next one."),
            order=20,
        ),
        PlaceSlot(
            title=_("What was promised"),
            template="figures/_of_place.html",
            tell=_promises_of_place,
            empty=_("No promise of who answers here has come to its day yet."),
            order=30,
        ),
    ),
    refusals=_refusals,
    jobs=_jobs,
    counted=_counted,
)
