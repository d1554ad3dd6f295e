"""Files looked through by clamd: while the server can still read them, which of a sealed record's it soon can't."""

from django.db import transaction

from answerable.vault import keys, queries
from answerable.vault.models import File
from answerable.vault.scanning import scanned
from answerable.vault.terms import FileState, Scan, UnreadableError


def scan_some(*, most: int = 20) -> int:
    """Have the newest files that wait looked through; returns how many could be. None without a clamd.

    Drafts come first of all, for a file goes under the record's key when what it belongs to is sent and sealed.
    """
    where = keys.clamd()
    if not where:
        return 0
    done = 0
    waiting = File.objects.filter(scan=Scan.NOT_YET, epoch=0).exclude(state=FileState.REFUSED)
    for file in waiting.order_by("thing", "-id")[:most]:
        try:
            content = queries.content(file, "original")
        except UnreadableError:
            continue  # damaged, or changed: shown so where it stands; the others are looked through
        verdict = scanned(content, at=where)
        if verdict is Scan.NOT_YET:
            break  # the daemon is silent: the next run asks again
        with transaction.atomic():
            done += File.objects.filter(id=file.id, scan=Scan.NOT_YET).update(scan=verdict)
    return done
