"""Following: whoever has the code sees who has the message, by when and why, and can answer, rate, dispute, withdraw.

The session is short and of its own kind (`vault`); it knows one appeal and nobody's name. Titles say nothing.
"""

import secrets
from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.http import require_http_methods, require_POST

from answerable.appeals import actions, queries
from answerable.appeals.forms.following import ContactForm, DisputeForm, EnterForm, ReplyForm, WithdrawForm
from answerable.appeals.queries.public import way_of
from answerable.appeals.rules import life
from answerable.appeals.terms import Deed, State, Taken, subject_of
from answerable.appeals.views import following, naming, showing, uploads
from answerable.base import dates, row_scope
from answerable.base.actor import resident
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.room import follow_notes, subject_kinds
from answerable.base.subject import Subject
from answerable.base.verdict import InvalidError, MissingError, NotNowError
from answerable.law import queries as law_queries
from answerable.people import desk_marks
from answerable.vault import actions as vault_actions
from answerable.vault import queries as vault_queries
from answerable.vault import wording as vault_wording
from answerable.vault.models import FollowSession
from answerable.vault.rules.files import ACCEPT
from answerable.vault.terms import CodeMisreadError, Entered
from answerable.vault.views import files as vault_files

HERE: Final = "public:appeals:followed"


def private(answer: HttpResponse) -> HttpResponse:
    """A page that no browser and no cache keeps."""
    add_never_cache_headers(answer)
    answer["Cache-Control"] = "no-store, private"
    return answer


def _cookie(request: HttpRequest) -> str:
    return str(request.COOKIES.get(settings.FOLLOW_COOKIE_NAME, ""))


def session_of(request: HttpRequest) -> FollowSession:
    """The living session of the request; the door has seen to it that there is one."""
    session = vault_queries.follow_session(_cookie(request), now())
    if session is None:
        raise MissingError
    return session


def not_of_a_desk(request: HttpRequest, at: datetime) -> None:
    """Refuse, with a way that works at once, what only the sender may say from a browser that was at a desk within a day."""
    if desk_marks.is_desk_browser(request, at):
        raise NotNowError("word.of-a-desk")


def own_word(request: HttpRequest) -> Taken | None:
    """Let only the sender decide; returns how it is counted apart until it is said from elsewhere: where a desk works.

    A code that an operator has seen may read and write back, and so may a browser that was at a desk within a day
    (`people.desk_marks`): what decides waits until code and browser are the sender's alone.
    """
    at = now()
    session = session_of(request)
    if session.must_change:
        contested = vault_queries.is_contested(session.subject)
        raise NotNowError("code.contested" if contested else "code.slip-reads" if session.slip else "code.must-change")
    not_of_a_desk(request, at)
    return Taken.PLACE if desk_marks.is_desk_place(request, at) else None


def back(note: str = "", anchor: str = "") -> HttpResponseRedirect:
    """Back to the page of the message, with a word about what was done."""
    address = reverse(HERE) + (f"?done={note}" if note else "") + (f"#{anchor}" if anchor else "")
    return HttpResponseRedirect(address)


