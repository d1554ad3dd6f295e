"""One term per authority, whatever way a matter takes through its units and through others."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.law.rules import clocks
from answerable.law.rules.clocks import Clock, handed_over
from answerable.people.rules import CommandTree

# two trees; 1, 4 and 7 are authorities, 3 and 6 are units of 1 and 4, 8 is a unit of 7, 2 is a unit of 1
TREE = CommandTree({1: None, 2: 1, 3: 2, 4: 2, 6: 4, 7: None, 8: 7})
AUTHORITIES = frozenset({4})  # tops are in any case
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def clock(day: int) -> Clock:
    return Clock(AT + timedelta(days=day + 30), AT + timedelta(days=day + 29), 5, facts={"started": str(day)})


def test_a_unit_belongs_to_the_nearest_authority_above_it_or_to_the_top() -> None:
    assert [TREE.authority(body, AUTHORITIES) for body in (1, 2, 3, 4, 6, 7, 8)] == [1, 1, 1, 4, 4, 7, 7]


@given(st.lists(st.tuples(st.sampled_from(sorted(TREE.parents)), st.integers(0, 20)), max_size=30))
def test_no_sequence_of_hand_overs_moves_the_date_of_an_authority(ways: list[tuple[int, int]]) -> None:
    body, day, running, left = 3, 0, clock(0), dict[int, Clock]()
    dates = {TREE.authority(body, AUTHORITIES): running.due_at}
    for to, days in ways:
        day += days
        of, there = (TREE.authority(one, AUTHORITIES) for one in (body, to))
        running, left = handed_over(running, left, of=of, to=there, fresh=lambda since=day: clock(since))
        body = to
        assert dates.setdefault(there, running.due_at) == running.due_at
        assert there not in left


def test_inside_an_authority_the_extension_that_was_used_stays_used() -> None:
    used = Clock(AT, AT, 5, extended=1, facts={"count": 1})
    assert handed_over(used, {}, of=1, to=1, fresh=lambda: clock(9)) == (used, {})


def test_a_clock_is_read_as_it_was_written() -> None:
    for one in (clock(3), Clock(None, None), Clock(AT, AT, None, 2, {"instruction": "7", "last": "2026-03-03"})):
        assert clocks.read(one.written()) == one
