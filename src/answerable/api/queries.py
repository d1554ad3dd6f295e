"""Reading webhooks and their calls: which are open, what waits, the log of deliveries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from answerable.api.models import Webhook, WebhookCall
from answerable.api.sealed_fields import WEBHOOK_ADDRESS, WEBHOOK_SECRET
from answerable.base.verdict import MissingError
from answerable.vault.sealing import open_text, read_text


@dataclass(frozen=True, slots=True)
class WebhookLine:
    """A webhook as a list shows it, with how many of its calls wait and were given up."""

    id: int
    body: int
    address: str
    events: tuple[str, ...]
    shut_at: datetime | None
    waiting: int
    given_up: int


def open_for(bodies: Collection[int]) -> list[Webhook]:
    """The webhooks that are told of these bodies' appeals."""
    return list(Webhook.objects.filter(body__in=bodies, shut_at=None).order_by("id"))


def lines(bodies: Collection[int]) -> list[WebhookLine]:
    """The webhooks of these bodies, the newest first, shut ones last."""
    rows = Webhook.objects.filter(body__in=bodies).order_by("shut_at", "-id")
    return [_line(row) for row in rows]


def _line(row: Webhook) -> WebhookLine:
    calls = WebhookCall.objects.filter(webhook=row.id)
    return WebhookLine(
        id=row.id,
        body=row.body,
        address=address_of(row),
        events=tuple(row.events),
        shut_at=row.shut_at,
        waiting=calls.filter(delivered_at=None, gave_up_at=None).count(),
        given_up=calls.filter(gave_up_at__isnull=False).count(),
    )


def webhook(ref: int) -> Webhook:
    """One webhook. Raises Missing."""
    found = Webhook.objects.filter(id=ref).first()
    if found is None:
        raise MissingError
    return found


def address_of(row: Webhook) -> str:
    """Where it goes, for people."""
    return read_text(WEBHOOK_ADDRESS, row.address, root=row.root, ref=row.id)


def opened(row: Webhook) -> tuple[str, str]:
    """Where it goes, and the secret by which it is signed. Raises `vault.terms.UnreadableError`."""
    return (
        open_text(WEBHOOK_ADDRESS, row.address, root=row.root, ref=row.id),
        open_text(WEBHOOK_SECRET, row.secret, root=row.root, ref=row.id),
    )


def calls_of(ref: int) -> QuerySet[WebhookCall]:
    """The calls of a webhook, the newest first."""
    return WebhookCall.objects.filter(webhook=ref).order_by("-id")


def waiting_calls(*, at: datetime, only: int | None = None) -> QuerySet[WebhookCall]:
    """Calls that may be tried now, of webhooks that are open, the longest waiting first."""
    found = WebhookCall.objects.filter(delivered_at=None, gave_up_at=None, webhook__shut_at=None)
    found = found.filter(Q(next_try_at=None) | Q(next_try_at__lte=at))
    return (found if only is None else found.filter(id=only)).order_by("next_try_at", "id")


def gauges() -> dict[str, float]:
    """Numbers for operators: calls that wait, and calls that were given up."""
    waiting = WebhookCall.objects.filter(delivered_at=None, gave_up_at=None, webhook__shut_at=None).count()
    return {
        "webhook_calls_waiting": float(waiting),
        "webhook_calls_given_up": float(WebhookCall.objects.filter(gave_up_at__isnull=False).count()),
    }
