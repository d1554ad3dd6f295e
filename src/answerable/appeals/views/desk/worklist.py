"""The list that a day at the desk begins with: what the law wants next stands on top."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from answerable.appeals import actions, queries
from answerable.appeals.desk_forms.choices import by_id
from answerable.appeals.desk_forms.worklist import Narrow
from answerable.appeals.queries import desk
from answerable.appeals.queries.worklist import WorklistPage, WorklistRow, WorkView
from answerable.appeals.terms import OPEN
from answerable.appeals.views.desk.lists import EMPTY, NAMES, beside
from answerable.appeals.wording.terms import FLAGS, KINDS, STATES
from answerable.base import dates, searching
from answerable.base.actor import Actor
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.law import queries as law_queries
from answerable.people.queries import names_of
from answerable.people.templatetags.names import body_name
from answerable.vault import unlocked_keys
from answerable.vault.terms import AuditUnavailableError

_ANY = "ANY-0000-0"  # stands for a number in an address
HURRY = timedelta(days=7)
LOUD = {
    "disputed": "late",
    "conflict": "soon",
    "campaign": "soon",
    "to-sign": "soon",
    "returned": "late",
}  # the look of a flag's pill


@dataclass(frozen=True, slots=True)
class WorklistLine:
    """A row as the page says it."""

    row: WorklistRow
    kind: str | Promise
    state: str | Promise
    open: bool
    flags: list[tuple[str, str]]  # words and look
    by: str  # who has it
    safe: str  # the last safe working day, where it is near or past and the law's date is later
    case: str  # the address of its page, and of two acts
    answer: str
    forward: str


@door("desk")
def worklist(request: DoorRequest) -> HttpResponse:
    """One list, narrowed as asked, a page at a time."""
    actor, at = request.actor, now()
    bodies = [] if len(actor.reads) < 2 else sorted(actor.reads, key=body_name)
    incidents = _incidents(request)
    form = Narrow(
        request.GET,
        incidents=[("", _("every incident")), *((str(ref), title) for ref, title in incidents)],
        bodies=[("", _("every body")), *((str(body), body_name(body)) for body in bodies)],
        categories=by_id(law_queries.categories(), empty=_("everything")),
    )
    view, filters = form.read()
    _hand_over(request)
    page = queries.worklist(actor, view=view, at=at, filters=filters, after=request.GET.get("after", ""))
    shown = {
        "title": NAMES[view],
        "view": view,
        "form": form,
        "several": bool(bodies),
        # who reads the same bodies has the same filters, but for incidents: a bar may take one from somebody's sight
        "same_for": None if form.narrows or incidents else sorted(actor.reads),
        "incidents": incidents,
        "lines": lines(actor, page.rows, at),
        "at": at,
        "further": _further(request, page),
        "later": "after" in request.GET,
        "views": beside(actor, at=at, here=view),
        "settled": view in {WorkView.ANSWERED, WorkView.CLOSED, WorkView.ALL, WorkView.DISPUTED},
        "ways": _ways(form),
        "empty": EMPTY.get(view, ""),
    }
    return render(request, "appeals/desk/worklist.html", shown)


def _ways(form: Narrow) -> list[tuple[str | Promise, str, bool]]:
    """The filters that are asked for most, one press each: what it is called, its address, whether it holds now."""
    return [
        (
            form.fields[name].label or name,
            f"?{form.asks(**{name: not form.cleaned_data.get(name)})}",
            bool(form.cleaned_data.get(name)),
        )
        for name in ("care", "overdue")
    ]


def _incidents(request: DoorRequest) -> list[tuple[int, str]]:
    """The incidents to pick from, and the one that a link names though it is old or over."""
    found, asked = desk.incidents_to_pick(request.actor), request.GET.get("incident", "")
    if asked.isdecimal() and len(asked) < 19 and int(asked) not in dict(found):
        found.append((int(asked), _("the incident of the link")))
    return found


def _hand_over(request: DoorRequest) -> None:
    """While the reader's key is open: let colleagues in who may read what this key opens, and wait for it."""
    if not unlocked_keys.is_unlocked(request):
        return
    with suppress(AuditUnavailableError):  # the list is no reason to fail: it waits for the next visit
        actions.hand_over(by=request.actor, at=now())


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: DoorRequest) -> HttpResponse:
    """What words or a number lead to; a whole number leads straight to its appeal. No address holds the words."""
    if request.method == "POST":
        token = searching.remember_search(request, {"q": request.POST.get("q", "").strip()})
        return redirect(f"{request.path}?{urlencode({searching.PARAMETER: token})}")
    actor, at, asked = request.actor, now(), searching.searched_for(request).get("q", "")
    page = queries.search(actor, asked, at=at, after=request.GET.get("after", "")) if asked else WorklistPage()
    if len(page.rows) == 1 and page.rows[0].number == asked.upper():
        return redirect("desk:appeals:case", page.rows[0].number)
    shown = {
        "asked": asked,
        "lines": lines(actor, page.rows, at),
        "at": at,
        "further": _further(request, page),
        "later": "after" in request.GET,
        "views": beside(actor, at=at),
    }
    return render(request, "appeals/desk/search.html", shown)


