"""People named in words: the sender is asked, nobody who may be meant has it, a person outside looks, a bar comes late."""

import re
from html import unescape

import pytest
from django.test import Client

from answerable.appeals import actions, queries
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World, make_world
from answerable.base.testing import now
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.ledger.models import Entry
from answerable.people.models import Account
from answerable.vault import queries as vault_queries
from answerable.vault.rules import codes

pytestmark = pytest.mark.django_db
LAMP = "The lamp at the school is dark, and {} laughed when I said so."


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(codes, "PARAMS", "argon2id,v=19,m=65536,t=1,p=1,l=64")
    return make_world()


def said(world: World, **words: object) -> Appeal:
    """What is registered of a report that names Petrenko, the head of the department, in its words."""
    made = world.sent(at=AT, **{"text": LAMP.format("Petrenko"), "name": "Oksana", **words})
    return Appeal.objects.get(id=made.appeal)


def bodies(world: World, *codes_: str) -> list[int]:
    return sorted(world.bodies[code] for code in codes_)


def test_a_report_that_names_the_head_lies_outside_of_his_command_until_somebody_has_looked(world: World) -> None:
    found = said(world)
    assert (found.kind, found.tier, found.body_id) == ("report", "S", world.bodies["pro"])
    assert found.barred_bodies == bodies(world, "dep", "p1", "p2")
    assert found.suspects["persons"] == [world.people["petrenko"]]
    seen = {login for login in world.people if queries.is_seen_by(world.actor(login), found)}
    assert seen == {"hlushko", "olena"}


def test_the_date_is_that_of_whoever_would_have_it_without_a_suspicion(world: World) -> None:
    assert said(world).due_at == said(world, acted="none").due_at


def test_a_sender_who_says_that_it_is_not_about_them_is_believed(world: World) -> None:
    found = said(world, acted="none")
    assert (found.body_id, found.tier, found.barred_bodies, found.suspects) == (world.bodies["p1"], "W", [], {})


def test_a_sender_who_says_that_it_is_about_them_complains(world: World) -> None:
    found = said(world, acted=f"person-{world.people['petrenko']}")
    assert (found.kind, found.tier, found.about_person_id) == ("complaint", "S", world.people["petrenko"])
    assert (found.barred_bodies, found.suspects) == (bodies(world, "dep", "p1", "p2"), {})
    assert found.body_id == world.bodies["dir"]


@pytest.mark.parametrize("kind", ["complaint", "report", "request", "proposal", "thanks"])
def test_every_kind_is_looked_through(world: World, kind: str) -> None:
    assert said(world, kind=kind).suspects["persons"] == [world.people["petrenko"]]


@pytest.mark.parametrize(
    "words",
    [
        {"text": "The lamp is dark.", "about_words": "petrenko"},
        {"text": "The lamp is dark.", "where": "Beside the house of Petrenko"},
        {"text": "The lamp is dark.", "about_person": True},
    ],
    ids=["about whom", "where", "chosen from the list"],
)
def test_every_field_is_looked_through(world: World, words: dict[str, object]) -> None:
    if words.get("about_person"):
        words = words | {"about_person": world.people["petrenko"]}
    assert said(world, **words).suspects["persons"] == [world.people["petrenko"]]


def test_a_body_that_a_report_mentions_is_asked_about_and_not_suspected_unless_the_sender_is_unsure(
    world: World,
) -> None:
    Account.objects.filter(login="petrenko").update(name="Somebody Else")
    text = "I was told by your ins patrol unit that the lamp is yours."
    plan = actions.plan(intake=world.intake(text=text, about_body=world.bodies["p1"], name="Oksana"), at=AT)
    assert ([(one.is_body, one.id) for one in plan.asked], plan.suspects) == ([(True, world.bodies["p1"])], {})
    unsure = said(world, text=text, about_body=world.bodies["p1"], acted="unsure")
    assert unsure.suspects["bodies"] == [world.bodies["p1"]]


def test_who_is_complained_about_by_the_list_is_not_asked_about_again(world: World) -> None:
    petrenko = world.people["petrenko"]
    intake = world.intake(kind="complaint", text=LAMP.format("Petrenko"), about_person=petrenko)
    assert actions.plan(intake=intake, at=AT).asked == ()


def test_conduct_of_an_officer_is_a_complaint_whatever_was_ticked(world: World) -> None:
    found = said(world, text="He shouted.", category=world.categories["conduct"], about_person=world.people["tkach"])
    assert (found.kind, found.suspects) == ("complaint", {})
    assert world.people["tkach"] in found.barred_persons


