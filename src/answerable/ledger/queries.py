"""Reading the book: a thing's history, and what comes after a bookmark."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from answerable.ledger.models import Bookmark, Cosignature, Entry, Leaf, SelfAudit, WitnessAsked
from answerable_verify.policy import Policy


def history_of(thing: str) -> list[Entry]:
    """Every deed on a thing, oldest first."""
    return list(Entry.objects.filter(thing=thing).order_by("id"))


def after(position: int, *, most: int = 500) -> list[tuple[int, Entry]]:
    """The deeds at and after a position, without a gap: stops before the first position not yet given."""
    places = list(
        Leaf.objects.filter(position__gte=position, position__lt=position + most)
        .order_by("position")
        .values_list("position", "entry")
    )
    entries = Entry.objects.in_bulk([entry for _, entry in places])
    return [(place, entries[entry]) for place, entry in places if place is not None]


def held_bookmark(follower: str) -> int | None:
    """A follower's next position, its row locked; None while another process holds it, or before it has one."""
    row = Bookmark.objects.select_for_update(skip_locked=True).filter(follower=follower).first()
    return None if row is None else row.position


def size() -> int:
    """How many deeds have a position: the size of the book as anybody may quote it."""
    last = Leaf.objects.filter(position__isnull=False).order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def waiting() -> int:
    """How many deeds have no position yet."""
    return Leaf.objects.filter(position=None).count()


def entries(ids: Iterable[int]) -> dict[int, Entry]:
    """Deeds by id."""
    return Entry.objects.in_bulk(list(ids))


@dataclass(frozen=True, slots=True)
class Seer:
    """How it stands with a witness of the policy: what it signed last, and what was wrong when it was asked last."""

    name: str
    key: str
    url: str
    size: int | None
    signed_at: datetime | None
    fault: str


def witnesses(policy: Policy) -> list[Seer]:
    """Every witness of a policy, by name."""
    vkeys = [known.key.vkey for known in policy.witnesses.values()]
    last = {
        row.witness: row
        for row in Cosignature.objects.filter(witness__in=vkeys)
        .order_by("witness", "-signed_at", "-size")
        .distinct("witness")
    }
    faults = dict(WitnessAsked.objects.filter(witness__in=vkeys).values_list("witness", "fault"))
    found = []
    for name, known in sorted(policy.witnesses.items()):
        row = last.get(known.key.vkey)
        signed = (None, None) if row is None else (row.size, row.signed_at)
        found.append(Seer(name, known.key.vkey, known.url or "", *signed, faults.get(known.key.vkey, "")))
    return found


def last_audit(*, whole: bool) -> SelfAudit | None:
    """What came of our last own audit: the nightly one, or the short look of every ten minutes."""
    return SelfAudit.objects.filter(whole=whole).order_by("-at").first()


def gauges() -> dict[str, float]:
    """Numbers for operators: deeds that wait, how grave our own audits are, how many witnesses are silent."""
    found: dict[str, float] = {"waiting": waiting(), "silent_witnesses": WitnessAsked.objects.exclude(fault="").count()}
    for name, whole in (("audit", True), ("look", False)):
        row = last_audit(whole=whole)
        if row is not None:
            found |= {f"{name}_grade": row.grade, f"{name}_size": row.size, f"{name}_at": row.at.timestamp()}
    return found
