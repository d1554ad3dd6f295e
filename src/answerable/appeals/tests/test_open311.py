"""GeoReport v2 as clients speak it: keys, faults, the same twice, and nothing that is not published is to be seen."""

import dataclasses
import json
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory

from answerable.appeals import actions
from answerable.appeals.models import Appeal, PublicAppeal, Sender
from answerable.appeals.queries import published
from answerable.appeals.terms import Deed, subject_of
from answerable.appeals.testing import World, hear_all
from answerable.appeals.views import open311
from answerable.base.actor import SYSTEM
from answerable.base.testing import later, now
from answerable.channels.queries import first_text, message_text, messages_of
from answerable.law.models import Category
from answerable.ledger.queries import history_of
from answerable.people import actions as people_actions
from answerable.people.models import Body
from answerable.people.terms import ApiScope
from answerable.vault.models import File

V2 = "/open311/v2/"
LAMP = "The lamp at the school is dark since 2026-02-20."
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def got(program: Client, address: str, expected: int = 200, **asked: str) -> Any:
    """What is answered in JSON, after XML has been found to say the same."""
    json_, xml = (program.get(f"{V2}{address}.{form}", asked) for form in ("json", "xml"))
    assert (json_.status_code, xml.status_code) == (expected, expected)
    assert (json_["Content-Type"], xml["Content-Type"]) == (
        "application/json; charset=utf-8",
        "text/xml; charset=utf-8",
    )
    tree = json.loads(json_.content)
    texts = [each.text for each in ET.fromstring(xml.content).iter() if not len(each) and each.text]
    assert texts == [_text(each) for each in _leaves(tree) if each not in (None, "")]
    return tree


def _text(leaf: Any) -> str:
    return str(leaf).lower() if isinstance(leaf, bool) else str(leaf)


def _leaves(tree: Any) -> list[Any]:
    if isinstance(tree, dict):
        tree = list(tree.values())
    return [leaf for each in tree for leaf in _leaves(each)] if isinstance(tree, list) else [tree]


def faults(answer: Any) -> list[tuple[int, str]]:
    return [(each["code"], each["description"]) for each in answer]


def send(program: Client, api_key: str, **said: Any) -> Any:
    plain = {
        "api_key": api_key,
        "service_code": "street",
        "description": LAMP,
        "lat": "49.836112",
        "long": "36.687654",
        "attribute[public]": "yes",
    }
    return program.post(f"{V2}requests.json", {**plain, **said})


def sent(program: Client, api_key: str, **said: Any) -> Appeal:
    answer = send(program, api_key, **said)
    assert answer.status_code == 201, answer.content
    return Appeal.objects.get(number=json.loads(answer.content)[0]["service_request_id"])


def test_discovery_leads_to_an_address_that_ends_in_a_slash(program: Client) -> None:
    found = program.get("/open311/discovery.json").json()
    assert found["endpoints"] == [
        {
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": "http://testserver/open311/v2/",
            "changeset": found["changeset"],
            "type": "production",
            "formats": ["text/xml", "application/json"],
        }
    ]
    assert program.get("/open311/discovery.xml").status_code == 200
    assert program.get("/open311/v2/discovery.xml").status_code == 200


def test_services_are_the_packs_categories_but_what_cannot_wait(world: World, program: Client) -> None:
    Category.objects.create(code="danger", name={"en": "Danger"}, place=9, stopper={"text": {}, "call": "102"})
    assert [(each["service_code"], each["metadata"], each["group"]) for each in got(program, "services")] == [
        ("street", True, "Street"),
        ("conduct", True, "Conduct of officers"),
    ]
    assert faults(got(program, "services/danger", 404)) == [(404, "there is no such service")]


def test_a_service_asks_its_kind_the_packs_questions_and_whether_all_may_read(world: World, program: Client) -> None:
    asked = [{"code": "now", "text": {"en": "Now?"}, "options": [{"code": "yes", "text": {"en": "Yes"}}]}]
    Category.objects.filter(code="street").update(questions=asked)
    found = got(program, "services/street")
    assert [(one["order"], one["code"], [each["key"] for each in one["values"]]) for one in found["attributes"]] == [
        (1, "kind", ["complaint", "report", "request", "proposal", "thanks"]),
        (2, "question_now", ["yes"]),
        (3, "public", ["yes", "no"]),
    ]
    assert [each["code"] for each in got(program, "services/conduct")["attributes"]] == ["kind"]


