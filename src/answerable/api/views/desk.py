"""Keys of other people's programs and the addresses that are told: given, agreed to, taken back; the log of deliveries."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.api import actions, queries, rules, wording
from answerable.api.forms import KeyForm, WebhookForm
from answerable.api.models import Webhook, WebhookCall
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError
from answerable.people import actions as people_actions
from answerable.people import policy as people_policy
from answerable.people import queries as people_queries
from answerable.people import rules as people_rules
from answerable.people.models import ApiKey, Body
from answerable.people.queries import api_keys
from answerable.people.stepping import stepped_up
from answerable.people.terms import ApiScope, Power

SHOWN = 100  # calls of one page


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key as the page shows it; never its text."""

    row: ApiKey
    scopes: list[object]
    state: str  # works, waits, over, revoked
    own: bool
    may_confirm: bool


def _own(request: DoorRequest) -> list[Body]:
    """The bodies in which the actor grants seats."""
    return people_queries.bodies_with_power(request.actor, Power.PEOPLE)


def _own_or_missing(request: DoorRequest) -> list[Body]:
    found = _own(request)
    if not found:
        raise MissingError
    return found


def _may_confirm(request: DoorRequest, row: ApiKey) -> bool:
    line = people_queries.command_tree().upwards(row.body_id)
    return bool(people_policy.can_confirm_key(request.actor, line=line, issued_by=row.issued_by))


def _line(request: DoorRequest, row: ApiKey, own: set[int], at: datetime) -> KeyLine:
    waits = people_rules.waits_for_second(row.scopes, confirmed_by=row.confirmed_by)
    state = "revoked" if row.revoked_at else "over" if at >= row.ends_at else "waits" if waits else "works"
    return KeyLine(
        row=row,
        scopes=[wording.SCOPES[ApiScope(each)] for each in row.scopes if each in {*ApiScope}],
        state=state,
        own=row.body_id in own,
        may_confirm=state == "waits" and _may_confirm(request, row),
    )


@door("desk")
@require_safe
def programs(request: DoorRequest) -> HttpResponse:
    """Every key and webhook of my bodies, and the keys that wait for me as the second person. Missing for whoever does neither."""
    at, bodies = now(), _own(request)
    own = {each.id for each in bodies}
    lines = [_line(request, row, own, at) for row in api_keys.api_keys().filter(body__in=own)]
    foreign = [_line(request, row, own, at) for row in api_keys.keys_to_confirm(at) if row.body_id not in own]
    waiting = [line for line in foreign if line.may_confirm]
    if not own and not waiting and not any(request.actor.has_anywhere(each) for each in people_policy.WATCHES):
        raise MissingError
    shown = {"keys": [*waiting, *lines], "webhooks": queries.lines(own), "bodies": bodies}
    return _unkept(render(request, "api/desk/programs.html", shown))


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def give_key(request: DoorRequest) -> HttpResponse:
    """Give a key; its text is shown once. Missing for whoever grants no seats."""
    bodies, at = _own_or_missing(request), now()
    initial = {"ends_on": (at + timedelta(days=365)).date(), "scopes": [ApiScope.READ.value]}
    form = KeyForm(request.POST or None, bodies=bodies, today=at.date(), initial=initial)
    if form.is_valid():
        body = people_queries.body(form.cleaned_data["body"])
        ends = datetime.combine(form.cleaned_data["ends_on"] + timedelta(days=1), time(), ZoneInfo(body.zone))
        key, text = people_actions.issue_api_key(
            by=request.actor,
            at=at,
            body=body.id,
            name=form.cleaned_data["name"],
            scopes=[ApiScope(each) for each in form.cleaned_data["scopes"]],
            ends_at=ends,
        )
        waits = people_rules.waits_for_second(key.scopes, confirmed_by="")
        return _unkept(render(request, "api/desk/given.html", {"key": key, "text": text, "waits": waits, "body": body}))
    return _unkept(render(request, "api/desk/give_key.html", {"form": form}))


@door("desk")
@stepped_up
@require_POST
def confirm_key(request: DoorRequest, key: int) -> HttpResponse:
    """Agree to a key as the second person. Missing for one that the actor could never agree to."""
    row = next((each for each in api_keys.keys_to_confirm(now()) if each.id == key), None)
    own = {each.id for each in _own(request)}
    if row is None or not (row.body_id in own or _may_confirm(request, row)):
        raise MissingError
    people_actions.confirm_api_key(by=request.actor, at=now(), key=key)
    messages.success(request, _("Agreed. The key works from now on."), extra_tags="good")
    return redirect("desk:api:list")


