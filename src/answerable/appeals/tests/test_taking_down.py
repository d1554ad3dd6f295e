"""An operator takes down what a sender says: whose, marked, told, cancelled, never in place of their own word."""

from datetime import timedelta

import pytest
from django.test import Client

from answerable.appeals import actions, queries
from answerable.appeals.actions import PointReply
from answerable.appeals.models import Appeal, Point
from answerable.appeals.terms import Taken
from answerable.appeals.testing import World, at_desk, page, words
from answerable.appeals.tests.test_own_word import PAGE, deeds, followed
from answerable.base.testing import later, now
from answerable.base.verdict import MissingError, NotNowError, RefusedError
from answerable.channels.models import Message, Notice
from answerable.ledger.models import PublicLeaf
from answerable.ledger.queries import history_of
from answerable.vault.models import FollowUpCode
from answerable_verify.leaf import parse_leaf

pytestmark = [pytest.mark.django_db, pytest.mark.security]
BAD, OK, CONFLICT = 400, 200, 409
TOKEN = "a-token-of-a-form-that-nobody-guesses"


def answered(world: World, **said: str) -> Appeal:
    """An appeal of two points that the department has answered."""
    ref = world.sent(
        at=now(), category=None, territory=None, kind="request", contact="olha@example.org", way="email", **said
    ).appeal
    who = world.actor("petrenko", now())
    actions.set_points(by=who, at=now(), ref=ref, points=[(None, "The lamp?"), (None, "Who answers for it?")])
    points = [row.id for row in queries.points_of(Appeal.objects.get(id=ref))]
    replies = [PointReply(point, "answered", "Mended.") for point in points]
    actions.answer_appeal(by=who, at=now(), ref=ref, text="Thank you.", replies=replies)
    return Appeal.objects.get(id=ref)


def begins(ref: int) -> str:
    """What the sender reads out: the first seven digits of the code."""
    return FollowUpCode.objects.get(subject_id=ref).locator


def a_call(appeal: Appeal, **said: str) -> dict[str, str]:
    """The last step of the page as it is sent."""
    plain = {"number": appeal.number, "begins": begins(appeal.id), "token": TOKEN, "how": "call", "go": "write"}
    return {**plain, "agreed": "yes", "text": "", "spoke": "", **said}


def last_leaf() -> tuple[str, dict[str, str]]:
    leaf = parse_leaf(bytes(PublicLeaf.objects.filter(case__isnull=False).latest("id").body))
    return leaf.kind, {name: str(leaf.extra[name]) for name in ("w", "basis", "rating") if name in leaf.extra}


def points_of(appeal: Appeal) -> list[int]:
    return list(Point.objects.filter(appeal=appeal).order_by("place").values_list("id", flat=True))


def test_an_operator_outside_takes_a_rating_down_step_by_step(world: World) -> None:
    appeal = answered(world)
    client, (one, _two) = at_desk(world, "hlushko"), points_of(appeal)
    caller = {"number": appeal.number.lower(), "begins": f"{begins(appeal.id)[:4]} {begins(appeal.id)[4:]}"}
    asked = words(client.post(page("taken"), {**caller, "go": "find"}))
    assert [word in asked for word in ("Point 1", "They withdraw the message", "The lamp?", "Thank you.")] == [
        True, True, False, False,
    ]  # fmt: skip
    said = a_call(appeal, what="rating", **{f"point-{one}": "solved"})
    read = client.post(page("taken"), {**said, "go": "check"})
    assert ("Point 1: Solved." in words(read), deeds(appeal.id)[-1]) == (True, "appeal.answered")
    unread = client.post(page("taken"), {**said, "agreed": ""})
    assert ("Say first that you read it back" in words(unread), deeds(appeal.id)[-1]) == (True, "appeal.answered")
    done = client.post(page("taken"), said, follow=True)
    assert "Written down. The sender is told" in words(done)
    rated = history_of(f"appeal/{appeal.id}")[-1]
    assert (rated.deed, rated.facts["word"], rated.facts["how"], rated.actor) == (
        "appeal.rated", "taken", "call", f"officer/{world.people['hlushko']}",
    )  # fmt: skip
    assert last_leaf() == ("rated", {"w": "taken", "rating": "solved"})
    assert Notice.objects.filter(thing=f"appeal/{appeal.id}", kind="taken-down").count() == 1


