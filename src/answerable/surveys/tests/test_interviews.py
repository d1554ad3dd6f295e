"""Telephones at their door: list, form, manifest, probe, submission; once each, whatever the network does."""

import base64
import json
import re
import zlib
from hashlib import md5
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.surveys import queries
from answerable.surveys.models import Interviewer, Questionnaire, Response, Submission, Survey, Unit
from answerable.surveys.tests.test_draws import signed_in
from answerable.surveys.tests.test_field import field, maker, monitor  # noqa: F401 -- fixtures
from answerable.surveys.views import fieldwork

pytestmark = pytest.mark.django_db
LIST = "{http://openrosa.org/xforms/xformsList}"
SENT = (
    '<data id="trust" version="2026120101"><start_here><consent>yes</consent></start_here><main><age>{age}</age>'
    "<good_job>3</good_job><problems>roads</problems><code>{code}</code></main>"
    "<meta><instanceID>uuid:{n:08}</instanceID>{more}</meta></data>"
)


@pytest.fixture
def address(field, maker, monkeypatch) -> str:  # noqa: F811 -- the fixtures
    """The address that an interviewer's telephone has; the form has a question for the code of the unit."""
    client = signed_in(maker)
    row = Questionnaire.objects.get()
    with_code = bytes(row.xform).replace(b"<problems/>", b"<problems/><code/>")
    Questionnaire.objects.filter(id=row.id).update(xform=with_code)
    survey = Survey.objects.get()
    opened = queries.fieldwork_of(survey)
    opened.unit_questions = "code"
    opened.save()
    page = client.post(f"{field}field/interviewers/", {"name": "Third"})
    assert page.status_code == 200
    return re.search(r"<code>http://testserver(/odk/k/[0-9a-f]{40})</code>", page.text)[1]


def send(address: str, xml: str, **more):
    part = SimpleUploadedFile("form.xml", xml.encode(), content_type="text/xml")
    sent = {"xml_submission_file": part, **more}
    return Client().post(f"{address}/submission?deviceID=x", sent, headers={"accept-language": "en"})


def sent(n: int, code: str, *, age: str = "30", more: str = "") -> str:
    return SENT.format(n=n, code=code, age=age, more=more)


def test_a_telephone_finds_its_form_with_the_hash_of_its_bytes(address) -> None:
    listed = Client().get(f"{address}/formList?deviceID=x")
    assert (listed.status_code, listed["Content-Type"], listed["X-OpenRosa-Version"]) == (
        200,
        "text/xml; charset=utf-8",
        "1.0",
    )
    (form,) = ET.fromstring(listed.content)
    said = {each.tag.removeprefix(LIST): each.text for each in form}
    assert sorted(said) == ["downloadUrl", "formID", "hash", "manifestUrl", "name", "version"]
    assert (said["formID"], said["name"], said["version"]) == ("trust", "Trust", "2026120101")
    given = Client().get(said["downloadUrl"].removeprefix("http://testserver"))
    assert said["hash"] == f"md5:{md5(given.content, usedforsecurity=False).hexdigest()}"
    manifest = Client().get(said["manifestUrl"].removeprefix("http://testserver"))
    assert (manifest.status_code, ET.fromstring(manifest.content).tag) == (
        200,
        "{http://openrosa.org/xforms/xformsManifest}manifest",
    )
    probe = Client().head(f"{address}/submission?deviceID=x")
    assert (probe.status_code, probe["X-OpenRosa-Accept-Content-Length"], probe["X-OpenRosa-Version"]) == (
        204,
        "10000000",
        "1.0",
    )


def test_the_square_code_sets_collect_up() -> None:
    said = json.loads(
        zlib.decompress(base64.b64decode(fieldwork.settings_of("https://example.org/odk/k/abc", "Довіра")))
    )
    assert (said["general"]["server_url"], said["project"], said["admin"]) == (
        "https://example.org/odk/k/abc", {"name": "Довіра"}, {"change_server": False},
    )  # fmt: skip


def test_an_interview_is_taken_once_and_counted_by_its_address(address) -> None:
    unit = Unit.objects.order_by("code").first()
    first = send(address, sent(1, unit.code))
    again = send(address, sent(1, unit.code), **{"*isIncomplete*": "yes"})
    other = send(address, sent(1, unit.code, age="31"))
    assert [each.status_code for each in (first, again, other)] == [201, 201, 409]
    assert "The interview has arrived." in first.text
    unit.refresh_from_db()
    response = Response.objects.get()
    assert (unit.disposition, unit.attempts, unit.link) == ("I", 1, "")
    assert (response.mode, response.chance, response.flags) == ("interview", unit.chance, [])
    assert queries.answers_of(response) == {
        "start_here/consent": "yes", "main/age": "30", "main/agegr": "young", "main/good_job": "3", "main/problems": "roads",
    }  # fmt: skip


def test_what_is_beyond_the_sample_is_kept_flagged_and_not_counted(address) -> None:
    code = Unit.objects.order_by("code").first().code
    sending = [sent(1, code, age="9"), sent(2, code), sent(3, "h-999"), sent(4, "")]
    assert [send(address, each).status_code for each in sending] == [201] * 4
    counted = {tuple(map(tuple, each.flags)): bool(each.chance) for each in Response.objects.all()}
    assert counted == {
        (("main/age", "answer.constraint"),): True,
        (("", "answer.unit-twice"),): False,
        (("", "answer.not-drawn"),): False,
    }
    page = [(name, count) for name, _reason, count in queries.flags_of(Survey.objects.get())]
    assert sorted(page) == [("", 1), ("", 2), ("age", 1)]


def test_a_mended_interview_takes_the_place_of_the_first(address) -> None:
    code = Unit.objects.order_by("code").first().code
    send(address, sent(1, code))
    mended = sent(2, code, age="60", more="<deprecatedID>uuid:00000001</deprecatedID>")
    assert send(address, mended).status_code == 201
    rows = {queries.answers_of(each)["main/age"]: bool(each.chance) for each in Response.objects.all()}
    assert (rows, Submission.objects.count()) == ({"30": False, "60": True}, 2)


@pytest.mark.parametrize(
    ("xml", "status"),
    [
        ("", 400),
        ("<!DOCTYPE d [<!ENTITY a 'b'>]><data id='trust'>&a;</data>", 400),
        ("<data id='trust' version='2026120101'/>", 400),
        (sent(1, "h-001").replace("2026120101", "1"), 404),
        (sent(1, "h-001").replace('"trust"', '"another"'), 404),
    ],
)
def test_what_is_no_interview_of_this_survey_is_refused_in_words(address, xml, status) -> None:
    answer = send(address, xml)
    assert (answer.status_code, answer["X-OpenRosa-Version"], Response.objects.count()) == (status, "1.0", 0)
    assert ET.fromstring(answer.content)[0].text


def test_a_token_that_ended_is_as_one_that_never_was(address, maker) -> None:  # noqa: F811 -- the fixture
    ended = Interviewer.objects.get()
    assert signed_in(maker).post(f"/desk/surveys/interviewers/{ended.id}/end/").status_code == 302
    for path in ("formList", f"forms/{Questionnaire.objects.get().id}.xml"):
        one, other = (Client().get(f"{root}/{path}") for root in (address, "/odk/k/" + "0" * 40))
        assert (one.status_code, other.status_code, one.content) == (404, 404, other.content)
    assert send(address, sent(1, "h-001")).status_code == 404
