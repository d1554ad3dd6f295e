"""What was taken down at a desk in a sender's name: the sender says that it is not their word."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from answerable.appeals import actions
from answerable.appeals.views.follow import back, own_word
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest


@door("follow")
@require_POST
def cancel(request: DoorRequest, entry: int) -> HttpResponse:
    """Cancel one word; what it changed is as it was before."""
    own_word(request)
    actions.cancel_word(by=request.actor, at=now(), ref=request.actor.id, entry=entry)
    return back("cancelled")
