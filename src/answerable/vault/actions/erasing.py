"""Letting go of everything by which something of one subject could be opened: files, code, sessions, record, wraps."""

from django.db import transaction

from answerable.base.subject import Subject
from answerable.vault import file_store
from answerable.vault.models import File, FollowSession, FollowUpCode, FormerCode, Record, Wanted, Wrap


@transaction.atomic
def erase_subject(*, subject: Subject) -> int:
    """Delete files and keys of a subject, in the transaction of the deed that says so; returns how many rows went.

    The rows hold the keys, so what lies on the shelf can't be read once they are gone; the shelf is cleared besides, and
    whatever a crash leaves there the sweep takes away.
    """
    files = list(File.objects.filter(thing=str(subject)).values_list("id", flat=True))
    gone = File.objects.filter(id__in=files).delete()[0]
    gone += Wrap.objects.filter(record=subject.id).delete()[0]
    for rows in (Wanted.objects.filter(record=subject.id), Record.objects.filter(id=subject.id)):
        gone += rows.delete()[0]
    for table in (FollowSession, FollowUpCode, FormerCode):
        gone += table.objects.filter(kind=subject.kind, subject_id=subject.id).delete()[0]
    for file in files:
        file_store.remove_parts(file)
    return gone
