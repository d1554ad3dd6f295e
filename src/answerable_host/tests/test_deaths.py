"""When a part of the system that died is started again: at once at first, then ever later."""

from answerable_host.children import LONGEST_PAUSE, Deaths


def test_three_kills_within_seconds_are_each_followed_by_a_start_at_once() -> None:
    deaths, started = Deaths(), 0.0
    for killed in (1.0, 2.0, 3.0):
        assert deaths.is_over(started=started, at=killed) is True
        started = killed


def test_what_cannot_start_is_tried_ever_later_and_never_given_up() -> None:
    deaths, at, pauses = Deaths(), 0.0, []
    for _ in range(10):
        died = at
        while not deaths.is_over(started=died, at=at):
            at += 0.5
        pauses.append(at - died)
    assert pauses == [0.0, 0.0, 0.0, 2.0, 4.0, 8.0, 16.0, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]


def test_looking_again_at_the_same_death_makes_the_pause_no_longer() -> None:
    deaths = Deaths(quick=3)
    seen = [deaths.is_over(started=0.0, at=at) for at in (1.0, 1.5, 2.0, 2.5, 2.9, 3.0)]
    assert seen == [False] * 5 + [True]


def test_what_has_run_for_a_minute_is_forgiven() -> None:
    deaths = Deaths(quick=9)
    assert (deaths.is_over(started=0.0, at=60.0), deaths.quick) == (True, 1)
