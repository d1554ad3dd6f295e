"""Key holders among themselves: who holds a key, comparing fingerprints, taking the key of a leaver out of use."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError, NotNowError, RefusedError
from answerable.people.queries import names_of
from answerable.people.stepping import stepped_up
from answerable.vault import actions, policy, queries, unlocked_keys, wording
from answerable.vault.forms import Fingerprint
from answerable.vault.models import KeyPair
from answerable.vault.queries import holders as who
from answerable.vault.terms import Holder
from answerable.vault.views.holders import mine


@door("desk")
@require_safe
def holders(request: DoorRequest) -> HttpResponse:
    """Everybody who holds a key or should: what each still needs, and who left without handing over."""
    mine(request)
    rows = who.key_holders(now())
    return render(request, "vault/desk/holders.html", {"rows": rows, "me": request.actor.id})


def may_confirm(request: DoorRequest, pair: KeyPair) -> bool:
    """Say whether the actor can be the second person for a pair of a person or of the quorum."""
    verdict = policy.can_confirm(request.actor, holder=pair.holder, owner=pair.owner, enrolled_by=pair.enrolled_by)
    return bool(verdict) and pair.holder in {Holder.ACCOUNT, Holder.QUORUM}


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: DoorRequest, pair: int) -> HttpResponse:
    """Type the fingerprint that the owner reads out. The screen does not show it: it would only be copied."""
    mine(request)
    found = next((each for each in queries.unconfirmed() if each.id == pair and may_confirm(request, each)), None)
    if found is None:
        raise MissingError
    form = Fingerprint(request.POST or None)
    if form.is_valid():
        try:
            actions.confirm_pair(by=request.actor, at=now(), pair=pair, fingerprint=form.cleaned_data["fingerprint"])
        except RefusedError as no:
            form.add_error("fingerprint", wording.sentence_for(no.reason))
        else:
            messages.success(request, _("The key is confirmed."), extra_tags="good")
            return redirect("desk:vault:holders")
    name = names_of([found.owner])[found.owner].name if found.owner else ""
    return render(request, "vault/desk/confirm.html", {"form": form, "name": name})


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: DoorRequest, pair: int) -> HttpResponse:
    """Take a key out of use: my own when I leave, or a colleague's whose seat has ended."""
    mine(request)
    one = next((each for each in who.key_holders(now()) if each.pair and each.pair.id == pair), None)
    if one is None or one.pair is None:
        raise MissingError
    own = one.account == request.actor.id
    verdict = policy.can_retire(request.actor, owner=one.account, in_office=one.in_office)
    why_not, status = "" if verdict else wording.sentence_for(verdict.reason), 200 if verdict else 403
    if request.method == "POST" and verdict:
        try:
            actions.retire_pair(by=request.actor, at=now(), pair=pair)
        except NotNowError as no:
            why_not, status = wording.sentence_for(no.reason), 409
        else:
            messages.success(request, _("The key is out of use. It opens nothing any more."), extra_tags="good")
            answer = redirect("desk:vault:holders")
            if own:
                unlocked_keys.lock(request, answer)
            return answer
    page = {"one": one, "own": own, "why_not": why_not}
    return render(request, "vault/desk/retire.html", page, status=status)
