"""What is done above a body stands in the public log, on the appeal's own case and in codes."""

from datetime import timedelta

import pytest

from answerable.appeals import actions as appeals_actions
from answerable.appeals import queries as appeals_queries
from answerable.appeals.models import Appeal
from answerable.appeals.testing import make_world
from answerable.ledger import queries as ledger_queries
from answerable.oversight import actions
from answerable.oversight.models import Item
from answerable.oversight.testing import LATE, hear_all, item_of, late
from answerable_verify import check_opening, parse_leaf

pytestmark = pytest.mark.django_db


def test_a_climb_a_measure_and_an_instruction_are_acts_on_the_appeals_case() -> None:
    world = make_world()
    item = item_of(late(world))
    koval, p1 = world.actor("koval", LATE), world.bodies["p1"]
    actions.measure(by=koval, at=LATE, item=item.id, to=world.bodies["dep"], kind="talk", text="We spoke of dates.")
    actions.commend(by=koval, at=LATE, item=item.id, to=world.bodies["dep"], text="They rang her at once.")
    day = (LATE + timedelta(days=5)).date()
    actions.instruct(by=koval, at=LATE, item=item.id, to=p1, due_on=day, text="Answer her at last.")
    found = ledger_queries.leaves_of(f"appeal/{item.appeal_id}")
    read = [parse_leaf(bytes(leaf.body)) for leaf in found]
    assert [(leaf.n, leaf.kind, dict(leaf.extra)) for leaf in read[1:]] == [
        (1, "escalated", {"rule": "overdue", "to": "dep"}),
        (2, "measure", {"rule": "talk", "to": "dep"}),
        (3, "read", {"a": "dir", "to": "dep"}),
        (4, "commended", {"a": "dir", "to": "dep"}),
        (5, "instructed", {"a": "dir", "basis": "answer", "to": "p1", "until": day.isoformat()}),
        (6, "reopened", {"to": "p1"}),
    ]
    assert read[6].due == day
    appeal = Appeal.objects.get(id=item.appeal_id)
    for leaf, entry in zip(read, found, strict=True):
        assert check_opening(leaf.h, appeals_queries.opening(appeal, entry))["number"] == appeal.number


@pytest.mark.parametrize(("kind", "why"), [("request", "addressed"), ("thanks", "thanks")])
def test_what_is_put_before_the_chair_though_nothing_climbed_is_in_the_log_and_so_is_its_reading(
    kind: str, why: str
) -> None:
    world = make_world()
    addressed = world.bodies["dir"] if why == "addressed" else None
    sent = world.sent(kind=kind, addressed_to=addressed)
    hear_all()
    item = Item.objects.get(appeal_id=sent.appeal)
    actions.read_item(by=world.actor("koval", LATE), at=LATE, item=item.id)
    read = [parse_leaf(bytes(leaf.body)) for leaf in ledger_queries.leaves_of(f"appeal/{sent.appeal}")]
    assert [(leaf.kind, dict(leaf.extra)) for leaf in read[1:]] == [
        ("escalated", {"a": "dir", "rule": why, "to": "dir"}),
        ("read", {"a": "dir", "to": "dir"}),
    ]


def test_what_was_held_outside_of_the_command_comes_to_the_chair_once_somebody_has_looked() -> None:
    """A complaint that names nobody known lies outside of the whole command at first, and the chair is at its top."""
    world = make_world()
    sent = world.sent(kind="complaint", addressed_to=world.bodies["dir"])
    hear_all()
    assert not Item.objects.filter(appeal_id=sent.appeal).exists()
    by = world.actor("hlushko", LATE)
    appeals_actions.settle_mentions(
        by=by, at=LATE, ref=sent.appeal, about=[], text="About the street, not about an officer."
    )
    hear_all()
    assert Item.objects.get(appeal_id=sent.appeal).body_id == world.bodies["dir"]