def test_what_is_taken_down_closes_nothing_and_does_not_make_it_solved(world: World) -> None:
    appeal = answered(world)
    said = {f"point-{point}": "solved" for point in points_of(appeal)}
    at_desk(world, "hlushko").post(page("taken"), a_call(appeal, what="rating", **said))
    appeal.refresh_from_db()
    assert (appeal.state, queries.counted_ratings(appeal), queries.ending_of(appeal)) == (
        "answered", {1: "", 2: ""}, "silent",
    )  # fmt: skip


@pytest.mark.parametrize("login", ["petrenko", "marta", "shevchuk"], ids=["signed-it", "same-body", "commanded-by-it"])
def test_nobody_of_a_body_concerned_takes_a_word_down(world: World, login: str) -> None:
    appeal = answered(world)
    refused = at_desk(world, login).post(page("taken"), a_call(appeal, what="withdrawal", spoke="nobody"))
    assert ("Somebody outside of it" in words(refused), refused.status_code) == (True, BAD)
    with pytest.raises(RefusedError):
        actions.take_down(
            by=world.actor(login, now()),
            at=now(),
            ref=appeal.id,
            said=actions.TakenDown(how=Taken.CALL, what="withdrawal", token=TOKEN),
        )
    assert deeds(appeal.id)[-1] == "appeal.answered"


def test_a_body_that_answered_is_concerned_after_it_has_given_the_appeal_away(world: World) -> None:
    appeal = answered(world)
    assert (world.bodies["dep"] in queries.concerned(appeal, now()), world.bodies["dir"] in queries.concerned(appeal, now())) == (
        True, False,
    )  # fmt: skip
    Appeal.objects.filter(id=appeal.id).update(body_id=world.bodies["pro"])
    assert {world.bodies[code] for code in ("dep", "p1", "p2", "pro")} == queries.concerned(
        Appeal.objects.get(id=appeal.id), now()
    )


def test_whoever_it_is_about_finds_nothing_and_a_guess_is_told_nothing(world: World) -> None:
    sent = world.sent(at=now(), kind="complaint", about_body=world.bodies["p1"], category=None)
    barred = at_desk(world, "shevchuk")
    wrong = {"number": sent.number, "begins": "0000000", "go": "find"}
    right = {**wrong, "begins": begins(sent.appeal)}
    pages = [words(barred.post(page("taken"), said)) for said in (wrong, right)]
    assert ["No message has this number" in shown for shown in pages] == [True, True]
    assert "No message has this number" in words(at_desk(world, "olena").post(page("taken"), wrong))


def test_wrong_numbers_are_counted_and_right_ones_are_not(world: World) -> None:
    appeal = answered(world)
    hlushko = world.actor("hlushko", now())
    for _ in range(20):
        actions.find_for_caller(by=hlushko, at=now(), number=appeal.number, begins=begins(appeal.id))
    for _ in range(10):
        with pytest.raises(MissingError):
            actions.find_for_caller(by=hlushko, at=now(), number=appeal.number, begins="0000000")
    with pytest.raises(NotNowError, match=r"word\.too-many-tries"):
        actions.find_for_caller(by=hlushko, at=now(), number=appeal.number, begins=begins(appeal.id))


def test_a_dispute_taken_down_is_marked_everywhere_and_cancelled_by_the_sender(world: World) -> None:
    appeal = answered(world)
    said = a_call(appeal, what="dispute", how="visit", text="The lamp is dark again.")
    assert at_desk(world, "hlushko").post(page("taken"), said).status_code == 302
    assert last_leaf() == ("disputed", {"w": "taken"})
    kept = Message.objects.get(thing=f"appeal/{appeal.id}", kind="dispute")
    assert (kept.author, kept.channel) == (f"officer/{world.people['hlushko']}", "desk")
    desk = at_desk(world, "petrenko")
    assert "taken down at a desk" in words(desk.get("/desk/?view=disputed"))
    shown = words(desk.get(page("case", appeal.number)))
    assert ("An operator took it down in person" in shown, "taken down at a desk" in shown) == (True, True)
    client = followed(Client(), world, appeal.id)
    followed_page = client.get(PAGE).text
    assert ("Written down for you" in followed_page, "This is not my word: cancel it" in followed_page) == (True, True)
    entry = history_of(f"appeal/{appeal.id}")[-1].id
    assert client.post(f"{PAGE}taken/{entry}/cancel/")["Location"].endswith("?done=cancelled")
    appeal.refresh_from_db()
    assert (appeal.state, last_leaf()) == ("answered", ("corrected", {"w": "own", "basis": "dispute"}))
    again = client.get(PAGE).text
    assert ("Written down for you" in again, "is not their word; it is cancelled" in again) == (False, True)
    assert client.post(f"{PAGE}taken/{entry}/cancel/").status_code == 404


