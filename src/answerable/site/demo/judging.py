"""The chair's daily reading in the sample: what was climbed is told, what is good is praised, as the letter says or in turn."""

from datetime import datetime, timedelta
from typing import Final

from answerable.appeals.models import Appeal
from answerable.base.actor import Actor
from answerable.oversight import actions as oversight_actions
from answerable.oversight.models import Item
from answerable.site.demo.reading import Event, Letter, phrases
from answerable.site.demo.threads import Community, ThreadStep

OWED: Final = frozenset({"disputed", "registered", "accepted"})


def judge(community: Community, item: Item, chair: Actor, at: datetime) -> None:
    """One item: read, then told, accepted, measured or praised, or left."""
    oversight_actions.read_item(by=chair, at=at, item=item.id)
    appeal, letter = Appeal.objects.get(id=item.appeal_id), community.letter[item.appeal_id]
    verb, text = _verb(letter)
    if verb == "accept" and appeal.state in {"disputed", "answered"}:
        oversight_actions.accept_answer(by=chair, at=at, item=item.id, text=text)
    elif verb.startswith("measure ") and item.escalation_id:
        kind = verb.removeprefix("measure ")
        oversight_actions.measure(by=chair, at=at, item=item.id, to=appeal.body_id, kind=kind, text=text)
    elif verb == "why" and item.escalation_id:
        due = at.date() + timedelta(days=6)
        oversight_actions.ask_why(by=chair, at=at, item=item.id, due_on=due, text=text)
        _next(community, appeal.id, at, "explain", str(letter.more["explain"]), days=4)
    elif item.escalation_id and appeal.state in OWED:
        _instruct(community, item, chair, at, text or _in_turn("instruct", letter))
    elif appeal.kind == "thanks":
        said = text or _in_turn("commend", letter)
        oversight_actions.commend(by=chair, at=at, item=item.id, to=appeal.body_id, text=said)


def _instruct(community: Community, item: Item, chair: Actor, at: datetime, text: str) -> None:
    """Tell the body to answer by a day; it does, if the letter says so or its turn has come."""
    appeal, letter = Appeal.objects.get(id=item.appeal_id), community.letter[item.appeal_id]
    due = at.date() + timedelta(days=7 + len(letter.text) % 4)
    oversight_actions.instruct(by=chair, at=at, item=item.id, to=appeal.body_id, due_on=due, text=text)
    said = str(letter.more.get("again", "")) or _in_turn("again", letter)
    _next(community, appeal.id, at, "again", said, days=4 + len(letter.text) % 3)
    if "finally" in letter.more:
        _next(community, appeal.id, at, "rate", "", str(letter.more["finally"]), days=9)


def _next(community: Community, ref: int, at: datetime, verb: str, text: str, *args: str, days: int) -> None:
    when = at + timedelta(days=days)
    community.plans.append((when, ThreadStep(community, ref, Event(days, verb, args, text))))


def _verb(letter: Letter) -> tuple[str, str]:
    said = str(letter.more.get("chair", ""))
    verb, bar, text = said.partition(" | ")
    return (verb, text) if bar else ("", said)


def _in_turn(occasion: str, letter: Letter) -> str:
    """One of the phrases of that occasion, the same for the same letter."""
    known = phrases()[occasion][letter.language]
    return str(known[len(letter.text) % len(known)])
