"""Writing: at most three screens, two answers, nothing kept until it is sent, and sent only once.

What was typed travels in hidden fields, so no session and no cookie is needed; files wait sealed in the vault under
the form's token. The page with the code answers the very request that registered, and is stored nowhere: not in an
address, not in a history, not in a cache. The same form sent again gives the same page.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from answerable.appeals import actions
from answerable.appeals.forms import UNSURE, CheckForm, Offered, WriteForm, carried, uncarried, way_of
from answerable.appeals.queries import public as offered
from answerable.appeals.views import lanes, showing, uploads
from answerable.base import saying
from answerable.base.actor import STRANGER
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.verdict import Invalid, NotNow
from answerable.law import queries as law_queries
from answerable.law.models import Category
from answerable.law.terms import MatterKind
from answerable.vault import actions as vault
from answerable.vault import queries as vault_queries
from answerable.vault.rules.files import ACCEPT

LISTS: Final = ("care",)  # fields that have several values


@dataclass(slots=True)
class Sheet:
    """Everything typed so far: the two screens, the token that makes one appeal of every delivery, what was seen.

    safe  the code of the category whose "call first" page the writer has seen and gone past
    """

    token: str
    first: dict[str, Any] = field(default_factory=dict)
    second: dict[str, Any] = field(default_factory=dict)
    safe: str = ""
    file_faults: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, posted: QueryDict) -> "Sheet":
        """The sheet as a request brings it: one screen's fields are typed, the other's are carried along."""
        token = posted.get("token", "")
        sheet = cls(token=token if 40 <= len(token) <= 64 else secrets.token_urlsafe(32), safe=posted.get("safe", ""))
        sheet.first = _typed(posted, WriteForm.base_fields) or uncarried(posted.get("first", ""))
        sheet.second = _typed(posted, CheckForm.base_fields) or uncarried(posted.get("second", ""))
        return sheet

    def hidden(self, screen: str) -> dict[str, str]:
        """The hidden fields of a screen: the token, and what belongs to the other one."""
        kept = {"token": self.token, "safe": self.safe}
        if screen != "first":
            kept["first"] = carried(self.first)
        if screen != "second":
            kept["second"] = carried(self.second)
        return kept


def _typed(posted: QueryDict, fields: Any) -> dict[str, Any]:
    """The fields of one screen, where that screen was sent; nothing where it was not."""
    if posted.get("screen") != ("first" if "kind" in fields else "second"):
        return {}
    return {name: posted.getlist(name) if name in LISTS else posted.get(name, "") for name in fields}


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write a message: screen 1, screen 2, sent."""
    if request.method != "POST":
        sheet = Sheet(token=secrets.token_urlsafe(32), first=_asked_for(request))
        return _never_kept(_screen_one(request, sheet, bound=False))
    sheet = Sheet.of(request.POST)
    go, _sep, what = request.POST.get("go", "check").partition(":")
    answer = _GOES.get(go, _check)(request, sheet, what)
    return _never_kept(answer)


def _never_kept(answer: HttpResponse) -> HttpResponse:
    add_never_cache_headers(answer)
    answer["Cache-Control"] = "no-store, private"
    return answer


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """What a link to the form has filled in already: a body's page names the body, the front page a matter."""
    first: dict[str, Any] = {}
    kind, codes = request.GET.get("kind", ""), law_queries.standing_order().by_code
    for name, code in (("addressed_to", request.GET.get("to", "")), ("about", request.GET.get("about", ""))):
        if code in codes:
            first[name] = str(codes[code])
    if kind in {each.value for each in MatterKind}:
        first["kind"] = kind
    if (matter := request.GET.get("matter", "")) and (found := offered.category_called(matter)) is not None:
        first["category"] = str(found.id)
    return first


def _choices() -> dict[str, Offered]:
    """The lists of screen 1 in the reader's language."""
    at = now()
    return _kept_choices(saying.language(), law_queries.standing_order().revision, at.date())


