"""The codebook, marks of coders, memos."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError, NotNowError
from answerable.focus import queries
from answerable.focus.actions.held import held_group, held_study, record_of
from answerable.focus.models import Code, Coder, Mark, Memo, Study
from answerable.focus.sealed_fields import MEMO
from answerable.focus.terms import Deed
from answerable.vault.sealing import seal_text


@transaction.atomic
def add_code(
    *,
    by: Actor,
    at: datetime,
    study: int,
    name: str,
    description: str,
    parent: int | None = None,
    is_codable: bool = True,
) -> Code:
    """Add a code to the codebook. Refuses strangers, and a parent that is another study's."""
    held = held_study(by, study)
    if parent is not None and not Code.objects.filter(id=parent, study=held).exists():
        raise InvalidError(parent="focus.no-such-code")
    ref = new_id()
    made = Code.objects.create(
        id=ref,
        study=held,
        body_id=held.body_id,
        parent_id=parent,
        guid=str(uuid.uuid4()),
        name=name,
        description=description,
        is_codable=is_codable,
        place=Code.objects.filter(study=held).count(),
    )
    record_of(held, by=by, at=at, deed=Deed.PLANNED, facts={"code": made.id})
    return made


@transaction.atomic
def mark_text(*, by: Actor, at: datetime, group: int, code: int, start: int, end: int) -> Mark:
    """Give a stretch a code, as the actor's own; the same again is the same.

    Refuses strangers, a text that is not final, a position beyond it, and a code of another study or a folder.
    """
    held = held_group(by, group)
    if held.fixed_at is None:
        raise NotNowError("focus.not-final-yet")
    found = Code.objects.filter(id=code, study=held.study, is_codable=True).first()
    if found is None:
        raise InvalidError(code="focus.no-such-code")
    if not 0 <= start < end <= len(queries.text_of(held)):
        raise InvalidError(start="focus.beyond-the-text")
    coder = _coder(by, held.study)
    made, is_new = Mark.objects.get_or_create(
        group=held,
        coder=coder,
        code=found,
        start=start,
        end=end,
        defaults={"id": new_id(), "body_id": held.body_id, "made_at": at},
    )
    if is_new:
        record_of(held.study, by=by, at=at, deed=Deed.CODED, facts={"group": held.id, "code": found.id})
    return made


@transaction.atomic
def unmark_text(*, by: Actor, at: datetime, group: int, mark: int) -> None:
    """Take a mark of the actor's own away. Raises MissingError for another's."""
    held = held_group(by, group)
    row = Mark.objects.filter(id=mark, group=held, coder=queries.coder_of(by, held.study)).first()
    if row is None:
        raise MissingError
    facts = {"group": held.id, "code": row.code_id}
    row.delete()
    record_of(held.study, by=by, at=at, deed=Deed.CODED, facts=facts)


@transaction.atomic
def keep_memo(*, by: Actor, at: datetime, study: int, title: str, text: str) -> Memo:
    """Keep what somebody thought. Refuses strangers."""
    held = held_study(by, study)
    made = Memo(
        id=new_id(), root=held.root, study=held, body_id=held.body_id, title=title, coder=_coder(by, held), made_at=at
    )
    made.text = seal_text(MEMO, text, root=held.root, ref=made.id)
    made.save(force_insert=True)
    record_of(held, by=by, at=at, deed=Deed.NOTED, facts={"memo": made.id})
    return made


def _coder(by: Actor, study: Study) -> str:
    """The actor's pseudonym in a study; the next one that is free, the first time."""
    known = queries.coder_of(by, study)
    if known:
        return known
    taken = set(queries.coders_of(study))
    name = next(f"C{number}" for number in range(1, 1000) if f"C{number}" not in taken)
    try:
        with transaction.atomic():
            Coder.objects.create(id=new_id(), study=study, body_id=study.body_id, account=by.id, pseudonym=name)
    except IntegrityError:
        raise NotNowError("focus.try-again") from None
    return name
