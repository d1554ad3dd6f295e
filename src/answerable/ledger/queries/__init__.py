"""Reading the journal: a thing's history, and what comes after a bookmark."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet

from answerable.base.follower import HeardDeed
from answerable.ledger import casekeys
from answerable.ledger.models import (
    Announced,
    Bookmark,
    Case,
    CaseKey,
    Cosignature,
    Entry,
    Leaf,
    Parked,
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


def heard_between(position: int, end: int, *, deeds: Sequence[str], most: int) -> list[tuple[int, HeardDeed]]:
    """The first of these deeds at and after a position and before another, each with its position, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.position, e.id, e.at, e.actor, e.deed, e.thing, e.root, e.facts FROM ledger_leaf l "
            "JOIN ledger_entry e ON e.id = l.entry WHERE l.position >= %s AND l.position < %s AND e.deed = ANY(%s) "
            "ORDER BY l.position LIMIT %s",
            [position, end, list(deeds), most],
        )
        return [
            (place, HeardDeed(ref, at, actor, deed, thing, root, json.loads(facts)))
            for place, ref, at, actor, deed, thing, root, facts in cursor.fetchall()
        ]


def heard_deed(entry: int) -> HeardDeed:
    """One deed as followers hear it."""
    row = Entry.objects.get(id=entry)
    return HeardDeed(row.id, row.at, row.actor, row.deed, row.thing, row.root, row.facts)


def parked_subjects(followers: Collection[str]) -> set[tuple[str, str]]:
    """For which followers and subjects deeds are parked: later ones wait behind them."""
    return set(Parked.objects.filter(follower__in=followers).values_list("follower", "subject").distinct())


def parked_due(followers: Collection[str], *, at: datetime) -> int | None:
    """The parked deed of these followers whose time to be tried has come first."""
    due = Parked.objects.filter(follower__in=followers, retry_at__lte=at).order_by("retry_at", "position")
    return due.values_list("id", flat=True).first()


def parked_deeds(*, most: int = 200) -> list[Parked]:
    """Deeds that a follower could not take, the urgent ones first, then those that wait for a person; not those held back behind them."""
    return list(
        Parked.objects.filter(tries__gt=0).order_by("-critical", F("retry_at").asc(nulls_first=True), "since")[:most]
    )


_FOR_A_PERSON: Final = Q(critical=True) | Q(retry_at=None)
RED_AFTER: Final = 3  # tries, some half a minute: what passes by itself has passed by then


def deeds_for_a_person() -> int:
    """How many parked deeds somebody has to look at: what is not tried again by itself, and what is urgent."""
    return _for_a_person().count()


def _for_a_person() -> QuerySet[Parked]:
    return Parked.objects.filter(_FOR_A_PERSON, tries__gt=0)


