"""What becomes of a letter of the sample: each act as it is written down, done by whoever would do it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from answerable.appeals import actions as appeals_actions
from answerable.appeals import queries as appeals_queries
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.base.actor import Actor, resident
from answerable.law import queries as law_queries
from answerable.oversight import actions as oversight_actions
from answerable.oversight.models import Instruction
from answerable.people.models import Account
from answerable.people.queries import actor_for, heads_of
from answerable.promises import actions as promises_actions
from answerable.promises import queries as promises_queries
from answerable.site.demo.reading import DemoReply, Event, Letter, phrases

SENDERS: Final = frozenset({"reply", "rate", "dispute", "withdraw", "reasons"})  # acts that know no office hours


@dataclass
class Community:
    """The sample as it is being lived.

    plans   what is still to be done, and when
    letter  what was written, by the appeal that it became;  code  the same for follow-up codes
    before  the appeal of the same voice before that one;  groups  open letters about one event, by the event
    overtaken  what was planned and could not be done any more
    """

    today: datetime
    plans: list[tuple[datetime, "ThreadStep"]] = field(default_factory=list)
    letter: dict[int, Letter] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)
    groups: dict[str, list[int]] = field(default_factory=dict)
    actors: dict[int, Actor] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    overtaken: list[str] = field(default_factory=list)

    @property
    def sent(self) -> int:
        """How many letters were sent."""
        return len(self.letter)

    @property
    def code(self) -> str:
        """The follow-up code of the newest letter; empty before the first."""
        return self.codes[max(self.codes)] if self.codes else ""

    def head(self, ref: int) -> Actor:
        """Who signs in the body that has the appeal, with the seats of today: those of the sample begin today."""
        body = Appeal.objects.values_list("body_id", flat=True).get(id=ref)
        if body not in self.actors:
            now = datetime.now(UTC)
            people = heads_of(body, now) or list(Account.objects.filter(seats__body=body))
            self.actors[body] = actor_for(people[0].id, now)
        return self.actors[body]


@dataclass(frozen=True)
class ThreadStep:
    """An act on one appeal."""

    community: Community
    ref: int
    event: Event

    def __str__(self) -> str:
        """Say which act it is, for whoever reads what was overtaken."""
        letter = self.letter
        return f"{letter.theme} {letter.voice.code} {letter.day}: {self.event.day} {self.event.verb}"

    @property
    def letter(self) -> Letter:
        """What was written."""
        return self.community.letter[self.ref]

    @property
    def office(self) -> Actor:
        """Who signs where the appeal lies."""
        return self.community.head(self.ref)

    def token(self) -> str:
        """By which a second sending of the same is known."""
        return f"sample-{self.event.verb}-{self.event.day}-{self.ref}"

    def do(self, at: datetime) -> None:
        """Do it."""
        ACTS[self.event.verb](self, at)


def plan(community: Community, ref: int, at: datetime) -> None:
    """Plan what becomes of a letter."""
    before = at
    for event in community.letter[ref].thread:  # in their order, whatever weekend lies between
        before = max(_when(event, at), before + timedelta(minutes=50))
        community.plans.append((before, ThreadStep(community, ref, event)))


def _when(event: Event, at: datetime) -> datetime:
    """Some time of that day; offices work on working days, from nine to five."""
    hours = 1 + sum(map(ord, event.verb + event.text[:9])) % 8
    if event.verb in SENDERS:
        return at + timedelta(days=event.day, hours=hours if event.day == 0 else 0, minutes=7)
    day = (at + timedelta(days=event.day)).replace(hour=6, minute=10)
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0, hours=hours)
    return max(day, at + timedelta(hours=1))


def standing_body(code: str) -> int:
    """The body with that code in the pack."""
    return law_queries.standing_order().by_code[code]


def _accept(step: ThreadStep, at: datetime) -> None:
    appeals_actions.accept_appeal(by=step.office, at=at, ref=step.ref)


def _note(step: ThreadStep, at: datetime) -> None:
    appeals_actions.add_note(by=step.office, at=at, ref=step.ref, text=step.event.text)


def _ask(step: ThreadStep, at: datetime) -> None:
    appeals_actions.ask_sender(by=step.office, at=at, ref=step.ref, text=step.event.text)


def _reply(step: ThreadStep, at: datetime) -> None:
    appeals_actions.reply(by=resident(step.ref), at=at, ref=step.ref, text=step.event.text, token=step.token())


def _hand_on(step: ThreadStep, at: datetime) -> None:
    to = standing_body(step.event.args[0])
    appeals_actions.hand_on(by=step.office, at=at, ref=step.ref, to=to, text=step.event.text)


def _forward(step: ThreadStep, at: datetime) -> None:
    to = standing_body(step.event.args[0])
    appeals_actions.forward_appeal(
        by=step.office, at=at, ref=step.ref, to=to, ground=step.event.args[1], text=step.event.text
    )


def _extend(step: ThreadStep, at: datetime) -> None:
    until = Appeal.objects.get(id=step.ref).due_at
    assert until is not None, "a letter whose term is extended has one"
    day = until.date() + timedelta(days=int(step.event.args[0]))
    appeals_actions.extend_term(
        by=step.office, at=at, ref=step.ref, until=day, ground=step.event.args[1], text=step.event.text
    )


def _refuse(step: ThreadStep, at: datetime) -> None:
    earlier = step.community.before.get(step.ref)
    number = Appeal.objects.get(id=earlier).number if earlier and "repeated" in step.event.args[0] else ""
    appeals_actions.refuse_appeal(
        by=step.office, at=at, ref=step.ref, ground=step.event.args[0], text=step.event.text, earlier=number
    )


def _report(step: ThreadStep, at: datetime) -> None:
    owed = next(one for one in appeals_queries.steps_of(Appeal.objects.get(id=step.ref)) if one.done_at is None)
    number = " ".join(step.event.args)
    appeals_actions.report_step(
        by=step.office, at=at, ref=step.ref, step=owed.profile.code, number=number, text=step.event.text
    )


def _merge(step: ThreadStep, at: datetime) -> None:
    into = step.community.before[step.ref]
    appeals_actions.merge(by=step.office, at=at, ref=step.ref, into=into, text=step.event.text)


def _answer(step: ThreadStep, at: datetime) -> None:
    """The body answers point by point, as it is written."""
    letter, office = step.letter, step.office
    appeals_actions.set_points(by=office, at=at, ref=step.ref, points=[(None, one.asked) for one in letter.points])
    points = appeals_queries.points_of(Appeal.objects.get(id=step.ref))
    replies = [_said(point.id, one, at) for point, one in zip(points, letter.points, strict=True)]
    appeals_actions.answer_appeal(by=office, at=at, ref=step.ref, text=letter.answer, replies=replies)


def _said(point: int, reply: DemoReply, at: datetime) -> appeals_actions.PointReply:
    more: dict[str, Any] = {}
    if reply.outcome == "promised":
        more["due_on"] = at.date() + timedelta(days=int(reply.args[0]))
    elif reply.outcome == "refused":
        more = {"ground": reply.args[0], "sent_to": " ".join(reply.args[1:])}
    return appeals_actions.PointReply(point, reply.outcome, reply.text, **more)


def _again(step: ThreadStep, at: datetime) -> None:
    """The second answer: one word for every point."""
    appeal, said = Appeal.objects.get(id=step.ref), step.event.text
    if not appeals_queries.points_of(appeal):  # the chair had it answered before anybody began
        asked = step.letter.points or (DemoReply(step.letter.text.split("?")[0][-200:] + "?", ""),)
        appeals_actions.set_points(by=step.office, at=at, ref=step.ref, points=[(None, one.asked) for one in asked])
    points = appeals_queries.points_of(appeal)
    replies = [appeals_actions.PointReply(point.id, "answered", said) for point in points]
    appeals_actions.answer_appeal(by=step.office, at=at, ref=step.ref, text=said, replies=replies)


def _rate(step: ThreadStep, at: datetime) -> None:
    for point in appeals_queries.points_of(Appeal.objects.get(id=step.ref)):
        rating = step.event.args[0]
        if rating == "solved" and point.outcome == "promised":  # what is only promised is not solved yet
            rating = "answered"
        appeals_actions.rate(by=resident(step.ref), at=at, ref=step.ref, point=point.id, rating=rating)


def _dispute(step: ThreadStep, at: datetime) -> None:
    missed = [point.id for point in appeals_queries.points_of(Appeal.objects.get(id=step.ref))]
    said = step.event.text or phrases()["dispute"][step.letter.language]
    appeals_actions.dispute(
        by=resident(step.ref), at=at, ref=step.ref, text=said, points=missed[-1:], token=step.token()
    )


def _withdraw(step: ThreadStep, at: datetime) -> None:
    spoke = step.event.args[0] if step.event.args else "nobody"
    appeals_actions.withdraw(by=resident(step.ref), at=at, ref=step.ref, text=step.event.text, spoke=spoke)


def _reasons(step: ThreadStep, at: datetime) -> None:
    appeals_actions.ask_reasons(by=resident(step.ref), at=at, ref=step.ref)


def _end(step: ThreadStep, at: datetime) -> None:
    """Its promise is kept, or said not to be."""
    for promise in promises_queries.made_in(subject_of(step.ref)):
        promises_actions.end_promise(
            by=step.office, at=at, promise=promise.id, kept=step.event.verb == "keep", evidence=step.event.text
        )


def _explain(step: ThreadStep, at: datetime) -> None:
    for asked in Instruction.objects.filter(appeal=step.ref, done_at=None, asks="explain"):
        oversight_actions.explain(by=step.office, at=at, instruction=asked.id, text=step.event.text)


ACTS: Final[Mapping[str, Callable[[ThreadStep, datetime], None]]] = {
    "accept": _accept,
    "again": _again,
    "answer": _answer,
    "ask": _ask,
    "break": _end,
    "dispute": _dispute,
    "explain": _explain,
    "extend": _extend,
    "forward": _forward,
    "hand-on": _hand_on,
    "keep": _end,
    "merge": _merge,
    "note": _note,
    "rate": _rate,
    "reasons": _reasons,
    "refuse": _refuse,
    "reply": _reply,
    "report": _report,
    "withdraw": _withdraw,
}