@door("desk")
@stepped_up
@require_POST
def revoke_key(request: DoorRequest, key: int) -> HttpResponse:
    """Take a key back. Missing for one of another body."""
    row = api_keys.api_keys().filter(id=key, body__in=[each.id for each in _own(request)]).first()
    if row is None:
        raise MissingError
    people_actions.revoke_api_key(by=request.actor, at=now(), key=key)
    messages.success(request, _("The key is taken back: it opens nothing from now on."), extra_tags="good")
    return redirect("desk:api:list")


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def set_webhook(request: DoorRequest) -> HttpResponse:
    """Tell another's program from now on; the secret of its signature is shown once. Missing for whoever grants no seats."""
    form = WebhookForm(request.POST or None, bodies=_own_or_missing(request))
    if form.is_valid():
        said = form.cleaned_data
        body = people_queries.body(said["body"])
        try:
            row, secret = actions.set_webhook(
                by=request.actor, at=now(), body=body.id, address=said["address"], events=said["events"]
            )
        except InvalidError as fault:
            for field, reason in fault.faults.items():
                form.add_error(field, str(wording.REASONS[reason]))
        else:
            page = {"webhook": row, "secret": secret, "address": said["address"]}
            return _unkept(render(request, "api/desk/set.html", page))
    return _unkept(render(request, "api/desk/set_webhook.html", {"form": form}))


def _own_webhook(request: DoorRequest, ref: int) -> Webhook:
    """A webhook of a body in which the actor grants seats. Raises Missing."""
    found = queries.webhook(ref)
    if found.body not in {each.id for each in _own(request)}:
        raise MissingError
    return found


@door("desk")
@require_safe
def webhook(request: DoorRequest, webhook: int) -> HttpResponse:
    """One webhook with the log of its deliveries, the newest first."""
    row = _own_webhook(request, webhook)
    calls = [_call(each) for each in queries.calls_of(row.id)[:SHOWN]]
    events = [wording.EVENTS.get(each, each) for each in row.events]
    shown = {"webhook": row, "address": queries.address_of(row), "calls": calls, "events": events}
    return _unkept(render(request, "api/desk/webhook.html", shown))


def _call(row: WebhookCall) -> dict[str, Any]:
    if row.delivered_at is not None:
        state = "delivered"
    elif row.gave_up_at is not None:
        state = "given_up"
    else:
        state = "again" if row.tries else "waits"
    return {
        "row": row,
        "event": wording.EVENTS.get(row.event, row.event),
        "state": state,
        "why": wording.fault(row.fault, row.status) if row.fault else "",
        "most": len(rules.PAUSES) + 1,
    }


@door("desk")
@require_POST
def test_webhook(request: DoorRequest, webhook: int) -> HttpResponse:
    """Call it with nothing to tell; then its log, which says whether it arrived."""
    row = _own_webhook(request, webhook)
    actions.test_webhook(by=request.actor, at=now(), ref=row.id)
    messages.success(request, _("A test is on its way. Load this page again to see whether it arrived."))
    return redirect("desk:api:webhook", row.id)


@door("desk")
@stepped_up
@require_POST
def shut_webhook(request: DoorRequest, webhook: int) -> HttpResponse:
    """Tell it nothing more."""
    row = _own_webhook(request, webhook)
    actions.shut_webhook(by=request.actor, at=now(), ref=row.id)
    messages.success(request, _("It is told nothing any more."))
    return redirect("desk:api:list")


@door("desk")
@require_POST
def retry_call(request: DoorRequest, webhook: int, call: int) -> HttpResponse:
    """Send again what was given up."""
    row = _own_webhook(request, webhook)
    if not queries.calls_of(row.id).filter(id=call).exists():
        raise MissingError
    actions.retry_call(by=request.actor, at=now(), ref=call)
    messages.success(request, _("It is sent again."))
    return redirect("desk:api:webhook", row.id)


def _unkept(answer: HttpResponse) -> HttpResponse:
    """The answer, which no cache keeps: it may bear a secret."""
    answer["Cache-Control"] = "no-store"
    return answer