def held_back() -> int:
    """How many deeds wait behind a parked one of their subject."""
    return Parked.objects.filter(tries=0).count()


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a room is behind: deeds not read, and how long ago it had last heard everything, None where it never had."""

    room: str
    deeds: int
    current_at: datetime | None
    waits_since: datetime | None  # the moment of the oldest deed not read, where it had never heard everything

    @property
    def since(self) -> datetime | None:
        """Since when it is behind, if it is."""
        return self.current_at or self.waits_since


def lags(rooms: Collection[str]) -> list[Lag]:
    """How far each of these rooms is behind, and each other that ever read; a room that never did is one of them."""
    end = size() + deeds_without_position()
    rows = {row.room: row for row in Bookmark.objects.all()}
    found = []
    for name in sorted({*rooms, *rows}):
        row = rows.get(name, Bookmark(room=name))
        waits = None if row.current_at is not None else _moment_of(row.position)
        found.append(Lag(name, end - row.position, row.current_at, waits))
    return found


def _moment_of(position: int) -> datetime | None:
    """The moment of the deed at a position, or of the first without one; None when there is neither."""
    leaf = (
        Leaf.objects.filter(position=position).first() or Leaf.objects.filter(position=None).order_by("entry").first()
    )
    return None if leaf is None else Entry.objects.values_list("at", flat=True).get(id=leaf.entry)


def stuck_since(room: str, followers: Collection[str]) -> datetime | None:
    """Since when a room has got no further: it last heard everything, or last put a deed aside. None before its first."""
    row = Bookmark.objects.get(room=room)
    put_aside = Parked.objects.filter(follower__in=followers).aggregate(at=Max("since"))["at"]
    moments = (row.current_at or _moment_of(row.position), put_aside)
    return max((each for each in moments if each is not None), default=None)


def critical_waiting() -> list[str]:
    """What a restore waits for: erasures, bars and keys that their followers have not taken, as follower and deed."""
    rows = Parked.objects.filter(critical=True).order_by("position").values_list("follower", "entry")
    return [f"{follower} {entry}" for follower, entry in rows]


def size() -> int:
    """How many deeds have a position: the size of the journal as anybody may quote it."""
    last = Leaf.objects.filter(position__isnull=False).order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def deeds_without_position() -> int:
    """How many deeds have no position yet."""
    return Leaf.objects.filter(position=None).count()


def entries(ids: Iterable[int]) -> dict[int, Entry]:
    """Deeds by id."""
    return Entry.objects.in_bulk(list(ids))


def case_key(thing: str) -> bytes | None:
    """The key to what the public log committed to about a thing; None when it never had one or was erased."""
    row = CaseKey.objects.filter(thing=thing).first()
    code = None if row is None else Case.objects.filter(thing=thing).values_list("code", flat=True).first()
    return None if row is None or code is None else casekeys.open_case_key(bytes(row.sealed), bytes(code))


def leaf_of(entry: int) -> PublicLeaf | None:
    """The leaf of a deed in the public log; None for an inner deed."""
    return PublicLeaf.objects.filter(id=entry).first()


def leaves_of(thing: str) -> list[PublicLeaf]:
    """The public acts on a thing, in the order of their numbers."""
    code = Case.objects.filter(thing=thing).values_list("code", flat=True).first()
    return [] if code is None else list(PublicLeaf.objects.filter(case=code).order_by("n"))


def in_published_log(things: Collection[str]) -> set[str]:
    """Which of these things have a deed whose leaf stands in the log that is published now."""
    standing = published()
    if standing is None or not things:
        return set()
    deeds = dict(Entry.objects.filter(thing__in=things).values_list("id", "thing"))
    placed = PublicLeaf.objects.filter(id__in=list(deeds), idx__lt=standing.size).values_list("id", flat=True)
    return {deeds[entry] for entry in placed}


def case_codes(things: Collection[str]) -> dict[str, bytes]:
    """The codes by which the public log names things; what it does not know is not in it."""
    return {thing: bytes(code) for thing, code in Case.objects.filter(thing__in=things).values_list("thing", "code")}


def are_witnessed(thing: str) -> bool:
    """Whether witnesses have seen, in the published log, every public act on a thing; False where there is none."""
    seen, acts = published(), leaves_of(thing)
    if seen is None or not seen.witnessed or not acts:
        return False
    return all(leaf.idx is not None and leaf.idx < seen.size for leaf in acts)


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


def offered_checkpoint() -> tuple[int, bytes] | None:
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
    found = ["frozen"] if row is not None and row.frozen else []
    if row is not None and row.published_size and not row.witnessed:
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


UNHEARD: Final = timedelta(minutes=5)
"""A room that has not heard everything for so long is behind; a minute passes while nothing is new."""


GONE: Final = timedelta(days=1)
"""What should have been tried again so long ago has nobody who tries it: its follower was renamed or removed."""


def followers_in_trouble(rooms: Collection[str], *, at: datetime) -> Iterator[str]:
    """Why an operator should look at the followers of these rooms now, in plain words; nothing when all is well."""
    for lag in lags(rooms):
        if lag.deeds > 0 and lag.since is not None and at - lag.since > UNHEARD:
            minutes = (at - lag.since) // timedelta(minutes=1)
            never = "" if lag.current_at is not None else ", and never had heard everything"
            yield (
                f"the room {lag.room} has not heard {lag.deeds} deeds for {minutes} minutes{never}; "
                "is `answerable worker` running?"
            )
    for row in Parked.objects.filter(tries__gt=0, critical=False, retry_at__lt=at - GONE).order_by("position"):
        yield (
            f"nobody tries deed {row.entry} on {row.subject} again for {row.follower}, though its time has long come: "
            "is there a follower of this name in this version, and a worker?"
        )
    for row in Parked.objects.filter(_FOR_A_PERSON | Q(tries__gte=RED_AFTER), tries__gt=0).order_by("position"):
        what = f"{row.follower} could not take deed {row.entry} on {row.subject} in {row.tries} tries ({row.fault})"
        if row.critical:
            yield f"{what}: an erasure, a bar or a key is not carried out; mend the cause, it is tried again by itself"
        elif row.retry_at is not None:
            yield f"{what}: mend the cause, it is tried again by itself or at the desk (/desk/parked/)"
        else:
            yield f"{what}: mend the cause, then try it again at the desk (/desk/parked/)"


def _of_followers(rooms: Collection[str]) -> dict[str, float]:
    """How far each room is behind, and what waits of each follower."""
    found: dict[str, float] = {"held_back": held_back()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    for lag in lags(rooms):
        found[f'followers_lag_deeds{{room="{lag.room}"}}'] = lag.deeds
        if lag.since is not None:
            found[f'followers_heard_everything_seconds_ago{{room="{lag.room}"}}'] = (at - lag.since).total_seconds()
    for follower, count in Parked.objects.filter(tries__gt=0).values_list("follower").annotate(Count("id")):
        found[f'parked{{follower="{follower}"}}'] = count
    return found


def gauges(rooms: Collection[str]) -> dict[str, float]:
    """Numbers for operators, of the log and of the rooms that follow it: deeds that wait, how grave our own audits are, how many witnesses are silent."""
    found: dict[str, float] = {
        "waiting": deeds_without_position(),
        "silent_witnesses": WitnessAsked.objects.exclude(fault="").count(),
    }
    for name, whole in (("audit", True), ("look", False)):
        row = last_audit(whole=whole)
        if row is not None:
            found |= {f"{name}_grade": row.grade, f"{name}_size": row.size, f"{name}_at": row.at.timestamp()}
    held = tree()
    if held is not None:
        found |= {"unplaced": unplaced(), "size": held.size, "frozen": int(bool(held.frozen))}
        found |= {"published_size": held.published_size or 0, "witnessed": int(held.witnessed)}
    return found | _of_followers(rooms)
