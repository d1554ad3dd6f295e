"""How the ways in and out are: for each account what came and went last, what fails, and its light."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from answerable.base import row_scope
from answerable.channels import rules
from answerable.channels.models import Account, Notice, RawDelivery
from answerable.channels.queries.accounts import facts_of
from answerable.channels.terms import Channel, DeliveryState, Light, NoticeKind, Signs
from answerable.vault.terms import UnreadableError

TOLD_WITHIN = timedelta(days=1)  # what was given up is counted for a day


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHealth:
    """One account, how it is, and why.

    came_at, sent_at       the last delivery, the last notice that went out
    tested_at, arrived_at  the last message sent to see whether it arrives; when the channel proved that it did
    public                 by what people know it; empty where nothing was said
    """

    id: int
    channel: Channel
    name: str
    body: int
    light: Light
    why: str
    signs: Signs
    came_at: datetime | None
    sent_at: datetime | None
    tested_at: datetime | None
    arrived_at: datetime | None
    public: str


@row_scope.as_system()
def health(
    *, at: datetime, bodies: Iterable[int] | None = None, known_by: Mapping[Channel, str] | None = None
) -> list[AccountHealth]:
    """Every account in use, or those of some bodies; four questions, however many there are.

    `known_by`: channel -> the setting by which people know an account of it (`integrations.KNOWN_BY`).
    """
    found = Account.objects.filter(shut_at=None).order_by("channel", "name")
    rows = list(found if bodies is None else found.filter(body__in=sorted(bodies)))
    came = _came(rows, at)
    going = _going(at)
    tests = _tests(rows)
    return [
        _one(
            row,
            _signs(row, came.get(row.id, (None, 0))[1], going.get(row.channel, (0, 0))),
            at=at,
            came_at=came.get(row.id, (None, 0))[0],
            test=tests.get(row.id),
            public=_public(row, (known_by or {}).get(Channel(row.channel), "")),
        )
        for row in rows
    ]


def _came(rows: list[Account], at: datetime) -> dict[int, tuple[datetime | None, int]]:
    """By account: the last delivery, and how many nobody has read in time."""
    late = Q(state=DeliveryState.WAITING, at__lt=at - rules.READ_BY)
    counted = RawDelivery.objects.filter(account__in=[row.id for row in rows]).values("account")
    found = counted.annotate(last=Max("at"), late=Count("id", filter=late)).order_by()
    return {row["account"]: (row["last"], row["late"]) for row in found}


def _going(at: datetime) -> dict[str, tuple[int, int]]:
    """By way: notices that are tried in vain, and those given up since yesterday."""
    stuck = Q(gave_up_at=None, at__lt=at - rules.READ_BY, tries__gt=0) & ~Q(fault__in=["", "many-acknowledgements"])
    unsent = Notice.objects.filter(sent_at=None).filter(Q(gave_up_at=None) | Q(gave_up_at__gt=at - TOLD_WITHIN))
    found = unsent.values("way").annotate(
        stuck=Count("id", filter=stuck), returned=Count("id", filter=Q(gave_up_at__isnull=False))
    )
    return {row["way"]: (row["stuck"], row["returned"]) for row in found.order_by()}


def _tests(rows: list[Account]) -> dict[int, Notice]:
    """By account: its last test."""
    things = {f"channel/{row.id}": row.id for row in rows}
    found = Notice.objects.filter(thing__in=things, kind=NoticeKind.TEST).order_by("id")
    return {things[notice.thing]: notice for notice in found}


def _signs(row: Account, unread: int, going: tuple[int, int]) -> Signs:
    return Signs(
        fault=row.fault,
        fault_at=row.fault_at,
        unread=unread,
        stuck=going[0],
        returned=going[1],
        expires_on=row.expires_on,
    )


def _one(
    row: Account, signs: Signs, *, at: datetime, came_at: datetime | None, test: Notice | None, public: str
) -> AccountHealth:
    light, why = rules.light_of(signs, at=at)
    return AccountHealth(
        id=row.id,
        channel=Channel(row.channel),
        name=row.name,
        body=row.body,
        light=light,
        why=why,
        signs=signs,
        came_at=came_at,
        sent_at=row.sent_at,
        tested_at=test.at if test else None,
        arrived_at=test.proven_at if test else None,
        public=public,
    )


def _public(row: Account, setting: str) -> str:
    """By what people know an account; a damaged one is known by nothing."""
    try:
        said = facts_of(row).settings.get(setting, "") if setting else ""
    except UnreadableError:
        return ""
    return said.partition(",")[0].strip()
