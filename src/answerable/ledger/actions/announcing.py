"""What the log says of itself: the rules in force, and each week the root of the private log."""

import hashlib
import secrets
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from answerable.ledger.actions.recording import add_to_log, note
from answerable.ledger.models import Announced
from answerable.ledger.terms import PublicNote
from answerable_verify.commitment import commit
from answerable_verify.leaf import write_leaf
from answerable_verify.mirror import write_durably
from answerable_verify.strict import base64_of
from answerable_verify.tree import EMPTY

ANCHOR: Final = "anchor"
PRIVATE: Final = "private-root"


@transaction.atomic
def announce(*, name: str, document: bytes, at: datetime) -> bool:
    """Publish the digest of rules in force, if they changed since the log last said them; returns whether they did."""
    digest = hashlib.sha256(document).hexdigest()
    row = Announced.objects.select_for_update().filter(name=name).first()
    if row is not None and row.digest == digest:
        return False
    add_to_log(body=write_leaf({"v": 1, "k": "config", "x": {"name": name, "sha256": digest}}))
    remember_announced(name=name, digest=digest, document=document, at=at)
    return True


def remember_announced(*, name: str, digest: str, at: datetime, document: bytes = b"") -> None:
    """Remember what the log said last under a name."""
    Announced.objects.update_or_create(name=name, defaults={"digest": digest, "document": document, "at": at})


def retire_witness(*, vkey: str, size: int, at: datetime) -> None:
    """Say in the log that a witness's word counts up to a size and no further; its key does not come back.

    Without it the policy alone would say so, which whoever serves it can give each reader anew.
    """
    digest = hashlib.sha256(vkey.encode()).hexdigest()
    note(public=PublicNote("witness-retired", at.astimezone(UTC).date(), {"sha256": digest, "size": size}))


def anchor_leaf(note: bytes) -> bytes:
    """The leaf that carries a cosigned checkpoint: what stands behind it came after the witnesses' time."""
    return write_leaf({"v": 1, "k": ANCHOR, "note": note.decode()})


@transaction.atomic
def announce_private(*, home: Path, at: datetime, size: int = 0, root: bytes = EMPTY) -> bool:
    """Publish this week's root of the private log (child casework), once, whether anything happened there or not.

    Size and root stand behind a commitment with a key of its own, so that an empty week looks like any other.
    Answers whether the leaf was written. `size` and `root` are what the room that keeps that log gives; it is empty
    as long as there is none.
    """
    monday = _monday(at)
    week = f"{monday.isocalendar().year:04d}-W{monday.isocalendar().week:02d}"
    row = Announced.objects.select_for_update().filter(name=PRIVATE).first()
    if row is not None and row.digest == week:
        return False
    h, _ = commit(_private_key(home), monday.toordinal(), {"root": base64_of(root), "size": str(size)})
    add_to_log(body=write_leaf({"v": 1, "k": PRIVATE, "d": week, "h": base64_of(h)}))
    remember_announced(name=PRIVATE, digest=week, at=at)
    return True


def _monday(at: datetime) -> date:
    today = at.astimezone(UTC).date()
    return date.fromordinal(today.toordinal() - today.weekday())


def _private_key(home: Path) -> bytes:
    """The key of these commitments, drawn on first use; only the inspecting agency is given what it opens."""
    path = home / "secret" / "log" / "private.key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(path, secrets.token_bytes(32))
        path.chmod(0o600)
    return path.read_bytes()