@lru_cache(maxsize=24)
def _kept_choices(language: str, revision: int, day: date) -> dict[str, Offered]:  # noqa: ARG001 -- what they are true for
    """The lists, made once for a language, a revision and a day: every message that is sent is checked against them."""
    none = ("", "—")
    bodies = [(str(one.id), "\u2003" * one.depth + one.name) for one in offered.bodies_to_name(language)]
    officers = [
        (str(one.id), f"{one.name}, {one.post}" if one.post else one.name)
        for one in offered.officers_to_name(language, now())
    ]
    lists = {
        "about": [none, (UNSURE, _("I am not sure")), *bodies],
        "officer": [none, *officers],
        "territory": [none, *((str(one.id), one.name) for one in offered.places_to_pick(language))],
        "category": [none, *showing.category_choices()],
        "addressed_to": [none, *((str(one.id), one.name) for one in offered.bodies_to_address(language))],
    }
    return {name: Offered(options) for name, options in lists.items()}


def _screen_one(request: HttpRequest, sheet: Sheet, *, bound: bool, form: WriteForm | None = None) -> HttpResponse:
    """Show screen 1, with its faults when it is bound."""
    if form is None:
        given = {"data": sheet.first} if bound else {"initial": sheet.first}
        form = WriteForm(choices=_choices(), **given)
    words = {
        "form": form,
        "hidden": sheet.hidden("first"),
        "files": showing.shown_files(vault_queries.drafts(sheet.token)),
        "file_faults": sheet.file_faults,
        "accept": ACCEPT,
    }
    return render(request, "appeals/public/write.html", words)


def _check(request: HttpRequest, sheet: Sheet, what: str) -> HttpResponse:  # noqa: ARG001 -- every step has the same shape
    """From screen 1 to screen 2, past the emergency stopper."""
    sheet.file_faults += uploads.kept(request, sheet.token)
    form = WriteForm(choices=_choices(), data=sheet.first)
    if not form.is_valid() or sheet.file_faults:
        return _screen_one(request, sheet, bound=True, form=form)
    category = offered.category_of(_ref(sheet.first, "category"))
    if category is not None and category.stopper and sheet.safe != category.code:
        return _stopper(request, sheet, category)
    return _screen_two(request, sheet, form)


def _stopper(request: HttpRequest, sheet: Sheet, category: Category) -> HttpResponse:
    """Call first: a page of its own, which can be gone past."""
    words = {"stopper": category.stopper, "hidden": sheet.hidden("stopper"), "category": category}
    return render(request, "appeals/public/stopper.html", words)


def _screen_two(
    request: HttpRequest, sheet: Sheet, first: WriteForm, *, form: CheckForm | None = None, fault: str = ""
) -> HttpResponse:
    """What will happen, before it does: who reads, who is barred, by when, what is public."""
    at = now()
    intake = _intake(sheet, first, at)
    try:
        planned = actions.plan(intake=intake, at=at)
    except NotNow as nobody:
        planned, fault = None, showing.said(nobody.reason, nobody.words)
    sealed = planned is not None and planned.sealed_for == "staff"
    words = {
        "form": form or CheckForm(initial=sheet.second, sealed=sealed),
        "hidden": sheet.hidden("second"),
        "shown": None if planned is None else showing.shown_plan(planned, intake),
        "intake": intake,
        "place": intake.territory,
        "files": showing.shown_files(vault_queries.drafts(sheet.token)),
        "fault": fault,
        "questions": showing.questions(intake.category, sheet.first),
        "guesses": showing.guesses(intake),
    }
    return render(request, "appeals/public/check.html", words)


def _safe(request: HttpRequest, sheet: Sheet, what: str) -> HttpResponse:
    """Go on past the page that says to call first."""
    sheet.safe = what[:60]
    return _check(request, sheet, "")


def _change(request: HttpRequest, sheet: Sheet, what: str) -> HttpResponse:  # noqa: ARG001 -- as above
    """Back to screen 1, or the same screen in another language; nothing is judged yet."""
    sheet.file_faults += uploads.kept(request, sheet.token)
    return _screen_one(request, sheet, bound=False)


