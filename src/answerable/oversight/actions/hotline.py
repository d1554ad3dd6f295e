"""The week of the hotline: a seed committed to before it, a frame after it, a draw, calls and invitations, and counts.

What is drawn is known inside alone until the week of asking is over: then the seed is opened, and anybody draws the same.
"""

import json
import secrets
from base64 import b64encode
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from answerable.appeals import queries as appeals_queries
from answerable.base.actor import SYSTEM, Actor
from answerable.base.ids import new_id
from answerable.base.leaf_kind import LeafKind
from answerable.base.verdict import MissingError, NotNowError
from answerable.law.queries import standing_order
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact
from answerable.ledger.terms import COMMON, PublicAct
from answerable.oversight import hotline, queries
from answerable.oversight.models import CallBack, Sample
from answerable.oversight.sealed_fields import SAMPLE_SECRET
from answerable.oversight.terms import AskedState, Deed
from answerable.vault.sealing import seal_text
from answerable_verify import draw
from answerable_verify.commitment import lock
from answerable_verify.numbers.hotline import told_apart, write_counts

LEAVES: Mapping[Deed, LeafKind] = {
    Deed.COMMITTED: "draw-committed",
    Deed.FRAMED: "draw-framed",
    Deed.OPENED: "draw-seeded",
    Deed.LISTED: "draw-drawn",
    Deed.COUNTED: "dataset-frozen",
}


@transaction.atomic
def commit_week(*, by: Actor, at: datetime, root: int, asker: int, week: date, logged: bool = True) -> Sample:
    """Commit to the seed of a week that has not begun. Refuses one that has, and a second seed for one week."""
    order = standing_order()
    began, _ended = hotline.span_of(week, zone=order.bodies[root].zone)
    if at >= began or Sample.objects.filter(root=root, week=week).exists():
        raise NotNowError("hotline.seed-comes-first")
    seed, salt, ref = secrets.token_bytes(32), secrets.token_bytes(32), new_id()
    sample = Sample.objects.create(
        id=ref,
        root=root,
        asker_id=asker,
        week=week,
        logged=logged,
        lock=b64encode(lock("seed", seed.hex(), salt)).decode(),
        secret=seal_text(SAMPLE_SECRET, json.dumps([seed.hex(), salt.hex()]), root=root, ref=ref),
        committed_at=at,
    )
    _recorded(sample, by=by, at=at, deed=Deed.COMMITTED, told={"lock": sample.lock})
    return sample


@transaction.atomic
def frame_week(*, by: Actor, at: datetime, sample: int) -> Sample:
    """Fix who can be drawn, once the week is over. Refuses while no witness has seen that the seed is committed to."""
    held = _held(sample)
    if held.framed_at is not None or at < hotline.span_of(held.week, zone=queries.zone_of(held))[1]:
        raise NotNowError("hotline.week-not-over")
    if not queries.is_witnessed(held):
        raise NotNowError("hotline.not-witnessed-yet")
    seed, _salt = queries.secret_of(held)
    ended = queries.ended_in(held)
    cases = [(one.case, one.body) for one in ended.able]
    held.frame, held.design = hotline.frame_of(cases, seed)
    held.who = {hotline.unit_of(seed, one.case): one.appeal for one in ended.able}
    held.endings, held.without_way, held.framed_at = ended.n, ended.without_way, at
    held.save(update_fields=["frame", "design", "who", "endings", "without_way", "framed_at"])
    frame, design = draw.parse_frame(held.frame), draw.parse_design(held.design)
    told: dict[str, str | int] = {
        "design": design.digest,
        "frame": frame.digest,
        "size": len(frame.units),
        "wanted": design.wanted,
    }
    _recorded(held, by=by, at=at, deed=Deed.FRAMED, told=told)
    return held


@transaction.atomic
def draw_week(*, by: Actor, at: datetime, sample: int) -> list[CallBack]:
    """Draw by the seed that was committed to, and write down who is to be asked. Refuses while no witness has seen the frame."""
    held = _held(sample)
    if held.framed_at is None or held.drawn_at is not None:
        raise NotNowError("hotline.not-framed")
    if not queries.is_witnessed(held):
        raise NotNowError("hotline.not-witnessed-yet")
    seed, _salt = queries.secret_of(held)
    drawn = draw.draw(draw.parse_frame(bytes(held.frame or b"")), draw.parse_design(bytes(held.design or b"")), seed)
    held.drawn, held.drawn_at = draw.write_drawn(drawn), at
    held.save(update_fields=["drawn", "drawn_at"])
    _recorded(held, by=by, at=at, deed=Deed.DRAWN, told={})
    ways = queries.ways_of([held.who[one.unit] for one in drawn])
    zone = queries.zone_of(held)
    return [
        _asked(held, by=by, at=at, appeal=held.who[one.unit], body=one.stratum, ways=ways, zone=zone) for one in drawn
    ]


