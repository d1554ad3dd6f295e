"""Reading focus groups: what those see who run them, and what is published."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from answerable.base.actor import Actor
from answerable.base.verdict import MissingError
from answerable.focus import rules, transcript, wording
from answerable.focus.agreement import CodedStretch as Stretch
from answerable.focus.models import Code, Coder, Group, Mark, Mask, Memo, Participant, Quote, Study, Theme
from answerable.focus.sealed_fields import MEMO, NAME, RAW, TEXT, WORDS
from answerable.focus.terms import POWER
from answerable.people import queries as people_queries
from answerable.people.terms import BodyKind
from answerable.vault.sealing import open_text

MOST_CANDIDATES = 200


def bodies_of(actor: Actor) -> list[int]:
    """The bodies whose focus groups the actor may run; none of the police."""
    mine = sorted({seat.body for seat in actor.seats if POWER in seat.powers})
    return [body for body in mine if people_queries.body(body).kind != BodyKind.POLICE]


def seen_by(actor: Actor) -> QuerySet[Study]:
    """The studies that the actor works on, the newest first."""
    return Study.objects.filter(body__in=bodies_of(actor)).select_related("body").order_by("-id")


def study_for(actor: Actor, ref: int) -> Study:
    """One of them. Raises MissingError for a study of others."""
    found = seen_by(actor).filter(id=ref).first()
    if found is None:
        raise MissingError
    return found


def group_for(actor: Actor, ref: int) -> Group:
    """A group of a study that the actor works on."""
    mine = Group.objects.filter(id=ref, body__in=bodies_of(actor))
    found = mine.select_related("study__body").first()
    if found is None:
        raise MissingError
    return found


def participant_for(actor: Actor, ref: int) -> Participant:
    """Somebody who sat in a group of a study that the actor works on."""
    found = Participant.objects.filter(id=ref, body__in=bodies_of(actor)).first()
    if found is None:
        raise MissingError
    return found


def quote_for(actor: Actor, ref: int) -> Quote:
    """A quote of a study that the actor works on."""
    found = Quote.objects.filter(id=ref, body__in=bodies_of(actor)).select_related("theme").first()
    if found is None:
        raise MissingError
    return found


def theme_for(actor: Actor, ref: int) -> Theme:
    """A theme of a study that the actor works on."""
    found = Theme.objects.filter(id=ref, body__in=bodies_of(actor)).select_related("study__body").first()
    if found is None:
        raise MissingError
    return found


def public() -> QuerySet[Study]:
    """What is published, the newest first."""
    return Study.objects.exclude(published_at=None).select_related("body").order_by("-published_at")


def public_study(ref: int) -> Study:
    """A published study, for anybody."""
    found = public().filter(id=ref).first()
    if found is None:
        raise MissingError
    return found


@dataclass(frozen=True, slots=True)
class CitedFinding:
    """A published theme as rooms above cite it: never without what it cannot say."""

    theme: Theme
    quotes: tuple[Quote, ...]
    limits: str

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its study; the same for ever."""
        return f"finding-{self.theme.id}"


def findings_of(study: Study) -> list[CitedFinding]:
    """The findings of a published study, in their order, each with its released quotes and its limits."""
    return [
        CitedFinding(theme, tuple(released_of(theme)), f"{wording.NO_SHARE} {study.limits}".strip())
        for theme in themes_of(study)
    ]


def finding(ref: int) -> CitedFinding:
    """One finding, for whoever cites it. Raises MissingError for what is not published."""
    theme = Theme.objects.filter(id=ref).exclude(study__published_at=None).select_related("study").first()
    if theme is None:
        raise MissingError
    return next(each for each in findings_of(theme.study) if each.theme.id == ref)


def groups_of(study: Study) -> QuerySet[Group]:
    """The groups of a study, without their texts."""
    return Group.objects.filter(study=study).defer("raw", "text").order_by("id")


def participants_of(group: Group) -> QuerySet[Participant]:
    """Who sat in a group."""
    return Participant.objects.filter(group=group).select_related("group__study").order_by("id")


def cells_of(study: Study) -> list[rules.QuotaCell]:
    """The quota of a study, with how many sit in each of its cells."""
    there = Participant.objects.filter(group__study=study, withdrawn_on=None)
    return rules.cells_of([(name, count) for name, count in study.cells], Counter(there.values_list("cell", flat=True)))


def name_of(participant: Participant) -> str:
    """What somebody is called; empty once the group is cleared."""
    return open_text(NAME, participant.name, root=participant.root, ref=participant.id)


def raw_of(group: Group) -> str:
    """The text as it came."""
    return open_text(RAW, group.raw, root=group.root, ref=group.id)


def text_of(group: Group) -> str:
    """The masked text."""
    return open_text(TEXT, group.text, root=group.root, ref=group.id)


