"""When a letter or a call is tried again, when it is not, and what names a delivery and a letter."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.channels import rules
from answerable.channels.terms import Light, Saying, Signs, Way

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


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


@pytest.mark.parametrize("way", list(Way))
def test_nothing_sealed_leaves_by_any_way_but_that_there_is_news(way: Way) -> None:
    assert rules.may_say(way, sealed=True, came_by_it=True) is Saying.NEWS
    assert rules.may_say(way, sealed=False, came_by_it=False) is Saying.NEWS


def test_words_go_back_the_way_they_came_but_not_by_short_message_or_telephone() -> None:
    said = {way: rules.may_say(way, sealed=False, came_by_it=True) for way in Way}
    assert said == {
        Way.EMAIL: Saying.WORDS,
        Way.PHONE: Saying.NEWS,
        Way.TELEGRAM: Saying.WORDS,
        Way.VK: Saying.WORDS,
        Way.FACEBOOK: Saying.WORDS,
        Way.SMS: Saying.STAGE,
    }


def test_a_token_of_words_is_the_same_at_every_try_and_another_for_each_part_and_key() -> None:
    key, delivery = b"k" * 32, b"d" * 32
    one = rules.words_token(key, delivery=delivery, part=0)
    others = [
        rules.words_token(key, delivery=delivery, part=1),
        rules.words_token(b"l" * 32, delivery=delivery, part=0),
        rules.words_token(key, delivery=b"e" * 32, part=0),
    ]
    assert one == rules.words_token(key, delivery=delivery, part=0)
    assert len(one) == 48
    assert len({one, *others}) == 4


def test_two_accounts_may_get_the_same_name_for_two_deliveries() -> None:
    ids = [rules.raw_delivery_id(channel="vk", account=account, external="1") for account in (1, 2)]
    assert ids[0] != ids[1]


def test_a_peer_is_found_by_the_key_alone() -> None:
    found = [rules.peer_id(key, account=1, peer=peer) for key in (b"k", b"l") for peer in ("main/1", "main/2")]
    assert len(set(found)) == 4


def test_a_delivery_that_breaks_the_job_is_tried_again_for_a_while() -> None:
    pauses = [rules.take_again_after(tries) for tries in range(1, 7)]
    assert pauses[-1] is None
    assert [pause for pause in pauses[:-1] if pause is None] == []


def test_a_channel_that_wants_a_longer_pause_gets_it_and_a_shorter_one_does_not_count() -> None:
    own = rules.pause_after(1)
    assert rules.pause_after(1, timedelta(hours=9)) == timedelta(hours=9)
    assert rules.pause_after(1, timedelta(seconds=3)) == own


def test_a_notices_own_seal_is_known_and_no_other() -> None:
    seal = rules.notice_seal(b"k" * 32, 7)
    assert [
        rules.is_sealed_notice(b"k" * 32, notice=ref, seal=written) for ref, written in ((7, seal), (8, seal), (7, "я"))
    ] == [
        True,
        False,
        False,
    ]


@given(st.lists(st.integers(0, 5000), max_size=12), st.integers(5000, 6000))
def test_one_address_is_acknowledged_five_times_within_any_day(minutes: list[int], now: int) -> None:
    sent, at = [AT + timedelta(minutes=each) for each in minutes], AT + timedelta(minutes=now)
    wait = rules.acknowledge_after(sent, at=at)
    goes = at if wait is None else at + wait
    assert sum(goes - timedelta(days=1) < each for each in sent) < rules.MOST_ACKNOWLEDGED
    assert (wait is None) == (sum(at - timedelta(days=1) < each for each in sent) < rules.MOST_ACKNOWLEDGED)


def test_one_address_is_one_receiver_however_it_is_written_and_each_way_its_own() -> None:
    anna = rules.receiver_id(b"k" * 32, way="email", address="Anna@Example.org ")
    assert anna == rules.receiver_id(b"k" * 32, way="email", address="anna@example.org")
    assert anna != rules.receiver_id(b"k" * 32, way="sms", address="anna@example.org")


@pytest.mark.parametrize(
    ("signs", "light", "why"),
    [
        (Signs(), Light.GREEN, ""),
        (Signs(fault="imap-away", fault_at=AT - timedelta(minutes=4)), Light.AMBER, "imap-away"),
        (Signs(fault="imap-away", fault_at=AT - timedelta(minutes=5)), Light.RED, "imap-away"),
        (Signs(expires_on=date(2026, 3, 2)), Light.RED, "expired"),
        (Signs(expires_on=date(2026, 3, 3)), Light.AMBER, "expires"),
        (Signs(expires_on=date(2026, 3, 18)), Light.GREEN, ""),
        (Signs(unread=1), Light.RED, "unread"),
        (Signs(stuck=1), Light.RED, "stuck"),
        (Signs(returned=1), Light.AMBER, "returned"),
    ],
)
def test_a_light_is_red_where_nothing_comes_or_goes_and_amber_where_somebody_should_look(
    signs: Signs, light: Light, why: str
) -> None:
    assert rules.light_of(signs, at=AT) == (light, why)
