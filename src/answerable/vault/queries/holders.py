"""Who holds keys, how far each has come, and what waits: for the pages of key holders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from answerable.ledger.queries import history_of
from answerable.people import powers
from answerable.people import queries as people_queries
from answerable.people.models import Body, Seat
from answerable.people.terms import Power
from answerable.vault.models import KeyPair, Share, Slot
from answerable.vault.queries.keys import records_only_open_to
from answerable.vault.terms import Holder, SlotKind

SHEET_CHECKED = "key.sheet_checked"


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Somebody who holds a key, or whose seat wants one.

    pair       None until they have made it
    in_office  whether a working seat still gives them one
    alone      how many sealed records no other person can open
    """

    account: int
    name: str
    body: int | None
    pair: KeyPair | None
    in_office: bool
    alone: int

    @property
    def confirmed(self) -> bool:
        """Whether a second person compared the fingerprint."""
        return self.pair is not None and self.pair.confirmed_at is not None


def institutions(bodies: Iterable[int]) -> set[int]:
    """The institutions of bodies: the tops of their trees of command."""
    return set(Body.objects.filter(id__in=list(bodies)).values_list("root", flat=True))


def in_office(account: int, at: datetime) -> bool:
    """Say whether a working seat of their own gives a person a key now."""
    held = people_queries.seats_held_by(account, at)
    return any(each.works and each.acting_for is None and Power.KEYS in each.powers for each in held)


def key_holders(at: datetime) -> list[KeyHolder]:
    """Everybody with a living pair or a working seat for one, by name."""
    pairs = {pair.owner: pair for pair in KeyPair.objects.filter(holder=Holder.ACCOUNT, retired_at=None)}
    seats = _seats(at)
    names = people_queries.names_of({*pairs, *seats})
    found = [
        KeyHolder(
            account=ref,
            name=names[ref].name,
            body=seats.get(ref),
            pair=pairs.get(ref),
            in_office=ref in seats,
            alone=len(records_only_open_to(pairs[ref].id)) if ref in pairs else 0,
        )
        for ref in names
    ]
    return sorted(found, key=lambda one: one.name)


def _seats(at: datetime) -> dict[int, int]:
    """The body in which each person has a working seat that holds a key."""
    rows = Seat.objects.filter(role__powers__contains=[Power.KEYS.value], ended_at=None, account__is_active=True)
    found: dict[int, int] = {}
    for row in rows.select_related("role", "body").order_by("id"):
        begun = row.from_on <= at.date() and (row.until_on is None or at.date() <= row.until_on)
        if begun and powers.works(row.role.powers, confirmed=bool(row.confirmed_by)):
            found[row.account_id] = row.body_id
    return found


def sheet_checked_at(pair: KeyPair) -> datetime | None:
    """When the holder last proved that the present sheet was printed; None for a sheet nobody has checked."""
    slot = Slot.objects.filter(pair=pair, kind=SlotKind.RECOVERY).first()
    said = [entry.at for entry in history_of(f"key/{pair.id}") if entry.deed == SHEET_CHECKED]
    return said[-1] if said and slot is not None and said[-1] >= slot.made_at else None


def quorum_pair() -> KeyPair | None:
    """The living pair of the quorum, confirmed or not."""
    return KeyPair.objects.filter(holder=Holder.QUORUM, retired_at=None).first()


def keepers() -> list[int]:
    """The accounts that hold a share of the living quorum."""
    shares = Share.objects.filter(pair__retired_at=None, holder__retired_at=None)
    return sorted(shares.values_list("holder__owner", flat=True))
