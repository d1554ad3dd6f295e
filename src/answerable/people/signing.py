"""Who signs in: the password checked in constant time, and what a signed-in browser remembers of the proof.

There is no permission here: `actor_for` says what somebody may, and nothing else does.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.contrib.auth import login as begin
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from answerable.people import actions, queries
from answerable.people.models import Account
from answerable.people.terms import Factor

BACKEND: Final = "answerable.people.signing.Accounts"
ARRIVED: Final = "arrived"  # in the session: signed in just now, the first page is still to come
FRESH: Final = timedelta(minutes=5)  # how long a proof is good for what asks for one
WAITS: Final = timedelta(minutes=10)  # how long the page of the second factor waits
_TWO_MINUTES, _FIVE_MINUTES = timedelta(minutes=2), timedelta(minutes=5)


class Accounts(BaseBackend):
    """Finds the account of a session. Closed ones are found no more; permissions are not asked for here."""

    def get_user(self, user_id: int) -> Account | None:
        """The account, unless it is closed."""
        return Account.objects.filter(id=user_id, is_active=True).first()


def account_by_password(login: str, password: str) -> Account | None:
    """The account with this sign-in name and password. An unknown name takes as long as a wrong password."""
    account = queries.account_by_login(login)
    if account is None:
        make_password(password)
        return None
    return account if check_password(password, account.password) else None


@dataclass(frozen=True, slots=True)
class Attempts:
    """The buckets that one try is taken out of, the narrowest first: a try that it refuses empties no wider one.

    Only failures count: a try is taken before it is made, so that nobody tries more by trying at once, and given back
    when it succeeded.
    """

    per: timedelta
    buckets: tuple[tuple[str, int], ...]  # what is counted; how many it holds

    def take(self, at: datetime) -> bool:
        """Take one try; False when there is none left."""
        return all(actions.take_attempt(key, per=self.per, most=most, at=at) for key, most in self.buckets)

    def give_back(self, at: datetime) -> None:
        """Put the try of this instant back: it succeeded."""
        for key, most in self.buckets:
            actions.give_back_attempt(key, most=most, at=at)


def at_signing_in(login: str, address: str) -> Attempts:
    """Tries at a password: few for one name from one place, more for a name or a place alone.

    A name can be kept busy only from many places at once, so that nobody locks an officer out from one. Behind one
    address may sit an office, in which everybody mistypes once at eight o'clock.
    """
    name = login.casefold()  # `account_by_login` is blind to it, too
    pairs = ((f"sign-in:both:{name}:{address}", 5), (f"sign-in:name:{name}", 50), (f"sign-in:place:{address}", 90))
    return Attempts(_FIVE_MINUTES, pairs)


def at_outside(address: str) -> Attempts:
    """Ways to the organisation's own sign-in that did not come back believed; each asks its server."""
    return Attempts(_FIVE_MINUTES, ((f"outside:place:{address}", 90),))


def at_second_factor(account: int) -> Attempts:
    """Tries at a second factor: a million codes can't be tried at five in two minutes."""
    return Attempts(_TWO_MINUTES, ((f"second:{account}", 5),))


def factors_of(account: int) -> frozenset[Factor]:
    """The second factors that an account has; recovery codes alone are none."""
    known = {Authenticator.Type.TOTP: Factor.TOTP, Authenticator.Type.WEBAUTHN: Factor.PASSKEY}
    kinds = Authenticator.objects.filter(user=account).values_list("type", flat=True)
    return frozenset(known[Authenticator.Type(kind)] for kind in kinds if Authenticator.Type(kind) in known)


def wait_for_second(request: HttpRequest, account: Account, at: datetime) -> None:
    """Remember that the password was right; nobody is signed in yet."""
    request.session.cycle_key()
    request.session["waiting"] = {"account": account.id, "since": at.timestamp()}


def awaited_account(request: HttpRequest, at: datetime) -> Account | None:
    """Whose second factor is awaited in this browser."""
    found: dict[str, Any] = request.session.get("waiting") or {}
    if not found or at.timestamp() - found["since"] > WAITS.total_seconds():
        return None
    return Account.objects.filter(id=found["account"], is_active=True).first()


def sign_in(request: HttpRequest, account: Account, at: datetime, *, second: str) -> None:
    """Sign somebody in under a new session id."""
    request.session.pop("waiting", None)
    begin(request, account, backend=BACKEND)
    request.session[ARRIVED] = True
    request.session["browser"] = browser_of(request.headers.get("User-Agent", ""))
    prove(request, at, second=second)


def prove(request: HttpRequest, at: datetime, *, second: str = "") -> None:
    """Remember that the person has just proved who they are."""
    request.session["proved"] = at.timestamp()
    if second:
        request.session["second"] = second


def is_fresh(request: HttpRequest, at: datetime) -> bool:
    """Say whether the last proof is young enough for exports, roles, keys and originals."""
    return bool(0 <= at.timestamp() - request.session.get("proved", 0) <= FRESH.total_seconds())


def browser_of(agent: str) -> str:
    """A browser by its family and system only, so that a person knows their own sessions apart."""
    families = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS"}
    systems["Linux"] = "Linux"
    family = next((name for mark, name in families.items() if mark in agent), "")
    system = next((name for mark, name in systems.items() if mark in agent), "")
    return ", ".join(part for part in (family, system) if part)