def test_what_is_sent_is_registered_at_once_with_its_number_code_and_date(
    world: World, program: Client, api_key: str
) -> None:
    answer = send(program, api_key, first_name="Olena", last_name="-", email="olena@example.org", phone="+380501112233")
    (told,) = json.loads(answer.content)
    appeal = Appeal.objects.get()
    assert (answer.status_code, told["service_request_id"], told["account_id"]) == (201, appeal.number, None)
    assert re.search(r"enter the code (\d{4} ){5}\d{4}\. An answer is due by \d", told["service_notice"])
    assert (appeal.channel, appeal.kind, appeal.category.code, appeal.language) == ("open311", "report", "street", "en")
    assert first_text(subject_of(appeal.id)) == f"{LAMP}\n\n+380501112233"
    assert Sender.objects.get(appeal=appeal.id).way == "email"


def test_who_has_no_key_or_one_that_is_over_sends_nothing(world: World, program: Client, api_key: str) -> None:
    for key in ("", "wrong"):
        assert send(program, key).status_code == 403
    with later(timedelta(days=366)):
        assert faults(send(program, api_key).json()) == [(403, "a valid api_key is needed to send")]
    assert Appeal.objects.count() == 0


def test_every_fault_of_a_request_is_named_at_once(world: World, program: Client, api_key: str) -> None:
    answer = send(
        program,
        api_key,
        lat="91",
        description="x" * 4001,
        email="nobody",
        phone="12",
        first_name="n" * 151,
        **{"attribute[kind]": "lie"},
    )
    assert (answer.status_code, faults(answer.json())) == (
        400,
        [
            (400, "attribute kind is one of complaint, proposal, report, request, thanks"),
            (400, "lat and long go together, in degrees of WGS 84"),
            (400, "description may be 4000 characters long at most, and is not cut by us"),
            (400, "email is no address"),
            (400, "phone is no number (at least 7 digits)"),
            (400, "first_name may be 150 characters long at most"),
        ],
    )
    nothing = send(program, api_key, lat="", long="", description=" ", service_code="")
    assert faults(nothing.json()) == [
        (400, "service_code is needed"),
        (400, "a place is needed: lat and long, address_string or address_id"),
        (400, "description is needed"),
    ]
    assert send(program, api_key, service_code="nothing").status_code == 404
    assert faults(send(program, api_key, jurisdiction_id="x").json()) == [(404, "there is no jurisdiction x")]
    assert Appeal.objects.count() == 0


def test_the_same_request_again_is_the_same_appeal(world: World, program: Client, api_key: str) -> None:
    first = send(program, api_key)
    again = send(program, api_key)
    with later(timedelta(hours=23)):
        tomorrow = send(program, api_key)
    assert first.json() == again.json() == tomorrow.json()
    assert Appeal.objects.count() == 1
    assert send(program, api_key, description="Another lamp").json() != first.json()
    assert Appeal.objects.count() == 2


def test_what_no_service_knows_stands_below_the_words(world: World, program: Client, api_key: str) -> None:
    appeal = sent(
        program,
        api_key,
        address_string="Town, at the bridge",
        address_id="#NOTPINPOINTED#",
        media_url=["https://example.org/1.jpg", "https://example.org/2.jpg"],
        deviceid="x",
        **{"attribute[fixmystreet_id]": "17", "attribute[Цвет]": "red", "attribute[kind]": "request"},
    )
    assert first_text(subject_of(appeal.id)) == (
        f"{LAMP}\n\nfixmystreet_id: 17\nЦвет: red\nhttps://example.org/1.jpg\nhttps://example.org/2.jpg"
    )
    assert (appeal.kind, appeal.territory.code) == ("request", "town")


def test_a_picture_comes_along_by_multipart_and_a_program_does_not(world: World, program: Client, api_key: str) -> None:
    appeal = sent(program, api_key, media=SimpleUploadedFile("lamp.png", PNG, "image/png"))
    assert File.objects.filter(thing=f"appeal/{appeal.id}").count() == 1
    again = send(program, api_key, media=SimpleUploadedFile("lamp.png", PNG, "image/png"))
    assert (again.json()[0]["service_request_id"], File.objects.count()) == (appeal.number, 1)
    refused = send(program, api_key, media=SimpleUploadedFile("x.exe", b"MZ" + bytes(100)))
    assert (refused.status_code, Appeal.objects.count()) == (400, 1)


def test_nothing_is_public_before_a_person_has_passed_its_words(world: World, program: Client, api_key: str) -> None:
    number = sent(program, api_key).number
    assert (got(program, "requests"), got(program, "servicerequestupdates")) == ([], [])
    for address in (f"requests/{number}", f"tokens/{number}", "requests/NONE", "tokens/NONE"):
        (fault,) = faults(got(program, address, 404))
        assert fault[0] == 404