def test_a_cancelled_rating_leaves_the_point_as_if_nothing_had_been_said(world: World) -> None:
    appeal = answered(world)
    one, two = points_of(appeal)
    followed(Client(), world, appeal.id).post(f"{PAGE}points/{two}/", {"rating": "not_answered"})
    at_desk(world, "hlushko").post(page("taken"), a_call(appeal, what="rating", **{f"point-{one}": "solved"}))
    entry = history_of(f"appeal/{appeal.id}")[-1].id
    followed(Client(), world, appeal.id).post(f"{PAGE}taken/{entry}/cancel/")
    assert list(Point.objects.filter(appeal=appeal).order_by("place").values_list("rating", flat=True)) == [
        "", "not_answered",
    ]  # fmt: skip


def test_the_senders_own_word_is_never_replaced(world: World) -> None:
    appeal = answered(world)
    one, _two = points_of(appeal)
    followed(Client(), world, appeal.id).post(f"{PAGE}points/{one}/", {"rating": "not_answered"})
    said = a_call(appeal, what="rating", **{f"point-{one}": "solved"})
    refused = at_desk(world, "hlushko").post(page("taken"), said)
    assert (refused.status_code, "The sender said this themself" in words(refused)) == (CONFLICT, True)
    assert (Point.objects.get(id=one).rating, queries.is_contested(appeal)) == ("not_answered", True)
    disputed = a_call(appeal, what="dispute", text="Still dark.", **{f"point-{one}": "not_answered"})
    assert at_desk(world, "hlushko").post(page("taken"), disputed).status_code == 302
    assert queries.counted_ratings(appeal) == {1: "not_answered", 2: ""}


def test_a_withdrawal_taken_down_can_be_cancelled_long_after_the_usual_days(world: World) -> None:
    appeal = answered(world)
    client = at_desk(world, "hlushko")
    unasked = client.post(page("taken"), a_call(appeal, what="withdrawal"))
    assert (unasked.status_code, "Ask them, and choose what they say." in words(unasked)) == (BAD, True)
    assert client.post(page("taken"), a_call(appeal, what="withdrawal", spoke="nobody")).status_code == 302
    appeal.refresh_from_db()
    assert (appeal.state, last_leaf()) == ("withdrawn", ("withdrawn", {"w": "taken"}))
    entry = history_of(f"appeal/{appeal.id}")[-1].id
    with later(timedelta(days=60)):
        followed(Client(), world, appeal.id).post(f"{PAGE}taken/{entry}/cancel/")
    appeal.refresh_from_db()
    assert (appeal.state, deeds(appeal.id)[-1]) == ("answered", "appeal.taken_up_again")


def test_the_same_form_sent_twice_is_one_dispute(world: World) -> None:
    appeal = answered(world)
    client, said = at_desk(world, "hlushko"), a_call(appeal, what="dispute", text="Dark again.")
    client.post(page("taken"), said)
    client.post(page("taken"), said)
    assert deeds(appeal.id).count("appeal.disputed") == 1


def test_a_sealed_appeal_takes_a_word_that_the_operator_cannot_read_again(world: World) -> None:
    world.keys()
    sent = world.sent(at=now(), kind="complaint", about_body=world.bodies["p1"], category=None, seal=True)
    appeal = Appeal.objects.get(id=sent.appeal)
    outside = "marta" if appeal.body_id != world.bodies["dep"] else "hlushko"
    said = a_call(appeal, what="withdrawal", spoke="other", text="I am afraid.")
    assert at_desk(world, outside).post(page("taken"), said).status_code == 302
    assert Appeal.objects.get(id=sent.appeal).state == "withdrawn"
    assert at_desk(world, outside).get(page("case", sent.number)).status_code == 404
