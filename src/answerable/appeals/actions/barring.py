"""Who must neither handle nor see an appeal, found out after it was registered: looked at from outside, or said late.

Whoever is barred loses it at once: pages, lists and jobs ask for the bars at every request, and a sealed one's keys are taken
away and renewed in the same transaction (`readers.settle`). The date stays as it is: a conflict among those who answer is no
concern of the law's clock.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.acting import lock_appeal, record_deed, tell_sender, when
from answerable.appeals.actions.meaning import bars_of, command_above
from answerable.appeals.actions.published import refresh_public
from answerable.appeals.actions.raising import raise_tier
from answerable.appeals.actions.readers import settle
from answerable.appeals.models import Appeal
from answerable.appeals.rules import meaning
from answerable.appeals.rules.life import state_after
from answerable.appeals.rules.meaning import CONFIRMED, LATE, LIFTED, NAMED, Named, named_by
from answerable.appeals.terms import Deed
from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.law import queries as law_queries
from answerable.law.rules import routing
from answerable.law.terms import MatterKind
from answerable.ledger.rules import Fact

Facts = dict[str, Fact | list[int]]


@transaction.atomic
def settle_mentions(*, by: Actor, at: datetime, ref: int, about: Collection[str], text: str) -> Appeal:
    """Say, from outside of the command concerned, whom of those it names an appeal is about; none: about nobody.

    Those whom it is about stay barred, the others get back what a suspicion took from them, and it goes where such an appeal
    goes. Refuses whoever may be meant, an appeal that waits for no look, and no reason.
    """
    appeal = lock_appeal(by, ref, policy.can_handle)
    if not appeal.suspects:
        raise NotNowError("appeal.nothing-to-look-at")
    chosen = _named(about)
    if not chosen <= suspects_of(appeal):
        raise InvalidError(about="appeal.choose-whom")
    if not text.strip():
        raise InvalidError(text="field.needed")
    bars = bars_of(law_queries.standing_order(), chosen, at)
    bodies = set(appeal.barred_bodies) - set(appeal.suspects["barred_bodies"]) | bars.bodies
    persons = set(appeal.barred_persons) - set(appeal.suspects["barred_persons"]) | bars.persons
    said: Facts = {"why": CONFIRMED if chosen else LIFTED}
    if cleared := suspects_of(appeal) - chosen:  # what the sender writes later doesn't make a suspicion of them again
        said["cleared_persons"] = sorted(one for is_body, one in cleared if not is_body)
        said["cleared_bodies"] = sorted(one for is_body, one in cleared if is_body)
    _bar(appeal, routing.Bars(frozenset(bodies), frozenset(persons)), chosen, by=by, at=at, facts=said, words=text)
    return appeal


@transaction.atomic
def say_about(*, by: Actor, at: datetime, ref: int, about: Collection[str], text: str) -> Appeal:
    """Say at any time whom an appeal is about: its sender, somebody above the body that has it, the monitor, its handler.

    They, and whatever they command, are barred from then on. Refuses nobody named, and an officer without a reason.
    """
    with row_scope.as_system():  # a monitor says it of what is out of their own reach; the policy decides
        appeal = Appeal.objects.select_for_update().filter(id=ref).first()
    if appeal is None or not (queries.is_seen_by(by, appeal) or policy.can_say_about(by, queries.standing(appeal))):
        raise MissingError
    must(policy.can_say_about(by, queries.standing(appeal)))
    at = when(appeal, by, at)
    chosen = _named(about)
    if not chosen:
        raise InvalidError(about="appeal.choose-whom")
    if not text.strip() and by.id != appeal.id:
        raise InvalidError(text="field.needed")
    bar_late(appeal, chosen, by=by, at=at, text=text)
    return appeal


def bar_late(appeal: Appeal, chosen: frozenset[Named], *, by: Actor, at: datetime, text: str = "") -> None:
    """Bar those whom a locked appeal is about, and whatever they command. Refuses where nobody is left to have it."""
    more = bars_of(law_queries.standing_order(), chosen, at)
    appeal.suspects = meaning.suspects_without(appeal.suspects, persons=more.persons, bodies=more.bodies)
    _bar(appeal, _known(appeal) | more, chosen, by=by, at=at, facts={"why": LATE}, words=text)


def suspect(appeal: Appeal, named: frozenset[Named], *, by: Actor, at: datetime) -> None:
    """Bar those whom the sender's later words may be about, until somebody outside has looked. Refuses as `bar_late`.

    It is sealed with all its words and lies with a body outside of their command, as if they had been named at once.
    """
    known, more = _known(appeal), bars_of(law_queries.standing_order(), named, at)
    suspects = meaning.suspects_with(
        appeal.suspects, named, persons=more.persons - known.persons, bodies=more.bodies - known.bodies
    )
    _bar(appeal, known | more, frozenset(), by=by, at=at, facts={"why": NAMED}, words="", suspects=suspects)


def suspect_unknown(appeal: Appeal, *, by: Actor, at: datetime) -> None:
    """Let somebody outside look first at a locked complaint that names nobody known: it may be about those who have it.

    Leaves it where it is when it says already whom it is about, or may be, and where it lies outside of the force.
    """
    if appeal.suspects or appeal.about_body_id is not None or appeal.about_person_id is not None:
        return
    top = command_above(law_queries.standing_order(), appeal.body_id, at)
    if top is not None:
        suspect(appeal, frozenset({(True, top)}), by=by, at=at)


def _known(appeal: Appeal) -> routing.Bars:
    """Who is barred from an appeal as it stands."""
    return routing.Bars(frozenset(appeal.barred_bodies), frozenset(appeal.barred_persons))


def suspects_of(appeal: Appeal) -> frozenset[Named]:
    """Whom an appeal may be about, as somebody outside is asked."""
    found = appeal.suspects
    return frozenset(
        [*((False, ref) for ref in found.get("persons", ())), *((True, ref) for ref in found.get("bodies", ()))]
    )


def _named(about: Collection[str]) -> frozenset[Named]:
    found = [named_by(key) for key in about]
    if None in found:
        raise InvalidError(about="appeal.choose-whom")
    return frozenset(one for one in found if one is not None)


def _bar(
    appeal: Appeal,
    bars: routing.Bars,
    chosen: frozenset[Named],
    *,
    by: Actor,
    at: datetime,
    facts: Facts,
    words: str,
    suspects: Mapping[str, list[int]] | None = None,
) -> None:
    """Write who is barred, take the appeal where it may lie, tell the sender; and nobody that is barred why."""
    before = appeal.body_id
    settled = facts["why"] in {CONFIRMED, LIFTED}
    to = _held_outside(appeal, bars, at) if suspects else _where(appeal, bars, at, moves=settled)
    columns: dict[str, Any] = {
        "state": state_after(appeal.state, Deed.BARRED),
        "body_id": to,
        "barred_bodies": sorted(bars.bodies),
        "barred_persons": sorted(bars.persons),
        "suspects": appeal.suspects,
        **({"suspected": False, "suspects": {}} if settled else {}),
        **({"suspected": True, "suspects": suspects} if suspects else {}),
        **({"assignee_id": None} if to != before or appeal.assignee_id in bars.persons else {}),
        **(_about(appeal, chosen) if chosen else {}),
    }
    for name, value in columns.items():
        setattr(appeal, name, value)
    with row_scope.as_system():  # from where it lies to where it goes, which may be out of reach of whoever says it
        appeal.save(update_fields=list(columns))
        said: Facts = {"barred": sorted(bars.bodies), **facts}
        entry = record_deed(appeal, by=by, at=at, deed=Deed.BARRED, facts=said, words=words, inner=True)
        if to != before:
            moved: Facts = {"from": before, "to": to, "why": "bar"}
            entry = record_deed(appeal, by=by, at=at, deed=Deed.HANDED_ON, facts=moved)
        tell_sender(appeal, at=at, kind="barred", entry=entry)
        if suspects or _is_about_staff(chosen):
            raise_tier(appeal, by=by, at=at, after=entry)
        refresh_public(ref=appeal.id, entry=entry, at=at)  # at once, and not when the follower comes to it
        settle(appeal, by=by, at=at)


def _is_about_staff(chosen: frozenset[Named]) -> bool:
    """Whether it is about the force or somebody of it from then on: then it is sealed, like one that said so at once."""
    order = law_queries.standing_order()
    return any(
        order.is_about_staff(about_body=ref if is_body else None, about_person=None if is_body else ref)
        for is_body, ref in chosen
    )


def _held_outside(appeal: Appeal, bars: routing.Bars, at: datetime) -> int:
    """The body that has it until somebody has looked: its own where that stands outside, else the pack's for that."""
    if appeal.body_id not in bars.bodies:
        return int(appeal.body_id)
    order = law_queries.standing_order()
    return routing.held_by(order.order_on(order.today(at)), bars).body


def _where(appeal: Appeal, bars: routing.Bars, at: datetime, *, moves: bool) -> int:
    """The body that has it from then on: its own where it may; else, or once it was looked at, where such an appeal goes."""
    here: int = appeal.body_id
    if here not in bars.bodies and not moves:
        return here
    order = law_queries.standing_order()
    try:
        found = order.addressee(
            on=order.today(at),
            barred=bars,
            addressed_to=appeal.addressed_to_id,
            territory=appeal.territory_id,
            category=appeal.category_id,
        ).body
    except NotNowError:
        if here in bars.bodies:
            raise
        return here
    return found if here in bars.bodies or queries.would_open(appeal, found, at) else here


def _about(appeal: Appeal, chosen: frozenset[Named]) -> dict[str, Any]:
    """It is a complaint from then on; the columns name the first of each, the bars hold them all."""
    bodies = sorted(ref for is_body, ref in chosen if is_body)
    persons = sorted(ref for is_body, ref in chosen if not is_body)
    return {
        "kind": MatterKind.COMPLAINT.value,
        "about_body_id": appeal.about_body_id or next(iter(bodies), None),
        "about_person_id": appeal.about_person_id or next(iter(persons), None),
    }
