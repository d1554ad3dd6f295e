"""Who may do what to an appeal: each rule by a table of people, without a database."""

from dataclasses import replace

import pytest

from answerable.appeals import policy
from answerable.appeals.policy import AppealStanding
from answerable.appeals.terms import Tier
from answerable.base.actor import STRANGER, SYSTEM, Actor, ActorKind, SeatHeld, resident

BODY, ABOVE, OTHER = 10, 1, 20
OWN, ELSEWHERE = "appeal.about-your-own-body", "appeal.of-another-body"


def officer(body: int, *powers: str, ref: int = 7, over: set[int] | None = None) -> Actor:
    seat = SeatHeld(body, "role", frozenset(powers))
    return Actor(
        kind=ActorKind.OFFICER,
        id=ref,
        seats=(seat,),
        oversees=frozenset(over or ()),
        tied_to=frozenset({body}),
        persons=frozenset({ref}),
    )


def standing(tier: Tier = Tier.WORKING, **more: object) -> AppealStanding:
    return AppealStanding(id=5, body=BODY, tier=tier, **more)


PLAIN = standing()
SEALED = standing(Tier.SEALED)
CLIMBED = standing(Tier.SEALED, readers=frozenset({ABOVE}))
ABOUT_THE_BODY = standing(barred_bodies=frozenset({BODY}))
ABOUT_A_PERSON = standing(barred_persons=frozenset({7}))
CHIEF = officer(ABOVE, "read", "oversee", "sign", over={BODY})


@pytest.mark.parametrize(
    ("actor", "appeal", "reason"),
    [
        (SYSTEM, ABOUT_THE_BODY, ""),
        (resident(5), SEALED, ""),
        (resident(6), PLAIN, "appeal.not-yours"),
        (officer(BODY), PLAIN, ""),
        (officer(BODY), SEALED, ""),
        (officer(BODY), ABOUT_THE_BODY, OWN),
        (officer(BODY), ABOUT_A_PERSON, OWN),
        (officer(BODY, ref=8), ABOUT_A_PERSON, ""),
        (CHIEF, PLAIN, ""),
        (CHIEF, SEALED, ELSEWHERE),  # oversight does not reach what is sealed
        (CHIEF, CLIMBED, ""),
        (officer(OTHER), PLAIN, ELSEWHERE),
        (STRANGER, PLAIN, ELSEWHERE),
    ],
)
def test_who_reads_an_appeal(actor: Actor, appeal: AppealStanding, reason: str) -> None:
    assert policy.can_read(actor, appeal).reason == reason


@pytest.mark.parametrize(
    ("actor", "appeal", "reason"),
    [
        (SYSTEM, PLAIN, ""),
        (officer(BODY, "sign"), PLAIN, ""),
        (officer(BODY, "sign"), SEALED, ""),
        (officer(BODY, "handle"), PLAIN, "appeal.needs-power-sign"),
        (officer(BODY, "sign"), ABOUT_THE_BODY, OWN),
        (CHIEF, PLAIN, ""),
        (CHIEF, CLIMBED, "appeal.needs-power-sign"),  # to whom it climbed reads it, and acts by the reading alone
        (officer(OTHER, "sign"), PLAIN, ELSEWHERE),
        (resident(5), PLAIN, "appeal.needs-power-sign"),
    ],
)
def test_an_act_needs_its_power_in_the_body_that_has_it_or_above(
    actor: Actor, appeal: AppealStanding, reason: str
) -> None:
    assert policy.can_sign(actor, appeal).reason == reason


@pytest.mark.parametrize("act", sorted(policy.ACTS))
def test_each_act_asks_for_one_power_and_is_closed_to_whom_it_is_about(act: str) -> None:
    may = policy.ACTS[act]
    powers = ("handle", "sign", "assign", "forward", "extend", "refuse")
    enough = [power for power in powers if may(officer(BODY, power), PLAIN)]
    assert len(enough) == (6 if act == "recuse" else 1)  # whoever reads it at work may step back from it
    assert may(officer(BODY, *powers), ABOUT_THE_BODY).reason == OWN


@pytest.mark.parametrize(
    ("actor", "appeal", "reason"),
    [
        (officer(BODY, "handle"), PLAIN, ""),
        (officer(BODY, "handle"), ABOUT_A_PERSON, "appeal.they-are-barred"),
        (officer(BODY, "read"), PLAIN, "appeal.they-are-of-another-body"),
        (officer(OTHER, "handle"), PLAIN, "appeal.they-are-of-another-body"),
    ],
)
def test_it_is_given_to_a_handler_of_that_very_body(actor: Actor, appeal: AppealStanding, reason: str) -> None:
    assert policy.can_be_given(actor, appeal).reason == reason


def test_only_officers_who_read_it_recuse_themselves() -> None:
    assert policy.can_recuse(officer(BODY), PLAIN).reason == ""
    assert policy.can_recuse(officer(OTHER), PLAIN).reason == ELSEWHERE
    assert policy.can_recuse(resident(5), PLAIN).reason == "appeal.not-yours"


def test_only_the_sender_follows_it() -> None:
    assert policy.can_follow(resident(5), PLAIN).reason == ""
    others = (resident(6), officer(BODY, "sign", ref=5), SYSTEM, STRANGER)
    assert {policy.can_follow(other, PLAIN).reason for other in others} == {"appeal.only-the-sender"}


