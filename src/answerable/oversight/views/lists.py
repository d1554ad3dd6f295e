"""Lists of the chair: today's, the unread, everything that climbed, instructions and their dates."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError
from answerable.law.terms import Cause
from answerable.oversight import queries, wording
from answerable.oversight.models import Instruction
from answerable.oversight.queries import ReadingLine
from answerable.oversight.queries.instructions import explanation_of, instruction_text

PAGE = 50


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list with its words."""

    line: ReadingLine
    cause: str | Promise
    act: str | Promise


def _rows(lines: list[ReadingLine]) -> list[ListRow]:
    return [ListRow(line, _cause(line), wording.ACTS.get(line.act, "")) for line in lines]


def _cause(line: ReadingLine) -> str | Promise:
    """Why a line is there."""
    if line.explains:
        return wording.EXPLAINED
    return wording.BARRED if line.barred else wording.CAUSES[line.cause]


def _views(which: str, unread: int) -> list[tuple[str, str, int | None, bool]]:
    """The lists beside the list: name, address, count, whether it is this one."""
    named = {"today": _("Today's reading"), "unread": _("Unread"), "escalations": _("Everything that climbed")}
    shown: list[tuple[str, str, int | None, bool]] = [
        (said, reverse("chair:oversight:lists", args=[name]), unread if name == "unread" else None, name == which)
        for name, said in named.items()
    ]
    told = reverse("chair:oversight:instructions")
    return [*shown, (_("Instructions and their dates"), told, None, which == "instructions")]


@door("chair")
@require_safe
def lists(request: DoorRequest, which: str) -> HttpResponse:
    """One list of items. `cause` narrows what climbed, `after` is the line at which the page before ended."""
    today = queries.reading(request.actor, at=now())
    more = ""
    if which == "today":
        lines = today.lines
    elif which == "unread":
        lines = queries.unread_of(request.actor)
    elif which == "escalations":
        lines, more = _climbed(request)
    else:
        raise MissingError
    return render(
        request,
        "oversight/chair/list.html",
        {
            "at": now(),
            "which": which,
            "rows": _rows(lines),
            "more": more,
            "causes": [(cause.value, wording.CAUSES[cause]) for cause in Cause],
            "cause": request.GET.get("cause", ""),
            "reading": today,
            "reads": True,
            "views": _views(which, today.unread),
        },
    )


def _climbed(request: DoorRequest) -> tuple[list[ReadingLine], str]:
    """A page of what climbed, and the cursor of the next one."""
    after = request.GET.get("after", "")
    cause = request.GET.get("cause", "")
    lines = queries.escalations(
        request.actor,
        cause=cause if cause in list(Cause) else "",
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None,
        most=PAGE + 1,
    )
    return list(lines[:PAGE]), str(lines[PAGE - 1].id) if len(lines) > PAGE else ""


@door("chair")
@require_safe
def instructions(request: DoorRequest) -> HttpResponse:
    """Every instruction of the reader's bodies: open ones by their day, then the newest that ended."""
    today = queries.reading(request.actor, at=now())
    return render(
        request,
        "oversight/chair/instructions.html",
        {
            "at": now(),
            "rows": [told(row) for row in queries.given_by(request.actor)],
            "reading": today,
            "reads": True,
            "views": _views("instructions", today.unread),
        },
    )


@dataclass(frozen=True, slots=True)
class ToldLine:
    """An instruction with its words opened."""

    row: Instruction
    asks: str | Promise
    text: str
    explanation: str
    late: bool


def told(row: Instruction) -> ToldLine:
    """An instruction as pages show it."""
    late = (row.done_at or now()) > row.due_at
    return ToldLine(row, wording.ASKS[row.asks], instruction_text(row), explanation_of(row), late)
