"""The editor of questionnaires at the desk, without a script: from nothing to a version, changes taken back, words kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.people.models import Account, Body
from answerable.people.testing import make_body, make_person
from answerable.surveys import testing
from answerable.surveys.models import Questionnaire, Sketch
from answerable.surveys.questionnaire import exchanging
from answerable.surveys.tests.test_draws import opened, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def monitor() -> Body:
    return make_body("monitor", kind="monitor")


@pytest.fixture
def maker(monitor: Body) -> Account:
    return make_person("olha", monitor, "read", "surveys")


def seen() -> int:
    """The state that a page shows."""
    return Sketch.objects.get(is_current=True).number


def names() -> list[str]:
    return [row.get("name", ")") for row in Sketch.objects.get(is_current=True).sheets["survey"]["rows"]]


def pressed(client: Client, editor: str, do: str, place: int = 0):
    return client.post(f"{editor}{place}/change/", {"do": do, "seen": seen()})


def begun(client: Client, monitor: Body, **what: object) -> str:
    editor = f"{opened(client, monitor)}editor/"
    assert client.post(f"{editor}begin/", what or {"what": "blank"}).status_code == 302
    return editor


def test_a_questionnaire_is_put_together_looked_at_in_each_language_and_kept_as_a_version(maker, monitor) -> None:
    client = signed_in(maker)
    editor = begun(client, monitor)
    for name in ("trust_police", "good_job"):
        assert pressed(client, editor, name)["Location"] == editor
    asked = {
        "seen": seen(),
        "name": "age",
        "label0": "Скільки вам років?",
        "constraint": ". >= 18",
        "is_required": "on",
    }
    assert client.post(f"{editor}2/?new=integer", asked)["Location"] == editor
    several = {"seen": seen(), "name": "troubles", "label0": "Що турбує?", "choices": "dark | Темно\nroads | Дороги"}
    assert client.post(f"{editor}3/?new=select_multiple", several)["Location"] == editor
    assert "core question" in client.get(editor).text
    page = client.get(f"{editor}preview/?in=uk").text
    assert ("Наскільки ви особисто довіряєте" in page, "Скільки вам років?" in page, "Темно" in page) == (True,) * 3
    assert "How much do you personally trust" in client.get(f"{editor}preview/?in=en").text
    kept = client.post(f"{editor}preview/")["Location"]
    row = Questionnaire.objects.get()
    assert (kept, row.released_at) == (f"/desk/surveys/questionnaires/{row.id}/", None)
    assert exchanging.open_workbook(bytes(row.workbook))["survey"]["rows"][2]["constraint"] == ". >= 18"
    client.post(f"{kept}release/")
    again = Questionnaire.objects.get(id=int(client.post(f"{editor}preview/")["Location"].split("/")[-2]))
    assert (again.version != row.version, Questionnaire.objects.count()) == (True, 2)


def test_every_change_is_taken_back_state_by_state_and_done_again_until_something_else_is(maker, monitor) -> None:
    client = signed_in(maker)
    editor = begun(client, monitor)
    for name in ("trust_police", "good_job", "safe_dark"):
        pressed(client, editor, name)
    pressed(client, editor, "up", 2)
    pressed(client, editor, "away", 0)
    assert names() == ["safe_dark", "good_job"]
    for expected in (["trust_police", "safe_dark", "good_job"], ["trust_police", "good_job", "safe_dark"]):
        pressed(client, editor, "undo")
        assert names() == expected
    pressed(client, editor, "redo")
    assert names() == ["trust_police", "safe_dark", "good_job"]
    pressed(client, editor, "away", 1)
    assert (names(), "Do it again" in client.get(editor).text) == (["trust_police", "good_job"], False)
    for _ in range(9):
        pressed(client, editor, "undo")
    assert names() == []


def test_a_workbook_with_faults_is_mended_in_the_editor_and_comes_out_as_a_workbook(maker, monitor) -> None:
    client = signed_in(maker)
    book = testing.workbook([*testing.SURVEY, ("text", "late", "Late", "Пізно", "", "", "pulldata('x') = 1")])
    editor = begun(client, monitor, what="file", workbook=SimpleUploadedFile("q.xlsx", book))
    last = len(testing.SURVEY)
    page = client.get(f"{editor}preview/")
    assert (page.status_code, f'href="{editor}{last}/"' in page.text, "pulldata" in page.text) == (400, True, True)
    assert client.post(f"{editor}preview/").status_code == 400
    mended = {"seen": seen(), "name": "late", "label0": "Late", "label1": "Пізно", "relevant": "${consent} = 'yes'"}
    assert client.post(f"{editor}{last}/", mended).status_code == 302
    assert client.post(f"{editor}preview/").status_code == 302
    out = client.get(f"{editor}questionnaire.xlsx").content
    assert [row.get("name") for row in exchanging.open_workbook(out)["survey"]["rows"]][last:] == ["late"]
    version = Questionnaire.objects.get()
    assert client.post(f"{editor}begin/", {"what": "version"}).status_code == 302
    assert (version.version, names()[0]) == ("2026120101", "start_here")


def test_words_that_were_typed_stay_on_the_page_whatever_is_wrong(maker, monitor) -> None:
    client = signed_in(maker)
    editor = begun(client, monitor)
    pressed(client, editor, "good_job")
    typed = {"seen": seen(), "name": "good_job", "label0": "Мої слова"}
    for bad, because in (
        (typed, "stands there twice"),
        (typed | {"name": "1x"}, "is no name"),
        (typed | {"name": "x", "choices": "a b | c"}, "Line 1"),
        (typed | {"name": "x", "choices": "a | c", "seen": seen() - 1}, "Somebody changed the questionnaire"),
    ):
        page = client.post(f"{editor}0/?new=select_one", bad)
        assert (page.status_code, "Мої слова" in page.text, because in page.text) == (400, True, True)
    assert names() == ["good_job"]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(maker, monitor) -> None:
    client = signed_in(maker)
    editor = begun(client, monitor)
    before = seen()
    pressed(client, editor, "good_job")
    old = {"do": "safe_dark", "seen": before}
    assert client.post(f"{editor}0/change/", old).status_code == 409
    assert client.post(f"{editor}0/change/", old | {"do": "undo"}).status_code == 409
    title = {"form_title": "T", "form_id": "t", "languages": "English (en)", "seen": before}
    assert client.post(f"{editor}settings/", title).status_code == 409
    assert client.post(f"{editor}settings/", title | {"seen": seen()}).status_code == 302
    assert (names(), client.get(f"{editor}9/").status_code) == (["good_job"], 404)
    assert [client.post(f"{editor}0/change/", {"do": do, "seen": seen()}).status_code for do in ("", "x")] == [404, 404]


def test_nobody_else_sees_or_changes_what_is_in_the_editor(maker, monitor) -> None:
    client = signed_in(maker)
    editor = begun(client, monitor)
    stranger = signed_in(make_person("petro", make_body("other", kind="monitor"), "read", "surveys"))
    pages = ("", "settings/", "preview/", "questionnaire.xlsx", "0/?new=text")
    found = [stranger.get(f"{editor}{page}").status_code for page in pages]
    found += [stranger.post(f"{editor}{page}", {"what": "blank"}).status_code for page in ("begin/", "0/change/")]
    assert (found, seen()) == ([404] * 7, 1)


def test_a_row_is_made_something_else_and_its_answers_go_when_nobody_needs_them(maker, monitor) -> None:
    client = signed_in(maker)
    editor = begun(client, monitor)
    pressed(client, editor, "good_job")
    page = client.get(f"{editor}0/")
    assert ('href="?as=select_multiple"' in page.text, 'href="?as=group"' in page.text) == (True, False)
    typed = {"name": "good_job", "label0": "How?", "choices": "a | A\nb | B"}
    assert client.post(f"{editor}0/?as=select_multiple", typed | {"seen": seen()}).status_code == 302
    sheets = Sketch.objects.get(is_current=True).sheets
    assert sheets["survey"]["rows"][0]["type"].split()[0] == "select_multiple"
    assert [row["name"] for row in sheets["choices"]["rows"]] == ["a", "b"]
    assert client.post(f"{editor}0/?as=text", {"name": "good_job", "label0": "How?", "seen": seen()}).status_code == 302
    sheets = Sketch.objects.get(is_current=True).sheets
    assert (sheets["survey"]["rows"][0]["type"], sheets["choices"]["rows"]) == ("text", [])
    assert client.get(f"{editor}0/?as=group").status_code == 404


def test_a_repeat_is_made_with_how_many_times_it_is_asked(maker, monitor) -> None:
    client = signed_in(maker)
    editor = begun(client, monitor)
    rows = ({"name": "times", "label0": "How often?"}, {"name": "robbery", "label0": "A robbery", "count": "${times}"},
            {"name": "why", "label0": "Why?"})  # fmt: skip
    endless = rows[1] | {"count": "", "seen": seen()}
    assert client.post(f"{editor}0/?new=repeat", endless).status_code == 400
    for place, kind, row in ((0, "integer", rows[0]), (1, "repeat", rows[1]), (2, "text", rows[2])):
        assert client.post(f"{editor}{place}/?new={kind}", row | {"seen": seen()}).status_code == 302
    made = Sketch.objects.get(is_current=True).sheets["survey"]["rows"]
    assert [row["type"] for row in made] == ["integer", "begin repeat", "text", "end repeat"]
    assert "Asked several times." in client.get(f"{editor}preview/").text
    assert client.post(f"{editor}1/", rows[1] | {"count": "2", "seen": seen()}).status_code == 302
    assert Sketch.objects.get(is_current=True).sheets["survey"]["rows"][1]["repeat_count"] == "2"
