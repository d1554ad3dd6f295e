"""Ninety days of the sample community, lived through the same actions that people use, day by day."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from itertools import chain
from typing import Any, Final, TypeVar

import yaml
from django.db import OperationalError

from answerable.appeals import actions as appeals_actions
from answerable.appeals import queries as appeals_queries
from answerable.appeals.models import Appeal
from answerable.base import clock
from answerable.base.actor import STRANGER, Actor, resident
from answerable.base.verdict import NotNowError, RefusedError
from answerable.law import queries as law_queries
from answerable.law.actions import loading as law_loading
from answerable.law.models import Category
from answerable.oversight import actions as oversight_actions
from answerable.oversight import jobs as oversight_jobs
from answerable.oversight import queries as oversight_queries
from answerable.oversight.models import Item
from answerable.people.models import Account
from answerable.people.queries import actor_for, heads_of, holding
from answerable.people.terms import Power
from answerable.places.models import Territory
from answerable.site import scheduling
from answerable.vault import actions as vault_actions
from answerable.vault.queries import pair_of
from answerable.vault.terms import Holder

DAYS: Final = 90
SETTING: Final = "house.sample"  # marks the whole installation as a sample, on every page
STREETS: Final = {
    "uk": ("Харківська", "Миру", "Гвардійська", "Садова", "Вокзальна", "Кожедуба"),
    "ru": ("Харьковская", "Мира", "Гвардейская", "Садовая", "Вокзальная", "Кожедуба"),
    "en": ("Kharkivska", "Myru", "Hvardiiska", "Sadova", "Vokzalna", "Kozheduba"),
}
Done = Callable[[datetime], None]
T = TypeVar("T")
PATIENCE: Final = 6  # tries of an act that met somebody's lock; each has waited ten seconds already
_IN_THE_WAY: Final = frozenset({"55P03", "40P01"})


@dataclass
class Community:
    """The sample as it is being lived."""

    today: datetime
    chance: random.Random
    letters: list[dict[str, Any]] = field(default_factory=list)
    plans: list[tuple[datetime, Done]] = field(default_factory=list)
    incident: list[int] = field(default_factory=list)
    code: str = ""
    sent: int = 0


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
    *, now: datetime, days: int = DAYS, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> Community:
    """Live the sample up to now. Refuses (NotNow) an installation that has appeals already, and a log that was witnessed.

    The sample lives in the past. Where witnesses have seen the log no act of an office can lie before that: it needs a
    journal of its own.
    """
    if Appeal.objects.exists():
        raise NotNowError("demo.has-appeals")
    if clock.floor() is not None:
        raise NotNowError("demo.witnessed")
    letters = yaml.safe_load(files(__package__).joinpath("letters.yaml").read_text(encoding="utf-8"))
    community = Community(now, random.Random(393), letters)  # noqa: S311 -- a sample, the same each time
    law_loading.mark(SETTING, value=True)
    for past in range(days, -1, -1):
        morning = datetime.combine((now - timedelta(days=past)).date(), time(6, 0), tzinfo=UTC)
        _day(community, morning)
        progress(days - past + 1, days + 1)
    return community


def _day(community: Community, morning: datetime) -> None:
    """One day: what was planned for it, new letters, what climbs, what the chair reads."""
    evening = min(morning + timedelta(hours=15), community.today)
    due = sorted((plan for plan in community.plans if plan[0] <= evening), key=lambda plan: plan[0])
    community.plans = [plan for plan in community.plans if plan[0] > evening]
    for at, act in due:
        _tried(act, at)
    weekday = morning.weekday() < 5
    for _ in range(community.chance.choice((1, 1, 2, 2, 3) if weekday else (0, 1, 1))):
        at = morning + timedelta(minutes=community.chance.randrange(60, 780))
        if at < community.today:
            _letter(community, at)
    patiently(scheduling.read_on)
    patiently(lambda: _climb(evening))
    if weekday:
        _reading(community, min(morning + timedelta(hours=3), community.today))


def _climb(evening: datetime) -> None:
    """What is late climbs; what has climbed already is not late any more."""
    late = chain(
        oversight_queries.overdue(at=evening), oversight_queries.unsettled(), oversight_queries.unfollowed(at=evening)
    )
    oversight_jobs.climb_at(late, at=lambda: evening)


def _tried(act: Done, at: datetime) -> None:
    """Do what was planned; what life has overtaken (withdrawn, merged, closed) is left."""
    try:
        patiently(lambda: act(at))
    except (NotNowError, RefusedError):
        return


def _letter(community: Community, at: datetime) -> None:
    """Somebody writes; what becomes of it is planned."""
    chance = community.chance
    letter = dict(chance.choice(community.letters))
    words = {"street": chance.choice(STREETS[letter["language"]]), "n": chance.randrange(1, 80)}
    for name in ("text", "answer"):
        letter[name] = letter[name].format(**words)
    letter["points"] = [point.format(**words) for point in letter["points"]]
    order = law_queries.standing_order()
    place = Territory.objects.filter(code__in=[letter["place"], letter.get("fallback_place", "")]).first()
    about = order.by_code[letter["about"]] if "about" in letter else None
    contact = _number(community, at)
    intake = appeals_actions.Intake(
        kind=letter["kind"],
        text=letter["text"],
        language=letter["language"],
        token=f"sample-{community.sent:04d}-{chance.getrandbits(128):032x}",
        category=Category.objects.get(code=letter["category"]).id,
        territory=place.id if place else None,
        about_body=about,
        addressed_to=order.by_code["directorate"] if about is None and chance.random() < 0.12 else None,
        care=tuple(letter.get("care", ())),
        name="" if chance.random() < 0.4 else "Приклад Прикладенко",
        contact=contact,
        way="phone" if contact else "",
    )
    done = patiently(lambda: appeals_actions.register(by=STRANGER, at=at, intake=intake))
    community.sent, community.code = community.sent + 1, done.code
    if letter.get("group") == "racing":
        community.incident.append(done.appeal)
    _plan(community, done.appeal, letter, at)


def _number(community: Community, at: datetime) -> str:
    """Some of the last days' senders want to be rung; the numbers are of no subscriber."""
    if at < community.today - timedelta(days=6) or community.chance.random() < 0.5:
        return ""
    return f"+380 00 000 {community.sent:02d} {community.chance.randrange(10, 100)}"


