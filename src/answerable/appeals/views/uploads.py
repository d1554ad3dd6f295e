"""Files that come with a form of the public door."""

from typing import Any

from django.http import HttpRequest

from answerable.appeals.views import showing
from answerable.base.clock import now
from answerable.base.verdict import NotNow
from answerable.vault import actions as vault
from answerable.vault.terms import FileRefused


def kept(request: HttpRequest, token: str) -> list[str]:
    """Keep what was uploaded, each file for itself; answers why some was refused, which spoils nothing else."""
    faults = []
    upload: Any
    for upload in request.FILES.getlist("files"):
        try:
            vault.keep_draft(token=token, upload=upload, at=now())
        except FileRefused as refusal:
            faults.append(showing.file_fault(str(upload.name or ""), refusal.reason))
        except NotNow as no:  # a full disk: what was typed must come back with the refusal
            faults.append(showing.said_all(no))
    return faults
