"""The two lanes of the public door in a rush: the browser works a little (ALTCHA), or the message waits a little.

In calm hours this costs a process a look at its own counter. In a rush a place that has sent many is asked: with
scripts its browser finds a number, without them the same form is sent again when the stated time has come. Either is
good for one form only, and a form is one appeal however often it comes; so nothing has to be remembered of tickets.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final

from altcha import v1 as altcha
from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from answerable.appeals.queries.public import was_delivered
from answerable.appeals.rules import lanes
from answerable.people.actions import stand_in_line
from answerable.people.caller import address_of
from answerable.vault.keys import server_key
from answerable.vault.rules.subkeys import subkey

SALT: Final = "appeals.lane"
WORK_LASTS: Final = timedelta(minutes=30)
MOST_WORK: Final = 2_000  # characters of a browser's answer
_gauge = lanes.Gauge(busy=settings.ANSWERABLE.busy_sends)


@dataclass(frozen=True, slots=True)
class Stop:
    """A message that goes on a little later: when, the ticket that says so, and the work that spares the wait."""

    due_at: datetime
    ticket: str
    work: dict[str, Any]


def stop(request: HttpRequest, token: str, at: datetime) -> Stop | None:
    """What stands between a form and the journal; None when nothing does, as nearly always."""
    ticket = _ticket(request.POST.get("lane", ""), token)
    if ticket is None:
        if not _gauge.is_busy(monotonic()):
            return None
        place = lanes.place_of(address_of(request), onion=is_onion(request))
        debt = _debt(place, at)
        if debt <= 0 or was_delivered("web", token):
            return None
        ticket = (at + lanes.wait(debt), debt)
    due_at, debt = ticket
    if at >= due_at or worked(request.POST.get("work", ""), token):
        return None
    return Stop(due_at=due_at, ticket=_written(token, due_at, debt), work=_work(token, debt, at))


def shown(stop: Stop, hidden: dict[str, str], at: datetime) -> dict[str, Any]:
    """What the page of the two lanes says."""
    minutes = max(1, -((at - stop.due_at) // timedelta(minutes=1)))
    return {"stop": stop, "hidden": hidden, "minutes": minutes, "work": json.dumps(stop.work)}


def is_onion(request: HttpRequest) -> bool:
    """Say whether a request came by the onion service: the one way on which nobody on the road knows the sender."""
    return request.get_host().partition(":")[0].endswith(".onion")


def _debt(place: str, at: datetime) -> float:
    if not place:
        return 0.0
    longest = int(lanes.LONGEST / (lanes.PER / lanes.FREE)) * 2
    return stand_in_line(f"send:{place}", per=lanes.PER, most=lanes.FREE, longest=longest, at=at)


def _of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()[:32]


def _written(token: str, due_at: datetime, debt: float) -> str:
    return signing.dumps([_of(token), due_at.isoformat(), round(debt, 1)], salt=SALT)


def _ticket(written: str, token: str) -> tuple[datetime, float] | None:
    """When the holder of a ticket may go on, and how many too many there were; None for a bent or foreign ticket."""
    try:
        form, due_at, debt = signing.loads(written, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (datetime.fromisoformat(due_at), float(debt)) if form == _of(token) else None


def _key() -> str:
    return subkey(server_key(), "altcha").hex()


def _work(token: str, debt: float, at: datetime) -> dict[str, Any]:
    """A number to find, for this form alone."""
    found: dict[str, Any] = altcha.create_challenge(
        altcha.ChallengeOptions(
            algorithm="SHA-256",
            max_number=lanes.numbers(debt),
            hmac_key=_key(),
            expires=at + WORK_LASTS,
            params={"form": _of(token)},
        )
    ).to_dict()
    return found


def worked(written: str, token: str) -> bool:
    """Say whether a browser has found the number for this form."""
    if not written or len(written) > MOST_WORK:
        return False
    try:
        payload = altcha.Payload.from_base64(written)
        _, _, params = payload.parse_salt()
        right, _ = altcha.verify_solution(payload, _key(), check_expires=True)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return bool(right) and params.get("form") == [_of(token)]
