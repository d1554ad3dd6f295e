"""Opening and closing my key: the short page with a password before the first sealed thing of a session."""

from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import NotNowError, RefusedError
from answerable.people.signing import Attempts
from answerable.people.stepping import next_page
from answerable.vault import actions, policy, queries, unlocked_keys, wording
from answerable.vault.forms import OpenForm
from answerable.vault.terms import Holder

SLOWLY: Final = 429
_FIVE_MINUTES: Final = timedelta(minutes=5)
_TRIES: Final = 10  # in five minutes; each costs a slow hash besides


@door("desk")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def open_key(request: DoorRequest) -> HttpResponse:
    """Type the password of my key; then sealed things open until I sign out. Without a pair: on to making one.

    Everybody at a desk may come here, led from a sealed appeal; whoever may hold no key reads why it is not for them.
    """
    may = bool(policy.can_enrol(request.actor))
    if may and queries.pair_of(Holder.ACCOUNT, request.actor.id) is None:
        return redirect("desk:vault:keys")
    form, status = OpenForm(request.POST or None), 200
    if may and form.is_valid():
        seed, status = _opened(request, form)
        if seed is not None:
            answer = redirect(next_page(request))
            unlocked_keys.keep_unlocked(request, answer, account=request.actor.id, seed=seed)
            return answer
    page = {"form": form, "next": next_page(request), "may": may, "open": unlocked_keys.is_unlocked(request)}
    return render(request, "vault/desk/open.html", page, status=status)


def _opened(request: DoorRequest, form: OpenForm) -> tuple[bytes | None, int]:
    """The private key, or nothing and the status of the page; the form says why."""
    at, attempts = now(), Attempts(_FIVE_MINUTES, ((f"key:{request.actor.id}", _TRIES),))
    if not attempts.take(at):
        form.add_error(None, _("Too many attempts. Wait five minutes, then try again."))
        return None, SLOWLY
    try:
        seed = actions.unlock_pair(by=request.actor, at=at, password=form.cleaned_data["password"])
    except (RefusedError, NotNowError) as no:
        form.add_error("password", str(wording.REASONS[no.reason]))
        return None, 200
    attempts.give_back(at)
    return seed, 200


@door("desk")
@require_POST
def close_key(request: DoorRequest) -> HttpResponse:
    """Close my key before I leave the screen."""
    answer = redirect("desk:vault:keys")
    unlocked_keys.lock(request, answer)
    messages.success(request, _("Your key is closed. Sealed appeals ask for its password again."), extra_tags="good")
    return answer
