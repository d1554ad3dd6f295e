"""What is not the sender's: a word that was taken down in their name, a code that somebody made before them."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from answerable.appeals import actions
from answerable.appeals.terms import subject_of
from answerable.appeals.views.follow import back, not_of_a_desk, own_word, session_of
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import NotNowError
from answerable.vault import actions as vault_actions


@door("follow")
@require_POST
def cancel(request: DoorRequest, entry: int) -> HttpResponse:
    """Cancel one word; what it changed is as it was before."""
    own_word(request)
    actions.cancel_word(by=request.actor, at=now(), ref=request.actor.id, entry=entry)
    return back("cancelled")


@door("follow")
@require_POST
def not_my_code(request: DoorRequest) -> HttpResponse:
    """Whoever has the slip says that they did not make the new code: from then on neither decides."""
    if not session_of(request).slip:
        raise NotNowError("code.must-change")
    at = now()
    not_of_a_desk(request, at)  # whoever wrote the slip knows it: from there nobody takes the sender's say
    vault_actions.contest_code(subject=subject_of(request.actor.id), at=at)
    return back("contested")
