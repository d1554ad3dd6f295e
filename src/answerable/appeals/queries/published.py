"""What everybody may read of appeals, and which services and jurisdictions there are to write to by Open311."""

from collections.abc import Mapping

from django.db.models import QuerySet

from answerable.appeals.models import Answer, Appeal, Point, PublicAppeal, PublicUpdate
from answerable.appeals.rules import published
from answerable.appeals.sealed_fields import ANSWER_TEXT, POINT_REPLY
from answerable.appeals.terms import State, Tier
from answerable.channels.open311.asking import MOST, Listing, Status, Window
from answerable.channels.terms import Channel
from answerable.law import queries as law_queries
from answerable.law.models import Category
from answerable.people.terms import BodyKind
from answerable.vault.sealing import open_text
from answerable.vault.terms import UnreadableError

_ASK = frozenset({Channel.WEB, Channel.OPEN311, Channel.API})
_FORCE = frozenset({BodyKind.POLICE, BodyKind.CHAIR})


def jurisdictions() -> Mapping[str, int]:
    """The trees of command that one may write to, by the code of the body at the top: the force's, not its watchers'."""
    bodies = law_queries.standing_order().bodies
    return {body.code: body.id for body in bodies.values() if body.id == body.root and body.kind in _FORCE}


def services() -> list[Category]:
    """What may be sent: the categories in use. Not what can't wait: who is in danger calls, and no program can say so."""
    return [row for row in law_queries.categories() if not row.stopper]


def service_called(code: str) -> Category | None:
    """A service by its code."""
    return next((row for row in services() if row.code == code), None)


def listed(asked: Listing, root: int | None) -> list[PublicAppeal]:
    """The published appeals that are asked for, the newest first: one more than fits a page, where there are more."""
    rows = _of(root)
    if asked.numbers:
        return list(rows.filter(number__in=asked.numbers[:MOST]))
    rows = rows.filter(registered_at__range=asked.window.ends)
    if asked.services:
        rows = rows.filter(service__in=asked.services)
    if len(asked.statuses) == 1:
        closed = Status.CLOSED in asked.statuses
        rows = rows.filter(state__in=[str(state) for state in State if published.is_done(state) is closed])
    if asked.updated is not None:
        rows = rows.filter(changed_at__range=asked.updated.ends)
    first = (asked.page - 1) * asked.size
    return list(rows[first : first + asked.size + 1])


def one_published(number: str, root: int | None = None) -> PublicAppeal | None:
    """A published appeal by its number; nothing where there is none, or none that is published."""
    return _of(root).filter(number=number).first() if number.isprintable() else None


def page_after(after: int, *, size: int) -> list[PublicAppeal]:
    """The published appeals past one, in the order in which they came; one more than `size` where there are more."""
    rows = PublicAppeal.objects.filter(published_at__isnull=False, appeal__gt=after)
    return list(rows.order_by("appeal")[: size + 1])


def updates(window: Window, root: int | None) -> list[PublicUpdate]:
    """The changes of published appeals within a window, the oldest first."""
    rows = PublicUpdate.objects.filter(at__range=window.ends)
    rows = rows if root is None else rows.filter(root=root)
    return list(rows.order_by("at", "id")[:MOST])


def wish_for(appeal: Appeal) -> PublicAppeal | None:
    """That the sender wishes an appeal to be read by everybody, and what is. Only some ways in ask senders."""
    if appeal.channel not in _ASK or appeal.tier == Tier.SEALED:
        return None
    return PublicAppeal.objects.filter(appeal=appeal.id).first()


def words_of_answer(appeal: Appeal) -> str:
    """The words of the last answer with its points, as they were sent; empty where there is none or they are damaged."""
    answer = Answer.objects.filter(appeal=appeal).order_by("id").last()
    if answer is None:
        return ""
    points = Point.objects.filter(answer=answer).exclude(reply=None).order_by("place")
    try:
        said = [open_text(POINT_REPLY, point.reply, root=appeal.root, ref=point.id) for point in points if point.reply]
        return "\n\n".join((*said, open_text(ANSWER_TEXT, answer.text, root=appeal.root, ref=answer.id))).strip()
    except UnreadableError:
        return ""


def _of(root: int | None) -> QuerySet[PublicAppeal]:
    rows = PublicAppeal.objects.filter(published_at__isnull=False)
    return (rows if root is None else rows.filter(root=root)).order_by("-registered_at", "-appeal")
