"""What the sender is told of the reading: kept in their language on the follow-up page, with a letter that says nothing."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import translation

from answerable.appeals.actions.acting import tell_sender
from answerable.appeals.models import Appeal
from answerable.appeals.terms import Tier, subject_of
from answerable.base.actor import SYSTEM, Actor
from answerable.channels.actions import keep_message
from answerable.channels.terms import Channel, MessageKind
from answerable.oversight import wording
from answerable.oversight.models import Escalation, Instruction


def climbed(appeal: Appeal, rung: Escalation, *, at: datetime, entry: int) -> None:
    """Say before whom the appeal was put, and why."""
    with translation.override(appeal.language):
        text = wording.climbed(rung.cause, rung.to.name)
    _keep(appeal, by=SYSTEM, at=at, text=text)
    tell_sender(appeal, at=at, kind="escalated", entry=entry)


def instructed(appeal: Appeal, row: Instruction, *, by: Actor, at: datetime) -> None:
    """Say that a body was told to look again, and by when. The letter goes with the reopening."""
    with translation.override(appeal.language):
        text = wording.instructed(row.of.name, row.to.name, row.due_on)
    _keep(appeal, by=by, at=at, text=text)


def accepted(appeal: Appeal, *, by: Actor, at: datetime, reader: Mapping[str, str], words: str) -> None:
    """Say that the answer was read and found sufficient, with the reader's reasons."""
    with translation.override(appeal.language):
        text = wording.accepted(reader, words)
    _keep(appeal, by=by, at=at, text=text)


def _keep(appeal: Appeal, *, by: Actor, at: datetime, text: str) -> None:
    keep_message(
        root=appeal.root,
        subject=subject_of(appeal.id),
        channel=Channel.SYSTEM,
        incoming=False,
        kind=MessageKind.TOLD,
        author=by,
        at=at,
        language=appeal.language,
        text=text,
        to_readers=appeal.tier == Tier.SEALED,
    )
