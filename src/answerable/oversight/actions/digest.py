"""The morning letter: how many items wait, once a day, to those who chair a body."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.channels.actions import write_notice
from answerable.channels.terms import NoticeKind, Way
from answerable.law.queries import standing_order
from answerable.oversight import queries, rules
from answerable.oversight.models import Digest
from answerable.oversight.terms import Day
from answerable.people.models import Body
from answerable.people.queries import actor_for, staff_of


@transaction.atomic
def send_digest(*, at: datetime, body: int) -> int:
    """Write the letters of a body's day; returns how many, none outside working hours, with nothing unread, or again.

    Two workers meet at the row of the day: the second waits for the first and then has nothing to do.
    """
    order = standing_order()
    local = at.astimezone(ZoneInfo(order.bodies[body].zone))
    day = Day(local, works=order.calendar_of(body).is_working(local.date()))
    may = rules.may_send_digest(day, rules.hours_of(order.settings))
    if not may or Digest.objects.filter(body_id=body, day=day.day).exists():
        return 0
    letters = _letters(Body.objects.get(id=body), at=at)
    if not letters:
        return 0
    Digest.objects.bulk_create([Digest(id=new_id(), body_id=body, day=day.day, sent_at=at)], ignore_conflicts=True)
    return sum(
        write_notice(
            root=order.bodies[body].root,
            subject=Subject("body", body),
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
        address, actor = account.email or body.email, actor_for(account.id, at)
        waiting = queries.waiting_for(actor, body=body.id, at=at)
        if address and waiting["unread"]:
            found.append((account.id, address, account.language, waiting))
    return found
