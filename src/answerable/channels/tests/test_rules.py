"""When a letter or a call is tried again, when it is not, and what names a delivery and a letter."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.channels import rules


@given(st.integers(0, 50))
def test_pauses_grow_up_to_a_day_and_end(tries: int) -> None:
    assert rules.pause_after(tries) <= rules.pause_after(tries + 1) <= timedelta(days=1)
    assert rules.is_last(tries) == (tries >= rules.MOST_TRIES)


def test_who_did_not_answer_is_rung_later_that_day_and_then_on_the_next_days() -> None:
    pauses = [rules.ring_again_after(tries) for tries in (1, 2, 4)]
    assert pauses == [timedelta(hours=3), timedelta(hours=20), timedelta(hours=20)]
    assert [rules.is_last_ring(tries) for tries in (4, 5, 6)] == [False, True, True]


@given(st.text(max_size=9), st.text(max_size=9), st.text(max_size=9), st.text(max_size=9))
def test_two_deliveries_are_the_same_only_by_channel_and_name(one: str, its: str, other: str, theirs: str) -> None:
    same = rules.delivery_id(one, its) == rules.delivery_id(other, theirs)
    assert same == ((one, its) == (other, theirs))


def test_a_letter_has_one_id_at_every_try_and_a_key_alone_makes_it() -> None:
    one = rules.message_id(b"k" * 32, notice=7, host="example.org")
    assert one == rules.message_id(b"k" * 32, notice=7, host="example.org")
    assert one.startswith("<notice.7.")
    assert one.endswith("@example.org>")
    assert one != rules.message_id(b"l" * 32, notice=7, host="example.org")
