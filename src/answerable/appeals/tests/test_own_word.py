"""What only the sender may say is not taken from whoever sits at a desk (docs/decisions/0155)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client

from answerable.appeals import actions, jobs, queries
from answerable.appeals.actions import PointReply
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import World
from answerable.appeals.tests.test_desk_pages import at_desk
from answerable.base.testing import later, now
from answerable.ledger.models import PublicLeaf
from answerable.ledger.queries import history_of
from answerable.people import desk_marks
from answerable.vault import actions as vault_actions
from answerable.vault.models import FollowUpCode
from answerable_verify.leaf import parse_leaf

pytestmark = [pytest.mark.django_db, pytest.mark.security]
HERE, ELSEWHERE = "198.51.100.7", "198.51.100.8"
PAGE = "/en/follow/message/"
ACTS = (
    "points/{point}/",
    "dispute/",
    "withdraw/",
    "again/",
    "code/",
    "contact/",
    "record/mail/",
    "record/none/",
    "reasons/",
)


def answered(world: World) -> tuple[int, int]:
    """An answered appeal of one point, which the sender may rate; returns both ids."""
    ref = world.sent(at=now(), category=None, territory=None, kind="request", name="Olha").appeal
    who = world.actor("petrenko", now())
    actions.set_points(by=who, at=now(), ref=ref, points=[(None, "The lamp?")])
    (point,) = [row.id for row in queries.points_of(Appeal.objects.get(id=ref))]
    replies = [PointReply(point, "answered", "Mended.")]
    actions.answer_appeal(by=who, at=now(), ref=ref, text="Thank you.", replies=replies)
    return ref, point


def followed(client: Client, world: World, ref: int, *, at: str = ELSEWHERE) -> Client:
    """A browser in which an appeal is followed, at a place."""
    cookie = vault_actions.begin_follow(subject=subject_of(ref), root=world.bodies["dir"], at=now())
    client.cookies[django_settings.FOLLOW_COOKIE_NAME] = cookie
    client.defaults.update(REMOTE_ADDR=at, HTTP_ACCEPT_LANGUAGE="en")
    return client


def was_at_a_desk(world: World, *, at: str = ELSEWHERE) -> Client:
    """A browser in which somebody was signed in at a desk, and has signed out."""
    client = at_desk(world, "ivanenko")
    client.get("/desk/", REMOTE_ADDR=at)
    client.post("/desk/sign-out/", REMOTE_ADDR=at)
    return client


def deeds(ref: int) -> list[str]:
    return [entry.deed for entry in history_of(f"appeal/{ref}")]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_browser_of_a_desk_decides_nothing_for_the_sender(world: World, act: str, signed_in: bool) -> None:
    ref, point = answered(world)
    before, code = deeds(ref), FollowUpCode.objects.get(subject_id=ref).locator
    client = at_desk(world, "ivanenko") if signed_in else was_at_a_desk(world)
    said = {"rating": "solved", "text": "It is mended.", "spoke": "nobody", "contact": "a@example.org"}
    refused = followed(client, world, ref).post(f"{PAGE}{act.format(point=point)}", said)
    assert (refused.status_code, "in any other browser or on a telephone" in refused.text) == (409, True)
    assert (deeds(ref), FollowUpCode.objects.get(subject_id=ref).locator) == (before, code)


def test_the_page_says_what_works_and_offers_only_that(world: World) -> None:
    ref, _ = answered(world)
    shown = followed(was_at_a_desk(world), world, ref).get(PAGE).text
    assert ("That works at once." in shown, "Write back or add files" in shown) == (True, True)
    assert [word in shown for word in ("Solved", "Dispute this answer", "Withdraw my message")] == [False] * 3
    mine = followed(Client(), world, ref).get(PAGE).text
    assert [word in mine for word in ("Solved", "Dispute this answer", "Withdraw my message")] == [True] * 3


def test_a_browser_is_the_senders_again_after_a_day_and_a_bent_mark_is_none(world: World) -> None:
    ref, point = answered(world)
    client = was_at_a_desk(world)
    mark = client.cookies[django_settings.DESK_COOKIE_NAME]
    assert (mark["max-age"], mark["httponly"], mark["samesite"]) == (86_400, True, "Strict")
    with later(timedelta(days=1, minutes=1)):
        rated = followed(client, world, ref).post(f"{PAGE}points/{point}/", {"rating": "solved"})
    assert rated.status_code == 302
    client.cookies[django_settings.DESK_COOKIE_NAME] = "1:bent"
    assert desk_marks.is_desk_browser(client.get("/en/").wsgi_request, now()) is False


def test_what_is_said_where_a_desk_works_is_counted_apart_until_it_is_said_elsewhere(world: World) -> None:
    ref, point = answered(world)
    was_at_a_desk(world, at=HERE)
    rated = followed(Client(), world, ref, at=HERE).post(f"{PAGE}points/{point}/", {"rating": "solved"}, follow=True)
    assert ("Noted, and counted apart" in rated.text, Appeal.objects.get(id=ref).state) == (True, "answered")
    leaf = parse_leaf(bytes(PublicLeaf.objects.filter(case__isnull=False).latest("id").body))
    assert (leaf.kind, leaf.extra["w"]) == ("rated", "taken")
    assert queries.ending_of(Appeal.objects.get(id=ref)) == "silent"
    followed(Client(), world, ref).post(f"{PAGE}points/{point}/", {"rating": "solved"})
    assert (Appeal.objects.get(id=ref).state, Appeal.objects.get(id=ref).ending) == ("closed", "solved")


def test_left_so_it_ends_as_if_nothing_had_been_said(world: World) -> None:
    ref, point = answered(world)
    was_at_a_desk(world, at=HERE)
    followed(Client(), world, ref, at=HERE).post(f"{PAGE}points/{point}/", {"rating": "solved"})
    assert jobs.close_at(now() + timedelta(days=40)) == 1
    assert Appeal.objects.get(id=ref).ending == "silent"


@pytest.mark.parametrize(
    ("act", "kind"), [("dispute/", "disputed"), ("withdraw/", "withdrawn")], ids=["dispute", "withdrawal"]
)
def test_a_dispute_and_a_withdrawal_from_there_stand_and_are_counted_apart(world: World, act: str, kind: str) -> None:
    ref, _ = answered(world)
    was_at_a_desk(world, at=HERE)
    said = {"text": "Not so.", "spoke": "nobody"}
    assert followed(Client(), world, ref, at=HERE).post(f"{PAGE}{act}", said)["Location"].endswith("?done=apart")
    leaf = parse_leaf(bytes(PublicLeaf.objects.filter(case__isnull=False).latest("id").body))
    assert (Appeal.objects.get(id=ref).state, leaf.kind, leaf.extra["w"]) == (kind, kind, "taken")
    taken = sum(each.disputes_taken for each in queries.load_of(world.actor("petrenko", now()), at=now()))
    assert taken == (kind == "disputed")
    assert ("1 of them not by the sender" in at_desk(world, "petrenko").get("/desk/load/").text) == bool(taken)


@pytest.mark.parametrize(
    ("meta", "proxies", "place"),
    [
        ({"REMOTE_ADDR": HERE}, 0, HERE),
        ({"REMOTE_ADDR": "127.0.0.1"}, 0, ""),
        ({"REMOTE_ADDR": "::1"}, 0, ""),
        ({"REMOTE_ADDR": "192.168.1.7"}, 0, ""),
        ({"REMOTE_ADDR": "172.17.0.1"}, 0, ""),
        ({"REMOTE_ADDR": "100.64.3.4"}, 0, ""),
        ({"REMOTE_ADDR": "no address"}, 0, ""),
        ({"REMOTE_ADDR": HERE, "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, 0, ""),
        ({"REMOTE_ADDR": HERE, "HTTP_FORWARDED": "for=203.0.113.9"}, 0, ""),
        ({"REMOTE_ADDR": HERE, "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, 1, "203.0.113.9"),
        ({"REMOTE_ADDR": HERE}, 1, ""),
        ({"REMOTE_ADDR": HERE, "HTTP_HOST": "abcdef.onion"}, 0, ""),
    ],
)
def test_a_place_is_nobodys_where_everybody_has_it(rf, settings, meta, proxies, place) -> None:
    settings.ANSWERABLE = replace(settings.ANSWERABLE, trusted_proxies=proxies)
    settings.ALLOWED_HOSTS = ["testserver", "abcdef.onion"]
    assert desk_marks.place_of(rf.get("/", **meta)) == place


def test_the_journal_says_that_an_operator_made_the_code(world: World) -> None:
    mine, theirs = world.sent(at=now()).appeal, world.sent(at=now(), made_by="operator").appeal
    assert [history_of(f"appeal/{ref}")[0].facts.get("code") for ref in (mine, theirs)] == [None, "operator"]
