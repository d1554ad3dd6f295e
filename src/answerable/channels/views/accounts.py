"""Ways in and out: which work, when something came and went last, setting one up, and a message that shows whether it arrives."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError, must
from answerable.channels import policy, wording
from answerable.channels.actions import accounts as account_actions
from answerable.channels.forms import AccountForm, TestForm
from answerable.channels.integration import Integration
from answerable.channels.integrations import INTEGRATIONS, KNOWN_BY
from answerable.channels.queries import accounts as account_queries
from answerable.channels.queries.health import AccountHealth, health
from answerable.channels.terms import AccountFacts, Channel, Light, Way
from answerable.people import queries as people_queries
from answerable.people.stepping import stepped_up
from answerable.people.terms import Power

SENDS = frozenset(channel for channel in INTEGRATIONS if channel.value in {way.value for way in Way})
LOOKS = {Light.GREEN: "good", Light.AMBER: "soon", Light.RED: "late"}


def _own_bodies(request: DoorRequest) -> list[Any]:
    """The bodies whose accounts the actor sets up."""
    return people_queries.bodies_with_power(request.actor, Power.PEOPLE)


def _integration(channel: str) -> Integration:
    """The integration of a channel. Raises Missing for none."""
    found = next((each for key, each in INTEGRATIONS.items() if key.value == channel), None)
    if found is None:
        raise MissingError
    return found


def _own_account(request: DoorRequest, channel: str, name: str) -> AccountFacts:
    """An account that the actor sets up. Raises Missing."""
    found = account_queries.account_named(_integration(channel).channel, name)
    if found.body not in {each.id for each in _own_bodies(request)}:
        raise MissingError
    return found


@door("desk")
@require_safe
def accounts(request: DoorRequest) -> HttpResponse:
    """Every account that the reader may know of, with its light. Missing for whoever sets none up and watches over nothing."""
    if not policy.can_see_health(request.actor):
        raise MissingError
    own = {each.id for each in _own_bodies(request)}
    watches = any(request.actor.has_anywhere(power) for power in policy.LOOKS - {Power.PEOPLE})
    shown = [_shown(each, own) for each in health(at=now(), bodies=None if watches else own, known_by=KNOWN_BY)]
    answer = render(
        request,
        "channels/desk/accounts.html",
        {"accounts": shown, "integrations": list(INTEGRATIONS.values()) if own else []},
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _shown(each: AccountHealth, own: set[int]) -> dict[str, object]:
    lights = {Light.GREEN: _("works"), Light.AMBER: _("look at it"), Light.RED: _("does not work")}
    return {
        "one": each,
        "title": INTEGRATIONS[each.channel].title if each.channel in INTEGRATIONS else each.channel.value,
        "light": lights[each.light],
        "look": LOOKS[each.light],
        "why": wording.why(each.why),
        "own": each.body in own,
        "test": _test_form(each) if each.channel in SENDS else None,
    }


def _test_form(each: AccountHealth) -> TestForm:
    """Where a test goes; if nobody says otherwise a mailbox writes to itself."""
    address = each.public if each.channel is Channel.EMAIL else ""
    return TestForm(initial={"address": address}, auto_id=f"id_%s_{each.id}")


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: DoorRequest, channel: str, name: str = "") -> HttpResponse:
    """Set an account up, or change it; a secret that is kept is never shown. Missing for whoever may not."""
    integration, bodies = _integration(channel), _own_bodies(request)
    if not bodies:
        raise MissingError
    known = _own_account(request, channel, name) if name else None
    form = AccountForm(
        request.POST or None,
        integration=integration,
        bodies=bodies,
        known=known is not None,
        initial=_initial(integration, known),
    )
    if form.is_valid():
        try:
            account_actions.set_account(
                by=request.actor,
                at=now(),
                channel=integration.channel,
                name=form.cleaned_data["name"],
                body=form.cleaned_data["body"],
                settings=form.settings(),
                expires_on=form.cleaned_data["expires_on"],
            )
        except InvalidError as fault:
            for field in fault.faults:
                form.add_error(field, str(wording.REASONS["channel.name"]))
        else:
            messages.success(request, _("It is set. Send a test through it."))
            return redirect("desk:channels:list")
    answer = render(request, "channels/desk/account.html", {"form": form, "integration": integration, "known": known})
    answer["Cache-Control"] = "no-store"
    return answer


def _initial(integration: Integration, known: AccountFacts | None) -> dict[str, object]:
    """What stands in the fields at first: what is kept, without secrets; else what holds where nothing is said."""
    said = {
        f"setting_{each.name}": (known.settings.get(each.name, "") if known else each.default) or ""
        for each in integration.settings
        if not each.secret
    }
    if known is None:
        return {**said, "name": "main"}
    body = next((each.code for each in people_queries.bodies() if each.id == known.body), "")
    return {**said, "name": known.name, "body": body, "expires_on": account_queries.expiry_of(known.id)}


@door("desk")
@require_POST
def test(request: DoorRequest, channel: str, name: str) -> HttpResponse:
    """Send a message through the account itself; then the list again, which says when it arrived."""
    found = _own_account(request, channel, name)
    form = TestForm(request.POST)
    if found.channel not in SENDS:
        raise MissingError
    if form.is_valid():
        account_actions.send_test(
            by=request.actor,
            at=now(),
            channel=found.channel,
            name=found.name,
            address=form.cleaned_data["address"],
            language=get_language() or "en",
        )
        messages.success(request, _("A test is on its way. Load this page again to see whether it arrived."))
    else:
        messages.warning(request, _("Say to which address of ours it goes."))
    return redirect("desk:channels:list")


@door("desk")
@stepped_up
@require_POST
def shut(request: DoorRequest, channel: str, name: str) -> HttpResponse:
    """Shut an account; then the list again."""
    found = _own_account(request, channel, name)
    must(policy.can_set_account(request.actor, line=people_queries.command_tree().upwards(found.body)))
    account_actions.shut_account(by=request.actor, at=now(), channel=found.channel, name=found.name)
    messages.success(request, _("It is shut. Setting it up again opens it."))
    return redirect("desk:channels:list")
