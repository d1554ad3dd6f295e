"""Ninety days of the sample community, lived through the same actions that people use, day by day."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import chain
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from django.db import OperationalError

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal
from answerable.base import clock
from answerable.base.actor import STRANGER, SYSTEM
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.law import queries as law_queries
from answerable.law.actions import loading as law_loading
from answerable.law.models import Category
from answerable.oversight import jobs as oversight_jobs
from answerable.oversight import queries as oversight_queries
from answerable.oversight.models import Item
from answerable.people.models import Account
from answerable.people.queries import actor_for, holding
from answerable.people.terms import Power
from answerable.places.models import Territory
from answerable.site import alone, scheduling
from answerable.site.demo import judging, listening, reading, threads
from answerable.site.demo.reading import Letter
from answerable.site.demo.threads import Community, ThreadStep
from answerable.vault import actions as vault_actions
from answerable.vault import queries as vault_queries
from answerable.vault.queries import pair_of
from answerable.vault.terms import Holder

DAYS: Final = 90
SETTING: Final = "house.sample"  # marks the whole installation as a sample, on every page
CHAIR: Final = "i.koval"
OPERATOR: Final = "o.ivanenko"
T = TypeVar("T")
PATIENCE: Final = 6  # tries of an act that met somebody's lock; each has waited ten seconds already
_IN_THE_WAY: Final = frozenset({"55P03", "40P01"})


def patiently(act: Callable[[], T]) -> T:
    """Do it again where it stood in the way of a running worker: a sample must not stay half made."""
    for left in reversed(range(PATIENCE)):
        try:
            return act()
        except OperationalError as error:
            if not left or getattr(error.__cause__, "sqlstate", "") not in _IN_THE_WAY:
                raise
    raise AssertionError("the last try returns or raises")


def live(
    *,
    now: datetime,
    days: int = DAYS,
    letters: Sequence[Letter] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Community:
    """Live the sample, or some of its letters, up to now. Refuses (NotNow) an installation that has appeals already or another pack, and a log that
    was witnessed.

    The sample lives in the past. Where witnesses have seen the log no act of an office can lie before that: it needs a
    journal of its own.
    """
    with alone.lived_alone():
        return _live(now, days, letters, progress)


def _live(
    now: datetime, days: int, letters: Sequence[Letter] | None, progress: Callable[[int, int], None]
) -> Community:
    if Appeal.objects.exists():
        raise NotNowError("demo.has-appeals")
    if clock.floor() is not None:
        raise NotNowError("demo.witnessed")
    if not Territory.objects.filter(code=reading.places()["chuhuiv"]).exists():
        raise NotNowError("demo.other-pack")
    community = Community(now)
    law_loading.mark(SETTING, value=True, at=now)
    waiting = [(_sent_at(letter, now), letter) for letter in letters or reading.letters() if letter.day <= days]
    waiting = sorted((pair for pair in waiting if pair[0] < now), key=lambda pair: pair[0])
    for past in range(days, -1, -1):
        morning = datetime.combine((now - timedelta(days=past)).date(), time(5, 0), tzinfo=UTC)
        _morning(community, min(morning, now))
        until = min(morning + timedelta(days=1), now)
        _day(
            community,
            [pair for pair in waiting if morning <= pair[0] < until or (past == days and pair[0] < until)],
            until,
        )
        waiting = [pair for pair in waiting if pair[0] >= until]
        progress(days - past + 1, days + 1)
    _morning(community, now)
    return community


def _sent_at(letter: Letter, now: datetime) -> datetime:
    """When it was written, by the clock of the place; today's letters come before now."""
    order = law_queries.standing_order()
    zone = ZoneInfo(order.bodies[order.by_code["directorate"]].zone)
    day = (now.astimezone(zone) - timedelta(days=letter.day)).date()
    return datetime.combine(day, letter.at, tzinfo=zone).astimezone(UTC)


def _morning(community: Community, at: datetime) -> None:
    """What was done is heard, what is late climbs, the chair reads on working days."""
    patiently(scheduling.read_on)
    late = chain(oversight_queries.overdue(at=at), oversight_queries.unsettled(), oversight_queries.unfollowed(at=at))
    patiently(lambda: oversight_jobs.climb_at(late, at=lambda: at))
    patiently(lambda: appeals_actions.gather(by=SYSTEM, at=at))
    listening.listen(community, at, lambda act, then: _tried(community, act, then))
    if at.weekday() < 5:
        _reading(community, min(at + timedelta(hours=2), community.today))


def _day(community: Community, letters: list[tuple[datetime, Letter]], until: datetime) -> None:
    """What was planned, and new letters, in the order of their times."""
    due: list[tuple[datetime, ThreadStep | Letter]] = [*letters, *(plan for plan in community.plans if plan[0] < until)]
    community.plans = [plan for plan in community.plans if plan[0] >= until]
    while due:
        due.sort(key=lambda one: one[0])
        at, one = due.pop(0)
        if isinstance(one, Letter):
            _send(community, one, at)
        else:
            _tried(community, one.do, at)
        due += [plan for plan in community.plans if plan[0] < until]
        community.plans = [plan for plan in community.plans if plan[0] >= until]


