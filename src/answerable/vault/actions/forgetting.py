"""Letting go of everything by which something of one appeal could be opened: files, code, sessions, record, wraps."""

from django.db import transaction

from answerable.vault import shelf
from answerable.vault.models import File, FollowSession, FollowUpCode, Record, Wanted, Wrap


@transaction.atomic
def forget(*, appeal: int) -> int:
    """Delete files and keys of an appeal, in the transaction of the deed that says so; answers how many rows went.

    The rows hold the keys, so what lies on the shelf can't be read once they are gone; the shelf is cleared besides, and
    whatever a crash leaves there the sweep takes away.
    """
    files = list(File.objects.filter(thing=f"appeal/{appeal}").values_list("id", flat=True))
    gone = File.objects.filter(id__in=files).delete()[0]
    gone += Wrap.objects.filter(record=appeal).delete()[0]
    for rows in (Wanted.objects.filter(record=appeal), Record.objects.filter(id=appeal)):
        gone += rows.delete()[0]
    for held in (FollowSession.objects.filter(appeal=appeal), FollowUpCode.objects.filter(appeal=appeal)):
        gone += held.delete()[0]
    for file in files:
        shelf.drop(file)
    return gone
