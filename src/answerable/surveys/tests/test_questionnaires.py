"""A questionnaire from its workbook to what anybody reads: faults in a table, versions, taken back, released."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.ledger.models import Entry
from answerable.people.models import Account, Body
from answerable.people.testing import make_body, make_person
from answerable.surveys import testing
from answerable.surveys.models import Questionnaire, Survey
from answerable.surveys.tests.test_draws import opened, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def monitor() -> Body:
    return make_body("monitor", kind="monitor")


@pytest.fixture
def maker(monitor: Body) -> Account:
    return make_person("olha", monitor, "read", "surveys")


def uploaded(client: Client, address: str, raw: bytes):
    """The answer to a workbook handed in for a survey."""
    return client.post(f"{address}questionnaire/", {"workbook": SimpleUploadedFile("q.xlsx", raw)})


def test_a_version_is_looked_at_released_and_public_in_its_languages(maker, monitor) -> None:
    client = signed_in(maker)
    address = opened(client, monitor)
    page = uploaded(client, address, testing.workbook())["Location"]
    seen, other = client.get(page).text, client.get(f"{page}?in=uk").text
    assert ("How good a job do they do?" in seen, "Наскільки добре вони працюють?" in other) == (True, True)
    row = Questionnaire.objects.get()
    public = f"/en/surveys/questionnaires/{row.id}/"
    assert (row.version, Client().get(public).status_code) == ("2026120101", 404)
    assert client.post(f"{page}release/")["Location"] == page
    assert client.post(f"{page}release/").status_code == client.post(f"{page}take-back/").status_code == 409
    assert "What troubles you here?" in Client().get(public).text
    assert Client().get(f"{public}questionnaire.xlsx").content == bytes(row.workbook)
    assert public in Client().get(f"/en/surveys/{row.survey_id}/").text
    deeds = Entry.objects.filter(thing=f"questionnaire/{row.id}").order_by("id").values_list("deed", flat=True)
    assert list(deeds) == ["questionnaire.uploaded", "questionnaire.released"]


def test_a_version_that_nobody_was_asked_by_is_replaced_or_taken_back(maker, monitor) -> None:
    client = signed_in(maker)
    address = opened(client, monitor)
    first = uploaded(client, address, testing.workbook())["Location"]
    second = uploaded(client, address, testing.workbook(version="2"))["Location"]
    assert (client.get(first).status_code, Questionnaire.objects.get().version) == (404, "2")
    assert client.post(f"{second}take-back/")["Location"] == f"{address}questionnaire/"
    assert Questionnaire.objects.count() == 0
    deeds = Entry.objects.filter(thing__startswith="questionnaire/").order_by("id").values_list("deed", flat=True)
    assert [each.partition(".")[2] for each in deeds] == ["uploaded", "withdrawn", "uploaded", "withdrawn"]


def test_a_released_version_stays_and_its_number_is_not_used_again(maker, monitor) -> None:
    client = signed_in(maker)
    address = opened(client, monitor)
    client.post(uploaded(client, address, testing.workbook())["Location"] + "release/")
    again = uploaded(client, address, testing.workbook())
    assert (again.status_code, "is released already" in again.text) == (400, True)
    assert uploaded(client, address, testing.workbook(version="2")).status_code == 302
    assert sorted(Questionnaire.objects.values_list("version", flat=True)) == ["2", "2026120101"]


def test_faults_stand_by_sheet_and_row_and_nothing_is_kept(maker, monitor) -> None:
    client = signed_in(maker)
    address = opened(client, monitor)
    answer = uploaded(client, address, testing.workbook([("image", "p", "P")], head=("type", "name", "label")))
    assert (answer.status_code, "<td>2</td>" in answer.text, "The type image cannot be asked" in answer.text) == (
        400, True, True,
    )  # fmt: skip
    nothing = uploaded(client, address, b"no workbook")
    assert (nothing.status_code, "This is no Excel workbook" in nothing.text) == (400, True)
    assert client.post(f"{address}questionnaire/").status_code == 400
    assert Questionnaire.objects.count() == 0


def test_strangers_to_the_survey_find_no_questionnaire(maker, monitor) -> None:
    client = signed_in(maker)
    address = opened(client, monitor)
    page = uploaded(client, address, testing.workbook())["Location"]
    stranger = signed_in(make_person("petro", make_body("other", kind="monitor"), "read", "surveys"))
    found = [stranger.get(each).status_code for each in (page, f"{address}questionnaire/")]
    tried = [stranger.post(f"{page}{each}/").status_code for each in ("release", "take-back")]
    assert (found, tried, uploaded(stranger, address, testing.workbook()).status_code) == ([404] * 2, [403] * 2, 404)
    assert (Questionnaire.objects.count(), Survey.objects.count()) == (1, 1)
