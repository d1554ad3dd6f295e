"""The way back for a sender: the slip or code that they have, and the digits that they were given in person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from answerable.appeals.forms.following import WayBackForm
from answerable.appeals.views import follow
from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.verdict import NotNowError
from answerable.vault import actions as vault_actions
from answerable.vault import wording as vault_wording
from answerable.vault.actions import CodeReturned
from answerable.vault.terms import CodeMisreadError


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """Set a new code; it is shown in this answer and nowhere else. Not in a browser of a desk."""
    form = WayBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        follow.not_of_a_desk(request, now())
        came = _came_back(form)
        if came is not None:
            answer = render(request, "appeals/follow/code.html", {"code": came.code.digits, "slip_stands": False})
            return follow.with_session(answer, came.cookie)
    return follow.private(render(request, "appeals/follow/return.html", {"form": form}))


def _came_back(form: WayBackForm) -> CodeReturned | None:
    """The way back gone; otherwise nothing, and the form says why not."""
    typed, digits = form.cleaned_data["code"], form.cleaned_data["given"]
    try:
        came = vault_actions.come_back(typed=typed, digits=digits, at=now())
    except CodeMisreadError as fault:
        form.add_error("code", vault_wording.misread(fault))
        return None
    except NotNowError as no:
        day = no.words.get("day")
        words = str(vault_wording.REASONS.get(no.reason, vault_wording.CODE_BUSY))
        of_code = no.reason not in vault_wording.OF_GIVEN_DIGITS
        form.add_error("code" if of_code else "given", words % {"day": dates.plain(day)} if day else words)
        return None
    if came is None:
        form.add_error("code", str(vault_wording.CODE_DID_NOT_OPEN))
    return came
