"""What anybody sees live does not tell when a letter without a name, or a sealed one, came (docs/decisions/0154)."""

from datetime import datetime, timedelta
from pathlib import Path

from django.test import Client

from answerable.ledger import testing
from answerable.ledger.models import PublicLeaf
from answerable.ledger.sequencing import FEW, LATE, TURN


def next_turn(at: datetime) -> datetime:
    """The fixed hour after an instant."""
    return at + TURN - timedelta(seconds=at.timestamp() % TURN.total_seconds())


def test_the_ninth_letter_moves_nothing_before_the_hour_and_eight_alone_do_not_go_at_it(home: Path) -> None:
    one, turn = testing.sequencer(), next_turn(testing.AT)
    one.step(at=turn, everything=True)
    for case in range(1, FEW):
        testing.record_public_act(case, slow=True)
    said = [one.step(at=turn + after) for after in (timedelta(minutes=1), TURN)]
    testing.record_public_act(FEW, slow=True)
    said += [one.step(at=turn + TURN + after) for after in (timedelta(seconds=1), timedelta(hours=5), TURN)]
    assert (FEW, said) == (9, [0, 0, 0, 0, 9])


def test_a_case_that_waits_goes_out_with_eight_others_however_many_acts_it_has(home: Path) -> None:
    one = testing.sequencer()
    one.step(at=testing.AT, everything=True)
    testing.record_public_act(1, slow=True)
    for _ in range(FEW):
        testing.record_public_act(1, "acknowledged", slow=True)
    for case in range(2, FEW):
        testing.record_public_act(case, slow=True)
    at = next_turn(testing.AT)
    assert (FEW, one.step(at=at)) == (9, 0)
    testing.record_public_act(FEW, slow=True)
    assert one.step(at=at + TURN) == 2 * FEW


def test_a_case_alone_goes_out_within_the_day_that_it_was_promised(home: Path) -> None:
    one = testing.sequencer()
    one.step(at=testing.AT, everything=True)
    testing.record_public_act(1, slow=True)
    begun = next_turn(testing.AT) + timedelta(minutes=1)
    said = [one.step(at=begun + after) for after in (timedelta(0), timedelta(hours=15), timedelta(hours=17), TURN * 3)]
    assert (said, timedelta(hours=24) > LATE) == ([0, 0, 0, 1], True)


def test_a_sequencer_that_was_away_at_the_hour_keeps_the_promise_all_the_same(home: Path) -> None:
    one = testing.sequencer()
    one.step(at=testing.AT, everything=True)
    testing.record_public_act(1, slow=True)
    assert one.step(at=testing.AT) == 0
    late = testing.sequencer()
    assert late.step(at=testing.AT + LATE) == 1


def test_a_later_act_of_a_case_that_waited_waits_too_and_pulls_nothing_out(home: Path) -> None:
    testing.sequencer()
    testing.record_public_act(1, slow=True)
    testing.record_public_act(1, "acknowledged", slow=False)
    testing.record_public_act(2, slow=False)
    testing.record_public_act(2, "acknowledged", slow=False)
    assert list(PublicLeaf.objects.filter(case__isnull=False).order_by("id").values_list("slow", flat=True)) == [
        True, True, False, False,
    ]  # fmt: skip


def test_the_counter_of_the_pages_is_the_signed_tree_and_moves_with_no_letter(home: Path) -> None:
    one = testing.sequencer()
    one.step(at=testing.AT, everything=True)
    before = Client().get("/en/about/").content
    testing.record_public_act(1, slow=True)
    assert one.step(at=testing.AT + timedelta(minutes=2)) == 0
    assert Client().get("/en/about/").content == before
    one.step(at=testing.AT + timedelta(hours=23))
    assert Client().get("/en/about/").content != before
