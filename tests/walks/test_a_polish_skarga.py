"""A skarga on the mayor of a Polish town, in Polish: by law it goes to the council (KPA 229), and the council answers it.

Sent by a browser without scripts from the mayor's own page, with name and address, as the Code wants it. Nobody of the
town hall finds it; the chair of the council answers point by point; the sender reads the answer by the code.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from answerable.appeals.models import Appeal, Point
from answerable.base.testing import standing_at
from answerable.people import actions as people_actions
from answerable.people import queries as people_queries
from answerable.people.models import Account, Body
from answerable.people.testing import PASSWORD
from answerable.site import catalogues, packs
from answerable_host import spoken
from tests.walks.test_a_sealed_complaint import hidden, signed_in

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]
TOWN = Path(__file__).parents[2] / "packs" / "gmina"
AT = datetime(2026, 11, 27, 10, tzinfo=UTC)
SKARGA = "Od marca proszę burmistrza o naprawę latarni na Zarzeczu. Nie odpowiedział na żadne z trzech pism."


@pytest.fixture
def town(settings: Any, tmp_path: Path) -> Iterator[None]:
    """The town's installation, as its processes are when they have been started."""
    settings.ANSWERABLE = replace(settings.ANSWERABLE, home=tmp_path)
    with standing_at(AT):
        packs.load_pack(TOWN, at=AT)
        settings.LOCALE_PATHS = [spoken.catalogues(tmp_path)]
        settings.LANGUAGES, settings.LANGUAGE_CODE = [("pl", "Polski"), ("en", "English")], "pl"
        catalogues.fall_back(["pl", "en"], settings.LOCALE_PATHS)
        with override("pl"):
            yield


def sent(sender: Client, about: int) -> str:
    """Write the skarga and send it with name, address and a way to be told; returns the code."""
    first = sender.get("/pl/write/?kind=complaint&about=burmistrz").content.decode()
    assert f'<option value="{about}" selected>Burmistrz Brzozowa</option>' in first
    said = hidden(first) | {"kind": "complaint", "text": SKARGA, "about": str(about), "safe": "words", "go": "check"}
    second = sender.post("/pl/write/", said).content.decode()
    assert ("Rada Miejska w Brzozowie" in second, "28 grudnia 2026" in second) == (True, True)
    named = {"name": "Łucja Żak", "address": "Święta Woda 3, 00-000 Brzozowo", "contact": "lucja@example.org"}
    done = sender.post("/pl/write/", hidden(second) | named | {"go": "send"}).content.decode()
    assert "Twoja wiadomość jest zarejestrowana" in done
    return "".join(re.findall(r"\d{4}", done.partition('class="code"')[2][:300]))[:24]


def test_a_skarga_on_the_mayor_goes_to_the_council_and_is_answered(town: None) -> None:
    for login in ("z.nowak", "j.wisniewski", "h.zajac"):
        account = Account.objects.get(login=login).id
        people_actions.change_password(
            by=people_queries.actor_for(account, AT), at=AT, account=account, password=PASSWORD
        )
    of = {body.code: body.id for body in Body.objects.all()}
    sender = Client()
    mayor = sender.get("/pl/bodies/burmistrz/").content.decode()
    assert "Skargę na ten urząd rozpatruje" in mayor
    code = sent(sender, of["burmistrz"])

    appeal = Appeal.objects.get()
    assert (appeal.kind, appeal.body_id, appeal.about_body_id) == ("complaint", of["rada"], of["burmistrz"])
    assert (str(appeal.due_at.date()), appeal.number[:3], appeal.language) == ("2026-12-28", "RAD", "pl")
    case = f"/desk/appeals/{appeal.number}/"
    assert [signed_in(login).get(case).status_code for login in ("j.wisniewski", "h.zajac")] == [404, 404]

    # The chair of the council answers. Her page is Polish where the catalogue is, and says where it is English.
    council = signed_in("z.nowak")
    assert SKARGA in council.get(case).content.decode()
    assert council.post(f"{case}accept/").status_code == 302
    points = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-text": "Naprawa latarni"}
    assert council.post(f"{case}points/", points).status_code == 302
    point = Point.objects.get(appeal=appeal)
    answer = {"text": "Rada uznała skargę za zasadną.", f"point_{point.id}_outcome": "answered", "do": "sign"}
    said = f"point_{point.id}_text"
    assert council.post(f"{case}answer/", answer | {said: "Latarnia świeci od 2 grudnia."}).status_code == 302

    reader = Client()
    assert reader.post("/pl/follow/", {"code": code}).status_code == 302
    page = reader.get("/pl/follow/message/").content.decode()
    assert [each in page for each in ("Rada uznała skargę za zasadną.", "Latarnia świeci od 2 grudnia.")] == [
        True,
        True,
    ]
    assert ("Odpowiedź, punkt po punkcie" in page, re.findall(r'<span lang="en">[^<]*', page)) == (True, [])
