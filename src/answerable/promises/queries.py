"""Reading promises: by what they were made in, and what falls due."""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from answerable.base.subject import Subject
from answerable.people.models import Body
from answerable.promises.models import Promise
from answerable.promises.sealed_fields import PROMISE_TEXT
from answerable.promises.terms import State
from answerable.vault.sealing import read_text


def made_in(subject: Subject) -> QuerySet[Promise]:
    """The promises made in an answer, a meeting, a reading, oldest first."""
    return Promise.objects.filter(thing=str(subject)).order_by("id")


def open_of(bodies: Collection[int], *, until: date) -> QuerySet[Promise]:
    """Open promises of these bodies that fall due by a day, the next first."""
    return Promise.objects.filter(body__in=bodies, state=State.OPEN, due_on__lte=until).order_by("due_on", "id")


def day_at(body: int, at: datetime) -> date:
    """The day that it is at the body that promises."""
    return at.astimezone(ZoneInfo(Body.objects.values_list("zone", flat=True).get(id=body))).date()


def code_of(body: int) -> str:
    """The code of the body that promises."""
    return Body.objects.values_list("code", flat=True).get(id=body)


def promise_text(promise: Promise) -> str:
    """What was promised, in the body's words."""
    return read_text(PROMISE_TEXT, promise.text, root=promise.root, ref=promise.id)
