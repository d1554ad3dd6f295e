"""Letters that may be copies of one another, campaigns that go on, and answers on their way to many."""

from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef

from answerable.appeals.models import Appeal, Campaign, Mailing, Sketch
from answerable.appeals.rules.copies import LetterMarks
from answerable.appeals.terms import OPEN

MOST: Final = 20_000  # letters of one body looked at together, the newest: a tenth of a second and some megabytes


def bodies_with_new_letters() -> list[int]:
    """Bodies that got letters which have been compared with nothing yet."""
    return list(Sketch.objects.filter(sorted=False).order_by("body").values_list("body", flat=True).distinct())


def new_letters(body: int) -> list[int]:
    """The letters of a body that have been compared with nothing yet."""
    return list(Sketch.objects.filter(body=body, sorted=False).values_list("appeal", flat=True))


def loose_letters(body: int, *, since: datetime) -> list[LetterMarks]:
    """Letters of a body since an instant that belong to no incident and are still its to answer, the oldest first."""
    mine = Appeal.objects.filter(
        id=OuterRef("appeal"), body=body, incident=None, has_bars=False, state__in=[str(state) for state in OPEN]
    )
    rows = Sketch.objects.filter(Exists(mine), body=body, at__gte=since)
    newest = rows.order_by("-appeal").values_list("appeal", "marks")[:MOST]
    return [LetterMarks(ref, tuple(marks)) for ref, marks in reversed(list(newest))]


def running_campaigns(body: int, *, since: datetime) -> list[LetterMarks]:
    """The first letters of a body's campaigns that got a copy since an instant."""
    rows = Campaign.objects.filter(body=body, last_at__gte=since).order_by("incident")
    return [LetterMarks(ref, tuple(marks)) for ref, marks in rows.values_list("incident", "marks")]


def mailings() -> list[int]:
    """Answers to many that are still on their way, the oldest first."""
    return list(Mailing.objects.filter(done_at=None).order_by("id").values_list("id", flat=True))


def mailing_of(incident: int) -> Mailing | None:
    """The last answer that was sent to everybody of an incident; its words stay sealed."""
    return Mailing.objects.filter(incident=incident).order_by("-id").first()
