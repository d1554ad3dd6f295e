"""A project of REFI-QDA taken as a study of its own; and that one was handed out."""

from datetime import datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError
from answerable.focus.actions.held import held_study, record_of
from answerable.focus.models import Code, Coder, Group, Mark, Memo, Study, Theme
from answerable.focus.refi import project as refi
from answerable.focus.sealed_fields import MEMO, TEXT
from answerable.focus.terms import Deed
from answerable.vault.sealing import seal_text


@transaction.atomic
def import_project(*, by: Actor, at: datetime, study: int, found: refi.Project) -> Study:
    """Take a project into a study that has neither codes nor texts. Texts that come coded are final; what is masked in them is.

    Refuses strangers, and a study that has something already: two codebooks are not joined.
    """
    held = held_study(by, study)
    if Code.objects.filter(study=held).exists() or Group.objects.filter(study=held).exists():
        raise InvalidError(project="focus.not-empty")
    codes = _codes(held, found.codes, None, {})
    names = {user.guid: _free(user.name, place) for place, user in enumerate(found.users, 1)}
    if len(set(names.values())) != len(names):
        names = {guid: f"C{place}" for place, guid in enumerate(names, 1)}
    for name in names.values():
        Coder.objects.create(id=new_id(), study=held, body_id=held.body_id, pseudonym=name)
    marks = sum(_text(held, text, codes, names, at=at) for text in found.sources)
    for note in found.notes:
        memo = Memo(id=new_id(), root=held.root, study=held, body_id=held.body_id, title=note.name[:100])
        memo.coder, memo.made_at = names.get(note.user, ""), _instant(note.at, at)
        memo.text = seal_text(MEMO, note.text, root=held.root, ref=memo.id)
        memo.save(force_insert=True)
    for place, group in enumerate(each for each in found.sets if each.codes):
        wanted = sorted(codes[each] for each in group.codes if each in codes)
        Theme.objects.create(
            id=new_id(), study=held, body_id=held.body_id, title=group.name[:200], text=group.description, codes=wanted,
            place=place,
        )  # fmt: skip
    record_of(held, by=by, at=at, deed=Deed.IMPORTED, facts={"texts": len(found.sources), "marks": marks})
    return held


@transaction.atomic
def note_export(*, by: Actor, at: datetime, study: int) -> Study:
    """Note that a study leaves as a file. Refuses strangers."""
    held = held_study(by, study)
    record_of(held, by=by, at=at, deed=Deed.EXPORTED, facts={})
    return held


def _codes(
    study: Study, codes: tuple[refi.ProjectCode, ...], parent: int | None, known: dict[str, int]
) -> dict[str, int]:
    """The codes as rows; their ids by GUID."""
    for code in codes:
        ref = new_id()
        Code.objects.create(
            id=ref,
            study=study,
            body_id=study.body_id,
            parent_id=parent,
            guid=code.guid,
            name=code.name[:100] or code.guid,
            description=code.description,
            color=code.color[:7],
            is_codable=code.is_codable,
            place=len(known),
        )
        known[code.guid] = ref
        _codes(study, code.children, ref, known)
    return known


def _text(study: Study, text: refi.ProjectText, codes: dict[str, int], names: dict[str, str], *, at: datetime) -> int:
    group = Group(
        id=new_id(),
        root=study.root,
        study=study,
        body_id=study.body_id,
        name=text.name[:100] or text.guid,
        fixed_at=at,
        seed=1,
    )
    group.text = seal_text(TEXT, text.text, root=study.root, ref=group.id)
    group.save(force_insert=True)
    made: dict[tuple[str, int, int, int], Mark] = {}
    for selection in text.selections:
        if not 0 <= selection.start < selection.end <= len(text.text):
            continue  # of no length: some tools write them
        for coding in selection.codings:
            coder = names.get(coding.user) or names.get(selection.user) or "C0"
            place = (coder, codes[coding.code], selection.start, selection.end)
            made.setdefault(
                place,
                Mark(
                    id=new_id(),
                    group=group,
                    body_id=study.body_id,
                    code_id=place[1],
                    coder=coder,
                    start=place[2],
                    end=place[3],
                    made_at=_instant(coding.at or selection.at, at),
                ),
            )
    Mark.objects.bulk_create(made.values(), batch_size=1000)
    return len(made)


def _free(name: str, place: int) -> str:
    return " ".join(name.split())[:40] or f"C{place}"


def _instant(said: str, otherwise: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return otherwise
    return found if found.tzinfo else found.replace(tzinfo=otherwise.tzinfo)
