"""Case 34: a rating that the police gave themselves is not prevented. It is shown as what it is, on every page of it."""

from pathlib import Path

from django.test import Client

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal, Point
from answerable.appeals.testing import AT, make_world
from answerable.base.actor import resident
from answerable.ledger import published, testing
from answerable.ledger import queries as ledger_queries
from answerable_verify import parse_leaf


def test_case34_a_rating_is_shown_as_given_by_whoever_holds_the_code(home: Path, client: Client):
    """Whoever wrote down the code at the desk can rate with it: the log cannot tell, and its pages say so."""
    world = make_world()
    registered = world.sent()
    head = world.actor("petrenko")
    ref = registered.appeal
    appeals_actions.accept_appeal(by=head, at=AT, ref=ref)
    appeals_actions.set_points(by=head, at=AT, ref=ref, points=[(None, "The lamp"), (None, "Who answers for it")])
    replies = [appeals_actions.PointReply(point.id, "answered", "Done.") for point in Point.objects.filter(appeal=ref)]
    appeals_actions.answer_appeal(by=head, at=AT, ref=ref, text="Mended.", replies=replies)
    point = Point.objects.filter(appeal=ref).first()
    appeals_actions.rate(by=resident(ref), at=AT, ref=ref, point=point.id, rating="answered")
    one = testing.sequencer()
    one.step(at=AT, everything=True)
    rated = [row for row in ledger_queries.leaves_of(f"appeal/{ref}") if parse_leaf(bytes(row.body)).kind == "rated"]
    page = client.get(f"/en/log/{rated[0].idx}/").content.decode()
    assert "given by whoever holds the code; the log cannot tell whether that was the sender" in page
    about = client.get("/en/log/").content.decode()
    assert "a log cannot tell whether that was the sender" in about
    assert published.head() is not None
    assert Appeal.objects.get(id=ref).state == "answered"
