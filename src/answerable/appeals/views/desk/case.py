"""One appeal: the sender's words, what is asked, by when and why, what happened, and what can be done now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from answerable.appeals import policy, queries
from answerable.appeals.desk_forms.acts import NoteForm
from answerable.appeals.models import Appeal
from answerable.appeals.queries import desk, published
from answerable.appeals.queries.case_view import CaseView, SaidMessage
from answerable.appeals.queries.worklist import WorklistRow
from answerable.appeals.terms import OPEN, State, subject_of
from answerable.appeals.views.desk import acting, opening
from answerable.appeals.views.desk.acts import assign_form
from answerable.appeals.views.desk.words import MESSAGES, WORDS
from answerable.appeals.wording import history as history_words
from answerable.appeals.wording import steps as step_words
from answerable.appeals.wording import terms as names
from answerable.appeals.wording.letters import PROOFS
from answerable.appeals.wording.reasons import sentence_for
from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError
from answerable.law import queries as law_queries
from answerable.law.rules import kinds
from answerable.law.wording import deadlines as deadline_words
from answerable.law.wording import routing as routing_words
from answerable.people.stepping import stepped_up
from answerable.vault import queries as vault_queries
from answerable.vault.actions import record_access
from answerable.vault.models import File
from answerable.vault.terms import FileState, PurposeWantedError, Scan
from answerable.vault.views.files import served
from answerable.vault.wording import FILE_STATES, SCANS

# Acts in the order in which they stand: the page's name of the act, the policy's, the key that does it.
ACTS = (
    ("answer", "draft", "a"),
    ("accept", "accept", "c"),
    ("assign", "assign", "s"),
    ("ask", "ask", "q"),
    ("note", "note", "n"),
    ("points", "points", "p"),
    ("categorise", "categorise", ""),
    ("matter", "matter", ""),
    ("correct", "correct", ""),
    ("step", "step", ""),
    ("hand_on", "hand_on", "h"),
    ("forward", "forward", "f"),
    ("term", "term", ""),
    ("extend", "extend", "e"),
    ("join", "group", ""),
    ("merge", "merge", ""),
    ("publish", "publish", ""),
    ("refuse", "refuse", ""),
    ("recuse", "recuse", ""),
    ("meant", "meant", ""),
    ("about", "about", ""),
    ("close", "close", ""),
)


HEADLINE: Final = 90  # characters of the sender's words that head the page
PRIMARY: Final = ("meant", "answer", "accept", "close")  # the first of them that can be done is the page's one button
NEAR: Final = ("accept", "ask", "assign", "hand_on", "forward")
NEAR_MOST: Final = 3
GROUPS: Final[tuple[tuple[str | Promise, tuple[str, ...]], ...]] = (
    (gettext_lazy("Term"), ("extend", "term")),
    (gettext_lazy("Contents"), ("points", "categorise", "correct", "publish")),
    (gettext_lazy("Ties"), ("join", "merge")),
    (gettext_lazy("The end"), ("refuse", "close")),
    (gettext_lazy("Conflicts"), ("about", "recuse")),
)


@dataclass(frozen=True, slots=True)
class OfferedAct:
    """One act as the page offers it; `why_not` is empty where it can be done."""

    name: str
    title: str | Promise
    key: str
    lead: str | Promise = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class OfferedActs:
    """What can be done, as the page lays it out: one act is the page's button, few are near, the rest is folded by what
    it is about; `cannot` says of the others why not.
    """

    primary: OfferedAct | None
    near: list[OfferedAct]
    groups: list[tuple[str | Promise, list[OfferedAct]]]
    more: int  # how many are folded
    cannot: list[OfferedAct]


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as the page lists it."""

    id: int
    name: str
    size: int
    state: str
    says: str | Promise
    scan: str
    scanned: str | Promise
    thumb: bool


@dataclass(frozen=True, slots=True)
class LetterShown:
    """One message of the exchange after the appeal itself."""

    said: SaidMessage
    title: str | Promise
    papers: list[Paper]


@door("desk")
def case(request: DoorRequest, number: str) -> HttpResponse:
    """The page of an appeal."""
    actor, at = request.actor, now()
    appeal = queries.one_for(actor, number)
    seen = queries.case(actor, appeal, at=at)
    first = next((one.id for one in seen.messages if one.incoming), 0)
    shown = {
        "case": seen,
        "appeal": appeal,
        "at": at,
        "acts": _laid_out(_acts(seen, at)),
        "headline": Truncator(" ".join(seen.text.split())).chars(HEADLINE),
        "records": _records(seen),
        "papers": _papers([file for file in seen.files if file.message is None or file.message == first]),
        "letters": [
            LetterShown(one, MESSAGES[one.kind], _papers(one.files)) for one in seen.messages if one.id != first
        ],
        "kind": names.KINDS.get(appeal.kind, appeal.kind),
        "matter": step_words.matter_name(appeal.matter),
        "steps": step_words.lines(seen.steps, at),
        "state": names.STATES.get(appeal.state, appeal.state),
        "ending": names.ENDINGS.get(appeal.ending, "") if appeal.state == State.CLOSED else "",
        "proofs": [(letter, PROOFS[letter.proof]) for letter in seen.proofs],
        "channel": names.CHANNELS.get(appeal.channel, appeal.channel),
        "care": [names.CARES.get(care, care) for care in appeal.care],
        "open": appeal.state in OPEN,
        "disputed": appeal.state == State.DISPUTED,
        "route": routing_words.steps(appeal.routed),
        "caveats": deadline_words.caveats(appeal.due_facts),
        "goes_on": seen.goes_on,
        "works": bool(seen.may["note"]),
        "signs": bool(seen.may["sign"]),
        "outcomes": names.OUTCOMES,
        "ratings": names.RATINGS,
        "grounds": _grounds(seen),
        "can_open": opening.who_can(appeal),
        "following": _following(request, appeal, at),
        **_light(request, appeal, seen, at),
    }
    return render(request, "appeals/desk/case.html", shown)