def _tried(community: Community, act: Callable[[datetime], None], at: datetime) -> None:
    """Do what was planned; what life has overtaken (withdrawn, merged, closed) is left, and known."""
    try:
        patiently(lambda: act(at))
    except (NotNowError, RefusedError, MissingError, InvalidError) as no:
        community.overtaken.append(f"{getattr(act, '__self__', '')}: {no!r}")


def _send(community: Community, letter: Letter, at: datetime) -> None:
    """Somebody writes, rings or comes; what becomes of it is planned."""
    intake, by = _attached(_intake(community, letter, at), letter, at), STRANGER
    if "came" in letter.more:
        by = actor_for(Account.objects.get(login=OPERATOR).id, datetime.now(UTC))
    done = patiently(lambda: appeals_actions.register(by=by, at=at, intake=intake))
    ref, who = done.appeal, letter.voice.code
    community.letter[ref], community.codes[ref] = letter, done.code
    if who in community.last:
        community.before[ref] = community.last[who]
    community.last[who] = ref
    if "group" in letter.more:
        community.groups.setdefault(letter.more["group"], []).append(ref)
    threads.plan(community, ref, at)


def _intake(community: Community, letter: Letter, at: datetime) -> appeals_actions.Intake:
    """The letter as the form takes it."""
    order, more = law_queries.standing_order(), letter.more
    contact = _number(community, letter, at)
    intake = appeals_actions.Intake(
        kind=letter.kind,
        matter=more.get("matter", ""),
        text=letter.text,
        language=letter.language,
        token=f"sample-{community.sent:04d}-{hashlib.sha256(letter.text.encode()).hexdigest()[:32]}",
        category=Category.objects.get(code=letter.category).id,
        territory=Territory.objects.get(code=letter.place).id,
        about_body=order.by_code[more["against"]] if "against" in more else None,
        about_person=Account.objects.get(login=more["officer"]).id if "officer" in more else None,
        addressed_to=order.by_code[more["to"]] if "to" in more else None,
        care=tuple(str(more.get("care", "")).split()),
        name=letter.voice.name,
        seal=bool(more.get("seal")),
        contact=contact,
        way="phone" if contact else "",
        acted=more.get("acted", "nobody"),
    )
    return replace(intake, **_way_of(letter))


def _attached(intake: appeals_actions.Intake, letter: Letter, at: datetime) -> appeals_actions.Intake:
    """The same with the file that is sent along."""
    if "file" not in letter.more:
        return intake
    name, content = letter.more["file"], reading.file(letter.more["file"])
    vault_actions.keep_draft(token=intake.token, upload=vault_actions.GivenFile(name, content), at=at)
    return replace(intake, drafts=vault_queries.draft_ids(intake.token))


def _way_of(letter: Letter) -> dict[str, Any]:
    """How it came, where not by the page."""
    if "came" in letter.more:
        return {"channel": "desk", "came": letter.more["came"], "made_by": "operator"}
    if "channel" in letter.more:
        return {"channel": letter.more["channel"], "made_by": "channel"}
    return {}


def _number(community: Community, letter: Letter, at: datetime) -> str:
    """Some of the last two weeks' senders want to be rung; the numbers are of no subscriber."""
    if at < community.today - timedelta(days=14) or len(letter.text) % 2:
        return ""
    return f"+380 00 000 {community.sent % 100:02d} {10 + len(letter.text) % 90}"


def _reading(community: Community, at: datetime) -> None:
    """The chair reads what has come, all but the newest day, and acts on what climbed."""
    chair = actor_for(Account.objects.get(login=CHAIR).id, datetime.now(UTC))  # see threads.Community.head
    newest = community.today - timedelta(days=1)
    items = Item.objects.filter(body__in=chair.bodies, read_at=None, at__lt=min(at, newest)).order_by("at")
    for item in list(items):
        _tried(community, partial(judging.judge, community, item, chair), at)


def group_incidents(community: Community, *, at: datetime) -> int:
    """Put the open letters about one event together, if there are two or more in one body; returns how many incidents."""
    made = 0
    for title, refs in community.groups.items():
        rows = list(Appeal.objects.filter(id__in=refs, state__in=["registered", "accepted"], tier="W").order_by("id"))
        mine = [row.id for row in rows if row.body_id == rows[0].body_id]
        if len(mine) > 1:
            head = community.head(mine[0])
            patiently(partial(appeals_actions.group, by=head, at=at, refs=mine, title=title))
            made += 1
    return made


def make_keys(*, at: datetime, password: str) -> int:
    """Give a key to everybody whose seat may hold one, and the sealed letters to them; returns how many keys.

    Each is confirmed by the next of them. Seats of the sample begin today: until now the server kept the letters' keys.
    """
    may = holding(Power.KEYS, law_queries.standing_order().bodies, at)
    people = [actor_for(account, at) for account in sorted(may)]
    before = at - timedelta(days=2)  # a key counts for later readers when it is a day old
    made = 0
    for actor, other in zip(people, [*people[1:], *people[:1]], strict=True):
        if actor is not other and pair_of(Holder.ACCOUNT, actor.id) is None:
            one = vault_actions.enrol_pair(by=actor, at=before, password=password)
            vault_actions.confirm_pair(by=other, at=before, pair=one.pair, fingerprint=one.fingerprint)
            made += 1
    patiently(lambda: appeals_actions.settle_kept(at=at))
    return made