@pytest.mark.parametrize(
    ("actor", "appeal", "reason"),
    [
        (SYSTEM, PLAIN, ""),
        (officer(ABOVE, "chair"), CLIMBED, ""),
        (officer(ABOVE, "chair", over={BODY}), PLAIN, ""),
        (officer(OTHER, "chair"), PLAIN, ELSEWHERE),
        (officer(BODY, "sign"), PLAIN, "appeal.needs-power-chair"),
        (officer(BODY, "chair"), ABOUT_THE_BODY, OWN),
    ],
)
def test_a_chair_who_may_read_it_instructs(actor: Actor, appeal: AppealStanding, reason: str) -> None:
    assert policy.can_instruct(actor, appeal).reason == reason


@pytest.mark.parametrize(
    ("actor", "appeal", "reason"),
    [
        (resident(5), SEALED, ""),
        (resident(6), PLAIN, "appeal.only-the-sender"),
        (officer(OTHER, "monitor"), SEALED, ""),  # without reading it
        (officer(OTHER, "monitor", ref=7), ABOUT_A_PERSON, OWN),
        (CHIEF, PLAIN, ""),
        (CHIEF, SEALED, ELSEWHERE),
        (officer(ABOVE, "chair"), CLIMBED, ""),
        (officer(BODY, "handle"), SEALED, ""),
        (officer(BODY, "read"), PLAIN, "appeal.needs-power-handle"),
        (officer(BODY, "handle"), ABOUT_THE_BODY, OWN),
    ],
)
def test_who_says_late_whom_it_is_about(actor: Actor, appeal: AppealStanding, reason: str) -> None:
    assert policy.can_say_about(actor, appeal).reason == reason


@pytest.mark.parametrize(
    ("actor", "appeal", "reason"),
    [
        (officer(OTHER, "enter"), PLAIN, ""),
        (officer(OTHER, "enter"), SEALED, ""),  # who need not see it
        (officer(OTHER, "handle"), PLAIN, "appeal.needs-power-enter"),
        (officer(BODY, "enter"), PLAIN, "word.of-a-body-concerned"),
        (officer(BODY, "enter"), ABOUT_THE_BODY, OWN),
        (officer(OTHER, "enter"), ABOUT_A_PERSON, OWN),
    ],
)
def test_who_takes_down_what_a_sender_says(actor: Actor, appeal: AppealStanding, reason: str) -> None:
    assert policy.can_take_down(actor, appeal, concerned=[BODY]).reason == reason


def test_whoever_wrote_the_slip_gives_nobody_a_way_back() -> None:
    operator = officer(OTHER, "enter")
    told = [policy.can_hear_in_person(operator, entered_by=word).reason for word in (operator.word, "officer/99")]
    assert told == ["word.you-entered-it", ""]


def test_whoever_has_the_power_enters_what_comes_by_phone() -> None:
    assert policy.can_enter(officer(OTHER, "enter")).reason == ""
    assert policy.can_enter(officer(BODY, "handle")).reason == "appeal.needs-power-enter"


@pytest.mark.parametrize(
    ("actor", "sees", "rings"),
    [
        (resident(5), "", "appeal.needs-power-enter"),
        (resident(6), "appeal.not-yours", "appeal.not-yours"),
        (officer(BODY, "handle"), "", "appeal.needs-power-enter"),
        (officer(BODY, "enter"), "appeal.needs-power-handle", ""),
        (officer(BODY, "read"), "appeal.needs-power-handle", "appeal.needs-power-enter"),
    ],
)
def test_name_and_number_are_seen_by_the_sender_and_by_who_needs_them(actor: Actor, sees: str, rings: str) -> None:
    assert (policy.can_see_sender(actor, PLAIN).reason, policy.can_ring(actor, PLAIN).reason) == (sees, rings)


def test_only_who_was_given_it_needs_state_no_purpose() -> None:
    mine = standing(assignee=7)
    assert policy.purpose_of_work(officer(BODY), mine) == "handle"
    assert policy.purpose_of_work(officer(BODY, ref=8), mine) == ""
    assert policy.purpose_of_work(resident(7), mine) == ""


@pytest.mark.parametrize(
    ("actor", "appeal", "reason"),
    [
        (officer(BODY, "keys"), SEALED, ""),
        (officer(OTHER, "keys"), SEALED, "appeal.needs-power-keys"),
        (officer(BODY, "handle"), SEALED, "appeal.needs-power-keys"),
        (officer(BODY, "keys"), ABOUT_THE_BODY, OWN),
        (resident(5), SEALED, OWN),
        (SYSTEM, SEALED, OWN),
    ],
)
def test_a_sealed_one_is_opened_to_keys_of_its_bodies_alone(actor: Actor, appeal: AppealStanding, reason: str) -> None:
    assert policy.can_hold_key(actor, appeal, bodies={BODY, ABOVE}).reason == reason


@pytest.mark.parametrize(
    ("appeal", "scopes", "reason"),
    [
        (standing(), ["messages.read"], ""),
        (standing(), ["messages.words", "sealed.read"], "appeal.of-another-body"),
        (standing(Tier.SEALED), ["sealed.read"], ""),
        (standing(Tier.SEALED), ["messages.read"], "appeal.of-another-body"),
        (replace(standing(), body=99), ["messages.read"], "appeal.of-another-body"),
        (standing(barred_persons=frozenset({8})), ["messages.read"], "appeal.about-your-own-body"),
    ],
)
def test_a_program_is_shown_what_lies_with_its_body_and_is_about_nobody_there(
    appeal: AppealStanding, scopes: list[str], reason: str
) -> None:
    everybody = Actor(kind=ActorKind.STRANGER, tied_to=frozenset({standing().body}), persons=frozenset({7, 8}))
    assert policy.can_be_shown(everybody, appeal, body=standing().body, scopes=scopes).reason == reason