def publish(world: World, appeal: Appeal, text: str = "A dark lamp at the school.") -> None:
    actions.publish(by=world.actor("petrenko", now()), at=now(), ref=appeal.id, text=text)


def test_what_was_passed_is_read_by_everybody_and_nothing_else(world: World, program: Client, api_key: str) -> None:
    appeal = sent(program, api_key, first_name="Olena", email="olena@example.org")
    publish(world, appeal)
    (shown,) = got(program, "requests")
    assert got(program, f"requests/{appeal.number}") == [shown]
    assert got(program, f"tokens/{appeal.number}") == [{"service_request_id": appeal.number, "token": appeal.number}]
    changed = PublicAppeal.objects.get().changed_at
    at, due, moved = (each.strftime("%Y-%m-%dT%H:%M:%SZ") for each in (appeal.registered_at, appeal.due_at, changed))
    assert shown == {
        "service_request_id": appeal.number,
        "status": "open",
        "status_notes": "registered",
        "service_name": "Street",
        "service_code": "street",
        "description": "A dark lamp at the school.",
        "agency_responsible": "DEP",
        "service_notice": None,
        "requested_datetime": at,
        "updated_datetime": moved,
        "expected_datetime": due,
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": 49.836,
        "long": 36.688,
        "media_url": None,
    }
    (extended,) = got(program, "requests", extensions="true")
    assert extended == {**shown, "extended_attributes": {"status": "OPEN"}}


def test_changes_are_told_under_ids_that_stay(world: World, program: Client, api_key: str) -> None:
    appeal = sent(program, api_key)
    publish(world, appeal)
    with later(timedelta(hours=1)):
        actions.accept_appeal(by=world.actor("petrenko", now()), at=now(), ref=appeal.id)
        hear_all()
        (change,) = got(program, "servicerequestupdates")
        entry = next(one for one in history_of(f"appeal/{appeal.id}") if one.deed == Deed.ACCEPTED)
        assert (change["update_id"], change["status"], change["external_status_code"], change["description"]) == (
            str(entry.id),
            "open",
            "INVESTIGATING",
            "in work (DEP)",
        )
        (shown,) = got(program, "requests", updated_after=change["updated_datetime"])
        assert (shown["updated_datetime"], shown["status_notes"]) == (change["updated_datetime"], "in work")
        assert got(program, "requests", status="closed") == []
    with later(timedelta(hours=4)):
        assert got(program, "servicerequestupdates") == []
        window = {"start_date": change["updated_datetime"], "end_date": change["updated_datetime"]}
        assert got(program, "servicerequestupdates", **window) == [change]
        assert got(program, "servicerequestupdates", 400, start_date=window["start_date"])[0]["code"] == 400
        actions.withdraw(by=world.sender(_registered(appeal)), at=now(), ref=appeal.id, text="")
        hear_all()
        assert [each["status"] for each in got(program, "requests", status="closed")] == ["closed"]


def _registered(appeal: Appeal) -> actions.Registered:
    return actions.Registered(appeal.id, appeal.number, "", appeal.body_id, None, {})


def test_a_list_is_the_newest_first_by_pages_and_says_where_the_next_is(
    world: World, program: Client, api_key: str
) -> None:
    numbers = []
    for place in range(3):
        with later(timedelta(minutes=place)):
            appeal = sent(program, api_key, description=f"Lamp {place}")
            publish(world, appeal)
            numbers.append(appeal.number)
    with later(timedelta(hours=1)):
        listed = [
            [each["service_request_id"] for each in got(program, "requests", page_size="2", page=page)] for page in "12"
        ]
        assert listed == [[numbers[2], numbers[1]], [numbers[0]]]
        first = program.get(f"{V2}/requests.xml", {"page_size": "2", "service_code": "street"})
        assert (
            first["Link"]
            == '<http://testserver/open311/v2//requests.xml?page_size=2&service_code=street&page=2>; rel="next"'
        )
        assert "Link" not in program.get(f"{V2}requests.xml", {"page_size": "2", "page": "2"})
        asked = {"service_request_id": f"{numbers[0]},{numbers[2]}", "status": "closed", "page_size": "1"}
        assert [each["service_request_id"] for each in got(program, "requests", **asked)] == [numbers[2], numbers[0]]
        assert got(program, "requests", service_code="conduct") == []
    with later(timedelta(days=91)):
        assert got(program, "requests") == []