def masks_of(study: Study) -> dict[str, str]:
    """Words that are masked in a study -> mask."""
    return {
        open_text(WORDS, row.words, root=row.root, ref=row.id): row.mask
        for row in Mask.objects.filter(study=study).order_by("id")
    }


def memo_text(memo: Memo) -> str:
    """What a memo says."""
    return open_text(MEMO, memo.text, root=memo.root, ref=memo.id)


def memos_of(study: Study) -> QuerySet[Memo]:
    """The memos of a study, the newest first."""
    return Memo.objects.filter(study=study).order_by("-id")


def codes_of(study: Study) -> list[Code]:
    """The codebook, each code after the one above it."""
    rows = list(Code.objects.filter(study=study).order_by("place", "id"))
    found: list[Code] = []

    def below(parent: int | None) -> None:
        for row in rows:
            if row.parent_id == parent:
                found.append(row)
                below(row.id)

    below(None)
    return found


def coder_of(actor: Actor, study: Study) -> str:
    """Under which pseudonym the actor codes; empty: not yet."""
    return Coder.objects.filter(study=study, account=actor.id).values_list("pseudonym", flat=True).first() or ""


def coders_of(study: Study) -> list[str]:
    """The pseudonyms of all who code."""
    return list(Coder.objects.filter(study=study).order_by("id").values_list("pseudonym", flat=True))


def marks_of(group: Group, coder: str = "") -> QuerySet[Mark]:
    """The marks in a group, of one coder or of all."""
    rows = Mark.objects.filter(group=group).select_related("code").order_by("start", "end", "id")
    return rows.filter(coder=coder) if coder else rows


def themes_of(study: Study) -> QuerySet[Theme]:
    """The themes of a study, in their order."""
    return Theme.objects.filter(study=study).order_by("place", "id")


def quotes_of(theme: Theme) -> QuerySet[Quote]:
    """The quotes that were chosen for a theme."""
    return Quote.objects.filter(theme=theme).select_related("group__study").order_by("id")


def released_of(theme: Theme) -> QuerySet[Quote]:
    """Those that were released."""
    return Quote.objects.filter(theme=theme).exclude(released_at=None).select_related("group").order_by("id")


def mark_for(actor: Actor, ref: int) -> Mark | None:
    """A mark in a study that the actor works on."""
    return Mark.objects.filter(id=ref, body__in=bodies_of(actor)).first()


def candidates(theme: Theme) -> list[tuple[Mark, str]]:
    """What was marked with the codes of a theme and is not chosen yet, with its words."""
    chosen = set(Quote.objects.filter(theme=theme).values_list("group_id", "start", "end"))
    rows = (
        Mark.objects.filter(code__in=theme.codes).select_related("group__study", "code").order_by("group_id", "start")
    )
    texts: dict[int, str] = {}
    found: dict[tuple[int, int, int], tuple[Mark, str]] = {}
    for row in rows[:MOST_CANDIDATES]:
        place = (row.group_id, row.start, row.end)
        if place not in chosen and place not in found:
            text = texts.setdefault(row.group_id, "") or text_of(row.group)
            texts[row.group_id] = text
            found[place] = (row, text[row.start : row.end])
    return list(found.values())


def speaker_at(group: Group, start: int, end: int) -> str:
    """Who says a stretch; empty where several do, or nobody is named."""
    turns = transcript.turns(text_of(group))
    said = {turns[place].speaker for place in rules.turns_within(turns, start, end)}
    return said.pop() if len(said) == 1 else ""


@dataclass(frozen=True, slots=True)
class Coded:
    """What two coders made of the turns that both were to code, all groups one behind the other."""

    turns: tuple[tuple[int, int], ...]
    first: tuple[Stretch, ...]
    second: tuple[Stretch, ...]
    length: int


def doubly_coded(study: Study, first: str, second: str) -> Coded:
    """The turns of the double-coded part with the marks of two coders, positions counted through; codes by their id."""
    turns: list[tuple[int, int]] = []
    marks: tuple[list[Stretch], list[Stretch]] = ([], [])
    at = 0
    for group in Group.objects.filter(study=study).exclude(fixed_at=None).select_related("study").order_by("id"):
        said = transcript.turns(text_of(group))
        chosen = rules.double_coded(len(said), seed=group.seed)
        rows = [list(marks_of(group, coder)) for coder in (first, second)]
        for place in sorted(chosen):
            turn = said[place]
            for own, both in zip(rows, marks, strict=True):
                both.extend(_moved(own, turn, at))
            turns.append((at, at + turn.end - turn.start))
            at += turn.end - turn.start
    return Coded(tuple(turns), tuple(marks[0]), tuple(marks[1]), at)


def _moved(rows: Sequence[Mark], turn: transcript.SpeechTurn, at: int) -> list[Stretch]:
    return [
        Stretch(
            max(row.start, turn.start) - turn.start + at, min(row.end, turn.end) - turn.start + at, str(row.code_id)
        )
        for row in rows
        if row.start < turn.end and turn.start < row.end
    ]