def _asked(
    sample: Sample, *, by: Actor, at: datetime, appeal: int, body: str, ways: Mapping[int, str], zone: str
) -> CallBack:
    """One who is to be asked."""
    row = CallBack.objects.create(
        id=new_id(),
        sample=sample,
        appeal_id=appeal,
        asker_id=sample.asker_id,
        body=body,
        way=ways.get(appeal, ""),
        next_at=hotline.attempt_at(at, 0, zone=zone),
        until=at + hotline.ASKED_FOR,
    )
    record_asked(row, by=by, at=at, deed=Deed.INVITED)
    return row


@transaction.atomic
def close_week(*, by: Actor, at: datetime, sample: int) -> Sample:
    """End the asking, open the seed, and freeze the counts. Refuses while somebody may still be asked."""
    held = _held(sample)
    if held.drawn_at is None or held.opened_at is not None or at < held.drawn_at + hotline.ASKED_FOR:
        raise NotNowError("hotline.still-asking")
    for row in CallBack.objects.select_for_update().filter(sample=held, state=AskedState.WAITING):
        row.state, row.next_at = AskedState.UNREACHED, None
        row.save(update_fields=["state", "next_at"])
        record_asked(row, by=by, at=at, deed=Deed.LET_BE)
    seed, salt = queries.secret_of(held)
    counts = hotline.counts_of(bytes(held.frame or b""), queries.asked_rows(held))
    held.counts = write_counts(told_apart(counts, fewest=hotline.FEWEST))
    held.seed, held.opened_at, held.who = seed.hex(), at, {}
    held.save(update_fields=["counts", "seed", "opened_at", "who"])
    opened: dict[str, str | int] = {"salt": b64encode(salt).decode(), "seed": held.seed, "src": "sealed"}
    _recorded(held, by=by, at=at, deed=Deed.OPENED, told=opened)
    drawn = bytes(held.drawn or b"")
    listed: dict[str, str | int] = {"sha256": sha256(drawn).hexdigest(), "size": drawn.count(b"\n") - 1}
    _recorded(held, by=by, at=at, deed=Deed.LISTED, told=listed)
    _counted(held, by=by, at=at)
    return held


def _counted(sample: Sample, *, by: Actor, at: datetime) -> None:
    """The counts in the log, as a data set of their own."""
    counts = bytes(sample.counts or b"")
    told: dict[str, str | int] = {
        "name": f"hotline-{queries.code_of(sample)}"[:64],
        "period": f"{sample.week:%G-W%V}",
        "sha256": sha256(counts).hexdigest(),
        "size": counts.count(b"\n") - 1,
    }
    _recorded(sample, by=by, at=at, deed=Deed.COUNTED, told=told, thing=f"counts/{sample.id}")


def _held(sample: int) -> Sample:
    held = Sample.objects.select_for_update(of=("self",)).select_related("asker").filter(id=sample).first()
    if held is None:
        raise MissingError
    return held


def _recorded(
    sample: Sample, *, by: Actor, at: datetime, deed: Deed, told: Mapping[str, str | int], thing: str = ""
) -> None:
    """One step of a week, with its leaf where it has one. The week of a sample community has none: its past has no log."""
    order, kind = standing_order(), LEAVES.get(deed)
    act = None
    if kind is not None and sample.logged:
        act = PublicAct(
            kind=kind,
            on=order.day_at(sample.root, at),
            body=order.bodies[sample.root].code,
            fields={"week": sample.week.isoformat()},
            extra=told,
            place=COMMON if deed in {Deed.COMMITTED, Deed.COUNTED} else None,
        )
    facts: dict[str, Fact | list[int]] = {"week": sample.week.isoformat(), "tree": sample.root}
    of = thing or f"sample/{sample.id}"
    record(by=by, at=at, deed=deed, thing=of, root=sample.asker.root, facts=facts, public=act)


def record_asked(row: CallBack, *, by: Actor, at: datetime, deed: Deed, **facts: str) -> None:
    """Record what happened with one who is asked, in the tree of those who ask: no body that is asked about reads it."""
    thing = f"callback/{row.id}"
    record(by=by, at=at, deed=deed, thing=thing, root=row.asker.root, facts={"sample": row.sample_id, **facts})


def begin_weeks(*, at: datetime, logged: bool = True) -> int:
    """Commit to the seed of the next week of every tree that has none; returns how many."""
    order = standing_order()
    asker = next(iter(appeals_queries.monitors(order)), None)
    made = 0
    for root in queries.asked_trees(order) if asker is not None else ():
        week = hotline.next_week(at, zone=order.bodies[root].zone)
        if not Sample.objects.filter(root=root, week=week).exists():
            commit_week(by=SYSTEM, at=at, root=root, asker=asker or 0, week=week, logged=logged)
            made += 1
    return made
