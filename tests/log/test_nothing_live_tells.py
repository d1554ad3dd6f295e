"""What anybody sees live does not tell when a letter without a name, or a sealed one, came (docs/decisions/0154)."""

from datetime import timedelta
from pathlib import Path

from django.test import Client

from answerable.ledger import testing
from answerable.ledger.models import PublicLeaf
from answerable.ledger.sequencing import FEW, LATE


def test_a_case_that_waits_goes_out_with_eight_others_however_many_acts_it_has(home: Path) -> None:
    one = testing.sequencer()
    one.step(at=testing.AT, everything=True)
    testing.record_public_act(1, slow=True)
    for _ in range(FEW):
        testing.record_public_act(1, "acknowledged", slow=True)
    for case in range(2, FEW):
        testing.record_public_act(case, slow=True)
    at = testing.AT + timedelta(minutes=5)
    assert (FEW, one.step(at=at)) == (9, 0)
    testing.record_public_act(FEW, slow=True)
    assert one.step(at=at + timedelta(seconds=1)) == 2 * FEW


def test_a_case_alone_goes_out_within_the_day_that_it_was_promised(home: Path) -> None:
    one = testing.sequencer()
    one.step(at=testing.AT, everything=True)
    testing.record_public_act(1, slow=True)
    said = [one.step(at=testing.AT + after) for after in (timedelta(0), LATE - timedelta(minutes=1), LATE)]
    assert (said, timedelta(hours=24) > LATE) == ([0, 0, 1], True)


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
