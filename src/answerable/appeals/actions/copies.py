"""Campaigns: near copies of one letter are put to one incident, so that they are one row of a list and one answer.

Nothing is dropped and nothing is judged: each keeps its number, its code, its date and its deeds, and anybody may take
one out again, which is for good. Only working appeals that nobody is barred from are looked at; the words of sealed
ones stay unread here too.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from answerable.appeals.actions.acting import move_to, record_deed
from answerable.appeals.models import Appeal, Campaign, Incident, Sketch
from answerable.appeals.queries import copies as queries
from answerable.appeals.rules import copies
from answerable.appeals.rules.points import gist
from answerable.appeals.sealed_fields import INCIDENT_TITLE
from answerable.appeals.terms import OPEN, Deed, Tier, subject_of
from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.channels.queries import first_text
from answerable.vault.keys import server_key
from answerable.vault.rules.subkeys import subkey
from answerable.vault.sealing import seal_text

AT_ONCE: Final = 100  # appeals locked by one transaction


def sketch(*, at: datetime, ref: int) -> bool:
    """Keep the marks of a new appeal; False where there is nothing to compare. Safe to ask twice.

    Not a deed: marks are no part of the appeal and nobody decided anything.
    """
    plain = Appeal.objects.filter(id=ref, tier=Tier.WORKING, has_bars=False, incident=None, state__in=OPEN)
    place = plain.values_list("root", "body").first()
    if place is None:
        return False
    found = copies.marks(subkey(server_key(), "copies"), first_text(subject_of(ref)))
    row = Sketch(appeal=ref, root=place[0], body=place[1], at=at, marks=list(found), sorted=not found)
    Sketch.objects.bulk_create([row], ignore_conflicts=True)
    return bool(found)


def gather(*, by: Actor, at: datetime) -> int:
    """Put new near copies to their campaigns, and begin campaigns; returns how many appeals were put to one."""
    return sum(_gather_in(body, by=by, at=at) for body in queries.bodies_with_new_letters())


def _gather_in(body: int, *, by: Actor, at: datetime) -> int:
    new = queries.new_letters(body)
    letters = queries.loose_letters(body, since=at - copies.WINDOW)
    campaigns = queries.running_campaigns(body, since=at - copies.GOES_ON)
    found = copies.sort(letters, campaigns)
    joined = sum(_put_all(refs, incident, by=by, at=at) for incident, refs in found.joins.items())
    for group in found.groups:
        joined += _put_all(group, _begin(group[0], by=by, at=at), by=by, at=at)
    Sketch.objects.filter(appeal__in=new).update(sorted=True)
    return joined


@transaction.atomic
def _begin(first: int, *, by: Actor, at: datetime) -> int:
    """Open the incident of a campaign, called by the first words of its first letter."""
    appeal = Appeal.objects.get(id=first)
    ref = new_id()
    title = gist(first_text(subject_of(first)), longest=80)
    Incident.objects.create(
        id=ref,
        root=appeal.root,
        body_id=appeal.body_id,
        title=seal_text(INCIDENT_TITLE, title, root=appeal.root, ref=ref),
        opened_at=at,
        opened_by=by.word,
    )
    marks = Sketch.objects.values_list("marks", flat=True).get(appeal=first)
    Campaign.objects.create(incident=ref, root=appeal.root, body=appeal.body_id, marks=marks, last_at=at)
    return ref


def _put_all(refs: Sequence[int], incident: int, *, by: Actor, at: datetime) -> int:
    return sum(_put(some, incident, by=by, at=at) for some in _parts(refs))


def _parts(refs: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(refs), AT_ONCE):
        yield refs[begin : begin + AT_ONCE]


@transaction.atomic
def _put(refs: Sequence[int], incident: int, *, by: Actor, at: datetime) -> int:
    """Put some appeals to a campaign; what somebody has moved on meanwhile stays where it is."""
    rows = Appeal.objects.select_for_update().filter(id__in=refs, incident=None, state__in=OPEN, has_bars=False)
    put = 0
    for appeal in rows.order_by("id"):
        move_to(appeal, Deed.GROUPED, incident_id=incident)
        record_deed(appeal, by=by, at=at, deed=Deed.GROUPED, facts={"incident": incident})
        put += 1
    Campaign.objects.filter(incident=incident).update(last_at=at)
    Sketch.objects.filter(appeal__in=refs).delete()
    return put


def sweep_sketches(*, at: datetime) -> int:
    """Forget the marks of letters that are too old to begin a campaign; returns how many."""
    return Sketch.objects.filter(at__lt=at - copies.WINDOW).delete()[0]
