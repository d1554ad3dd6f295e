"""Reading the book: a thing's history, and what comes after a bookmark."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from answerable.ledger import casekeys
from answerable.ledger.models import (
    Announced,
    Bookmark,
    Case,
    CaseKey,
    Cosignature,
    Entry,
    Leaf,
    PublicLeaf,
    SelfAudit,
    Tree,
    WitnessAsked,
)
from answerable_verify.policy import Policy


def history_of(thing: str) -> list[Entry]:
    """Every deed on a thing, oldest first."""
    return list(Entry.objects.filter(thing=thing).order_by("id"))


def last_entry(thing: str) -> int | None:
    """The id of the newest deed on a thing."""
    return Entry.objects.filter(thing=thing).order_by("-id").values_list("id", flat=True).first()


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


def case_key(thing: str) -> bytes | None:
    """The key to what the public log committed to about a thing; None when it never had one or was erased."""
    row = CaseKey.objects.filter(thing=thing).first()
    code = None if row is None else Case.objects.filter(thing=thing).values_list("code", flat=True).first()
    return None if row is None or code is None else casekeys.opened(bytes(row.sealed), bytes(code))


def leaf_of(entry: int) -> PublicLeaf | None:
    """The leaf of a deed in the public log; None for an inner deed."""
    return PublicLeaf.objects.filter(id=entry).first()


def leaves_of(thing: str) -> list[PublicLeaf]:
    """The public acts on a thing, in the order of their numbers."""
    code = Case.objects.filter(thing=thing).values_list("code", flat=True).first()
    return [] if code is None else list(PublicLeaf.objects.filter(case=code).order_by("n"))


def tree() -> Tree | None:
    """The public log as it was signed and published last; None before the sequencer has begun it."""
    return Tree.objects.filter(id=1).first()


def frozen() -> str:
    """Why nothing is signed now; empty when the log goes on."""
    row = tree()
    return "" if row is None else row.frozen


@dataclass(frozen=True, slots=True)
class Published:
    """The checkpoint that the world sees."""

    size: int
    note: bytes
    at: datetime
    witnessed: bool


def published() -> Published | None:
    """The checkpoint that was published last."""
    row = tree()
    if row is None or row.published_size is None or row.published_note is None or row.published_at is None:
        return None
    return Published(row.published_size, bytes(row.published_note), row.published_at, row.witnessed)


def offered() -> tuple[int, bytes] | None:
    """The signed checkpoint that waits for its quorum of witnesses; None when none waits."""
    row = tree()
    return None if row is None or row.waits_since is None else (row.size, bytes(row.note))


def unplaced() -> int:
    """How many public deeds have no place in the public log yet."""
    return PublicLeaf.objects.filter(idx=None).count()


def announced_at(name: str) -> datetime | None:
    """When the log announced something last under a name."""
    return Announced.objects.filter(name=name).values_list("at", flat=True).first()


def announced(name: str) -> Mapping[str, Any] | None:
    """What the log announced last under a name, read; None where it never did."""
    document = Announced.objects.filter(name=name).values_list("document", flat=True).first()
    if document is None:
        return None
    found: Mapping[str, Any] = json.loads(bytes(document))
    return found


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
        size, signed_at = (None, None) if row is None else (row.size, row.signed_at)
        fault = faults.get(known.key.vkey, "")
        found.append(Seer(name, known.key.vkey, known.url or "", size, signed_at, fault))
    return found


def newest_leaves(*, most: int) -> list[PublicLeaf]:
    """The newest acts on cases, the last first."""
    return list(PublicLeaf.objects.filter(case__isnull=False).order_by("-id")[:most])


def last_audit(*, whole: bool) -> SelfAudit | None:
    """What came of our last own audit: the nightly one, or the short look of every ten minutes."""
    return SelfAudit.objects.filter(whole=whole).order_by("-at").first()


def alarms() -> list[str]:
    """What is wrong with the log now, as keys of `wording.ALARMS`: frozen, unwitnessed, audit, look."""
    row = tree()
    if row is None:
        return []
    found = ["frozen"] if row.frozen else []
    if row.published_size and not row.witnessed:
        found.append("unwitnessed")
    for code, whole in (("audit", True), ("look", False)):
        last = last_audit(whole=whole)
        if last is not None and not last.good:
            found.append(code)
    return found


STUCK: Final = timedelta(minutes=75)
"""After so long a signed checkpoint stands in the files, witnessed or not; longer means that it can't be written."""


def troubles(*, at: datetime) -> list[str]:
    """Why an operator should look at the public log now, in plain words; nothing when all is well."""
    found = []
    row = tree()
    if row is not None and row.frozen:
        found.append(f"the public log is FROZEN: {row.frozen}")
    elif row is not None and row.waits_since is not None and at - row.waits_since > STUCK:
        found.append("a signed checkpoint of the public log can't be published; its disk or its sequencer is at fault")
    if row is not None and row.published_at is not None and not row.witnessed:
        found.append("the last checkpoint of the public log was published without its quorum of witnesses")
    for whole in (True, False):
        audit = last_audit(whole=whole)
        if audit is not None and not audit.good:
            found.append("our own audit of the public log found something wrong; see its page")
            break
    return found


def gauges() -> dict[str, float]:
    """Numbers for operators: deeds that wait, how grave our own audits are, how many witnesses are silent."""
    found: dict[str, float] = {"waiting": waiting(), "silent_witnesses": WitnessAsked.objects.exclude(fault="").count()}
    for name, whole in (("audit", True), ("look", False)):
        row = last_audit(whole=whole)
        if row is not None:
            found |= {f"{name}_grade": row.grade, f"{name}_size": row.size, f"{name}_at": row.at.timestamp()}
    held = tree()
    if held is not None:
        found |= {"unplaced": unplaced(), "size": held.size, "frozen": int(bool(held.frozen))}
        found |= {"published_size": held.published_size or 0, "witnessed": int(held.witnessed)}
    return found
