"""What a key shows, and that whatever it does not show looks, byte for byte, like what never was."""

from datetime import timedelta

import pytest
from django.test import Client

from answerable.appeals import actions
from answerable.appeals.actions.answering import PointReply
from answerable.appeals.models import Appeal
from answerable.appeals.queries import programs
from answerable.appeals.testing import AT, World
from answerable.base.testing import later, now
from answerable.people import actions as people_actions
from answerable.people.models import ApiKey, Seat
from answerable.people.queries import api_keys
from answerable.people.terms import ApiScope

V1 = "/api/v1/"
READ, WORDS, SEALED = ApiScope.READ, ApiScope.WORDS, ApiScope.SEALED


def numbers(program: Client, **asked: object) -> list[str]:
    return [each["number"] for each in program.get(f"{V1}messages", asked).json()["messages"]]


def test_a_key_shows_what_lies_with_its_own_body_and_nothing_below_or_beside(world: World, keyed) -> None:
    ours = world.sent(addressed_to=world.bodies["dep"])
    theirs = world.sent(addressed_to=world.bodies["p1"])
    program = keyed("dep", READ)
    assert numbers(program) == [ours.number]
    shown = program.get(f"{V1}messages/{ours.number}").json()
    assert (shown["state"], shown["body"], shown["sealed"], shown["channel"]) == ("registered", "dep", False, "web")
    assert numbers(keyed("p1", READ)) == [theirs.number]


def test_what_a_key_does_not_show_looks_like_what_never_was(world: World, keyed) -> None:
    theirs = world.sent(addressed_to=world.bodies["p1"])
    sealed = world.sent(addressed_to=world.bodies["dep"], seal=True)
    program = keyed("dep", READ, WORDS)
    for number in (theirs.number, sealed.number):
        for below in ("", "/words"):
            one, none = (program.get(f"{V1}messages/{each}{below}") for each in (number, "DIR-2026-99999"))
            assert (one.status_code, one.content, one.headers) == (none.status_code, none.content, none.headers)
            assert (one.status_code, one["Content-Type"]) == (404, "application/problem+json")


def test_sealed_ones_are_numbers_and_days_for_a_key_to_which_two_agreed(world: World, keyed) -> None:
    sealed = world.sent(addressed_to=world.bodies["dep"], seal=True)
    assert keyed("dep", READ, SEALED, agreed=False).get(f"{V1}key").status_code == 401
    program = keyed("dep", READ, SEALED, WORDS)
    shown = program.get(f"{V1}messages/{sealed.number}").json()
    assert (shown["sealed"], shown["category"], shown["place"], shown["channel"]) == (True, None, None, None)
    assert program.get(f"{V1}messages/{sealed.number}/words").status_code == 404


def test_a_key_never_shows_what_is_about_somebody_who_serves_there(world: World, keyed) -> None:
    """Whoever serves in the body could read from the program what is about them."""
    about = world.sent(
        kind="complaint", about_person=world.people["shevchuk"], name="Anna", contact="a@example.org", way="email"
    )
    appeal = Appeal.objects.get(id=about.appeal)
    where = next(code for code, ref in world.bodies.items() if ref == appeal.body_id)
    assert numbers(keyed(where, READ, SEALED)) == [about.number]
    serves = Seat.objects.filter(body=appeal.body_id).values_list("account", flat=True)[0]
    Appeal.objects.filter(id=appeal.id).update(barred_persons=[serves])
    assert numbers(keyed(where, READ, SEALED)) == []


def test_the_rule_and_the_query_say_the_same(world: World, keyed) -> None:
    world.sent(addressed_to=world.bodies["dep"])
    world.sent(addressed_to=world.bodies["dep"], seal=True)
    world.sent(kind="complaint", about_person=world.people["shevchuk"])
    world.sent(addressed_to=world.bodies["p1"])
    for scopes in ([READ], [SEALED], [READ, SEALED], [WORDS]):
        for body in world.bodies:
            keyed(body, *scopes)
            program = api_keys.program_of(ApiKey.objects.select_related("body").latest("id"))
            seen = set(programs.seen_by_program(program).values_list("id", flat=True))
            assert seen == {row.id for row in Appeal.objects.all() if programs.is_shown(program, row)}


