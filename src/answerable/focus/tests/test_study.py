"""A study from its quota to its published themes: consents, masks, two coders, quotes of two people, out and in again."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.base import row_scope
from answerable.base.testing import now
from answerable.base.verdict import InvalidError, RefusedError
from answerable.focus import actions, exchanging, queries, wording
from answerable.focus.models import Code, Group, Mark, Mask, Participant, Quote, Study, Theme
from answerable.focus.refi import reading, writing
from answerable.ledger.models import Entry
from answerable.people import queries as people_queries
from answerable.people.models import Account, Body
from answerable.people.testing import make_body, make_person

pytestmark = pytest.mark.django_db
SAID = (
    "М: Чому не йдете до поліції?\nP1: Бо далеко 🚌, і Петренко з вулиці Шевченка 12 не приходить.\n"
    "P2: Мне не ответили.\nP1: Я дзвонила на +380 57 123-45-67.\nP2: Nobody came.\n"
)


@pytest.fixture
def monitor() -> Body:
    return make_body("monitor", kind="monitor")


@pytest.fixture
def olha(monitor: Body) -> Account:
    return make_person("olha", monitor, "read", "focus")


@pytest.fixture
def ivan(monitor: Body) -> Account:
    return make_person("ivan", monitor, "read", "focus")


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def opened(client: Client, body: Body) -> str:
    """A planned study; its address."""
    said = {"body": body.id, "title": "Чому не дзвонять", "purpose": "Why people of villages do not call"}
    address = client.post("/desk/focus/", said)["Location"]
    plan = {
        "guide": "What do you expect of the police?", "cells": "village: 2\ntown: 1", "recruitment": "By the library.",
        "limits": "Two villages.",
    }  # fmt: skip
    assert client.post(address, plan)["Location"] == address
    return address


def seated(client: Client, address: str) -> str:
    """A group in which P1 may be quoted and P2 may not; its address."""
    group = client.post(f"{address}groups/", {"name": "Women of the village"})["Location"]
    agreed = ["take-part", "recording", "quotation"]
    for name, consents in (("P1", agreed), ("P2", agreed[:2])):
        said = {"pseudonym": name, "cell": "village", "name": f"Оксана {name}", "consents": consents}
        assert client.post(group, said).status_code == 302
    return group


def final(client: Client, group: str) -> None:
    """The transcript, masked and final."""
    file = SimpleUploadedFile("talk.txt", SAID.encode())
    masks = client.post(f"{group}transcript/", {"file": file})["Location"]
    shown = client.get(masks).text
    found = re.findall(r'name="found"[^>]* value="([^"]+)"|value="([^"]+)"[^>]* name="found"', shown)
    proposed = sorted(one or other for one, other in found)
    assert proposed == ["contact:+380 57 123-45-67", "place:вулиці Шевченка 12"]
    sent = {"found": proposed, "more": "Петренко", "kind": "person"}
    assert client.post(masks, sent).status_code == 302
    assert client.post(f"{group}final/").status_code == 302


@pytest.fixture
def coded(olha: Account, ivan: Account, monitor: Body) -> str:
    """The address of a study that two people have coded."""
    client = signed_in(olha)
    address = opened(client, monitor)
    group = seated(client, address)
    final(client, group)
    assert client.post(f"{address}codebook/", {"name": "Far", "description": "no transport"}).status_code == 302
    far = Code.objects.get()
    assert client.post(f"{address}codebook/", {"name": "Silence", "parent": far.id}).status_code == 302
    silence = Code.objects.get(name="Silence")
    text = queries.text_of(Group.objects.get())
    for account, words, code in (
        (olha, "далеко 🚌", far), (ivan, "Бо далеко 🚌", far), (olha, "Мне не ответили.", silence),
        (ivan, "Nobody came.", silence), (olha, "Nobody came.", silence),
    ):  # fmt: skip
        start = text.index(words)
        said = {"code": code.id, "start": start, "end": start + len(words), "turn": 2}
        assert signed_in(account).post(f"{group}coding/", said).status_code == 302
    Group.objects.update(seed=5)  # by which both code the second turn
    return address


def test_the_text_is_masked_before_it_is_coded_and_codes_point_into_it(coded: str, olha: Account) -> None:
    group = Group.objects.get()
    text = queries.text_of(group)
    assert text == (
        "М: Чому не йдете до поліції?\nP1: Бо далеко 🚌, і [person 1] з [place 1] не приходить.\n"
        "P2: Мне не ответили.\nP1: Я дзвонила на [contact 1].\nP2: Nobody came.\n"
    )
    own = Mark.objects.get(coder="C1", code__name="Far")
    assert text[own.start : own.end] == "далеко 🚌"
    page = signed_in(olha).get(f"/desk/focus/groups/{group.id}/coding/")
    assert (page.status_code, "Бо </span>" in page.text, page["Cache-Control"]) == (200, True, "no-store")
    assert f'data-start="{own.start}"' in page.text
    again = signed_in(olha).post(f"/desk/focus/groups/{group.id}/transcript/", {"words": "P1: other"})
    assert again.status_code == 409
    assert "далеко".encode() not in bytes(group.text)  # sealed
    words = [str(entry.facts) for entry in Entry.objects.filter(deed__startswith="focus.")]
    assert not any("Петренко" in each or "далеко" in each for each in words)


def test_a_quota_and_consents_hold(olha: Account, monitor: Body) -> None:
    client = signed_in(olha)
    group = seated(client, opened(client, monitor))
    said = {"pseudonym": "P3", "cell": "village", "consents": ["take-part"]}
    full = client.post(group, said)
    assert (full.status_code, "This cell of the quota is full." in full.text) == (400, True)
    silent = client.post(group, said | {"cell": "town", "consents": []})
    assert (silent.status_code, "has not agreed to take part" in silent.text) == (400, True)
    twice = client.post(group, said | {"cell": "town", "pseudonym": "P1"})
    assert (twice.status_code, "has this pseudonym already" in twice.text) == (400, True)
    session = {"moderator": "A sociologist", "approached": 9, "refused": 3, "recording": "kept"}
    open_end = client.post(f"{group}session/", session)
    assert (open_end.status_code, "on which day the recording is deleted" in open_end.text) == (400, True)
    day = (now() + timedelta(days=90)).date().isoformat()
    assert client.post(f"{group}session/", session | {"delete_on": day}).status_code == 302
    assert client.post(group, said | {"cell": "town"}).status_code == 302
    no = client.post(f"{group}session/", session | {"delete_on": day})
    assert (no.status_code, "has not agreed to be recorded" in no.text) == (400, True)
    study = Study.objects.get()
    used = client.post(f"/desk/focus/{study.id}/", {"cells": "village: 9"})
    assert (used.status_code, "It stays as it was written." in used.text) == (400, True)


def test_a_quote_is_chosen_by_one_and_released_by_another(coded: str, olha: Account, ivan: Account) -> None:
    client, other = signed_in(olha), signed_in(ivan)
    codes = [code.id for code in Code.objects.all()]
    theme = {"title": "Far away", "text": "They live far.", "codes": codes}
    assert client.post(f"{coded}themes/", theme).status_code == 302
    choose = f"/desk/focus/themes/{Theme.objects.get().id}/quotes/"
    silent = Mark.objects.get(coder="C1", code__name="Silence", start=queries.text_of(Group.objects.get()).index("Мне"))
    refused = client.post(choose, {"mark": silent.id})
    assert (refused.status_code, Quote.objects.count()) == (409, 0)  # P2 has not agreed to be quoted
    mark = Mark.objects.get(coder="C1", code__name="Far")
    assert client.post(choose, {"mark": mark.id}).status_code == 302
    quote = Quote.objects.get()
    assert client.post(f"/desk/focus/quotes/{quote.id}/release/").status_code == 403
    assert other.post(f"/desk/focus/quotes/{quote.id}/release/").status_code == 302
    group = Group.objects.get()
    early = client.post(f"{coded}publish/")
    assert (early.status_code, Client().get(coded.replace("/desk/", "/en/")).status_code) == (409, 404)
    session = {
        "moderator": "A sociologist",
        "approached": 9,
        "refused": 3,
        "recording": "none",
        "held_on": "2026-03-01",
    }
    assert client.post(f"/desk/focus/groups/{group.id}/session/", session).status_code == 302
    public = client.post(f"{coded}publish/")["Location"]
    page = Client().get(public).text
    shown = ["далеко 🚌", "no share of the population", "A sociologist", "Two villages.", "Far", "u-alpha"]
    assert [words in page for words in shown] == [True] * len(shown)
    (finding,) = Client().get(f"{public}findings.json").json()["findings"]
    ref = Theme.objects.get().id
    assert (finding["title"], finding["address"]) == ("Far away", f"http://testserver{public}#finding-{ref}")
    assert f'id="finding-{ref}"' in page
    assert finding["limits"] == f"{wording.NO_SHARE} Two villages."  # it is cited with what it cannot say
    assert (queries.finding(ref).limits, [each["words"] for each in finding["quotes"]]) == (
        finding["limits"],
        ["далеко 🚌"],
    )
    assert ("Петренко" in page, "Оксана" in page, "Мне не ответили" in page) == (False, False, False)
    with row_scope.within(row_scope.PUBLIC):
        assert [rows.objects.count() for rows in (Participant, Mask, Code, Mark)] == [0] * 4
    leaves = Participant.objects.get(pseudonym="P1")
    assert client.post(f"/desk/focus/participants/{leaves.id}/withdraw/").status_code == 302
    leaves.refresh_from_db()
    assert (Quote.objects.count(), leaves.name, leaves.consents["quotation"]) == (0, None, False)
    assert "далеко 🚌" not in Client().get(public).text


def test_agreement_is_shown_by_code_on_the_turns_that_both_code(coded: str, olha: Account) -> None:
    page = signed_in(olha).get(f"{coded}agreement/")
    coded_by_two = queries.doubly_coded(Study.objects.get(), "C1", "C2")
    assert (page.status_code, len(coded_by_two.turns)) == (200, 1)
    assert [(len(each), {mark.code for mark in each}) for each in (coded_by_two.first, coded_by_two.second)] == [
        (1, {str(Code.objects.get(name="Far").id)})
    ] * 2
    assert sum(end - start for start, end in coded_by_two.turns) == coded_by_two.length
    assert all(
        0 <= mark.start < mark.end <= coded_by_two.length for mark in (*coded_by_two.first, *coded_by_two.second)
    )


def test_a_study_leaves_as_a_project_and_comes_back_the_same(coded: str, olha: Account, monitor: Body) -> None:
    client = signed_in(olha)
    assert client.post(f"{coded}memos/", {"title": "Buses", "text": "Ask about buses."}).status_code == 302
    raw = client.post(f"{coded}project.qdpx").content
    assert "Петренко".encode() not in b"".join(
        zipfile.ZipFile(io.BytesIO(raw)).read(name) for name in zipfile.ZipFile(io.BytesIO(raw)).namelist()
    )
    first = reading.read_qdpx(raw)
    assert [user.name for user in first.users] == ["C1", "C2"]
    assert client.post(f"{coded}codebook.qdc").status_code == 200
    other = opened(client, monitor)
    file = SimpleUploadedFile("study.qdpx", raw)
    assert client.post(f"{other}exchange/", {"project": file})["Location"] == other
    again = exchanging.project_of(Study.objects.order_by("-id")[0])
    assert bare(again) == bare(first)
    assert reading.read_qdpx(writing.qdpx(again)) == again
    full = client.post(f"{coded}exchange/", {"project": SimpleUploadedFile("study.qdpx", raw)})
    assert (full.status_code, "Open another one" in full.text) == (400, True)
    bad = client.post(f"{opened(client, monitor)}exchange/", {"project": SimpleUploadedFile("a.qdpx", b"PK no")})
    assert (bad.status_code, "This is no QDPX project." in bad.text) == (400, True)


def bare(project):
    """What two projects have in common whatever their rows are called."""
    users = {user.guid: user.name for user in project.users}
    texts = [
        (
            text.name,
            text.text,
            [(each.start, each.end, users[each.user], each.codings[0].code) for each in text.selections],
        )
        for text in project.sources
    ]
    notes = [(note.name, note.text, users[note.user]) for note in project.notes]
    return project.codes, texts, notes, sorted(users.values())


def test_names_and_masks_go_once_the_recording_is_deleted(coded: str, olha: Account) -> None:
    group = Group.objects.get()
    assert (Mask.objects.count(), Participant.objects.exclude(name=None).count()) == (3, 2)
    assert signed_in(olha).post(f"/desk/focus/groups/{group.id}/clear/").status_code == 302
    group.refresh_from_db()
    assert (group.raw, Mask.objects.count(), Participant.objects.exclude(name=None).count()) == (None, 0, 0)
    assert queries.text_of(group).startswith("М: Чому")


def test_a_coder_takes_only_their_own_mark_away(coded: str, olha: Account, ivan: Account) -> None:
    group, mine = Group.objects.get(), Mark.objects.get(coder="C1", code__name="Far")
    address = f"/desk/focus/groups/{group.id}/coding/"
    assert signed_in(ivan).post(f"{address}{mine.id}/", {"turn": 2}).status_code == 404
    assert signed_in(olha).post(f"{address}{mine.id}/", {"turn": 2}).status_code == 302
    assert Mark.objects.filter(code__name="Far").count() == 1
    for wrong in ({"code": mine.code_id, "start": 5, "end": 100_000}, {"code": 1, "start": 0, "end": 2}, {"code": "x"}):
        assert signed_in(olha).post(address, wrong).status_code == 409


def test_whoever_may_not_run_them_finds_none(coded: str, monitor: Body) -> None:
    group, study = Group.objects.get(), Study.objects.get()
    police = make_body("police", kind="police")
    stranger = make_person("petro", make_body("other", kind="monitor"), "read", "focus")
    officer, reader = make_person("ihor", police, "read", "focus"), make_person("oksana", monitor, "read")
    rest = ("", "codebook/", "memos/", "agreement/", "themes/", "exchange/")
    for account in (stranger, officer, reader):
        client = signed_in(account)
        pages = [client.get(f"{coded}{each}").status_code for each in rest]
        pages += [client.get(f"/desk/focus/groups/{group.id}/{each}").status_code for each in ("", "masks/", "coding/")]
        assert pages == [404] * 9
        assert [client.post(f"{coded}{each}").status_code for each in ("project.qdpx", "publish/")] == [404, 404]
        by = people_queries.actor_for(account.id, now())
        for act in (
            lambda by=by: actions.open_study(by=by, at=now(), body=police.id, title="x", purpose="y"),
            lambda by=by: actions.add_group(by=by, at=now(), study=study.id, name="x"),
            lambda by=by: actions.clear_group(by=by, at=now(), group=group.id),
            lambda by=by: actions.keep_memo(by=by, at=now(), study=study.id, title="x", text="y"),
        ):
            with pytest.raises(RefusedError):
                act()
    assert [signed_in(one).get("/desk/focus/").status_code for one in (stranger, officer, reader)] == [200, 404, 404]


def test_codes_and_themes_stay_within_their_study(coded: str, olha: Account, monitor: Body) -> None:
    client = signed_in(olha)
    opened(client, monitor)
    other, code = Study.objects.order_by("-id")[0], Code.objects.order_by("id")[0]
    by = people_queries.actor_for(olha.id, now())
    with pytest.raises(InvalidError):
        actions.add_code(by=by, at=now(), study=other.id, name="x", description="", parent=code.id)
    with pytest.raises(InvalidError):
        actions.keep_theme(by=by, at=now(), study=other.id, title="x", text="y", codes=[code.id])
