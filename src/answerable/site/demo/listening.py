"""The hotline in the sample: those who are drawn leave a number, the monitor rings, most answer. Its weeks stand in no log."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal, Sender
from answerable.base.actor import Actor, resident
from answerable.law.queries import standing_order
from answerable.oversight import actions as oversight_actions
from answerable.oversight import jobs as oversight_jobs
from answerable.oversight.models import CallBack
from answerable.oversight.terms import Experience, HotlineOutcome
from answerable.people.queries import actor_for, holding
from answerable.people.terms import Power
from answerable.site.demo.threads import Community

Do = Callable[[Callable[[datetime], None], datetime], None]
WEEK: Final = timedelta(days=7)
LEFT_OPEN: Final = timedelta(days=2)
"""Of the newest days nobody has rung yet, so that the list of calls is not empty."""


def listen(community: Community, at: datetime, do: Do) -> None:
    """A morning: numbers are left, the week goes on, those who are due are rung. `do` leaves what life has overtaken."""
    for ref in Appeal.objects.filter(closed_at__gte=at - WEEK, closed_at__lt=at).values_list("id", flat=True):
        if _chance(f"number/{ref}") % 4 and not Sender.objects.filter(appeal=ref).exclude(way="").exists():
            number = f"+380 00 000 {_chance(str(ref)) % 90 + 10} {ref % 90 + 10}"
            do(partial(_leave, ref, number), at)
    oversight_jobs.run_hotline_at(at, logged=False)
    watcher = _watcher(at)
    if watcher is None or at > community.today - LEFT_OPEN:
        return
    due = CallBack.objects.filter(state="waiting", next_at__lte=at, until__gte=at, way="phone").order_by("id")
    for row in list(due):
        do(partial(_ring, row, watcher), at)


def _watcher(at: datetime) -> Actor | None:
    """Who rings: the first who monitors, with the seats of today."""
    people = holding(Power.MONITOR, standing_order().bodies, max(at, datetime.now(UTC)))
    return actor_for(min(people), datetime.now(UTC)) if people else None


def _leave(ref: int, number: str, at: datetime) -> None:
    appeals_actions.change_contact(by=resident(ref), at=at, ref=ref, contact=number, way="phone")


def _ring(row: CallBack, watcher: Actor, at: datetime) -> None:
    """One call: nobody answers, somebody refuses, or says how it was."""
    luck = _chance(f"call/{row.id}/{len(row.tries)}") % 10
    if luck < 6:
        said = _said(row)
        oversight_actions.finish_call(by=watcher, at=at, callback=row.id, said=said)
    else:
        how = HotlineOutcome.REFUSED if luck == 6 else HotlineOutcome.NO_ANSWER
        oversight_actions.mark_call(by=watcher, at=at, callback=row.id, how=how)


def _said(row: CallBack) -> Experience:
    """Marks as people give them; what ended as solved is solved."""
    luck = _chance(f"said/{row.id}")
    ending = Appeal.objects.values_list("ending", flat=True).get(id=row.appeal_id)
    result = 3 if ending == "solved" else (1, 2, 2, 3, 3, 1)[luck % 6]
    return Experience(prompt=(5, 4, 4, 3, 2)[luck % 5], respect=(5, 5, 4, 4, 3, 2)[luck // 7 % 6], result=result)


def _chance(name: str) -> int:
    """A number that is the same for the same name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])
