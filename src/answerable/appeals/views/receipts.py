"""What a sender can take home: the promise, the receipt as a file or a square code, and the place in the public log."""

import io
from typing import Final

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from answerable.appeals import queries
from answerable.appeals.actions import receipts as actions
from answerable.appeals.models import Appeal
from answerable.appeals.queries import receipts
from answerable.appeals.views.follow import own_word, session_of
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError
from answerable.channels.terms import Way
from answerable.ledger import published
from answerable.ledger.wording import KINDS
from answerable_verify.source import UnreachableError
from answerable_verify.strict import RejectedError

HERE: Final = "public:appeals:followed-record"
DONE: Final = {
    "mailed": _("The receipt is on its way to your address."),
    "declined": _("No receipt is made from now on. Your message is in the log all the same, without a word or a name."),
}


def _private(answer: HttpResponse) -> HttpResponse:
    add_never_cache_headers(answer)
    answer["Cache-Control"] = "no-store, private"
    return answer


def _own(request: DoorRequest) -> Appeal:
    """The appeal whose code was given."""
    session_of(request)
    return queries.by_id_for(request.actor, request.actor.id)


@door("follow")
@require_http_methods(["GET", "HEAD"])
def record(request: DoorRequest) -> HttpResponse:
    """How the message stands in the public log, and what can be taken home."""
    appeal, session = _own(request), session_of(request)
    way, _address = queries.contact_of(appeal)
    standing = receipts.in_log(appeal)
    offered = standing.ready and not standing.declined
    short, changed = _short(appeal) if offered else (None, False)
    words = {
        "appeal": appeal,
        "standing": standing,
        "acts": [(KINDS.get(act.kind, act.kind), act) for act in standing.acts],
        "changed": changed,
        "scannable": short is not None and len(short) <= receipts.QR_BYTES,
        "offered": offered and not changed,
        "mailable": way == Way.EMAIL and not session.must_change,
        "must_change": session.must_change,
        "verifier": published.verifier_digest(),
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return _private(render(request, "appeals/follow/record.html", words))


def _short(appeal: Appeal) -> tuple[bytes | None, bool]:
    """The receipt that keeps the words to itself, and whether it cannot be made because something was changed here."""
    try:
        return receipts.receipt_of(appeal, hide=receipts.PRIVATE), False
    except (RejectedError, UnreachableError):
        return None, True


@door("follow")
@require_http_methods(["GET", "HEAD"])
def promise(request: DoorRequest) -> HttpResponse:
    """The signed promise that the message will be in the log, as a file."""
    found = None if receipts.declined(request.actor.id) else receipts.promise_of(_own(request))
    if found is None:
        raise MissingError
    return _file(found, "message.promise")


@door("follow")
@require_http_methods(["GET", "HEAD"])
def receipt(request: DoorRequest) -> HttpResponse:
    """The receipt as a file; with `?words=no` it keeps the words to itself and proves the rest."""
    return _file(_receipt(request, short=request.GET.get("words") == "no"), "message.tlog-proof")


@door("follow")
@require_http_methods(["GET", "HEAD"])
def square(request: DoorRequest) -> HttpResponse:
    """The receipt without the words as a square code to print."""
    found = _receipt(request, short=True)
    if len(found) > receipts.QR_BYTES:
        raise MissingError
    drawn = io.BytesIO()
    segno.make(found, error="l", boost_error=False, micro=False).save(
        drawn, kind="svg", scale=3, border=4, light="#fff"
    )
    return _private(HttpResponse(drawn.getvalue(), content_type="image/svg+xml"))


def _receipt(request: DoorRequest, *, short: bool) -> bytes:
    appeal = _own(request)
    if receipts.declined(appeal.id):
        raise MissingError
    try:
        found = receipts.receipt_of(appeal, hide=receipts.PRIVATE if short else ())
    except (RejectedError, UnreachableError):
        raise MissingError from None  # the page of the record says that something here is not what was logged
    if found is None:
        raise MissingError
    return found


def _file(raw: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(raw, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return _private(answer)


@door("follow")
@require_POST
def mail(request: DoorRequest) -> HttpResponse:
    """Send the receipt to the sender's own address."""
    own_word(request)
    words = request.POST.get("words") == "yes"
    actions.mail_receipt(by=request.actor, at=now(), ref=request.actor.id, with_words=words)
    return redirect(f"{_address(request)}?done=mailed")


@door("follow")
@require_POST
def decline(request: DoorRequest) -> HttpResponse:
    """Say that no receipt shall be made."""
    own_word(request)
    actions.decline_receipt(by=request.actor, at=now(), ref=request.actor.id)
    return redirect(f"{_address(request)}?done=declined")


def _address(request: HttpRequest) -> str:
    del request
    return str(redirect(HERE).url)
