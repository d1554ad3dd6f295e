"""The people of the bodies in which I grant seats, and seats that wait for a second person."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.people import actions, policy, powers, queries
from answerable.people.forms import DescribedForm, KnownForm, SeatForm
from answerable.people.models import Account, Body, Seat
from answerable.people.stepping import stepped_up
from answerable.people.terms import Power
from answerable.people.wording import sentence_for


def _mine(request: DoorRequest, code: str) -> Body:
    """A body in which the actor grants seats. Raises Missing."""
    body = queries.body(code)
    if body.id not in {each.id for each in queries.bodies_with_power(request.actor, Power.PEOPLE)}:
        raise MissingError
    return body


def _may_confirm(request: DoorRequest, seat: Seat) -> bool:
    line = queries.command_tree().upwards(seat.body_id)
    return bool(policy.can_confirm(request.actor, line=line, account=seat.account_id, granted_by=seat.granted_by))


def _grants_there(request: DoorRequest, seat: Seat) -> bool:
    """Say whether the actor may know of the seat at all: then a refusal says why."""
    return seat.body_id in {each.id for each in queries.bodies_with_power(request.actor, Power.PEOPLE)}


@door("desk")
@require_safe
def bodies(request: DoorRequest) -> HttpResponse:
    """The bodies where I grant seats, and what waits for me as the second person. Missing for whoever does neither."""
    at, found = now(), queries.bodies_with_power(request.actor, Power.PEOPLE)
    waiting = [seat for seat in queries.seats_to_confirm(at) if _may_confirm(request, seat)]
    if not found and not waiting and not any(request.actor.has_anywhere(power) for power in policy.WATCHES):
        raise MissingError
    return render(request, "people/desk/bodies.html", {"bodies": found, "waiting": waiting})


@door("desk")
@require_safe
def staff(request: DoorRequest, code: str) -> HttpResponse:
    """Who sits in a body, since when and until when."""
    body, at = _mine(request, code), now()
    seats = [
        (seat, bool(seat.confirmed_by) or not powers.needs_second(seat.role.powers), _may_confirm(request, seat))
        for seat in queries.seats_in(body.id, at)
    ]
    return render(
        request,
        "people/desk/staff.html",
        {"body": body, "seats": seats, "me": request.actor.id, "outside": settings.ANSWERABLE.oidc_issuer},
    )


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: DoorRequest, code: str) -> HttpResponse:
    """Give somebody a seat; a new person's first password is shown once."""
    body, at = _mine(request, code), now()
    form = SeatForm(request.POST or None, roles=queries.roles(), body=body, initial={"from_on": at.date()})
    if form.is_valid():
        try:
            password, seat = _granted(request, body, form, actions.draw_password())
        except InvalidError as fault:
            for field, reason in fault.faults.items():
                form.add_error(field, sentence_for(reason))
        except (NotNowError, RefusedError) as no:
            form.add_error(None, sentence_for(no.reason))
        else:
            page = {"seat": seat, "body": body, "password": password, "waits": not seat.confirmed_by}
            return render(request, "people/desk/granted.html", page)
    return render(request, "people/desk/grant.html", {"form": form, "body": body})


@transaction.atomic
def _granted(request: DoorRequest, body: Body, form: SeatForm, drawn: actions.FirstPassword) -> tuple[str, Seat]:
    """Make the account where there is none, then the seat, or neither."""
    given, at, password = form.cleaned_data, now(), ""
    account = queries.account_by_login(given["login"])
    if account is None:
        language = dates.language()
        password = drawn.password
        account = actions.make_account(
            by=request.actor,
            at=at,
            drawn=drawn,
            login=given["login"],
            name=given["name"],
            post={language: given["post"]} if given["post"] else {},
            language=language,
            named=False,
        )
    words = {name: given[name] for name in ("role", "heads", "from_on", "until_on")}
    return password, actions.grant_seat(by=request.actor, at=at, account=account.id, body=body.id, **words)


@door("desk")
@stepped_up
@require_POST
def confirm(request: DoorRequest, seat: int) -> HttpResponse:
    """Confirm a seat as the second person. Raises Missing for a seat that the actor could never confirm."""
    waiting = {row.id: row for row in queries.seats_to_confirm(now())}
    if seat not in waiting or not (_may_confirm(request, waiting[seat]) or _grants_there(request, waiting[seat])):
        raise MissingError
    actions.confirm_seat(by=request.actor, at=now(), seat=seat)
    messages.success(request, _("Confirmed. The seat works from now on."), extra_tags="good")
    return redirect("desk:people:staff")


@door("desk")
@stepped_up
@require_POST
def end(request: DoorRequest, code: str, seat: int) -> HttpResponse:
    """End a seat at once. Raises Missing for a seat of another body."""
    body = _mine(request, code)
    if seat not in {row.id for row in queries.seats_in(body.id, now())}:
        raise MissingError
    actions.end_seat(by=request.actor, at=now(), seat=seat)
    messages.success(request, _("The seat has ended, and the person's sessions with it."), extra_tags="good")
    return redirect("desk:people:body", body.code)


def person_in(request: DoorRequest, code: str, account: int) -> tuple[Body, Account]:
    """A body in which I grant seats and somebody who sits there. Raises Missing."""
    body = _mine(request, code)
    people = {row.account_id: row.account for row in queries.seats_in(body.id, now())}
    if account not in people:
        raise MissingError
    return body, people[account]


@door("desk")
@stepped_up
@require_POST
def reset(request: DoorRequest, code: str, account: int) -> HttpResponse:
    """A new first password for somebody who is locked out; shown once. Raises Missing for who has no seat there."""
    body, person = person_in(request, code, account)
    password = actions.reset_account(by=request.actor, at=now(), account=account)
    return render(request, "people/desk/reset.html", {"person": person, "body": body, "password": password})


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: DoorRequest, code: str, account: int) -> HttpResponse:
    """How somebody's name is written and what they are known by. Raises Missing for who has no seat there."""
    body, person = person_in(request, code, account)
    form = DescribedForm(request.POST or None, row=person)
    if form.is_valid():
        actions.describe_account(
            by=request.actor,
            at=now(),
            account=account,
            names=form.in_languages("name"),
            post=form.in_languages("post"),
            known_by=form.known_by(),
        )
        messages.success(request, _("Saved."), extra_tags="good")
        return redirect("desk:people:body", body.code)
    return render(request, "people/desk/known.html", {"form": form, "body": body, "person": person})


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def describe_body(request: DoorRequest, code: str) -> HttpResponse:
    """What a body is known by besides its name."""
    body = _mine(request, code)
    form = KnownForm(request.POST or None, row=body)
    if form.is_valid():
        actions.describe_body(by=request.actor, at=now(), body=body.id, known_by=form.known_by())
        messages.success(request, _("Saved."), extra_tags="good")
        return redirect("desk:people:body", body.code)
    return render(request, "people/desk/known.html", {"form": form, "body": body, "person": None})
