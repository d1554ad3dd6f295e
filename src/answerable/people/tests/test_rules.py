"""The command tree and what a sign-in name may be."""

from datetime import date

import pytest

from answerable.people import rules
from answerable.people.rules import CommandTree

TOP, UNIT, DEEP, OTHER = 1, 10, 11, 20
TREE = CommandTree({TOP: None, UNIT: TOP, DEEP: UNIT, OTHER: None})


@pytest.mark.parametrize(
    ("name", "fits"),
    [("ivanenko", True), ("i.ivanenko-2_b", True), ("7", True), (".i", False), ("", False), ("i v", False), ("І", False),
     ("a" * 60, True), ("a" * 61, False), ("a\n", False)],
)  # fmt: skip
def test_a_sign_in_name_is_what_every_keyboard_has(name: str, fits: bool) -> None:
    assert rules.is_login(name) is fits


def test_the_line_goes_up_and_the_command_reaches_down() -> None:
    assert list(TREE.upwards(DEEP)) == [DEEP, UNIT, TOP]
    assert TREE.commanded_by(UNIT) == {UNIT, DEEP}
    assert TREE.all_commanded_by([UNIT, OTHER]) == {UNIT, DEEP, OTHER}
    assert TREE.all_commanded_by([]) == frozenset()
    assert [TREE.root(body) for body in (DEEP, OTHER)] == [TOP, OTHER]


@pytest.mark.parametrize("ring", [{TOP: TOP, UNIT: TOP}, {TOP: UNIT, UNIT: TOP}])
def test_a_ring_of_damaged_rows_is_gone_round_once(ring: dict[int, int | None]) -> None:
    tree = CommandTree(ring)
    assert set(tree.upwards(UNIT)) == tree.commanded_by(TOP) == {TOP, UNIT}


def test_the_authority_is_the_nearest_above_that_is_one_else_the_top() -> None:
    assert [TREE.authority(DEEP, authorities) for authorities in ({UNIT, TOP}, {TOP}, set())] == [UNIT, TOP, TOP]


@pytest.mark.parametrize(("day", "counts"), [(2, False), (3, True), (5, True), (6, False)])
def test_the_first_and_the_last_day_are_in_it(day: int, counts: bool) -> None:
    today = date(2026, 3, day)
    assert rules.in_force(from_on=date(2026, 3, 3), until_on=date(2026, 3, 5), today=today) is counts
    assert rules.in_force(from_on=date(2026, 3, 3), until_on=None, today=today) is (day >= 3)


TWO, PERSONAL = frozenset({"chair", "keys"}), frozenset({"keys"})


def test_a_seat_that_two_must_grant_waits_for_the_second_one() -> None:
    asked = [({"read"}, False), ({"read", "chair"}, False), ({"read", "chair"}, True)]
    assert [rules.works(powers, confirmed=confirmed, two=TWO) for powers, confirmed in asked] == [True, False, True]


def test_a_substitute_is_lent_nothing_personal_and_elsewhere_nothing_that_two_grant() -> None:
    lent = [
        rules.lent({"read", "chair", "keys"}, serves_there=there, personal=PERSONAL, two=TWO) for there in (True, False)
    ]
    assert lent == [{"read", "chair"}, {"read"}]


def test_a_code_is_its_digits_whatever_stands_between() -> None:
    assert rules.digits_of("12 34-５６x") == "123456"


def test_a_bucket_of_tries_is_named_for_a_day_and_tells_nothing() -> None:
    day = date(2026, 3, 3)
    names = {
        rules.limit_key(key, day=on, words=words)
        for key, on, words in ((b"k", day, "a"), (b"l", day, "a"), (b"k", date(2026, 3, 4), "a"), (b"k", day, "\udcff"))
    }
    assert (len(names), {len(name) for name in names}) == (4, {64})
    assert rules.limit_key(b"k", day=day, words="a") in names


def test_of_a_programs_key_its_digest_alone_is_kept() -> None:
    example = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-4
    assert rules.api_key_digest("abc") == example
    assert rules.api_key_digest("\ud800") != rules.api_key_digest("")


def test_a_key_to_sealed_things_waits_for_a_second_person_and_no_other_does() -> None:
    assert rules.waits_for_second(["sealed.read", "messages.read"], confirmed_by="")
    assert not rules.waits_for_second(["sealed.read"], confirmed_by="officer/7")
    assert not rules.waits_for_second(["messages.read", "open311"], confirmed_by="")