def _plan(community: Community, ref: int, letter: dict[str, Any], at: datetime) -> None:
    """How it goes on: taken up, perhaps asked, answered in time or late or never, rated or disputed."""
    chance = community.chance
    add = community.plans.append
    add((at + timedelta(hours=chance.randrange(5, 50)), lambda when: _accept(ref, when)))
    fate = chance.random()
    if fate < 0.1:
        return  # nobody answers: it climbs
    days = chance.randrange(3, 26) if fate < 0.85 else chance.randrange(32, 45)
    if fate < 0.3:
        add((at + timedelta(days=2), lambda when: _ask(ref, letter, when)))
    add((at + timedelta(days=days), lambda when: _answer(ref, letter, when, community)))
    add((at + timedelta(days=days + chance.randrange(1, 6)), lambda when: _say(ref, letter, when, chance)))


def _head(ref: int) -> Actor:
    """Who signs in the body that has the appeal."""
    appeal = Appeal.objects.get(id=ref)
    now = datetime.now(UTC)  # seats of the sample begin today; it acts in the past with the seats of today
    people = heads_of(appeal.body_id, now) or list(Account.objects.filter(seats__body=appeal.body_id))
    return actor_for(people[0].id, now)


def _accept(ref: int, at: datetime) -> None:
    appeals_actions.accept_appeal(by=_head(ref), at=at, ref=ref)


def _ask(ref: int, letter: dict[str, Any], at: datetime) -> None:
    question = {"uk": "О котрій годині це було?", "ru": "В котором часу это было?", "en": "At what time was that?"}
    reply = {"uk": "Десь о десятій вечора.", "ru": "Около десяти вечера.", "en": "About ten in the evening."}
    appeals_actions.ask_sender(by=_head(ref), at=at, ref=ref, text=question[letter["language"]])
    later = at + timedelta(hours=9)
    said = reply[letter["language"]]
    appeals_actions.reply(by=resident(ref), at=later, ref=ref, text=said, token=f"sample-reply-{ref}-0123456789")


def _answer(ref: int, letter: dict[str, Any], at: datetime, community: Community) -> None:
    """The body answers point by point: as the letter says, promises where it says so."""
    head = _head(ref)
    appeals_actions.set_points(by=head, at=at, ref=ref, points=[(None, point) for point in letter["points"]])
    grounds = letter.get("ground") or [None] * len(letter["points"])
    replies = []
    for place, point in enumerate(appeals_queries.points_of(Appeal.objects.get(id=ref))):
        outcome = "refused" if grounds[place] else "promised" if letter.get("promise") == place else "answered"
        due = at.date() + timedelta(days=community.chance.randrange(5, 40)) if outcome == "promised" else None
        text = letter["replies"][place]
        replies.append(appeals_actions.PointReply(point.id, outcome, text, ground=grounds[place] or "", due_on=due))
    appeals_actions.answer_appeal(by=head, at=at, ref=ref, text=letter["answer"], replies=replies)