def test_words_are_what_was_written_and_answered_never_who_wrote(world: World, keyed) -> None:
    sent = world.sent(addressed_to=world.bodies["dep"], name="Anna Kit", contact="anna@example.org", way="email")
    head = world.actor("petrenko")
    actions.set_points(by=head, at=AT, ref=sent.appeal, points=[(None, "When?")])
    reply = PointReply(Appeal.objects.get(id=sent.appeal).points.get().id, "answered", "On Friday.")
    actions.answer_appeal(by=head, at=AT + timedelta(days=1), ref=sent.appeal, text="By Friday.", replies=[reply])
    answer = keyed("dep", WORDS).get(f"{V1}messages/{sent.number}/words")
    said = answer.json()
    assert [(each["incoming"], each["text"][:8]) for each in said["messages"]] == [(True, "The lamp")]
    assert [each["text"] for each in said["answers"]] == ["By Friday."]
    assert b"Anna" not in answer.content
    assert b"anna@" not in answer.content
    assert keyed("dep", READ).get(f"{V1}messages/{sent.number}/words").status_code == 403


def test_pages_follow_each_other_and_may_be_narrowed(world: World, keyed) -> None:
    sent = [world.sent(addressed_to=world.bodies["dep"]).number for _ in range(3)]
    program = keyed("dep", READ)
    first = program.get(f"{V1}messages", {"size": 2}).json()
    rest = program.get(f"{V1}messages", {"size": 2, "after": first["next"]}).json()
    assert [each["number"] for each in (*first["messages"], *rest["messages"])] == sent
    assert rest["next"] == ""
    assert numbers(program, state="answered") == []
    assert numbers(program, since=(AT + timedelta(days=1)).isoformat()) == []


@pytest.mark.parametrize("key", ["", "Bearer wrong", "Basic abc", "Bearer \N{SNOWMAN}"])
def test_without_a_key_that_works_nothing_is_told_but_how_to_come_by_one(world: World, key: str) -> None:
    answer = Client(headers={"authorization": key, "accept-language": "en"} if key else {}).get(
        f"{V1}messages/DIR-2026-00001"
    )
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert set(answer.json()) == {"type", "title", "status", "detail", "errors"}


def test_a_key_ends_and_is_taken_back(world: World, keyed) -> None:
    program = keyed("dep", READ)
    assert program.get(f"{V1}key").json()["body"] == "dep"
    with later(timedelta(days=366)):
        assert program.get(f"{V1}key").status_code == 401
    people_actions.revoke_api_key(by=world.actor("petrenko", now()), at=now(), key=ApiKey.objects.latest("id").id)
    assert program.get(f"{V1}key").status_code == 401


def test_everybody_reads_without_a_key_what_is_public(world: World) -> None:
    anybody = Client(headers={"accept-language": "en"})
    bodies = anybody.get(f"{V1}bodies").json()["bodies"]
    assert {(each["code"], each["parent"]) for each in bodies} >= {("dir", None), ("dep", "dir")}
    assert [each["code"] for each in anybody.get(f"{V1}categories").json()["categories"]] == ["street", "conduct"]
    assert anybody.get(f"{V1}figures").json() == {"figures": []}
    kept = world.sent(addressed_to=world.bodies["dep"], public=True, channel="open311")
    assert anybody.get(f"{V1}published").json() == {"messages": [], "next": ""}
    assert anybody.get(f"{V1}published/{kept.number}").status_code == 404
    actions.publish(by=world.actor("petrenko"), at=AT, ref=kept.appeal, text="A dark lamp.")
    assert anybody.get(f"{V1}published/{kept.number}").json()["text"] == "A dark lamp."
    assert [each["number"] for each in anybody.get(f"{V1}published").json()["messages"]] == [kept.number]


def test_an_address_that_is_none_is_a_problem_too(world: World) -> None:
    answer = Client(headers={"accept-language": "en"}).get("/api/v1/no-such-thing")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
