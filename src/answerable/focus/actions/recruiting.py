"""Groups, who sits in them with which consents, and who leaves."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.focus import policy, queries
from answerable.focus.actions.held import held_group, held_study, record_of
from answerable.focus.models import Group, Participant, Quote
from answerable.focus.sealed_fields import NAME
from answerable.focus.terms import Consent, Deed, Recording
from answerable.vault.sealing import seal_text


@transaction.atomic
def add_group(*, by: Actor, at: datetime, study: int, name: str) -> Group:
    """Add a group to a study. Refuses strangers."""
    held = held_study(by, study)
    made = Group.objects.create(id=new_id(), root=held.root, study=held, body_id=held.body_id, name=name)
    record_of(held, by=by, at=at, deed=Deed.GROUPED, facts={"group": made.id})
    return made


@transaction.atomic
def note_session(
    *,
    by: Actor,
    at: datetime,
    group: int,
    held_on: date | None,
    moderator: str,
    approached: int,
    refused: int,
    recording: Recording,
    delete_on: date | None,
) -> Group:
    """Note how a session went. Refuses strangers, and a recording without the day on which it is deleted."""
    held = held_group(by, group)
    if recording is Recording.KEPT and delete_on is None:
        raise InvalidError(delete_on="focus.say-when-deleted")
    if recording is Recording.KEPT and not _all_agreed(held):
        raise InvalidError(recording="focus.somebody-said-no")
    held.held_on, held.moderator, held.approached, held.refused = held_on, moderator, approached, refused
    held.recording, held.delete_on = recording, delete_on
    held.save(update_fields=["held_on", "moderator", "approached", "refused", "recording", "delete_on"])
    record_of(held.study, by=by, at=at, deed=Deed.GROUPED, facts={"group": held.id, "recording": recording.value})
    return held


def _all_agreed(group: Group) -> bool:
    """Whether everybody who sits there agreed to be recorded."""
    there = queries.participants_of(group).filter(withdrawn_on=None)
    return all(each.consents.get(Consent.RECORDING) for each in there)


@transaction.atomic
def add_participant(
    *, by: Actor, at: datetime, group: int, pseudonym: str, cell: str, name: str, consents: Mapping[str, bool]
) -> Participant:
    """Seat somebody with what they agreed to.

    Refuses strangers, whoever did not agree to take part, a full cell of the quota or one that is none, a pseudonym twice,
    and a group whose text is final.
    """
    held = held_group(by, group)
    if held.fixed_at is not None:
        raise NotNowError("focus.text-is-final")
    if not consents.get(Consent.TAKE_PART):
        raise InvalidError(consents="focus.did-not-agree")
    cells = {each.name: each for each in queries.cells_of(held.study)}
    if cells and (cell not in cells or cells[cell].is_full):
        raise InvalidError(cell="focus.cell-is-full" if cell in cells else "focus.no-such-cell")
    if Participant.objects.filter(group=held, pseudonym=pseudonym).exists():
        raise InvalidError(pseudonym="focus.pseudonym-twice")
    made = Participant(
        id=new_id(),
        root=held.root,
        group=held,
        body_id=held.body_id,
        pseudonym=pseudonym,
        cell=cell,
        joined_on=at.date(),
    )
    made.consents = {each.value: bool(consents.get(each)) for each in Consent}
    made.name = seal_text(NAME, name, root=made.root, ref=made.id) if name else None
    made.save(force_insert=True)
    record_of(held.study, by=by, at=at, deed=Deed.JOINED, facts={"group": held.id, "participant": made.id})
    return made


@transaction.atomic
def withdraw(*, by: Actor, at: datetime, participant: int) -> Participant:
    """Somebody takes consent back: the name goes, and nothing of theirs is quoted any more. Refuses strangers."""
    rows = Participant.objects.select_for_update(of=("self",)).select_related("group__study__body")
    held = rows.filter(id=participant).first()
    if held is None:
        raise MissingError
    must(policy.can_run(by, body=held.body_id, kind=held.group.study.body.kind))
    if held.withdrawn_on is None:
        held.withdrawn_on, held.name, held.consents = at.date(), None, {each.value: False for each in Consent}
        held.save(update_fields=["withdrawn_on", "name", "consents"])
        Quote.objects.filter(group=held.group, speaker=held.pseudonym).delete()
        record_of(held.group.study, by=by, at=at, deed=Deed.WITHDREW, facts={"participant": held.id})
    return held
