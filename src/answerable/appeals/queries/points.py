"""The points of an appeal: written ones, or those suggested from its text."""

from answerable.appeals.models import Appeal, Point
from answerable.appeals.queries.scope import into
from answerable.appeals.rules import points as rules
from answerable.appeals.sealed_fields import POINT_TEXT
from answerable.appeals.terms import subject_of
from answerable.base.ids import new_id
from answerable.channels.queries import first_text
from answerable.vault.sealing import seal_into


def points_of(appeal: Appeal) -> list[Point]:
    """The written points, in order."""
    return list(appeal.points.order_by("place"))


def suggest_points(appeal: Appeal) -> list[Point]:
    """Points suggested from the text, not written yet."""
    suggested = []
    for place, text in enumerate(rules.suggested(first_text(subject_of(appeal.id))), start=1):
        ref = new_id()
        sealed = seal_into(into(appeal), POINT_TEXT, text, root=appeal.root, ref=ref)
        suggested.append(Point(id=ref, appeal=appeal, place=place, text=sealed))
    return suggested
