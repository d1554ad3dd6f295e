"""From what was said to what is coded: kept as it came, masked by a person, then final; in the end only the masked text is left."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import NotNowError
from answerable.focus import masking, queries
from answerable.focus.actions.held import held_group, record_of
from answerable.focus.masking import MaskKind
from answerable.focus.models import Group, Mask, Participant
from answerable.focus.sealed_fields import RAW, TEXT, WORDS
from answerable.focus.terms import Deed, Recording
from answerable.vault.sealing import seal_text


@transaction.atomic
def keep_transcript(*, by: Actor, at: datetime, group: int, text: str) -> Group:
    """Keep a transcript as `transcript` fixed it, masked by what is masked in the study already.

    Refuses strangers, and a group whose text is final.
    """
    held = _open(by, group)
    held.raw = seal_text(RAW, text, root=held.root, ref=held.id)
    _put_text(held, text)
    held.save(update_fields=["raw", "text"])
    record_of(held.study, by=by, at=at, deed=Deed.TRANSCRIBED, facts={"group": held.id, "length": len(text)})
    return held


@transaction.atomic
def mask_text(*, by: Actor, at: datetime, group: int, words: Iterable[tuple[MaskKind, str]]) -> Group:
    """Mask words wherever they stand in the study's open texts. Refuses strangers, and a text that is final or not there."""
    held = _open(by, group)
    if held.raw is None:
        raise NotNowError("focus.no-text")
    study = held.study
    made = masking.numbered(list(words), queries.masks_of(study))
    known = {masking.key(each) for each in queries.masks_of(study)}
    for each, mask in made.items():
        if masking.key(each) in known:
            continue
        row = Mask(id=new_id(), root=study.root, study=study, body_id=study.body_id, mask=mask)
        row.words = seal_text(WORDS, each, root=row.root, ref=row.id)
        row.save(force_insert=True)
    for other in (
        Group.objects.select_for_update(of=("self",)).select_related("study").filter(study=study, fixed_at=None)
    ):
        if other.raw is not None:
            _put_text(other, queries.raw_of(other))
            other.save(update_fields=["text"])
    record_of(study, by=by, at=at, deed=Deed.MASKED, facts={"group": held.id, "masks": len(made)})
    return held


@transaction.atomic
def fix_text(*, by: Actor, at: datetime, group: int) -> Group:
    """Somebody has read the whole masked text: it is final, and coded from now on. Refuses as `mask_text`."""
    held = _open(by, group)
    if held.text is None:
        raise NotNowError("focus.no-text")
    held.fixed_at, held.seed = at, secrets.randbelow(2**62) + 1
    held.save(update_fields=["fixed_at", "seed"])
    record_of(held.study, by=by, at=at, deed=Deed.FIXED, facts={"group": held.id})
    return held


@transaction.atomic
def clear_group(*, by: Actor, at: datetime, group: int) -> Group:
    """Let go of the raw transcript and the names, and of the masks once no group needs them; the recording is said to be gone.

    Refuses strangers, and a group whose text is not final.
    """
    held = held_group(by, group)
    if held.fixed_at is None:
        raise NotNowError("focus.not-final-yet")
    held.raw, held.cleared_at = None, at
    if held.recording == Recording.KEPT:
        held.recording = Recording.DELETED
    held.save(update_fields=["raw", "cleared_at", "recording"])
    Participant.objects.filter(group=held).update(name=None)
    if not Group.objects.filter(study=held.study, cleared_at=None).exists():
        Mask.objects.filter(study=held.study).delete()
    record_of(held.study, by=by, at=at, deed=Deed.CLEARED, facts={"group": held.id})
    return held


def _open(by: Actor, ref: int) -> Group:
    held = held_group(by, ref)
    if held.fixed_at is not None:
        raise NotNowError("focus.text-is-final")
    return held


def _put_text(group: Group, raw: str) -> None:
    text = masking.masked(raw, queries.masks_of(group.study))
    group.text = seal_text(TEXT, text, root=group.root, ref=group.id)