@door("desk")
def keys(request: DoorRequest) -> HttpResponse:
    """All keys, for who has no script or asks once."""
    return render(request, "appeals/desk/keys.html", {"views": beside(request.actor, at=now())})


@door("desk")
def promises(request: DoorRequest) -> HttpResponse:
    """Promises that fall due: each is owed by somebody, in an appeal."""
    at: datetime = now()
    owed = desk.owed(request.actor, on=at.date())
    shown = {"owed": owed, "at": at, "views": beside(request.actor, at=at, here="promises")}
    return render(request, "appeals/desk/promises.html", shown)


def lines(actor: Actor, rows: list[WorklistRow], at: datetime) -> list[WorklistLine]:
    """The rows with their words: two queries for all of them, however many there are."""
    sizes = desk.incident_sizes(actor, {row.incident for row in rows if row.incident is not None})
    names = names_of({row.assignee for row in rows if row.assignee is not None})
    # one address is asked for and the numbers put in: to ask for each row's costs more than to read the rows
    case, answer, forward = (reverse(f"desk:appeals:{page}", args=[_ANY]) for page in ("case", "answer", "forward"))
    return [
        WorklistLine(
            row=row,
            kind=KINDS.get(row.kind, row.kind),
            state=STATES.get(row.state, row.state),
            open=row.state in OPEN,
            flags=[(_flag(flag, sizes.get(row.incident or 0, 0)), LOUD.get(flag, "")) for flag in row.flags],
            by=names[row.assignee].said_name if row.assignee in names else body_name(row.body),
            safe=_safe(row, at),
            case=case.replace(_ANY, quote(row.number, safe="")),
            answer=answer.replace(_ANY, quote(row.number, safe="")),
            forward=forward.replace(_ANY, quote(row.number, safe="")),
        )
        for row in rows
    ]


def _safe(row: WorklistRow, at: datetime) -> str:
    """The day by which the list is ordered, where the pill shows a later one and somebody has to hurry."""
    if row.state not in OPEN or row.due_at is None or row.safe_at is None:
        return ""
    safe, due = localtime(row.safe_at).date(), localtime(row.due_at).date()
    return dates.short(safe) if safe < due and safe <= localtime(at).date() + HURRY else ""


def _flag(flag: str, size: int) -> str:
    if flag == "incident":
        return ngettext("incident of %(n)d", "incident of %(n)d", size) % {"n": size}
    if flag == "campaign":
        return ngettext("%(n)d letter alike", "%(n)d letters alike", size) % {"n": size}
    return str(FLAGS.get(flag, flag))


def _further(request: DoorRequest, page: WorklistPage) -> str:
    """The address of the next page of the same list; empty on the last."""
    if not page.next:
        return ""
    kept = [(name, value) for name, value in request.GET.items() if name != "after" and value]
    return f"?{urlencode([*kept, ('after', page.next)])}"
