"""The declaration of surveys."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from answerable.base.room import DeclaredPower, Room, Urls
from answerable.base.row_policy import BODIES, Guarded, Unguarded
from answerable.base.subject import SubjectKind
from answerable.surveys.terms import DRAW, POWER, SURVEY


def _urls() -> Urls:
    from answerable.surveys import urls

    return Urls(public=urls.public, desk=urls.desk)


def _refusals() -> Mapping[str, object]:
    from answerable.surveys import wording

    return wording.REASONS


SURVEYS: Final = Room(
    name="surveys",
    subjects=(SubjectKind(SURVEY, "surveys_survey"), SubjectKind(DRAW, "surveys_draw")),
    leaves=("draw-framed", "draw-seeded", "draw-drawn"),
    rows=(
        Guarded("surveys_frame", f"body_id = {BODIES}"),
        Unguarded("surveys_survey", "what is asked of whom in whose name is public"),
        Unguarded("surveys_draw", "digests, design and seed: what the public log says"),
    ),
    urls=_urls,
    refusals=_refusals,
    powers=(DeclaredPower(name=POWER, title=_("Make surveys in the name of the body")),),
    counted=("surveys_survey", "surveys_draw", "surveys_frame"),
)