@door("public")
@require_http_methods(["GET", "HEAD"])
def arrive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- the language has been found already
    """The short address of slips and letters."""
    return redirect("public:appeals:follow")


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Type the code. Wrong, unknown and resting codes are answered alike, after the same work."""
    form = EnterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        entered = _opened(form, _cookie(request))
        if entered:
            return with_session(HttpResponseRedirect(landing_of(entered.subject)), entered.cookie)
    followed = vault_queries.followed(_cookie(request), now()) if _cookie(request) else None
    words = {"form": form, "going": landing_of(followed) if followed else ""}
    return private(render(request, "appeals/follow/enter.html", words))


def landing_of(subject: Subject) -> str:
    """The page of whoever holds the code of a subject: a room says it of each kind that it brings."""
    return reverse(next(kind.follow for kind in subject_kinds() if kind.word == subject.kind and kind.follow))


def _opened(form: EnterForm, cookie: str) -> Entered | None:
    """The session that the code opened; otherwise nothing, and the form says why not. `cookie` of an earlier visit."""
    try:
        entered = vault_actions.enter_code(typed=form.cleaned_data["code"], at=now(), cookie=cookie)
    except CodeMisreadError as fault:
        form.add_error("code", vault_wording.misread(fault))
        return None
    except NotNowError as busy:
        day = busy.words.get("day")
        words = str(vault_wording.REASONS.get(busy.reason, vault_wording.CODE_BUSY))
        form.add_error("code", words % {"day": dates.plain(day)} if day else words)
        return None
    if entered is None:
        form.add_error("code", str(vault_wording.CODE_DID_NOT_OPEN))
        return None
    return entered


def with_session(answer: HttpResponse, cookie: str) -> HttpResponse:
    """The answer by which a visit begins: the browser gets its cookie."""
    answer.set_cookie(
        settings.FOLLOW_COOKIE_NAME,
        cookie,
        path="/",
        secure=settings.ANSWERABLE.secure,
        httponly=True,
        samesite="Strict",
    )
    return private(answer)


@door("follow")
@require_http_methods(["GET", "HEAD"])
def one(request: DoorRequest) -> HttpResponse:
    """The message: who has it, since when, by when and why, what was said, what can be done now."""
    at, session = now(), session_of(request)
    vault_actions.keep_follow(cookie=_cookie(request), at=at)
    if vault_queries.came_by_channel(session):
        return private(render(request, "appeals/follow/stage.html", following.stage(request.actor, at)))
    case = queries.followed(request.actor, at=at)
    done = request.GET.get("done", "")
    words = {
        "keepers": actions.tell_of_keepers(by=request.actor, at=at, appeal=case.appeal),
        "case": case,
        "appeal": case.appeal,
        "shown": following.shown(case, at),
        "must_change": session.must_change,
        "slip": (slip := following.slip_of(session)),
        "heard": following.heard_of(session) if slip == "contested" else None,
        "at_desk": (at_desk := desk_marks.is_desk_browser(request, at)),
        "may_decide": not session.must_change and not at_desk,
        "done": following.DONE.get(done, ""),
        "notes": follow_notes(subject_of(case.appeal.id), at),
        "taken": following.taken_down(case.appeal),
        "grounds": showing.point_grounds(case),
        "files": {row.id: row for row in showing.shown_files(case.files)},
    }
    return private(render(request, "appeals/follow/one.html", words))


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest) -> HttpResponse:
    """Write back or add files. When the session has ended meanwhile, the code is asked for and the text stays."""
    token = _token(request)
    session = vault_queries.follow_session(_cookie(request), now())
    if request.method == "POST" and not constant_time_compare(request.POST.get("proof", ""), _proof(request)):
        session = None  # not a form of this session: the code is asked for, which proves more
    if request.method != "POST":
        return _reply_page(request, ReplyForm(), token) if session else redirect("public:appeals:follow")
    go, _sep, what = request.POST.get("go", "send").partition(":")
    form, faults = ReplyForm(request.POST), uploads.kept(request, token)
    if go == "drop":
        if what.isdecimal():
            vault_actions.drop_draft(token=token, file=int(what[:19]))
        return _reply_page(request, ReplyForm(initial={"text": request.POST.get("text", "")}), token)
    code = None
    cookie = ""
    if session is None:
        code = EnterForm(request.POST)
        entered = _opened(code, _cookie(request)) if code.is_valid() else None
        cookie = entered.cookie if entered else ""
        session = vault_queries.follow_session(cookie, now()) if cookie else None
    answer, call_first, asked = None, False, None
    if session is not None and form.is_valid() and not faults:
        call_first = not request.POST.get("safe") and law_queries.sounds_urgent(form.cleaned_data["text"])
        asked = None if call_first else naming.question_later(request, session, form.cleaned_data["text"], token)
        answer = None if call_first or asked else _replied(request, session, form, token)
    if answer is None:
        shown = None if session else code
        answer = _reply_page(request, form, token, faults=faults, code=shown, call_first=call_first, asked=asked)
    return with_session(answer, cookie) if cookie else answer


def _proof(request: HttpRequest) -> str:
    """What only a page of this very session has: the guard against forged forms where a page must outlive its session."""
    return salted_hmac("answerable.appeals.reply", _cookie(request), algorithm="sha256").hexdigest()


def _replied(request: HttpRequest, session: FollowSession, form: ReplyForm, token: str) -> HttpResponse | None:
    """Send what was written; nothing when it was refused, and the form says why."""
    drafts = [file.id for file in vault_queries.drafts(token)]
    try:
        with row_scope.of_subject(session.subject):
            actions.reply(
                by=resident(session.subject_id),
                at=now(),
                ref=session.subject_id,
                text=form.cleaned_data["text"],
                token=token,
                drafts=drafts,
                acted=request.POST.get("acted", ""),
            )
    except (InvalidError, NotNowError) as no:
        form.add_error("text", showing.said_all(no))
        return None
    return back("sent")


def _reply_page(
    request: HttpRequest,
    form: ReplyForm,
    token: str,
    *,
    faults: list[str] | None = None,
    code: EnterForm | None = None,
    call_first: bool = False,
    asked: naming.NamesQuestion | None = None,
) -> HttpResponse:
    words = {
        "form": form,
        "call_first": call_first,
        "safe": call_first or bool(request.POST.get("safe")),
        "asked": asked,
        "token": token,
        "proof": _proof(request),
        "files": showing.shown_files(vault_queries.drafts(token)),
        "file_faults": faults or [],
        "code": code,
        "accept": ACCEPT,
    }
    return private(render(request, "appeals/follow/reply.html", words))


def _token(request: HttpRequest) -> str:
    token = request.POST.get("token", "")
    return token if 40 <= len(token) <= 64 else secrets.token_urlsafe(32)


@door("follow")
@require_POST
def rate(request: DoorRequest, point: int) -> HttpResponse:
    """Say of one point whether it was answered: two taps, the code and this."""
    taken = own_word(request)
    rating = request.POST.get("rating", "")
    actions.rate(by=request.actor, at=now(), ref=request.actor.id, point=point, rating=rating, taken=taken)
    return back("apart" if taken else "rated", f"point-{point}")


@door("follow")
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: DoorRequest) -> HttpResponse:
    """Say which points were not answered; it goes to somebody above."""
    at, taken = now(), own_word(request)
    case = queries.followed(request.actor, at=at)
    if not life.allows(case.appeal.state, Deed.DISPUTED):
        if case.appeal.state == State.DISPUTED:
            return back("disputed")  # a second click: it stands already
        raise NotNowError("appeal.not-in-this-state")
    points = [(str(point.id), point.text) for point in case.points if point.id is not None]
    marked = [str(point.id) for point in case.points if point.rating == "not_answered"]
    posted = request.method == "POST"
    form = DisputeForm(request.POST if posted else None, points=points, initial={"points": marked})
    asked = naming.question_later(request, session_of(request), form.cleaned_data["text"]) if form.is_valid() else None
    if form.is_valid() and asked is None:
        try:
            actions.dispute(
                by=request.actor,
                at=at,
                ref=request.actor.id,
                text=form.cleaned_data["text"],
                points=[int(point) for point in form.cleaned_data.get("points", [])],
                token=_token(request),
                taken=taken,
                acted=request.POST.get("acted", ""),
            )
        except InvalidError as no:
            form.add_error("text", showing.said_all(no))
        else:
            return back("apart" if taken else "disputed")
    words = {"form": form, "token": _token(request), "case": case, "asked": asked}
    return private(render(request, "appeals/follow/dispute.html", words))


@door("follow")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: DoorRequest) -> HttpResponse:
    """Take the message back, after a question whether that is meant."""
    taken = own_word(request)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    asked = naming.question_later(request, session_of(request), form.cleaned_data["text"]) if form.is_valid() else None
    if form.is_valid() and asked is None:
        said = {**form.cleaned_data, "acted": request.POST.get("acted", "")}
        actions.withdraw(by=request.actor, at=now(), ref=request.actor.id, taken=taken, **said)
        return back("apart" if taken else "withdrawn")
    words = {"form": form, "days": following.withdrawal_days(), "asked": asked}
    return private(render(request, "appeals/follow/withdraw.html", words))


@door("follow")
@require_POST
def take_up_again(request: DoorRequest) -> HttpResponse:
    """Take the withdrawal back, while there is time."""
    own_word(request)
    actions.take_up_again(by=request.actor, at=now(), ref=request.actor.id)
    return back("again")


@door("follow")
@require_POST
def reasons(request: DoorRequest) -> HttpResponse:
    """Ask why the term was extended."""
    not_of_a_desk(request, now())
    actions.ask_reasons(by=request.actor, at=now(), ref=request.actor.id)
    return back("asked")


@door("follow")
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: DoorRequest) -> HttpResponse:
    """Change or take away the way in which news is announced."""
    own_word(request)
    at = now()
    if request.method == "POST":
        form = ContactForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data["contact"]
            actions.change_contact(by=request.actor, at=at, ref=request.actor.id, contact=said, way=way_of(said))
            return back("contact")
    else:
        sender = queries.followed(request.actor, at=at).sender
        form = ContactForm(initial={"contact": sender.contact if sender else ""})
    return private(render(request, "appeals/follow/contact.html", {"form": form}))


@door("follow")
@require_POST
def code(request: DoorRequest) -> HttpResponse:
    """Take a new code that nobody else has seen; it is shown in this answer and nowhere else."""
    at = now()
    not_of_a_desk(request, at)
    doubtful = desk_marks.is_desk_place(request, at)
    fresh = vault_actions.change_code(cookie=_cookie(request), at=at, doubtful=doubtful)
    former = vault_queries.former_code(subject_of(request.actor.id))
    return private(
        render(request, "appeals/follow/code.html", {"code": fresh.digits, "slip_stands": former is not None})
    )


@door("follow")
@require_http_methods(["GET", "HEAD"])
def file(request: DoorRequest, file: int) -> HttpResponse:
    """A file of this message: the cleaned copy, as a download."""
    found = vault_queries.file_of(subject_of(request.actor.id), file)
    part = "thumb" if request.GET.get("part") == "thumb" else vault_files.part_to_offer(found)
    if not part:
        raise MissingError
    return vault_files.served(found, part=part)


@door("public")
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session at once."""
    if _cookie(request):
        vault_actions.end_follow(cookie=_cookie(request))
    answer = redirect("public:site:front")
    answer.delete_cookie(settings.FOLLOW_COOKIE_NAME, path="/", samesite="Strict")
    return private(answer)
