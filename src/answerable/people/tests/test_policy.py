"""Who grants, confirms, ends, stands in and resets: each rule by a table of people, without a database."""

import pytest

from answerable.base.actor import STRANGER, SYSTEM, Actor, ActorKind, SeatHeld, resident
from answerable.people import policy

UNIT, TOP, ELSEWHERE = 10, 1, 20
LINE = (UNIT, TOP)
NO, SELF, SECOND = "people.not-yours", "people.not-to-yourself", "people.second-person-needed"


def officer(body: int, *powers: str, ref: int = 7, acting_for: int | None = None) -> Actor:
    seat = SeatHeld(body, "role", frozenset(powers), acting_for)
    persons = {ref} if acting_for is None else {ref, acting_for}
    return Actor(kind=ActorKind.OFFICER, id=ref, seats=(seat,), persons=frozenset(persons))


HEAD = officer(TOP, "people")
CLERK = officer(UNIT, "handle")


def test_whoever_grants_seats_anywhere_makes_accounts() -> None:
    assert [policy.can_make_account(one).reason for one in (SYSTEM, HEAD, CLERK, STRANGER)] == ["", "", NO, NO]


def test_a_program_is_let_in_by_who_grants_seats_in_the_body() -> None:
    line = [SYSTEM, HEAD, CLERK, officer(ELSEWHERE, "people"), STRANGER]
    assert [policy.can_issue_key(one, line=LINE).reason for one in line] == ["", "", NO, NO, NO]


@pytest.mark.parametrize(
    ("actor", "account", "reason"),
    [
        (SYSTEM, 30, ""),
        (HEAD, 30, ""),
        (HEAD, 7, SELF),
        (officer(TOP, "people", acting_for=30), 30, SELF),
        (officer(ELSEWHERE, "people"), 30, NO),
        (CLERK, 30, NO),
    ],
)
def test_a_seat_is_granted_down_the_line_and_never_to_oneself(actor: Actor, account: int, reason: str) -> None:
    assert policy.can_grant(actor, line=LINE, account=account).reason == reason


@pytest.mark.parametrize(
    ("actor", "account", "reason"),
    [
        (HEAD, 30, ""),
        (officer(ELSEWHERE, "monitor"), 30, ""),
        (officer(ELSEWHERE, "audit"), 30, ""),
        (HEAD, 7, SELF),
        (officer(TOP, "people", ref=8), 30, SECOND),  # who granted it
        (officer(TOP, "people", acting_for=8), 30, SECOND),  # who stands in for the one who granted it
        (SYSTEM, 30, SECOND),
        (CLERK, 30, NO),
    ],
)
def test_the_second_person_is_a_second_one(actor: Actor, account: int, reason: str) -> None:
    assert policy.can_confirm(actor, line=LINE, account=account, granted_by="officer/8").reason == reason


def test_a_seat_is_given_back_or_taken_by_who_grants_there() -> None:
    people = (SYSTEM, HEAD, officer(UNIT, ref=30), CLERK)
    assert [policy.can_end(one, line=LINE, account=30).reason for one in people] == ["", "", "", NO]


@pytest.mark.parametrize(
    ("actor", "account", "lines", "reason"),
    [
        (SYSTEM, 30, [LINE], ""),
        (HEAD, 30, [LINE], ""),
        (HEAD, 30, [], ""),  # an account without a seat
        (HEAD, 30, [LINE, (ELSEWHERE,)], NO),
        (HEAD, 7, [LINE], SELF),
        (CLERK, 30, [LINE], NO),
    ],
)
def test_an_account_is_closed_or_reset_by_who_grants_wherever_it_sits(
    actor: Actor, account: int, lines: list[tuple[int, ...]], reason: str
) -> None:
    assert policy.can_close(actor, lines=lines, account=account).reason == reason
    assert policy.can_reset(actor, lines=lines, account=account).reason == reason


@pytest.mark.parametrize(
    ("actor", "lines", "other_roots", "begins", "ends"),
    [
        (officer(UNIT, ref=30), [LINE], {TOP}, "", ""),
        (officer(UNIT, ref=30), [LINE], {ELSEWHERE}, "people.substitute-elsewhere", ""),
        (HEAD, [LINE], {TOP}, "", ""),
        (HEAD, [LINE, (ELSEWHERE,)], {TOP}, NO, NO),
        (HEAD, [], {TOP}, NO, NO),
        (officer(UNIT, acting_for=30), [LINE], {TOP}, NO, NO),  # the substitute lends the desk to nobody
    ],
)
def test_an_absence_is_the_persons_own_or_a_superiors_to_begin_and_to_end(
    actor: Actor, lines: list[tuple[int, ...]], other_roots: set[int], begins: str, ends: str
) -> None:
    begun = policy.can_begin_absence(actor, account=30, lines=lines, roots={TOP}, other_roots=other_roots)
    assert begun.reason == begins
    assert policy.can_end_absence(actor, account=30, lines=lines).reason == ends


@pytest.mark.parametrize(
    ("actor", "account", "lines", "reason"),
    [
        (HEAD, 30, [LINE], ""),
        (HEAD, None, [LINE], ""),  # a body
        (HEAD, 30, [(ELSEWHERE,), LINE], ""),  # where the person sits is enough
        (HEAD, 30, [], NO),
        (HEAD, 7, [LINE], SELF),
        (CLERK, 30, [LINE], NO),
    ],
)
def test_what_somebody_is_known_by_is_said_by_who_grants_there(
    actor: Actor, account: int | None, lines: list[tuple[int, ...]], reason: str
) -> None:
    assert policy.can_describe(actor, lines=lines, account=account).reason == reason


def test_whoever_watches_tends() -> None:
    people = (officer(TOP, "audit"), officer(TOP, "monitor"), HEAD)
    assert [policy.can_tend(one).reason for one in people] == ["", "", NO]


def test_what_is_ones_own_is_an_officers_alone() -> None:
    people = (officer(UNIT, ref=30), HEAD, resident(30))
    assert [policy.is_own(one, account=30).reason for one in people] == ["", NO, NO]


def test_the_second_person_of_a_key_is_somebody_else_in_the_line_or_a_watcher() -> None:
    asked = [
        (SYSTEM, "house", SECOND),
        (HEAD, "officer/7", SECOND),
        (HEAD, "officer/8", ""),
        (officer(ELSEWHERE, "monitor"), "officer/8", ""),
        (officer(ELSEWHERE, "people"), "officer/8", NO),
    ]
    said = [policy.can_confirm_key(who, line=LINE, issued_by=by).reason for who, by, _ in asked]
    assert said == [reason for _, _, reason in asked]