def _drop(request: HttpRequest, sheet: Sheet, what: str) -> HttpResponse:
    """Take a file back."""
    if what.isdecimal():
        vault.drop_draft(token=sheet.token, file=int(what[:19]))
    return _screen_one(request, sheet, bound=False)


def _again(request: HttpRequest, sheet: Sheet, what: str) -> HttpResponse:  # noqa: ARG001 -- as above
    """Screen 2 once more: in another language, or after a question was answered."""
    answers = showing.answered(request.POST)
    led = showing.led_to(_ref(sheet.first, "category"), answers)
    if led is not None:
        sheet.first["category"] = str(led)
    sheet.first.update(answers)
    return _check(request, sheet, "")


def _matter(request: HttpRequest, sheet: Sheet, what: str) -> HttpResponse:
    """Take one of the matters that the words suggest."""
    sheet.first["category"] = what[:20]
    return _check(request, sheet, "")


def _send(request: HttpRequest, sheet: Sheet, what: str) -> HttpResponse:  # noqa: ARG001 -- as above
    """Register, and show number, code and date in this very answer."""
    first, form = WriteForm(choices=_choices(), data=sheet.first), CheckForm(data=sheet.second)
    if not first.is_valid():
        return _screen_one(request, sheet, bound=True, form=first)
    led = showing.led_to(_ref(sheet.first, "category"), request.POST.dict())
    if led is not None and str(led) != sheet.first.get("category"):
        return _again(request, sheet, "")  # the answer changes who gets it: that has to be seen before it is sent
    sheet.first.update(showing.answered(request.POST))
    if not form.is_valid():
        return _screen_two(request, sheet, first, form=form)
    at = now()
    if (stop := lanes.stop(request, sheet.token, at)) is not None:
        return render(request, "appeals/public/lane.html", lanes.shown(stop, sheet.hidden("lane"), at))
    try:
        registered = actions.register(by=STRANGER, at=at, intake=_intake(sheet, first, at, form))
    except (Invalid, NotNow) as no:
        return _screen_two(request, sheet, first, form=form, fault=showing.said_all(no))
    return render(request, "appeals/public/sent.html", showing.shown_sent(registered, at))


_GOES: Final[dict[str, Callable[[HttpRequest, Sheet, str], HttpResponse]]] = {
    "check": _check,
    "safe": _safe,
    "change": _change,
    "drop": _drop,
    "again": _again,
    "matter": _matter,
    "send": _send,
}


def _ref(typed: dict[str, Any], name: str) -> int | None:
    """An id from a list of choices; nothing for an empty choice or for one that is no id."""
    value = str(typed.get(name) or "")
    return int(value) if value.isdecimal() and len(value) < 20 else None


def _intake(sheet: Sheet, first: WriteForm, at: datetime, second: CheckForm | None = None) -> actions.Intake:  # noqa: ARG001
    """What the house is asked to take, from both screens."""
    said = first.cleaned_data
    more = second.cleaned_data if second is not None else {}
    contact = str(more.get("contact", ""))
    territory = _ref(said, "territory") or offered.place_meant(str(said.get("where", "")))
    return actions.Intake(
        kind=said["kind"],
        text=said["text"],
        language=saying.language(),
        token=sheet.token,
        about_body=_ref(said, "about"),
        about_person=_ref(said, "officer"),
        about_words=said.get("about_words", ""),
        addressed_to=_ref(said, "addressed_to"),
        category=_ref(said, "category"),
        territory=territory,
        where=said.get("where", ""),
        name=more.get("name", ""),
        address=more.get("address", ""),
        contact=contact,
        way=way_of(contact) if contact else "",
        care=tuple(more.get("care", sheet.second.get("care", ()))),
        seal=bool(more.get("seal", sheet.second.get("seal", False))),
        chosen=showing.chosen(_ref(said, "category"), sheet.first) if said.get("category") else (),
        drafts=vault_queries.draft_ids(sheet.token),
    )
