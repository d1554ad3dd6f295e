"""Reading the letterbox: the messages of a thing, the notices that wait, the calls to make."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from answerable.channels.models import Message, Notice
from answerable.channels.terms import Way
from answerable.vault.sealing import open_text


def messages_of(thing: str) -> QuerySet[Message]:
    """Every message of a thing, oldest first."""
    return Message.objects.filter(thing=thing).order_by("id")


def text_of(message: Message) -> str:
    """A message word for word."""
    return open_text(message.text, root=message.root, table="channels_message", ref=message.id, field="text")


def waiting(*, at: datetime, only: int | None = None) -> QuerySet[Notice]:
    """Notices that are neither sent nor given up and may be tried now, the longest waiting first."""
    found = Notice.objects.filter(sent_at=None, gave_up_at=None).filter(Q(next_try_at=None) | Q(next_try_at__lte=at))
    return (found if only is None else found.filter(id=only)).order_by("at", "id")


def unsent(*, before: datetime) -> int:
    """How many letters have waited since before an instant: what the health page looks at."""
    return Notice.objects.filter(sent_at=None, gave_up_at=None, way=Way.EMAIL, at__lt=before).count()


def undelivered(things: Collection[str]) -> QuerySet[Notice]:
    """Notices about these things that could not be delivered by letter: somebody should find another way."""
    return Notice.objects.filter(thing__in=things, gave_up_at__isnull=False).order_by("-id")


def to_ring(*, at: datetime) -> QuerySet[Notice]:
    """Calls to make now, the oldest first; about which things a reader may know of is for the caller to say."""
    return waiting(at=at).filter(way=Way.PHONE)


def address_of(notice: Notice) -> str:
    """Where a notice goes."""
    return open_text(notice.address, root=notice.root, table="channels_notice", ref=notice.id, field="address")


def enclosed_in(notice: Notice) -> str:
    """The file that goes with a letter; empty when there is none."""
    if notice.enclosed is None:
        return ""
    return open_text(notice.enclosed, root=notice.root, table="channels_notice", ref=notice.id, field="enclosed")


def first_text(thing: str) -> str:
    """The words with which a thing began: its first incoming message; empty when there is none."""
    first = messages_of(thing).filter(incoming=True).first()
    return "" if first is None else text_of(first)
