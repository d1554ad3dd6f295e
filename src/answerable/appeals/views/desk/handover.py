"""Handing over: what waits for colleagues until somebody's key is open, and what only one person can open."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from answerable.appeals import actions
from answerable.appeals.queries import keepers
from answerable.appeals.terms import APPEAL
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError
from answerable.vault import policy as vault_policy
from answerable.vault import queries as vault_queries
from answerable.vault import unlocked_keys
from answerable.vault.queries import holders as who
from answerable.vault.terms import Holder

_MOST = 1000  # counted on the page


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: DoorRequest) -> HttpResponse:
    """Open to colleagues what they may read and cannot yet; before leaving, see what nobody else can open."""
    pair = vault_queries.pair_of(Holder.ACCOUNT, request.actor.id) if vault_policy.can_enrol(request.actor) else None
    if pair is None:
        raise MissingError
    if request.method == "POST":
        if unlocked_keys.unlocked_seed(request, request.actor.id) is None:
            return HttpResponseRedirect(f"{reverse('desk:vault:open')}?next={reverse('desk:appeals:handover')}")
        done = actions.hand_over(by=request.actor, at=now())
        said = ngettext("Looked after %(n)s appeal.", "Looked after %(n)s appeals.", done) % {"n": done}
        messages.success(request, said, extra_tags="good")
        return redirect("desk:appeals:handover")
    at = now()
    shown = {
        "pair": pair,
        "waits": len(vault_queries.wanted_by(request.actor.id, kind=APPEAL, most=_MOST)),
        "alone": keepers.only_open_to(request.actor, pair.id),
        "others": [one for one in who.key_holders(at) if one.account != request.actor.id],
        "open": unlocked_keys.is_unlocked(request),
    }
    return render(request, "appeals/desk/handover.html", shown)