def test_somebody_outside_says_that_it_is_about_him_and_it_goes_on_as_a_complaint(world: World) -> None:
    found = said(world)
    actions.settle_mentions(
        by=world.actor("hlushko"), at=AT, ref=found.id, about=[f"person-{world.people['petrenko']}"], text="He laughed."
    )
    after = Appeal.objects.get(id=found.id)
    assert (after.kind, after.about_person_id, after.suspects) == ("complaint", world.people["petrenko"], {})
    assert (after.body_id, after.due_at) == (world.bodies["dir"], found.due_at)
    assert after.barred_bodies == bodies(world, "dep", "p1", "p2")
    entry = Entry.objects.get(deed="appeal.barred")
    assert entry.facts == {"barred": bodies(world, "dep", "p1", "p2"), "why": "confirmed"}


def test_somebody_outside_says_that_it_is_about_nobody_and_it_goes_where_it_belongs(world: World) -> None:
    found = said(world)
    actions.settle_mentions(by=world.actor("hlushko"), at=AT, ref=found.id, about=[], text="A neighbour of that name.")
    after = Appeal.objects.get(id=found.id)
    assert (after.kind, after.barred_bodies, after.barred_persons) == ("report", [], [])
    assert (after.body_id, after.due_at, after.suspected) == (world.bodies["p1"], found.due_at, False)


def test_who_may_be_meant_does_not_look_and_nobody_looks_twice(world: World) -> None:
    found = said(world)
    with pytest.raises(MissingError):
        actions.settle_mentions(by=world.actor("petrenko"), at=AT, ref=found.id, about=[], text="It is not.")
    by = world.actor("hlushko")
    with pytest.raises(InvalidError):
        actions.settle_mentions(by=by, at=AT, ref=found.id, about=["person-1"], text="Him.")
    with pytest.raises(InvalidError):
        actions.settle_mentions(by=by, at=AT, ref=found.id, about=[], text=" ")
    actions.settle_mentions(by=by, at=AT, ref=found.id, about=[], text="Nobody.")
    with pytest.raises((NotNowError, MissingError)):
        actions.settle_mentions(by=by, at=AT, ref=found.id, about=[], text="Nobody.")


def test_a_sender_says_late_whom_it_is_about_and_they_lose_it_at_once(world: World) -> None:
    found = said(world, acted="none")
    assert queries.is_seen_by(world.actor("shevchuk"), found)
    sender = world.sender(actions.Registered(found.id, found.number, "", found.body_id, found.due_at))
    actions.say_about(by=sender, at=AT, ref=found.id, about=[f"person-{world.people['petrenko']}"], text="")
    after = Appeal.objects.get(id=found.id)
    assert (after.body_id, after.due_at, after.kind) == (world.bodies["dir"], found.due_at, "complaint")
    assert not any(queries.is_seen_by(world.actor(login), after) for login in ("shevchuk", "petrenko", "tkach"))
    with pytest.raises(MissingError):
        actions.accept_appeal(by=world.actor("shevchuk"), at=AT, ref=found.id)


def test_the_page_on_which_a_sender_says_it_bars_them_and_says_so(world: World) -> None:
    made = world.sent(at=now(), text="The lamp is dark.", name="Oksana")
    client = Client(headers={"accept-language": "en"})
    assert client.post("/en/follow/", {"code": made.code}).status_code == 302
    assert "/en/follow/message/about/" in client.get("/en/follow/message/").content.decode()
    nobody = client.post("/en/follow/message/about/", {"about": "unsure"}).content.decode()
    assert "Choose whom it is about." in nobody
    said = client.post("/en/follow/message/about/", {"officer": str(world.people["shevchuk"])})
    assert said.headers["Location"] == "/en/follow/message/?done=about"
    assert Appeal.objects.get(id=made.appeal).body_id == world.bodies["dep"]


def test_somebody_above_says_late_whom_it_is_about_with_a_reason(world: World) -> None:
    found, koval = said(world, acted="none"), world.actor("koval")
    about = [f"person-{world.people['shevchuk']}"]
    with pytest.raises(InvalidError):
        actions.say_about(by=koval, at=AT, ref=found.id, about=about, text="")
    actions.say_about(by=koval, at=AT, ref=found.id, about=about, text="He drove past.")
    assert Appeal.objects.get(id=found.id).body_id == world.bodies["dep"]
    other = said(world, acted="none")
    with pytest.raises((MissingError, RefusedError)):
        actions.say_about(by=world.actor("tkach"), at=AT, ref=other.id, about=about, text="I say so.")