def _following(request: DoorRequest, appeal: Appeal, at: datetime) -> WorklistRow | None:
    """What stands next in the reader's list, right after an act; asked for at no other time."""
    return desk.next_after(request.actor, appeal, at=at) if acting.DONE in request.GET else None


def _light(request: DoorRequest, appeal: Appeal, seen: CaseView, at: datetime) -> dict[str, object]:
    """The forms of acts that need no page of their own: a note, and who works on it."""
    forms: dict[str, object] = {}
    if seen.may["note"]:
        forms["note_form"] = NoteForm(auto_id="note_%s")
    if seen.may["assign"]:
        forms["assign_form"] = assign_form(request, appeal, at)
        forms["takes"] = appeal.assignee_id != request.actor.id and bool(
            policy.can_be_given(request.actor, queries.standing(appeal))
        )
    return forms


def _laid_out(acts: list[OfferedAct]) -> OfferedActs:
    """The acts of a page by their weight."""
    can = {act.name: act for act in acts if not act.why_not}
    primary = next((can[name] for name in PRIMARY if name in can), None)
    left = {name: act for name, act in can.items() if act is not primary and name != "note"}  # stands with the history
    near = [left.pop(name) for name in [name for name in NEAR if name in left][:NEAR_MOST]]
    groups = [(title, [left.pop(name) for name in names_ if name in left]) for title, names_ in GROUPS]
    groups.append((_("Besides"), list(left.values())))  # what no group names is never lost
    filled = [(title, found) for title, found in groups if found]
    return OfferedActs(
        primary, near, filled, sum(len(found) for _title, found in filled), [act for act in acts if act.why_not]
    )


def _records(seen: CaseView) -> set[int]:
    """Which lines of the history the system wrote by itself (their places): shown folded, people's deeds stand open."""
    system = history_words.who("house", None, inner=True)
    return {place for place, line in enumerate(seen.history) if line.who == system or line.deed.startswith("record.")}


def _papers(files: list[File]) -> list[Paper]:
    return [
        Paper(
            id=file.id,
            name=vault_queries.shown_name(file),
            size=file.size,
            state=file.state,
            says=FILE_STATES.get(FileState(file.state), ""),
            scan=file.scan,
            scanned=SCANS.get(Scan(file.scan), ""),
            thumb=file.thumb_size is not None,
        )
        for file in files
    ]


def _acts(seen: CaseView, at: datetime) -> list[OfferedAct]:
    """Every act, with the reason where it cannot be done. Answering stands for writing a draft too."""
    found = []
    for name, may, key in ACTS:
        verdict = seen.may[may]
        title = pgettext("what one can do", "Answer") if name == "answer" else WORDS[name].title
        why_not = "" if verdict else sentence_for(verdict.reason)
        if name == "close" and not why_not:
            why_not = _too_early_to_close(seen, at)
        found.append(OfferedAct(name, title, key, WORDS[name].lead if name in WORDS else "", why_not))
    left_out = {"join"} if seen.appeal.incident_id is not None else set()
    if queries.other_term(seen.appeal) is None:
        left_out.add("term")
    if not kinds.offered(law_queries.standing_order().law_kinds, seen.appeal.kind, desk=True):
        left_out.add("matter")
    if not seen.steps:
        left_out.add("step")
    if published.wish_for(seen.appeal) is None:
        left_out.add("publish")
    if not seen.appeal.suspects:
        left_out.add("meant")
    return [act for act in found if act.name not in left_out]


def _too_early_to_close(seen: CaseView, at: datetime) -> str:
    """A body closes an answer only when the sender has had the time to dispute it."""
    until = seen.disputable_until
    if until is None or at >= until:
        return ""
    return sentence_for("appeal.may-still-be-disputed", until=dates.day(until))


def _grounds(seen: CaseView) -> dict[str, object]:
    """The names of the grounds on which points were refused."""
    codes = {point.ground for point in seen.points if point.ground}
    if not codes:
        return {}
    return {ground.code: ground.name for ground in queries.grounds_of_answer(seen.appeal)}


@door("desk")
def file(request: DoorRequest, number: str, file: int) -> HttpResponse:
    """A file of the appeal: its cleaned copy. Where no copy can be made the original, on a page of its own."""
    appeal = queries.one_for(request.actor, number)
    found = vault_queries.file_of(subject_of(appeal.id), file)
    if request.GET.get("part") == "thumb":
        return served(found, part="thumb")
    if found.state == FileState.KEPT or found.scan == Scan.FOUND:
        return redirect("desk:appeals:original", number, file)
    return served(found)


@door("desk")
@stepped_up
def original(request: DoorRequest, number: str, file: int) -> HttpResponse:
    """The original of a file that could not be cleaned: after a fresh proof, for a purpose, its look committed first.

    Of a file with a cleaned copy the original is handed out to nobody; where a virus was found in the original, the
    copy asks for the same proof and purpose.
    """
    appeal = queries.one_for(request.actor, number)
    found = vault_queries.file_of(subject_of(appeal.id), file)
    infected = found.scan == Scan.FOUND
    if found.state != FileState.KEPT and not infected:
        raise MissingError
    purpose = opening.stated(request, appeal.id) or queries.purpose_of(request.actor, appeal.id)
    if not purpose:
        raise PurposeWantedError(appeal.id)
    record_access(
        by=request.actor, at=now(), subject=subject_of(appeal.id), root=appeal.root, section="original", purpose=purpose
    )
    return served(found, part="original" if found.state == FileState.KEPT else "copy")
