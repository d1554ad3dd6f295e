"""Files that come with a form of the public door."""

from typing import Any

from django.http import HttpRequest

from answerable.appeals.views import showing
from answerable.base.clock import now
from answerable.base.verdict import NotNowError
from answerable.vault import actions as vault_actions
from answerable.vault.terms import FileRefusedError


def kept(request: HttpRequest, token: str) -> list[str]:
    """Keep what was uploaded, each file for itself; returns why some was refused, which spoils nothing else."""
    faults = []
    upload: Any
    for upload in request.FILES.getlist("files"):
        try:
            vault_actions.keep_draft(token=token, upload=upload, at=now())
        except FileRefusedError as refusal:
            faults.append(showing.file_fault(str(upload.name or ""), refusal.reason))
        except NotNowError as no:  # a full disk: what was typed must come back with the refusal
            faults.append(showing.said_all(no))
    return faults