def test_a_sealed_one_is_never_wished_public_and_its_code_must_be_changed(
    world: World, program: Client, api_key: str
) -> None:
    appeal = sent(program, api_key, service_code="conduct", **{"attribute[public]": ""})
    assert (appeal.tier, appeal.kind, PublicAppeal.objects.count()) == ("S", "complaint", 0)
    entry = history_of(f"appeal/{appeal.id}")[0]
    assert (entry.facts["channel"], entry.facts["code"]) == ("open311", "channel")


def test_several_jurisdictions_are_told_apart(world: World, program: Client, api_key: str) -> None:
    appeal = sent(program, api_key)
    publish(world, appeal)
    Body.objects.filter(code="pro").update(kind="police")
    people_actions.loading.move_revision(people_actions.loading.locked_revision())
    assert sorted(published.jurisdictions()) == ["dir", "pro"]
    assert faults(got(program, "requests", 400)) == [(400, "jurisdiction_id is needed: one of dir, pro")]
    assert len(got(program, "requests", jurisdiction_id="dir")) == 1
    assert got(program, "requests", jurisdiction_id="pro") == []
    assert got(program, f"requests/{appeal.number}", 404, jurisdiction_id="pro")[0]["code"] == 404
    assert faults(send(program, api_key, jurisdiction_id="pro").json()) == [
        (403, "this api_key is for another jurisdiction")
    ]
    assert send(program, api_key, jurisdiction_id="dir").status_code == 201


def test_a_fault_of_ours_is_told_in_the_form_that_was_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    def broken(request: HttpRequest) -> open311.Found:
        raise ZeroDivisionError

    answer = open311.in_its_form(broken)(RequestFactory().get("/"), form="xml")
    assert (answer.status_code, ET.fromstring(answer.content).tag) == (500, "errors")
    assert "could not be answered" in caplog.text


def test_what_no_database_can_hold_is_not_there(world: World, program: Client) -> None:
    assert got(program, "requests/A%00", 404)[0]["code"] == 404
    assert got(program, "requests", service_request_id="A\x00") == []
    assert got(program, "requests", service_code="A\x00") == []


def add(program: Client, api_key: str, appeal: Appeal, **said: Any) -> Any:
    plain = {"api_key": api_key, "service_request_id": appeal.number, "update_id": "u-1", "status": "OPEN"}
    plain["description"] = "It is dark still."
    return program.post(f"{V2}servicerequestupdates.json", {**plain, **said})


def test_a_program_adds_to_what_it_sent_once_and_settles_nothing(world: World, program: Client, api_key: str) -> None:
    appeal = sent(program, api_key)
    first, again = (add(program, api_key, appeal, status="FIXED") for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    assert first.json() == [{"update_id": str(messages_of(subject_of(appeal.id)).last().id)}]
    assert [message_text(each) for each in messages_of(subject_of(appeal.id))][1:] == [
        "It is dark still.\n\nstatus: fixed"
    ]
    appeal.refresh_from_db()
    assert (appeal.state, appeal.replied_at is None) == ("registered", False)
    assert add(program, api_key, appeal, update_id="u-2", description="And now?").json() != first.json()


def test_nobody_adds_to_what_another_sent_or_nobody_did(world: World, program: Client, api_key: str) -> None:
    other = people_actions.issue_api_key(
        by=SYSTEM,
        at=now(),
        body=world.bodies["dir"],
        name="x",
        scopes=[ApiScope.OPEN311],
        ends_at=now() + timedelta(days=9),
    )[1]
    theirs, web = sent(program, other), Appeal.objects.get(id=world.sent().appeal)
    absent = add(program, api_key, theirs, service_request_id="DIR-2026-99999")
    for appeal in (theirs, web):
        refused = add(program, api_key, appeal)
        assert (refused.status_code, refused.content) == (absent.status_code, absent.content)
    assert faults(absent.json()) == [(404, "there is no such request")]
    assert add(program, "wrong", theirs).status_code == 403
    missing = add(program, other, theirs, update_id="", description="")
    assert faults(missing.json()) == [(400, "update_id is needed"), (400, "description is needed")]


def test_a_program_that_sends_too_often_waits(world: World, program: Client, api_key: str, settings) -> None:
    settings.ANSWERABLE = dataclasses.replace(settings.ANSWERABLE, api_per_minute=2)
    *taken, refused = [send(program, api_key, description=f"Lamp {each} is dark.") for each in range(3)]
    assert [each.status_code for each in taken] == [201, 201]
    assert (refused.status_code, refused["Retry-After"], refused.json()[0]["code"]) == (429, "1", 429)