def test_a_late_bar_takes_the_keys_of_a_sealed_one_and_a_new_epoch_begins(world: World) -> None:
    keys = world.keys()
    found = said(world, acted="none", seal=True, addressed_to=world.bodies["dir"])
    subject = subject_of(found.id)
    assert world.people["koval"] in {pair.owner for pair in vault_queries.readers_of(subject)}
    with world.reading("olena", keys["olena"]):
        actions.say_about(
            by=world.actor("olena"),
            at=AT,
            ref=found.id,
            about=[f"body-{world.bodies['dir']}"],
            text="It is about her office.",
        )
    after = Appeal.objects.get(id=found.id)
    assert after.body_id == world.bodies["pro"]
    assert world.people["koval"] not in {pair.owner for pair in vault_queries.readers_of(subject)}
    assert vault_queries.record_at(subject).epoch == 2


def test_the_second_screen_asks_and_the_answer_changes_the_plan(world: World) -> None:
    client = Client(headers={"accept-language": "en"})
    form = {"screen": "first", "kind": "report", "text": LAMP.format("Petrenko"), "about": "unsure", "go": "check"}
    page = client.post("/en/write/", form).content.decode()
    asked = "Is it a complaint about how they acted?"
    assert (asked in page, '<q dir="auto">Petrenko</q>' in page, "checked" in page) == (True, True, False)
    quiet = client.post("/en/write/", form | {"text": "The lamp is dark."}).content.decode()
    assert asked not in quiet


OFFICER = "An officer of yours took money from me at the station."


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"about_words": "sergeant Nobody-Known"},
        {"text": LAMP.format("Petrenko"), "acted": "none"},
        {"acted": "unsure"},
    ],
    ids=["unsure", "words that nobody matches", "only mentioned", "said to be unsure"],
)
def test_a_complaint_that_names_nobody_known_lies_outside_of_the_command_that_would_have_it(
    world: World, words: dict[str, object]
) -> None:
    found = said(world, **{"kind": "complaint", "text": OFFICER, **words})
    assert (found.kind, found.tier, found.body_id, found.suspected) == ("complaint", "S", world.bodies["pro"], True)
    assert found.barred_bodies == bodies(world, "dir", "ins", "dep", "p1", "p2")
    seen = {login for login in world.people if queries.is_seen_by(world.actor(login), found)}
    assert seen == {"hlushko", "olena"}
    assert found.due_at == said(world, kind="complaint", text=OFFICER, acted="nobody").due_at


def test_conduct_of_an_officer_whom_nobody_named_lies_outside_too(world: World) -> None:
    assert said(world, text=OFFICER, category=world.categories["conduct"]).body_id == world.bodies["pro"]


def test_a_complaint_about_nobody_who_serves_goes_its_way_by_its_senders_word(world: World) -> None:
    found = said(world, kind="complaint", acted="nobody")
    assert (found.body_id, found.barred_bodies, found.suspects) == (world.bodies["p1"], [], {})


def test_the_second_screen_asks_of_a_complaint_that_names_nobody_and_says_who_reads_it_first(world: World) -> None:
    client = Client(headers={"accept-language": "en"})
    form = {"screen": "first", "kind": "complaint", "text": OFFICER, "about": "unsure", "go": "check"}
    page = client.post("/en/write/", form).content.decode()
    asked = "Is it about how somebody who serves there acted?"
    assert (asked in page, "<b>PRO</b>" in page, "Nobody: you named nobody" in page) == (True, True, False)
    kept = {name: unescape(value) for name, value in re.findall(r'hidden" name="([^"]+)" value="([^"]*)">', page)}
    told = client.post("/en/write/", kept | {"go": "again", "acted": "nobody"}).content.decode()
    assert ("<b>PRO</b>" in told, "Nobody: you named nobody" in told) == (False, True)


def test_whoever_looks_says_whom_an_unnamed_complaint_is_about_and_a_look_lifts_only_the_rest(world: World) -> None:
    found, hlushko = said(world, kind="complaint", text=OFFICER), world.actor("hlushko")
    about = [f"person-{world.people['petrenko']}"]
    actions.say_about(by=hlushko, at=AT, ref=found.id, about=about, text="I asked the sender.")
    actions.settle_mentions(by=hlushko, at=AT, ref=found.id, about=[], text="Nobody else.")
    after = Appeal.objects.get(id=found.id)
    assert (after.about_person_id, after.barred_bodies) == (world.people["petrenko"], bodies(world, "dep", "p1", "p2"))
    assert (after.body_id, after.due_at, after.suspects) == (world.bodies["dir"], found.due_at, {})


def test_a_report_that_a_desk_sets_right_to_a_complaint_about_nobody_known_leaves_the_desk(world: World) -> None:
    found = said(world, text=OFFICER)
    actions.correct(by=world.actor("shevchuk"), at=AT, ref=found.id, kind="complaint", about=[], text="She complains.")
    after = Appeal.objects.get(id=found.id)
    assert (after.kind, after.tier, after.body_id, after.due_at) == (
        "complaint", "S", world.bodies["pro"], found.due_at,
    )  # fmt: skip
