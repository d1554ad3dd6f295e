"""The morning letter: how many items wait, once a day, to those who chair a body."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from answerable.appeals.queries import standing_order
from answerable.base.ids import new_id
from answerable.channels.actions import tell
from answerable.channels.terms import NoticeKind, Way
from answerable.oversight import policy, rules
from answerable.oversight.models import Digest, Item
from answerable.oversight.terms import Day
from answerable.people.models import Account, Body
from answerable.people.queries import actor_for, staff_of


@transaction.atomic
def send_digest(*, at: datetime, body: int) -> int:
    """Write the letters of a body's day; answers how many, none outside working hours, with nothing unread, or again.

    Two workers meet at the row of the day: the second waits for the first and then has nothing to do.
    """
    order = standing_order()
    local = at.astimezone(ZoneInfo(order.bodies[body].zone))
    day = Day(local, works=order.calendar_of(body).is_working(local.date()))
    if not rules.may_send_digest(day) or Digest.objects.filter(body_id=body, day=day.day).exists():
        return 0
    letters = _letters(Body.objects.get(id=body), at=at)
    if not letters:
        return 0
    Digest.objects.bulk_create([Digest(id=new_id(), body_id=body, day=day.day, sent_at=at)], ignore_conflicts=True)
    return sum(
        tell(
            root=order.bodies[body].root,
            thing=f"body/{body}",
            dedupe=f"digest/{body}/{day.day.isoformat()}/{whom}",
            way=Way.EMAIL,
            address=address,
            language=language,
            kind=NoticeKind.DIGEST,
            words=words,
            at=at,
        )
        for whom, address, language, words in letters
    )


def _letters(body: Body, *, at: datetime) -> list[tuple[int, str, str, dict[str, int]]]:
    """To whom, where, in which language, and the counts: each reader's own, so that a bar shows in no number."""
    found = []
    for account in staff_of(body.id, at):
        address = account.email or body.email
        if address and body.id in policy.chairs(actor_for(account.id, at)) and (words := _counts(account, body, at)):
            found.append((account.id, address, account.language, words))
    return found


def _counts(account: Account, body: Body, at: datetime) -> dict[str, int]:
    """What one reader has still to read of one body; nothing at all when nothing waits."""
    rows = Item.objects.filter(body=body, read_at=None)
    rows = rows.exclude(appeal__barred_persons__contains=[account.id])
    unread = rows.count()
    return {"unread": unread, "older": rows.filter(at__lt=at - rules.IN_TIME).count()} if unread else {}
