"""Keys of other people's programs: who comes with one, and which there are."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from answerable.base.actor import Actor, ActorKind
from answerable.ledger.queries import held
from answerable.people import rules
from answerable.people.held import API_KEYS
from answerable.people.models import Absence, ApiKey, Seat
from answerable.people.terms import SCOPES_OF_TWO, ApiScope


@dataclass(frozen=True, slots=True)
class ApiProgram:
    """Another's program that came with a key: for whom it reads, and whom it must be taken for.

    Whatever it reads, anybody of its body may read from it. So a bar on any of them is a bar on the program: `as_barred`
    is who they all are together, and may nothing by itself.
    """

    key: int
    name: str
    body: int
    root: int
    scopes: frozenset[str]
    ends_at: datetime
    as_barred: Actor

    def may(self, scope: ApiScope) -> bool:
        """Say whether its key was given for this."""
        return scope in self.scopes

    def only_working(self) -> "ApiProgram":
        """The same, as far as it is let read what is written: of the working tier alone."""
        return replace(self, scopes=frozenset({ApiScope.READ}) if self.may(ApiScope.WORDS) else frozenset())


def key_of(text: str, at: datetime) -> ApiKey | None:
    """The key that a program came with, if it is one, has begun and not ended, and stands as its deeds left it.

    One that shows sealed things is none before a second person has agreed.
    """
    found = ApiKey.objects.select_related("body").filter(digest=rules.api_key_digest(text)).first()
    if found is None or found.revoked_at is not None or not found.issued_at <= at < found.ends_at:
        return None
    if rules.waits_for_second(found.scopes, confirmed_by=found.confirmed_by):
        return None
    changed = not SCOPES_OF_TWO.isdisjoint(found.scopes) and held.altered(API_KEYS, [found.id])
    return None if changed else found


def holder_of(text: str, scope: ApiScope, at: datetime) -> ApiKey | None:
    """The key that a program came with, if it works and was given for this."""
    found = key_of(text, at)
    return found if found is not None and scope in found.scopes else None


def as_barred(body: int) -> Actor:
    """Everybody who serves in a body or stands in for somebody there, taken for one: who may nothing, but may be barred."""
    sits = Seat.objects.filter(body=body, ended_at=None).values("account")
    stands = Absence.objects.filter(account__in=sits, ended_at=None).values_list("substitute", flat=True)
    persons = frozenset(sits.values_list("account", flat=True)) | frozenset(stands)
    return Actor(kind=ActorKind.STRANGER, tied_to=frozenset({body}), persons=persons)


def program_of(key: ApiKey) -> ApiProgram:
    """The program that comes with a key."""
    return ApiProgram(
        key=key.id,
        name=key.name,
        body=key.body_id,
        root=key.body.root,
        scopes=frozenset(key.scopes),
        ends_at=key.ends_at,
        as_barred=as_barred(key.body_id),
    )


def api_keys() -> QuerySet[ApiKey]:
    """Every key there was, the newest first."""
    return ApiKey.objects.select_related("body").order_by("-issued_at", "-id")


def keys_to_confirm(at: datetime) -> list[ApiKey]:
    """Every key that waits for a second person."""
    rows = api_keys().filter(confirmed_by="", revoked_at=None, ends_at__gt=at)
    return [row for row in rows if rules.waits_for_second(row.scopes, confirmed_by="")]
