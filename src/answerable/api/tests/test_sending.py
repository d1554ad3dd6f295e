"""Appeals that come in by a key: registered at once, the same twice the same, faults named, not more often than is allowed."""

import base64
import dataclasses
from typing import Any

from django.test import Client

from answerable.appeals.models import Appeal, Sender
from answerable.appeals.testing import World
from answerable.people.terms import ApiScope
from answerable.vault.models import File

V1 = "/api/v1/"
LAMP = "The lamp at the school is dark."


def send(program: Client, once: str = "", **said: Any) -> Any:
    headers = {"Idempotency-Key": once} if once else {}
    whole = {"kind": "report", "text": LAMP, "addressed_to": "dep", **said}
    return program.post(f"{V1}messages", whole, content_type="application/json", headers=headers)


def test_what_is_sent_is_registered_at_once_with_number_code_and_day(world: World, keyed) -> None:
    answer = send(keyed("dir", ApiScope.SEND), contact="anna@example.org", category="street", place="town")
    told, appeal = answer.json(), Appeal.objects.get()
    assert (answer.status_code, told["number"], len(told["code"])) == (201, appeal.number, 24)
    assert (appeal.channel, appeal.kind, appeal.body_id) == ("api", "report", world.bodies["dep"])
    assert (appeal.category.code, appeal.territory.code) == ("street", "town")
    assert Sender.objects.get(appeal=appeal.id).way == "email"
    assert told["due_on"] is not None


def test_the_same_again_is_the_same_message_with_the_same_code(world: World, keyed) -> None:
    program = keyed("dir", ApiScope.SEND)
    first, second = send(program).json(), send(program).json()
    named, again = send(program, once="a-7").json(), send(program, once="a-7", text="Other words.").json()
    assert (first, named) == (second, again)
    assert Appeal.objects.count() == 2
    assert send(keyed("dir", ApiScope.SEND)).json()["number"] != first["number"]


def test_a_file_comes_along_and_a_program_does_not(world: World, keyed) -> None:
    program = keyed("dir", ApiScope.SEND)
    text = base64.b64encode(b"A dark lamp.").decode()
    assert send(program, files=[{"name": "lamp.txt", "content": text}]).status_code == 201
    assert File.objects.filter(thing=f"appeal/{Appeal.objects.get().id}").count() == 1
    refused = send(
        program, text="Another one.", files=[{"name": "lamp.exe", "content": base64.b64encode(b"MZ" * 99).decode()}]
    )
    assert (refused.status_code, [each["field"] for each in refused.json()["errors"]]) == (422, ["files"])
    assert Appeal.objects.count() == 1


def test_every_fault_is_named_with_its_field_in_plain_words(world: World, keyed) -> None:
    program = keyed("dir", ApiScope.SEND)
    codes = send(program, category="nothing", about_body="nobody")
    assert [each["field"] for each in codes.json()["errors"]] == ["about_body", "category"]
    shape = send(program, kind="lie", text="")
    assert (shape.status_code, [each["field"] for each in shape.json()["errors"]]) == (422, ["kind", "text"])
    empty = send(program, text=" ", contact="nobody").json()["errors"]
    assert [each["field"] for each in empty] == ["text", "contact"]
    assert empty[0]["detail"] == "Please fill this in."
    broken = program.post(f"{V1}messages", b"{", content_type="application/json")
    assert (broken.status_code, broken["Content-Type"]) == (400, "application/problem+json")
    assert Appeal.objects.count() == 0


def test_a_key_for_something_else_sends_nothing(world: World, keyed) -> None:
    assert send(keyed("dir", ApiScope.READ)).status_code == 403
    assert send(Client()).status_code == 401
    assert Appeal.objects.count() == 0


def test_a_program_that_asks_too_often_waits_and_others_do_not(world: World, keyed, settings) -> None:
    settings.ANSWERABLE = dataclasses.replace(settings.ANSWERABLE, api_per_minute=3)
    often, other = keyed("dir", ApiScope.SEND), keyed("dir", ApiScope.SEND)
    assert [send(often, text=f"Lamp {each}").status_code for each in range(4)] == [201, 201, 201, 429]
    refused = send(often)
    assert (refused["Retry-After"], refused.json()["status"]) == ("20", 429)
    assert send(other).status_code == 201
    assert [Client().get(f"{V1}bodies").status_code for _ in range(4)] == [200, 200, 200, 429]
