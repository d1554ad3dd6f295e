"""A letter that names the head in its words alone: asked, held outside of his command, confirmed, barred, sealed, answered.

Sent as a report, in Ukrainian, Russian and English, by a browser without scripts, and the question on the second screen is left
open. Olena (the monitor, to whom the pack gives such things) reads it with her key and says that it is about him; Koval (the
chair) answers; he and his people find nothing at any time.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client

from answerable.appeals.models import Appeal, Point
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World, make_world
from answerable.base.testing import later
from answerable.law.models import Setting
from answerable.people import actions as people_actions
from answerable.people.testing import PASSWORD
from answerable.vault import queries as vault_queries
from tests.walks.test_a_sealed_complaint import KEY_WORDS, compares, hidden, makes_a_key, signed_in

pytestmark = [pytest.mark.walk, pytest.mark.security, pytest.mark.django_db(transaction=True)]
NAMES = {"uk": "Віктор Мороз", "ru": "Виктор Мороз", "en": "Viktor Moroz"}
LETTERS = {  # declined in the first two, and in the first with a Latin letter in it
    "uk": ("Ліхтар не горить. Я просив М\u006fроза полагодити, він лише сміявся.", "Це скарга на те, як вони діяли?"),
    "ru": ("Фонарь разбит. Я говорил с Морозом, он только смеялся.", "Это жалоба на то, как они действовали?"),
    "en": (
        "The lamp is dark. I asked Viktor Moroz to mend it, and he laughed.",
        "Is it a complaint about how they acted?",
    ),
}


@pytest.fixture
def world() -> World:
    made = make_world()
    for login in ("koval", "olena", "petrenko", "ivanenko"):
        people_actions.change_password(by=made.actor(login), at=AT, account=made.people[login], password=PASSWORD)
    head = made.people["petrenko"]
    people_actions.describe_account(by=made.actor("koval"), at=AT, account=head, names=NAMES, post={}, known_by={})
    Setting.objects.create(name="holding_bodies", value=["mon"])
    people_actions.learn_words()
    return made


def sent(language: str, text: str, question: str) -> str:
    """The letter, sent with the question left open; returns the code."""
    client = Client(headers={"accept-language": language})
    address = f"/{language}/write/"
    form = hidden(client.get(address).content.decode())
    form |= {"kind": "report", "text": text, "about": "unsure", "safe": "words", "go": "check"}  # nobody is in danger
    asked = client.post(address, form).content.decode()
    assert (question in asked, re.findall(r'name="acted"[^>]* checked', asked)) == (True, [])
    assert ("MON" in asked, NAMES[language] in asked) == (True, True)
    done = client.post(address, hidden(asked) | {"go": "send"}).content.decode()
    return "".join(re.findall(r"\d{4}", done.partition('class="code"')[2][:300]))[:24]


def reads(login: str, number: str, purpose: str) -> Client:
    """Somebody with a key opens it for a purpose."""
    client, case = signed_in(login), f"/desk/appeals/{number}/"
    client.post(f"{case}purpose/", {"purpose": purpose})
    client.post("/desk/keys/open/", {"password": KEY_WORDS.format(login)})
    return client


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_a_letter_that_names_the_head_in_its_words_never_reaches_him(world: World, language: str) -> None:
    text, question = LETTERS[language]
    with later(-timedelta(days=3)):  # keys count a day after they were confirmed
        koval, olena = signed_in("koval"), signed_in("olena")
        (of_koval, _), (of_olena, _) = makes_a_key(koval, "koval"), makes_a_key(olena, "olena")
        compares(koval, of_olena)
        compares(olena, of_koval)

    code = sent(language, text, question)
    appeal = Appeal.objects.get()
    case, petrenko = f"/desk/appeals/{appeal.number}/", world.people["petrenko"]
    command = sorted(world.bodies[unit] for unit in ("dep", "p1", "p2"))
    assert (appeal.kind, appeal.tier, appeal.body_id) == ("report", "S", world.bodies["mon"])
    assert (appeal.barred_bodies, appeal.suspects["persons"]) == (command, [petrenko])
    assert vault_queries.is_kept(subject_of(appeal.id)) is False
    assert [signed_in(login).get(case).status_code for login in ("petrenko", "ivanenko")] == [404, 404]

    # The monitor looks from outside, and says that it is about him: it goes on as a complaint, on the same date.
    olena = reads("olena", appeal.number, "handle")
    assert text in olena.get(case).content.decode()
    assert NAMES["en"] in olena.get(f"{case}meant/").content.decode()
    said = {"about": [f"person-{petrenko}"], "text": "He laughed at the sender."}
    assert olena.post(f"{case}meant/", said).headers["Location"] == "/desk/"
    due = appeal.due_at
    appeal.refresh_from_db()
    assert (appeal.kind, appeal.about_person_id, appeal.body_id) == ("complaint", petrenko, world.bodies["dir"])
    assert (appeal.barred_bodies, appeal.suspects, appeal.due_at) == (command, {}, due)
    assert [signed_in(login).get(case).status_code for login in ("petrenko", "ivanenko")] == [404, 404]

    # The chair's office answers; the sender reads it by the code.
    koval = reads("koval", appeal.number, "handle")
    assert koval.post(f"{case}accept/").status_code == 302
    points = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-text": "What becomes of him?"}
    assert koval.post(f"{case}points/", points).status_code == 302
    point = Point.objects.get(appeal=appeal)
    answer = {"text": "He is suspended.", f"point_{point.id}_outcome": "answered", "do": "sign"}
    assert koval.post(f"{case}answer/", answer | {f"point_{point.id}_text": "An inquiry."}).status_code == 302
    sender = Client(headers={"accept-language": language})
    assert sender.post(f"/{language}/follow/", {"code": code}).status_code == 302
    page = sender.get(f"/{language}/follow/message/").content.decode()
    assert ("He is suspended." in page, "An inquiry." in page) == (True, True)
