"""A study as a project of REFI-QDA, under pseudonyms: what leaves, and what is taken of another's."""

from datetime import UTC, datetime

from answerable.focus import queries
from answerable.focus.models import Code, Group, Participant, Study
from answerable.focus.refi import project as refi


def project_of(study: Study) -> refi.Project:
    """The codebook, the masked texts with every coder's marks, memos, themes. No name, no account, no raw transcript."""
    users = {name: refi.guid_of(f"coder/{study.id}/{name}", 0) for name in queries.coders_of(study)}
    rows = queries.codes_of(study)
    guids = {row.id: row.guid for row in rows}
    groups = list(Group.objects.filter(study=study).exclude(fixed_at=None).select_related("study").order_by("id"))
    texts = tuple(_text(group, users, guids) for group in groups)
    return refi.Project(
        name=study.title,
        users=tuple(refi.User(guid, name) for name, guid in users.items()),
        codes=_tree(rows, None),
        cases=tuple(case for group in groups for case in _cases(group)),
        sources=texts,
        notes=tuple(
            refi.ProjectText(
                guid=refi.guid_of("memo", memo.id),
                name=memo.title,
                text=queries.memo_text(memo),
                user=users.get(memo.coder, ""),
                at=_instant(memo.made_at),
            )
            for memo in queries.memos_of(study).order_by("id")
        ),
        sets=tuple(
            refi.ProjectSet(
                refi.guid_of("theme", theme.id), theme.title, theme.text, tuple(guids[each] for each in theme.codes)
            )
            for theme in queries.themes_of(study)
        ),
    )


def _tree(rows: list[Code], parent: int | None) -> tuple[refi.ProjectCode, ...]:
    return tuple(
        refi.ProjectCode(row.guid, row.name, row.is_codable, row.color, row.description, _tree(rows, row.id))
        for row in rows
        if row.parent_id == parent
    )


def _text(group: Group, users: dict[str, str], guids: dict[int, str]) -> refi.ProjectText:
    text = queries.text_of(group)
    marks = queries.marks_of(group)
    return refi.ProjectText(
        guid=refi.guid_of("group", group.id),
        name=group.name,
        text=text,
        selections=tuple(
            refi.Selection(
                guid=refi.guid_of("mark", mark.id),
                start=mark.start,
                end=mark.end,
                name=text[mark.start : mark.end][:80],
                user=users[mark.coder],
                at=_instant(mark.made_at),
                codings=(
                    refi.Coding(
                        refi.guid_of("coding", mark.id), guids[mark.code_id], users[mark.coder], _instant(mark.made_at)
                    ),
                ),
            )
            for mark in marks
        ),
    )


def _cases(group: Group) -> list[refi.ProjectCase]:
    source = refi.guid_of("group", group.id)
    there = Participant.objects.filter(group=group, withdrawn_on=None).order_by("id")
    return [refi.ProjectCase(refi.guid_of("participant", each.id), each.pseudonym, (source,)) for each in there]


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
