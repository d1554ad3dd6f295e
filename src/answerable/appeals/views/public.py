"""Writing: at most three screens, two answers, nothing kept until it is sent, and sent only once.

What was typed travels in hidden fields, so no session and no cookie is needed; files wait sealed in the vault under
the form's token. The page with the code answers the very request that registered, and is stored nowhere: not in an
address, not in a history, not in a cache. The same form sent again gives the same page.
"""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from answerable.appeals import actions
from answerable.appeals.forms.sheet import Sheet
from answerable.appeals.forms.writing import CheckForm, WriteForm
from answerable.appeals.queries import public as offered
from answerable.appeals.views import lanes, naming, showing, uploads
from answerable.base.actor import STRANGER
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.verdict import InvalidError, NotNowError
from answerable.law import queries as law_queries
from answerable.law.models import Category
from answerable.law.terms import MatterKind
from answerable.vault import actions as vault_actions
from answerable.vault import queries as vault_queries
from answerable.vault.rules.files import ACCEPT

BY_WORDS: Final = "words"  # what a sheet keeps when "call first" came from the words and was gone past


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write a message: screen 1, screen 2, sent."""
    at = now()
    if request.method != "POST":
        return _never_kept(_screen_one(request, Sheet(at, first=_asked_for(request))))
    sheet = Sheet.of(request.POST, at)
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


def _screen_one(request: HttpRequest, sheet: Sheet, form: WriteForm | None = None) -> HttpResponse:
    """Show screen 1: as it was typed, or with the faults of a judged form."""
    words = {
        "form": form or sheet.shown_first(),
        "hidden": sheet.hidden("first"),
        "files": showing.shown_files(vault_queries.drafts(sheet.token)),
        "file_faults": sheet.file_faults,
        "accept": ACCEPT,
    }
    return render(request, "appeals/public/write.html", words)


def _check(request: HttpRequest, sheet: Sheet, what: str) -> HttpResponse:  # noqa: ARG001 -- every step has the same shape
    """From screen 1 to screen 2, past the emergency stopper."""
    sheet.file_faults += uploads.kept(request, sheet.token)
    if not sheet.safe and law_queries.sounds_urgent(str(sheet.first.get("text", ""))):
        return _stopper(request, sheet)  # before any fault is named: whoever is in danger has no time for a form
    form = sheet.judged_first()
    if not form.is_valid() or sheet.file_faults:
        return _screen_one(request, sheet, form)
    category = offered.category_of(sheet.category)
    if category is not None and category.stopper and sheet.safe not in {category.code, BY_WORDS}:
        return _stopper(request, sheet, category)
    return _screen_two(request, sheet, form)


def _stopper(request: HttpRequest, sheet: Sheet, category: Category | None = None) -> HttpResponse:
    """Call first: a page of its own, which can be gone past; for a matter that can't wait, or for what the words say."""
    words = {
        "call": category.stopper["call"] if category and category.stopper else "",
        "text": category.stopper["text"] if category and category.stopper else "",
        "passed": category.code if category else BY_WORDS,
        "hidden": sheet.hidden("stopper"),
        "numbers": law_queries.standing_order().settings.get("emergency_numbers", []),
    }
    return render(request, "appeals/public/stopper.html", words)


def _screen_two(
    request: HttpRequest, sheet: Sheet, first: WriteForm, *, form: CheckForm | None = None, fault: str = ""
) -> HttpResponse:
    """What will happen, before it does: who reads, who is barred, by when, what is public."""
    intake = sheet.intake(first)
    try:
        planned = actions.plan(intake=intake, at=sheet.at)
    except NotNowError as nobody:
        planned, fault = None, showing.sentence_for(nobody.reason, nobody.words)
    sealed = planned is not None and planned.sealed_for in {"staff", "mention"}
    words = {
        "form": form or sheet.shown_second(sealed=sealed),
        "hidden": sheet.hidden("second"),
        "shown": None if planned is None else showing.shown_plan(planned),
        "intake": intake,
        "place": intake.territory,
        "files": showing.shown_files(vault_queries.drafts(sheet.token)),
        "fault": fault,
        "questions": showing.questions(intake.category, sheet.first),
        "guesses": showing.guesses(intake),
        "asked": None if planned is None else naming.question(planned.asked),
        "acted": intake.acted,
    }
    return render(request, "appeals/public/check.html", words)


def _safe(request: HttpRequest, sheet: Sheet, what: str) -> HttpResponse:
    """Go on past the page that says to call first."""
    sheet.safe = what[:60]
    return _check(request, sheet, "")


def _change(request: HttpRequest, sheet: Sheet, what: str) -> HttpResponse:  # noqa: ARG001 -- as above
    """Back to screen 1, or the same screen in another language; nothing is judged yet."""
    sheet.file_faults += uploads.kept(request, sheet.token)
    return _screen_one(request, sheet)


def _drop(request: HttpRequest, sheet: Sheet, what: str) -> HttpResponse:
    """Take a file back."""
    if what.isdecimal():
        vault_actions.drop_draft(token=sheet.token, file=int(what[:19]))
    return _screen_one(request, sheet)


def _again(request: HttpRequest, sheet: Sheet, what: str) -> HttpResponse:  # noqa: ARG001 -- as above
    """Screen 2 once more: in another language, or after a question was answered."""
    answers = request.POST.dict()
    led = sheet.led_to(answers)
    if led is not None:
        sheet.first["category"] = str(led)
    sheet.answer(answers)
    return _check(request, sheet, "")


def _matter(request: HttpRequest, sheet: Sheet, what: str) -> HttpResponse:
    """Take one of the matters that the words suggest."""
    sheet.first["category"] = what[:20]
    return _check(request, sheet, "")


def _send(request: HttpRequest, sheet: Sheet, what: str) -> HttpResponse:  # noqa: ARG001 -- as above
    """Register, and show number, code and date in this very answer."""
    drafts = vault_queries.draft_ids(sheet.token)  # before all else: the revision comes along
    first, form, answers = sheet.judged_first(), sheet.judged_second(), request.POST.dict()
    if not first.is_valid():
        return _screen_one(request, sheet, first)
    if sheet.led_to(answers) not in {None, sheet.category}:
        return _again(request, sheet, "")  # the answer changes who gets it: that has to be seen before it is sent
    sheet.answer(answers)
    if not form.is_valid():
        return _screen_two(request, sheet, first, form=form)
    at = sheet.at
    if (stop := lanes.stop(request, sheet.token, at)) is not None:
        return render(request, "appeals/public/lane.html", lanes.shown(stop, sheet.hidden("lane"), at))
    try:
        registered = actions.register(by=STRANGER, at=at, intake=sheet.intake(first, form, drafts=drafts))
    except (InvalidError, NotNowError) as no:
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
