"""Who reads as the chair, whom a reader tells, and who explains: by tables, without a database."""

import pytest

from answerable.appeals.policy import AppealStanding
from answerable.appeals.terms import Tier
from answerable.base.actor import SYSTEM, Actor, ActorKind, SeatHeld, resident
from answerable.oversight import policy

TOP, UNIT, BELOW, OTHER = 1, 10, 11, 20
OWN = "appeal.about-your-own-body"


def officer(body: int, *powers: str, over: set[int] | None = None) -> Actor:
    seat = SeatHeld(body, "role", frozenset(powers))
    return Actor(
        kind=ActorKind.OFFICER,
        id=7,
        seats=(seat,),
        oversees=frozenset(over or ()),
        tied_to=frozenset({body}),
        persons=frozenset({7}),
    )


def standing(barred: set[int] | None = None, persons: set[int] | None = None) -> AppealStanding:
    barred_bodies, barred_persons = frozenset(barred or ()), frozenset(persons or ())
    return AppealStanding(
        id=5, body=UNIT, tier=Tier.WORKING, barred_bodies=barred_bodies, barred_persons=barred_persons
    )


CHAIR = officer(TOP, "chair", over={UNIT, BELOW})


def test_the_reading_is_the_chairs() -> None:
    people = (CHAIR, officer(UNIT, "sign"), resident(5), SYSTEM)
    assert [policy.chairs(one) for one in people] == [{TOP}, set(), set(), set()]


@pytest.mark.parametrize(
    ("actor", "body", "appeal", "reason"),
    [
        (CHAIR, TOP, standing(), ""),
        (CHAIR, OTHER, standing(), "reading.of-another-body"),
        (officer(TOP, "sign"), TOP, standing(), "reading.of-another-body"),
        (CHAIR, TOP, standing({TOP}), OWN),
        (CHAIR, TOP, standing(persons={7}), OWN),
    ],
)
def test_a_reading_is_read_by_its_chair_whom_it_is_not_about(
    actor: Actor, body: int, appeal: AppealStanding, reason: str
) -> None:
    assert policy.can_read(actor, body=body, appeal=appeal).reason == reason


@pytest.mark.parametrize(
    ("actor", "to", "appeal", "reason"),
    [
        (CHAIR, UNIT, standing(), ""),
        (officer(TOP, "chair"), UNIT, standing(), ""),  # the body that has it, wherever it stands
        (CHAIR, BELOW, standing(), ""),
        (CHAIR, BELOW, standing({BELOW}), "instruction.to-a-barred-body"),
        (CHAIR, UNIT, standing({UNIT}), "instruction.to-a-barred-body"),
        (CHAIR, OTHER, standing(), "instruction.to-a-body-not-below"),
        (CHAIR, TOP, standing(), "instruction.to-a-body-not-below"),
        (officer(UNIT, "sign"), BELOW, standing(), "reading.of-another-body"),
    ],
)
def test_a_reader_tells_the_body_that_has_it_or_one_below(
    actor: Actor, to: int, appeal: AppealStanding, reason: str
) -> None:
    assert policy.can_tell(actor, body=TOP, to=to, appeal=appeal).reason == reason


def test_a_form_offers_the_body_that_has_it_first_and_no_barred_one() -> None:
    far = officer(TOP, "chair", over={UNIT, BELOW, 12, 13})
    answering = {UNIT, BELOW, 12}  # 13 takes no appeals
    assert policy.bodies_to_tell(far, body=TOP, appeal=standing({12}), answering=answering) == [UNIT, BELOW]


@pytest.mark.parametrize(
    ("actor", "appeal", "reason"),
    [
        (officer(UNIT, "sign"), standing(), ""),
        (officer(UNIT, "handle"), standing(), ""),
        (officer(UNIT, "read"), standing(), "instruction.of-another-body"),
        (officer(OTHER, "sign"), standing(), "instruction.of-another-body"),
        (officer(UNIT, "sign"), standing({UNIT}), OWN),
    ],
)
def test_the_body_that_was_asked_explains(actor: Actor, appeal: AppealStanding, reason: str) -> None:
    assert policy.can_explain(actor, to=UNIT, appeal=appeal).reason == reason


def test_those_who_watch_ring_where_they_are_not_concerned() -> None:
    watcher = officer(OTHER, "monitor")
    for actor, appeal, concerned, reason in (
        (watcher, standing(), {UNIT}, ""),
        (watcher, standing(), {OTHER}, "word.of-a-body-concerned"),
        (watcher, standing(barred={OTHER}), {UNIT}, OWN),
        (officer(OTHER, "read"), standing(), {UNIT}, "hotline.of-the-monitor"),
        (officer(UNIT, "monitor"), standing(), set(), "hotline.of-the-monitor"),
    ):
        assert policy.can_call(actor, asker=OTHER, appeal=appeal, concerned=concerned).reason == reason
