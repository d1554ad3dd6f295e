"""The day's reading: one item at a time, in full; going on says that it was read."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST, require_safe

from answerable.appeals.wording import terms as appeal_words
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.channels.terms import MessageKind
from answerable.law.queries import standing_order
from answerable.oversight import actions, policy, queries, rules, wording
from answerable.oversight.models import Item
from answerable.oversight.queries import DaysReading, ReadingSheet


@door("chair")
@require_GET
def reading(request: DoorRequest) -> HttpResponse:
    """Where the reader stopped; else the first that is unread; else the quiet page of a day that is read."""
    today = queries.reading(request.actor, at=now())
    stopped = queries.stopped_at(request.actor)
    waits = {line.id for line in today.lines if line.read_at is None}
    here = stopped if stopped in waits else today.first_unread
    if here is None:
        zone = standing_order().bodies[min(policy.chairs(request.actor))].zone
        shown = {"reading": today, "at": now(), "reads": True, "zone": zone}
        return render(request, "oversight/chair/read.html", shown)
    return redirect("chair:oversight:item", here)


@door("chair")
@require_safe
def item(request: DoorRequest, ref: int) -> HttpResponse:
    """One item. Looking at it is not yet reading it: that is said by going on or by an act."""
    at = now()
    row = queries.item_for(request.actor, ref)
    actions.stop_at(by=request.actor, item=ref)
    return render(request, "oversight/chair/item.html", page_of(request, row, at))


def page_of(request: DoorRequest, row: Item, at: datetime) -> dict[str, Any]:
    """What the page of an item and the pages of its acts show."""
    today = queries.reading(request.actor, at=at)
    sheet = queries.sheet(request.actor, row, at=at)
    return {
        "at": at,
        "item": row,
        "appeal": row.appeal,
        "case": sheet.case,
        "sheet": sheet,
        "reading": today,
        "reads": True,
        "place": rules.place_of(row.id, today.ids),
        "count": len(today.lines),
        "before": rules.before(row.id, today.ids),
        "after": rules.next_item(row.id, today.ids),
        "zone": standing_order().bodies[row.body_id].zone,
        "cause": cause_of(row),
        "dispute": _last_dispute(sheet),
        "done": _points_done(sheet),
        "kind": appeal_words.KINDS.get(row.appeal.kind, row.appeal.kind),
        "state": appeal_words.STATES.get(row.appeal.state, row.appeal.state),
        "outcomes": appeal_words.OUTCOMES,
        "act": wording.ACTS.get(row.act, ""),
    }


def cause_of(row: Item) -> str:
    """Why the item is here, as its pill says."""
    if row.instruction is not None:
        return str(wording.EXPLAINED)
    if row.bar is not None:
        return str(wording.BARRED)
    return str(wording.CAUSES[row.escalation.cause if row.escalation else ""])


def _last_dispute(sheet: ReadingSheet) -> str:
    """The words with which the sender disputed the answer last: what a reader should read first."""
    words = [said.text for said in sheet.case.messages if said.kind == MessageKind.DISPUTE]
    return words[-1] if words else ""


def _points_done(sheet: ReadingSheet) -> tuple[int, int]:
    """How many points were answered or promised, of how many."""
    written = [point for point in sheet.case.points if point.id is not None]
    return sum(point.outcome in {"answered", "promised"} for point in written), len(written)


@door("chair")
@require_POST
def read(request: DoorRequest, ref: int) -> HttpResponse:
    """Say that the item was read, and go on."""
    today = queries.reading(request.actor, at=now())
    actions.read_item(by=request.actor, at=now(), item=ref)
    return onward(today, ref)


def onward(today: DaysReading, ref: int) -> HttpResponse:
    """The next item of the list as it was; at its end whatever is still unread before, else the day is read."""
    following = rules.next_item(ref, today.ids)
    if following is None:
        following = next((line.id for line in today.lines if line.read_at is None and line.id != ref), None)
    if following is None:
        return redirect("chair:oversight:lists", "today")
    return redirect("chair:oversight:item", following)