def _say(ref: int, letter: dict[str, Any], at: datetime, chance: random.Random) -> None:
    """The sender rates, disputes or says nothing."""
    points = appeals_queries.points_of(Appeal.objects.get(id=ref))
    words = {
        "uk": "Мені не відповіли на те, про що я питаю.",
        "ru": "Мне не ответили на то, о чём я спрашиваю.",
        "en": "This does not answer what I asked.",
    }
    if letter.get("weak") or chance.random() < 0.12:
        missed = [point.id for point in points][:1]
        said = words[letter["language"]]
        token = f"sample-dispute-{ref}-0123456789"
        appeals_actions.dispute(by=resident(ref), at=at, ref=ref, text=said, points=missed, token=token)
    elif chance.random() < 0.6:
        rating = "solved" if letter.get("promise") is None else "answered"  # what is only promised is not solved yet
        for point in points:
            appeals_actions.rate(by=resident(ref), at=at, ref=ref, point=point.id, rating=rating)


def _reading(community: Community, at: datetime) -> None:
    """The chair reads what has come, all but the newest day, and acts on what climbed."""
    chair = actor_for(Account.objects.get(login="i.koval").id, datetime.now(UTC))  # see _head
    newest = community.today - timedelta(days=1)
    items = Item.objects.filter(body__in=chair.bodies, read_at=None, at__lt=min(at, newest)).order_by("at")
    for item in list(items):
        _tried(lambda when, item=item: _judge(community, item, chair, when), at)  # type: ignore[misc]


def _judge(community: Community, item: Item, chair: Actor, at: datetime) -> None:
    """One item: read, then instructed, accepted, measured or commended, or left."""
    oversight_actions.read_item(by=chair, at=at, item=item.id)
    appeal = Appeal.objects.get(id=item.appeal_id)
    day = at.date() + timedelta(days=community.chance.randrange(5, 10))
    said = {
        "uk": "Дайте відповідь на кожне питання людини, своїми словами і до цієї дати.",
        "ru": "Ответьте на каждый вопрос человека своими словами и до этого дня.",
        "en": "Answer every question of this person, in your own words, by this date.",
    }
    if item.escalation_id and appeal.state in {"disputed", "registered", "accepted"}:
        words = said[appeal.language]
        oversight_actions.instruct(by=chair, at=at, item=item.id, to=appeal.body_id, due_on=day, text=words)
        again = at + timedelta(days=community.chance.randrange(2, 5))
        community.plans.append((again, lambda when: _answer_again(appeal.id, when)))
    elif appeal.kind == "thanks":
        thanks = {
            "uk": "Дякую. Так і треба.",
            "ru": "Спасибо. Так и надо.",
            "en": "Thank you. That is how it should be.",
        }
        oversight_actions.commend(by=chair, at=at, item=item.id, to=appeal.body_id, text=thanks[appeal.language])


def _answer_again(ref: int, at: datetime) -> None:
    """The body answers what the chair instructed."""
    appeal = Appeal.objects.get(id=ref)
    head = _head(ref)
    said = {
        "uk": "Ми поговорили з людьми на місці, встановили, хто чергував, і телефонуємо вам сьогодні.",
        "ru": "Мы поговорили с людьми на месте, установили, кто дежурил, и сегодня вам звоним.",
        "en": "We spoke to the people there, found out who was on duty, and will call you today.",
    }[appeal.language]
    if not appeals_queries.points_of(appeal):
        asked = {"uk": "Що ви зробили?", "ru": "Что вы сделали?", "en": "What have you done?"}  # theirs may be sealed
        appeals_actions.set_points(by=head, at=at, ref=ref, points=[(None, asked[appeal.language])])
    replies = [appeals_actions.PointReply(point.id, "answered", said) for point in appeals_queries.points_of(appeal)]
    appeals_actions.answer_appeal(by=head, at=at, ref=ref, text=said, replies=replies)


def group_incident(community: Community, *, at: datetime) -> int | None:
    """Put the open letters about night racing together, if there are two or more; returns the incident."""
    mine = Appeal.objects.filter(id__in=community.incident, state__in=["registered", "accepted"]).order_by("id")
    rows = [row for row in mine if row.body_id == mine[0].body_id]
    if len(rows) < 2:
        return None
    head = _head(rows[0].id)
    refs = [row.id for row in rows]
    return patiently(lambda: appeals_actions.group(by=head, at=at, refs=refs, title="Нічні перегони"))


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
